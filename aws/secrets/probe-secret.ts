// The secret of the probes, as the one who sets up their users sees it: what it says in home, whether every
// vantage says the same, and writing the users anew. Its values go nowhere but into these two calls.

import {
  CreateSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  type ProbeSecret,
  probeSecretText,
  readProbeSecret,
  type SignInSecret,
} from "../../core/probe-users/probe-secret.ts";
import { ActionError } from "../../core/values/errors.ts";
import { type Instant, instant, millis, type Region } from "../../core/values/types.ts";
import { acting, clientOptions, once, type Place } from "../sdk/clients.ts";
import { signatureOf } from "../sdk/failure-signature.ts";
import { explained } from "../sdk/refusals.ts";

export type SecretFound =
  | { readonly kind: "absent" }
  | {
      readonly kind: "there";
      /** Null while it has no value, as a deployment makes it. */
      readonly version: Version | null;
      /** Regions that it is replicated to. */
      readonly replicas: readonly Region[];
    };

export interface Version {
  readonly id: string;
  readonly writtenAt: Instant;
  readonly value: ProbeSecret;
}

export interface SecretPlace {
  readonly name: string;
  /** Where it is written. */
  readonly home: Region;
  /** Where it is read; home may be among them. */
  readonly vantages: readonly Region[];
}

export type ProbeSecretStore = ReturnType<typeof createProbeSecret>;

const PAGE = "docs/deploy.md#the-probe-users";

const retryPolicy = { ...acting, attempts: 8, requestTimeout: millis(10_000) };

export function createProbeSecret(place: Place, { name, home, vantages }: SecretPlace) {
  const elsewhere = vantages.filter((region) => region !== home);
  const clientOf = once(
    (region: Region) =>
      new SecretsManagerClient(
        clientOptions(place, { region, service: "secretsmanager" }, retryPolicy),
      ),
  );
  const call = (cannot: string, operation: string, region: Region = home) => ({
    ...{ cannot: `${cannot} the secret "${name}"`, action: `secretsmanager:${operation}`, region },
    next: `aws secretsmanager describe-secret --region ${region} --secret-id ${name}`,
  });

  async function textIn(region: Region): Promise<GetSecretAnswer | null> {
    return explained(call("read", "GetSecretValue", region), () =>
      clientOf(region)
        .send(new GetSecretValueCommand({ SecretId: name }))
        .catch(nullIfAbsent),
    );
  }

  async function versionNow(): Promise<Version | null> {
    const answer = await textIn(home);
    if (answer === null) return null;
    const value = readProbeSecret(answer.SecretString);
    if (value === null) throw foreignValue(name);
    const { VersionId: id = "", CreatedDate } = answer;
    return { id, writtenAt: instant(CreatedDate?.getTime() ?? 0), value };
  }

  return {
    elsewhere,

    async look(): Promise<SecretFound> {
      const described = await explained(call("look at", "DescribeSecret"), () =>
        clientOf(home)
          .send(new DescribeSecretCommand({ SecretId: name }))
          .catch(nullIfAbsent),
      );
      if (described === null) return { kind: "absent" };
      checkWritable(described, { name, home });
      return {
        kind: "there",
        version: await versionNow(),
        replicas: (described.ReplicationStatus ?? []).map(({ Region }) => Region as Region),
      };
    },

    /** With a replica in every other vantage. */
    async create(value: SignInSecret): Promise<void> {
      await explained(call("make", "CreateSecret"), () =>
        clientOf(home).send(
          new CreateSecretCommand({
            Name: name,
            Description: "The users and the machine that cognito-failover signs in as",
            SecretString: probeSecretText(value),
            AddReplicaRegions: elsewhere.map((Region) => ({ Region })),
          }),
        ),
      );
    },

    /**
     * Unless somebody else has written meanwhile: `before` is the version that the new value is made from.
     * What it holds besides, the machine client, stays.
     */
    async write(value: SignInSecret, before: Version | null): Promise<void> {
      const present = await textIn(home);
      if ((present?.VersionId ?? null) !== (before?.id ?? null)) throw writtenMeanwhile(name);
      const SecretString = probeSecretText(value, present?.SecretString);
      await explained(call("write", "PutSecretValue"), () =>
        clientOf(home).send(new PutSecretValueCommand({ SecretId: name, SecretString })),
      );
    },

    /** The vantages where probes do not read what home says. Throws when a replica has failed. */
    async behind(): Promise<readonly Region[]> {
      const described = await explained(call("look at", "DescribeSecret"), () =>
        clientOf(home).send(new DescribeSecretCommand({ SecretId: name })),
      );
      checkReplicas(described, { name, home });
      const here = (await textIn(home))?.SecretString;
      const others = await Promise.all(
        elsewhere.map(async (region) => ({
          region,
          isSame: (await textIn(region))?.SecretString === here,
        })),
      );
      return others.filter(({ isSame }) => !isSame).map(({ region }) => region);
    },
  };
}

type GetSecretAnswer = {
  readonly SecretString?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly CreatedDate?: Date | undefined;
};

/** Of the secret, and of a value in one that was never written. */
function nullIfAbsent(error: unknown): null {
  if (signatureOf(error).name === "ResourceNotFoundException") return null;
  throw error;
}

type Where = Pick<SecretPlace, "name" | "home">;

function checkWritable(described: DescribeSecretCommandOutput, { name, home }: Where): void {
  const { DeletedDate, PrimaryRegion = home } = described;
  if (DeletedDate !== undefined) {
    throw new ActionError({
      ...{ code: "Forbidden", cannot: `use the secret "${name}"` },
      must: "it must not be scheduled for deletion",
      value: `deletion asked for at ${DeletedDate.toISOString()}`,
      next: `aws secretsmanager restore-secret --region ${home} --secret-id ${name}`,
    });
  }
  if (PrimaryRegion !== home) {
    throw new ActionError({
      ...{ code: "Forbidden", cannot: `write the secret "${name}"`, value: PrimaryRegion },
      must: `its primary Region must be ${home}, where the controller lives`,
      next: PAGE,
    });
  }
}

function checkReplicas({ ReplicationStatus = [] }: DescribeSecretCommandOutput, at: Where): void {
  const failed = ReplicationStatus.find(({ Status }) => Status === "Failed");
  if (failed === undefined) return;
  throw new ActionError({
    ...{ code: "Forbidden", cannot: `replicate the secret "${at.name}" to ${failed.Region}` },
    ...{ must: "its replica there must not fail", value: failed.StatusMessage ?? "Failed" },
    next: `aws secretsmanager describe-secret --region ${at.home} --secret-id ${at.name}`,
  });
}

function foreignValue(name: string): ActionError {
  return new ActionError({
    ...{ code: "Forbidden", cannot: `write the secret "${name}"` },
    must: 'what it holds now must be probe users, {"users":[…]}, so that nothing else is lost',
    next: PAGE,
  });
}

function writtenMeanwhile(name: string): ActionError {
  return new ActionError({
    ...{ code: "VersionConflict", cannot: `write the secret "${name}"`, retriable: true },
    must: "nobody else may have written it since this run began",
    next: "the same command again",
  });
}
