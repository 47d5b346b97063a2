// The pretend SES: whether an account may send to everybody, how much, and from whom. Nothing is sent.

import type {
  GetAccountResponse,
  GetEmailIdentityResponse,
  SendQuota,
} from "@aws-sdk/client-sesv2";
import { AwsError } from "../aws-error.ts";
import type { Service } from "../service.ts";
import { jsonFailure, toJson } from "../wire/json.ts";
import { restService } from "../wire/rest.ts";
import type { Foundation } from "../world.ts";

export interface MailAccountSeed {
  readonly region: string;
  /** False in the sandbox, where every account begins: mail goes to verified addresses alone. */
  readonly isInProduction?: boolean;
  readonly isSendingEnabled?: boolean;
  readonly enforcement?: "HEALTHY" | "PROBATION" | "SHUTDOWN";
  readonly quota?: Required<SendQuota>;
}

export interface MailIdentitySeed {
  readonly region: string;
  /** An address, or a domain. */
  readonly name: string;
  /** Absent: SUCCESS. */
  readonly verification?: NonNullable<GetEmailIdentityResponse["VerificationStatus"]>;
  /** Who may send in its name, by the policy's name. */
  readonly policies?: Readonly<Record<string, object>>;
}

export interface Ses {
  readonly service: Service;
  seedAccount(account: MailAccountSeed): void;
  seedIdentity(identity: MailIdentitySeed): void;
  /** As if nobody had ever asked for it. */
  removeIdentity(region: string, name: string): void;
  /** Whether an identity, by its ARN, is verified; undefined while nobody has seeded any. */
  maySend(arn: string): boolean | undefined;
}

/** https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html */
const SANDBOX: Required<SendQuota> = { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 };
const PRODUCTION: Required<SendQuota> = {
  ...{ Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
};

export function createSes({ accountId }: Foundation): Ses {
  const accounts = new Map<string, MailAccountSeed>();
  const identities = new Map<string, MailIdentitySeed>();
  let isKnown = false;
  const answer = (body: object) => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: toJson(body),
  });
  return {
    service: restService({
      name: "ses",
      scope: "regional",
      failure: (error, requestId) => jsonFailure(error, requestId),
      denied: (message) => new AwsError("AccessDeniedException", message, { status: 403 }),
      deedsOf: (operation, { path }, { region }) => {
        const [, name] = /\/identities\/([^/]+)$/.exec(path) ?? [];
        const resource =
          name === undefined
            ? "*"
            : `arn:aws:ses:${region}:${accountId}:identity/${decodeURIComponent(name)}`;
        return [{ action: `ses:${operation}`, resource }];
      },
      routes: [
        {
          operation: "GetAccount",
          method: "GET",
          path: "/v2/email/account",
          run: (_, { region }) => answer(accountOf(accounts.get(region) ?? { region })),
        },
        {
          operation: "GetEmailIdentity",
          method: "GET",
          path: "/v2/email/identities/{EmailIdentity}",
          run: ({ params }, { region }) => {
            const name = params["EmailIdentity"] ?? "";
            const identity = identities.get(keyOf(region, name));
            if (identity === undefined) throw notFound(name);
            return answer(identityOf(identity));
          },
        },
      ],
    }),
    seedAccount: (account) => {
      accounts.set(account.region, account);
    },
    seedIdentity: (identity) => {
      isKnown = true;
      identities.set(keyOf(identity.region, identity.name), identity);
    },
    removeIdentity: (region, name) => {
      identities.delete(keyOf(region, name));
    },
    maySend: (arn) => {
      if (!isKnown) return undefined;
      const [, region = "", name = ""] =
        /^arn:[\w-]+:ses:([\w-]+):\d+:identity\/(.+)$/.exec(arn) ?? [];
      const identity = identities.get(keyOf(region, name));
      return identity !== undefined && isVerified(identity);
    },
  };
}

/** Case does not matter in the name of an identity. */
function keyOf(region: string, name: string): string {
  return `${region} ${name.toLowerCase()}`;
}

function accountOf(account: MailAccountSeed): GetAccountResponse {
  const { isInProduction = false, isSendingEnabled = true, enforcement = "HEALTHY" } = account;
  return {
    DedicatedIpAutoWarmupEnabled: true,
    EnforcementStatus: enforcement,
    ProductionAccessEnabled: isInProduction,
    SendQuota: account.quota ?? (isInProduction ? PRODUCTION : SANDBOX),
    SendingEnabled: isSendingEnabled && enforcement !== "SHUTDOWN",
    SuppressionAttributes: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
  };
}

function identityOf(identity: MailIdentitySeed): GetEmailIdentityResponse {
  const { name, verification = "SUCCESS", policies = {} } = identity;
  const isDomain = !name.includes("@");
  const written = Object.entries(policies).map(([key, policy]) => [key, JSON.stringify(policy)]);
  return {
    IdentityType: isDomain ? "DOMAIN" : "EMAIL_ADDRESS",
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: isVerified(identity),
    DkimAttributes: {
      SigningEnabled: isDomain,
      Status: isDomain ? verification : "NOT_STARTED",
      SigningAttributesOrigin: "AWS_SES",
    },
    Policies: Object.fromEntries(written),
    Tags: [],
    VerificationStatus: verification,
  };
}

function isVerified({ verification = "SUCCESS" }: MailIdentitySeed): boolean {
  return verification === "SUCCESS";
}

function notFound(name: string): AwsError {
  return new AwsError("NotFoundException", `Email identity <${name}> does not exist.`, {
    status: 404,
  });
}
