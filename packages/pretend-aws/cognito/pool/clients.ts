// App clients: CreateUserPoolClient, DescribeUserPoolClient, UpdateUserPoolClient, ListUserPoolClients,
// DeleteUserPoolClient.

import type {
  CreateUserPoolClientCommandInput,
  DeleteUserPoolClientCommandInput,
  DescribeUserPoolClientCommandInput,
  ExplicitAuthFlowsType,
  ListUserPoolClientsCommandInput,
  UpdateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { checkRange, invalid, page } from "../api/validation.ts";
import { validityMs } from "../sign-in/tokens.ts";
import { checkPermissions } from "../users/attribute-permissions.ts";
import type { Client } from "../users/directory.ts";
import { checkOAuth } from "./client-oauth.ts";
import type { Site } from "./pool-in-region.ts";

type ClientRequest = Omit<
  UpdateUserPoolClientCommandInput & CreateUserPoolClientCommandInput,
  "UserPoolId" | "ClientId" | "GenerateSecret" | "ClientSecret"
>;

/** What a client that names no flows may do. */
const DEFAULT_FLOWS: readonly ExplicitAuthFlowsType[] = [
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_CUSTOM_AUTH",
];

const LEGACY_FLOWS: readonly string[] = [
  "ADMIN_NO_SRP_AUTH",
  "CUSTOM_AUTH_FLOW_ONLY",
  "USER_PASSWORD_AUTH",
];
const FLOWS: readonly string[] = [
  ...LEGACY_FLOWS,
  ...DEFAULT_FLOWS,
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_AUTH",
];

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html */
const LONGEST_GRACE_SECONDS = 60;

const DAY_MS = 86_400_000;
const VALIDITY_RANGE_MS = {
  AccessToken: [300_000, DAY_MS],
  IdToken: [300_000, DAY_MS],
  RefreshToken: [3_600_000, 3650 * DAY_MS],
} as const;

export function clientOperations(realm: Realm): OperationTable {
  const { kinds } = realm;
  return {
    CreateUserPoolClient: kinds.byPool<CreateUserPoolClientCommandInput>(
      ["ClientName"],
      (input, site) => ({ UserPoolClient: create(realm, input, site) }),
    ),
    DescribeUserPoolClient: kinds.byPoolAndClient<DescribeUserPoolClientCommandInput>(
      [],
      (_, { client }) => ({ UserPoolClient: client }),
    ),
    UpdateUserPoolClient: kinds.byPoolAndClient<UpdateUserPoolClientCommandInput>(
      [],
      (input, site) => {
        const { UserPoolId: _pool, ClientId: _client, ...request } = input;
        const { ClientId, ClientSecret, CreationDate } = site.client;
        const ClientName = input.ClientName ?? site.client.ClientName;
        const kept = { ClientId, ClientName, CreationDate };
        const secret = ClientSecret === undefined ? {} : { ClientSecret };
        const client = clientOf(realm, { ...request, ...kept, ...secret }, site);
        return { UserPoolClient: save(client, site) };
      },
    ),
    ListUserPoolClients: kinds.byPool<ListUserPoolClientsCommandInput>([], (input, site) => {
      const clients = [...site.directory.clients.values()];
      const { rows, next } = page(clients, input.MaxResults ?? 60, input.NextToken);
      return {
        UserPoolClients: rows.map(({ ClientId, ClientName, UserPoolId }) => ({
          ClientId,
          ClientName,
          UserPoolId,
        })),
        NextToken: next,
      };
    }),
    DeleteUserPoolClient: kinds.byPoolAndClient<DeleteUserPoolClientCommandInput>([], (_, site) => {
      site.pool.write(site.replica, ({ clients }) => clients.delete(site.client.ClientId));
    }),
  };
}

/** Whether the client lets its users sign in by this flow: "USER_SRP_AUTH". */
export function allows({ ExplicitAuthFlows }: Client, flow: string): boolean {
  const flows: readonly string[] = ExplicitAuthFlows ?? DEFAULT_FLOWS;
  if (flow === "ADMIN_USER_PASSWORD_AUTH" && flows.includes("ADMIN_NO_SRP_AUTH")) return true;
  const hasLegacy = flows.some((known) => LEGACY_FLOWS.includes(known));
  if (hasLegacy && (flow === "USER_SRP_AUTH" || flow === "REFRESH_TOKEN_AUTH")) {
    return !flows.includes("CUSTOM_AUTH_FLOW_ONLY") || flow === "REFRESH_TOKEN_AUTH";
  }
  return flows.includes(flow) || flows.includes(`ALLOW_${flow}`);
}

/** Whether an answer may not tell a wrong password from an unknown user. */
export function hidesUsers({ PreventUserExistenceErrors }: Client): boolean {
  return PreventUserExistenceErrors === "ENABLED";
}

/** The client as DescribeUserPoolClient shows it, defaults filled in. Throws what Cognito refuses. */
export function clientOf(
  { foundation }: Pick<Realm, "foundation">,
  request: ClientRequest &
    Pick<Client, "ClientId" | "ClientName" | "ClientSecret" | "CreationDate">,
  { pool, directory }: Pick<Site, "pool" | "directory">,
): Client {
  const now = new Date(foundation.clock.now());
  const client: Client = {
    TokenValidityUnits: {},
    RefreshTokenValidity: 30,
    AllowedOAuthFlowsUserPoolClient: false,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AuthSessionValidity: 3,
    CreationDate: now,
    ...request,
    LastModifiedDate: now,
    UserPoolId: pool.id,
  };
  checkFlows(client);
  checkValidity(client);
  checkOAuth(client, directory);
  checkPermissions(client, directory, request.CreationDate ? "updating" : "creating");
  return client;
}

export function save(client: Client, { pool, replica }: Pick<Site, "pool" | "replica">): Client {
  pool.write(replica, ({ clients }) => clients.set(client.ClientId, client));
  return client;
}

function create(realm: Realm, input: Sent<CreateUserPoolClientCommandInput>, site: Site): Client {
  const { GenerateSecret, ClientSecret, UserPoolId: _, ...request } = input;
  if (GenerateSecret && ClientSecret !== undefined) {
    throw invalid("GenerateSecret and ClientSecret cannot both be given.");
  }
  const { random } = realm.foundation;
  const secret = GenerateSecret ? random.text(52) : ClientSecret;
  const client = clientOf(
    realm,
    {
      ...request,
      ClientId: random.text(26),
      ...(secret === undefined ? {} : { ClientSecret: secret }),
    },
    site,
  );
  realm.pools.registerClient(client.ClientId, site.pool);
  return save(client, site);
}

function checkFlows({ ExplicitAuthFlows: flows = [], RefreshTokenRotation }: Client): void {
  const unknown = flows.find((flow) => !FLOWS.includes(flow));
  if (unknown !== undefined) {
    throw invalid(
      `1 validation error detected: Value '[${flows.join(", ")}]' at 'explicitAuthFlows' failed to satisfy constraint: Member must satisfy enum value set: [${FLOWS.join(", ")}]`,
    );
  }
  const legacy = flows.filter((flow) => LEGACY_FLOWS.includes(flow));
  if (legacy.length > 0 && legacy.length < flows.length) {
    throw invalid("ExplicitAuthFlows cannot mix values with and without the prefix ALLOW_.");
  }
  if (RefreshTokenRotation?.Feature === "ENABLED" && flows.includes("ALLOW_REFRESH_TOKEN_AUTH")) {
    throw invalid("ALLOW_REFRESH_TOKEN_AUTH cannot be used with refresh token rotation.");
  }
  const grace = RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0;
  checkRange("refreshTokenRotation.retryGracePeriodSeconds", grace, [0, LONGEST_GRACE_SECONDS]);
}

function checkValidity(client: Client): void {
  for (const token of ["AccessToken", "IdToken", "RefreshToken"] as const) {
    const [shortest, longest] = VALIDITY_RANGE_MS[token];
    const ms = validityMs(client, token);
    if (ms < shortest || ms > longest) throw invalid("Invalid range for token validity.");
  }
  const minutes = client.AuthSessionValidity ?? 3;
  if (minutes < 3 || minutes > 15) {
    throw invalid(
      `1 validation error detected: Value '${minutes}' at 'authSessionValidity' failed to satisfy constraint: Member must have value between 3 and 15`,
    );
  }
}
