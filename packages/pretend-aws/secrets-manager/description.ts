// How DescribeSecret, ListSecrets and the operations on replicas tell of a secret.

import type { Copy, Secret } from "./store.ts";

const DAY_MS = 24 * 60 * 60_000;

export function named({ arn, secret }: Copy): { readonly ARN: string; readonly Name: string } {
  return { ARN: arn, Name: secret.name };
}

export function describe(copy: Copy): object {
  const { secret, arn, versions, accessedAt } = copy;
  const stages = versions.filter((version) => version.stages.length > 0);
  return {
    ARN: arn,
    Name: secret.name,
    Description: secret.description ?? undefined,
    KmsKeyId: keyOf(copy) ?? undefined,
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    // AWS tells the day of the last access, not the time.
    LastAccessedDate:
      accessedAt === null ? undefined : new Date(accessedAt - (accessedAt % DAY_MS)),
    DeletedDate: secret.deletionAt === null ? undefined : new Date(secret.deletionAt),
    Tags: secret.tags,
    VersionIdsToStages: Object.fromEntries(stages.map((version) => [version.id, version.stages])),
    ...replicationOf(secret),
  };
}

/** ListSecrets names the versions differently and leaves the replicas out. */
export function listed(copy: Copy): object {
  const { VersionIdsToStages, ReplicationStatus, ...rest } = describe(copy) as Record<
    string,
    unknown
  >;
  return { ...rest, SecretVersionsToStages: VersionIdsToStages };
}

export function replicationStatus({ replicas }: Secret): readonly object[] {
  return [...replicas].map(([Region, { kmsKeyId, status, message }]) => ({
    Region,
    KmsKeyId: kmsKeyId,
    Status: status,
    StatusMessage: message ?? undefined,
  }));
}

function replicationOf(secret: Secret): object {
  if (secret.replicas.size === 0) return {};
  return { PrimaryRegion: secret.primaryRegion, ReplicationStatus: replicationStatus(secret) };
}

function keyOf({ secret, region }: Copy): string | null {
  return region === secret.primaryRegion
    ? secret.kmsKeyId
    : (secret.replicas.get(region)?.kmsKeyId ?? null);
}
