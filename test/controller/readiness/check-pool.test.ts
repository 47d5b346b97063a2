// Breaks one thing after the other in the pretend AWS, and sees that its row changes, with those that rest on it, and no
// other.

import {
  CognitoIdentityProviderClient,
  SetLogDeliveryConfigurationCommand,
  TagResourceCommand,
  UpdateUserPoolCommand,
  UpdateUserPoolDomainCommand,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  DisableKeyCommand,
  DisableKeyRotationCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { Route53Client, UpdateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { AssociateWebACLCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import { beforeAll, describe, expect, test } from "vitest";
import { createEdgeSettings } from "../../../aws/cognito/settings/edge-settings.ts";
import { createPoolSettings } from "../../../aws/cognito/settings/pool-settings.ts";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import type { ReadinessReport } from "../../../core/readiness/report.ts";
import { type Region, region } from "../../../core/values/types.ts";
import { invoked } from "../../functions/builders/invoked.ts";
import { soon } from "../../sim/builders/a-move.ts";
import {
  aWholeWorld,
  MINUTE,
  passwordOnly,
  primary,
  secondary,
  type WholeWorld,
} from "../../sim/builders/a-world.ts";

const [here, there] = [region(primary), region(secondary)];

interface Broken {
  readonly what: string;
  /** What is another then. */
  readonly rows: readonly string[];
  readonly break: (world: WholeWorld, known: Known) => Promise<unknown>;
}

/** What the pretend account calls its things. */
interface Known {
  readonly UserPoolId: string;
  readonly keyArn: string;
  readonly KeyId: string;
  readonly certificateArn: string;
  poolArn(where: Region): string;
}

async function knownOf(world: WholeWorld): Promise<Known> {
  const { desk, policy, aws } = world;
  const { keyArn } = await soon(world, createPoolSettings(desk).read(here, policy));
  const domain = await soon(world, createEdgeSettings(desk).domain(here, policy));
  const arn = keyArn ?? "";
  return {
    ...{ UserPoolId: policy.userPoolId, keyArn: arn, KeyId: arn.split("/").at(-1) ?? "" },
    certificateArn: domain?.certificateArn ?? "",
    poolArn: (where) =>
      `arn:aws:cognito-idp:${where}:${aws.accountId}:userpool/${policy.userPoolId}`,
  };
}

const cognito = ({ desk }: WholeWorld, where: Region) =>
  sdkClient(CognitoIdentityProviderClient, desk, { region: where, service: "cognito-idp" });
const kms = ({ desk }: WholeWorld, where: Region) =>
  sdkClient(KMSClient, desk, { region: where, service: "kms" });

const broken: readonly Broken[] = [
  {
    ...{ what: "the key over there forgets Cognito", rows: ["key-policy"] },
    break: (world, { KeyId }) => {
      const Principal = { AWS: `arn:aws:iam::${world.aws.accountId}:root` };
      const only = { Effect: "Allow", Principal, Action: "kms:*", Resource: "*" };
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [only] });
      return kms(world, there).send(new PutKeyPolicyCommand({ KeyId, Policy }));
    },
  },
  {
    ...{ what: "the key is rotated no more", rows: ["key-rotation"] },
    break: (world, { KeyId }) => kms(world, here).send(new DisableKeyRotationCommand({ KeyId })),
  },
  {
    ...{ what: "the health check is turned round", rows: ["domain-check"] },
    break: ({ desk, policy }) =>
      sdkClient(Route53Client, desk, { region: there, service: "route53" }).send(
        new UpdateHealthCheckCommand({
          ...{ HealthCheckId: policy.paths.managedLogin?.healthCheckId ?? "", Inverted: false },
        }),
      ),
  },
  {
    ...{ what: "the domain follows another check", rows: ["domain-routing"] },
    break: (world, { UserPoolId, certificateArn: CertificateArn }) =>
      cognito(world, here).send(
        new UpdateUserPoolDomainCommand({
          ...{ UserPoolId, Domain: world.policy.domain ?? "" },
          CustomDomainConfig: { CertificateArn },
          Routing: {
            Failover: { SecondaryRegion: there, PrimaryRoute53HealthCheckId: "another" },
          },
        }),
      ),
  },
  {
    ...{ what: "the primary's pool is tagged", rows: ["tags"] },
    break: (world, { poolArn }) =>
      cognito(world, here).send(
        new TagResourceCommand({ ResourceArn: poolArn(here), Tags: { team: "identity" } }),
      ),
  },
  {
    ...{ what: "the primary exports logs", rows: ["log-export"] },
    break: (world, { UserPoolId }) => {
      const LogGroupArn = `arn:aws:logs:${here}:${world.aws.accountId}:log-group:sign-in`;
      const CloudWatchLogsConfiguration = { LogGroupArn };
      const log = { LogLevel: "ERROR", EventSource: "userNotification" } as const;
      return cognito(world, here).send(
        new SetLogDeliveryConfigurationCommand({
          ...{ UserPoolId, LogConfigurations: [{ ...log, CloudWatchLogsConfiguration }] },
        }),
      );
    },
  },
  {
    what: "the primary alone has a trigger",
    rows: ["trigger-present", "trigger-code", "trigger-concurrency"],
    break: (world, { UserPoolId, keyArn: KmsKeyArn }) => {
      world.aws.lambda.register({
        ...{ region: here, name: "greet", timeoutMs: 3_000 },
        handler: async (event) => event,
      });
      const PostAuthentication = `arn:aws:lambda:${here}:${world.aws.accountId}:function:greet`;
      return cognito(world, here).send(
        new UpdateUserPoolCommand({
          ...{ UserPoolId, UserPoolTier: "ESSENTIALS", LambdaConfig: { PostAuthentication } },
          // It sets back what it is not told.
          ...{ IssuerConfiguration: { Type: "UPDATED" }, UserPoolTags: { team: "identity" } },
          KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn },
        }),
      );
    },
  },
  {
    ...{ what: "a web ACL stands before the primary", rows: ["web-acl"] },
    break: ({ aws, desk }, { poolArn }) => {
      const WebACLArn = aws.wafv2.seedWebAcl({ region: here, name: "login", rules: [] });
      return sdkClient(WAFV2Client, desk, { region: here, service: "wafv2" }).send(
        new AssociateWebACLCommand({ WebACLArn, ResourceArn: poolArn(here) }),
      );
    },
  },
  {
    ...{ what: "the certificate has ended", rows: ["domain-certificate"] },
    break: async ({ aws, policy, clock }, { certificateArn: arn }) =>
      aws.acm.seedCertificate({
        ...{ arn, domain: policy.domain ?? "", notBefore: 0, notAfter: clock.now() - 1 },
      }),
  },
  {
    ...{ what: "machines are let through more seldom", rows: [] },
    // Nobody was seen to need them.
    break: async ({ aws }) =>
      aws.serviceQuotas.seedQuota({ region: there, code: "L-74D3DD04", value: 20 }),
  },
  // What the pool cannot be used with comes last.
  {
    ...{ what: "the replica is switched off", rows: ["replica-status"] },
    break: (world, { UserPoolId }) =>
      cognito(world, there).send(
        new UpdateUserPoolReplicaCommand({ UserPoolId, RegionName: there, Status: "INACTIVE" }),
      ),
  },
  {
    ...{ what: "the key over there is disabled", rows: ["key-state"] },
    break: (world, { KeyId }) => kms(world, there).send(new DisableKeyCommand({ KeyId })),
  },
];

async function checked(world: WholeWorld): Promise<ReadinessReport> {
  const { answer, error } = await invoked(
    world,
    { word: "check", region: secondary },
    { pool: "customers" },
  );
  expect(error).toBeNull();
  return answer["report"] as ReadinessReport;
}

let world: WholeWorld;
let known: Known;
let report: ReadinessReport;

/** Two looks, so that what a pretend world has not is told already. */
beforeAll(async () => {
  world = aWholeWorld({}, 1, passwordOnly);
  await world.clock.advance(5 * MINUTE);
  known = await knownOf(world);
  await checked(world);
  await world.clock.advance(MINUTE);
  report = await checked(world);
  // No probe meets what is broken: what it would tell is a row of its own.
  world.aws.scheduler.stop();
});

describe("a check of a pool that is well set up", () => {
  test("is complete, finds no blocker, and leaves nothing unknown", () => {
    expect(report).toMatchObject({ isComplete: true, isCalm: true });
    const open = report.rows.filter(({ kind }) => kind === "blocker" || kind === "unknown");
    expect(open).toEqual([]);
  });
});

describe("a check of a pool in which", () => {
  test.each(broken)("$what tells that, and no more", async ({ break: spoil, rows }) => {
    const before = report;
    await soon(world, spoil(world, known));
    report = await checked(world);
    const told = ({ kind, seenOnce, waitsFor }: ReadinessReport["rows"][number]) =>
      JSON.stringify([kind, seenOnce?.severity, waitsFor]);
    const changed = report.rows.filter((row) => {
      const own = before.rows.find(({ name }) => name === row.name);
      return own === undefined || told(own) !== told(row);
    });
    expect(changed.map(({ name }) => name)).toEqual(rows);
  });
});
