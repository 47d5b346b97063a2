// Pools as customers have them, made of the ordinary one of a test.

import {
  type GlobalSettings,
  type MfaFactors,
  NO_FACTORS,
} from "pretend-aws/cognito/users/directory.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { WholeWorld } from "../../sim/builders/a-world.ts";

interface World {
  readonly aws: Pick<WholeWorld["aws"], "cognito">;
  readonly policy: Pick<Policy, "userPoolId">;
}

interface SecretWorld extends World {
  readonly policy: Pick<Policy, "userPoolId" | "clientId">;
}

/** In both Regions once the change has arrived, which is now where nothing lags. */
export function withSettings({ aws, policy }: World, change: Partial<GlobalSettings>): void {
  for (const replica of aws.cognito.pool(policy.userPoolId)?.replicas ?? []) {
    replica.write((directory) => {
      directory.settings = { ...directory.settings, ...change };
    });
  }
}

export function rememberDevices(world: World): void {
  withSettings(world, { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false } });
}

/** Demands MFA of everybody, by these factors. */
export function withFactors(world: World, factors: Partial<MfaFactors>): void {
  withSettings(world, { MfaConfiguration: "ON" });
  for (const replica of world.aws.cognito.pool(world.policy.userPoolId)?.replicas ?? []) {
    replica.write((directory) => {
      directory.mfa = { ...NO_FACTORS, ...factors };
    });
  }
}

/** Of the probes' app client, in both Regions: all of these are good, and no other. */
export function giveSecret({ aws, policy }: SecretWorld, ...values: readonly string[]): void {
  for (const { region } of aws.cognito.pool(policy.userPoolId)?.replicas ?? []) {
    takeSecret({ aws, policy }, region, ...values);
  }
}

/** The same of one Region. */
export function takeSecret(
  { aws, policy }: SecretWorld,
  region: string,
  ...values: readonly string[]
): void {
  const replica = aws.cognito
    .pool(policy.userPoolId)
    ?.replicas.find((one) => one.region === region);
  const createdAt = new Date(0);
  replica?.write(({ clientSecrets }) => {
    clientSecrets.set(
      policy.clientId,
      values.map((value) => ({ id: value, value, createdAt })),
    );
  });
}

export function rotateRefreshTokens({ aws, policy }: World): void {
  for (const replica of aws.cognito.pool(policy.userPoolId)?.replicas ?? []) {
    replica.write(({ clients }) => {
      for (const client of clients.values()) {
        const ExplicitAuthFlows = client.ExplicitAuthFlows?.filter(
          (flow) => flow !== "ALLOW_REFRESH_TOKEN_AUTH",
        );
        const RefreshTokenRotation = { Feature: "ENABLED" as const, RetryGracePeriodSeconds: 0 };
        clients.set(client.ClientId, {
          ...client,
          ...(ExplicitAuthFlows === undefined ? {} : { ExplicitAuthFlows }),
          RefreshTokenRotation,
        });
      }
    });
  }
}
