// Replicas in other Regions: asked for with CreateSecret or later, and taken away again.

import type { Operations } from "../wire/json.ts";
import { named, replicationStatus } from "./description.ts";
import { assertNotDeleted, assertPrimary, invalidParameter, readSecretId } from "./input.ts";
import type { Copy, SecretStore } from "./store.ts";

export interface ReplicaInput {
  readonly AddReplicaRegions?: readonly { readonly Region: string; readonly KmsKeyId?: string }[];
  readonly ForceOverwriteReplicaSecret?: boolean;
}

interface AddInput extends ReplicaInput {
  readonly SecretId?: string;
}

interface RemoveInput {
  readonly SecretId?: string;
  readonly RemoveReplicaRegions?: readonly string[];
}

export const MANAGED_KEY = "alias/aws/secretsmanager";

export function replicaOperations(store: SecretStore): Operations {
  return {
    ReplicateSecretToRegions: (input: AddInput, { region }) => {
      assertReplicaRegions(region, input);
      const copy = store.get(region, readSecretId(input));
      assertPrimary(copy);
      assertNotDeleted(copy);
      addReplicas(store, copy, input);
      return { ARN: named(copy).ARN, ReplicationStatus: replicationStatus(copy.secret) };
    },
    RemoveRegionsFromReplication: (input: RemoveInput, { region }) => {
      const copy = store.get(region, readSecretId(input));
      assertPrimary(copy);
      for (const each of input.RemoveReplicaRegions ?? []) store.unreplicate(copy, each);
      return { ARN: named(copy).ARN, ReplicationStatus: replicationStatus(copy.secret) };
    },
  };
}

export function assertReplicaRegions(
  region: string,
  { AddReplicaRegions = [] }: ReplicaInput,
): void {
  if (AddReplicaRegions.every(({ Region }) => Region !== region)) return;
  throw invalidParameter("You can't replicate a secret to the same Region as the primary secret.");
}

export function addReplicas(store: SecretStore, copy: Copy, input: ReplicaInput): void {
  const overwrites = input.ForceOverwriteReplicaSecret === true;
  for (const { Region, KmsKeyId = MANAGED_KEY } of input.AddReplicaRegions ?? []) {
    store.replicate(copy, Region, { kmsKeyId: KmsKeyId, overwrites });
  }
}
