// The pretend Secrets Manager. Writes are taken in a secret's primary Region only; replicas can be read
// under the same name, from a few seconds after the write.

import type { Service } from "../service.ts";
import { jsonService } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { readOperations } from "./reads.ts";
import { replicaOperations } from "./replicas.ts";
import { CURRENT, SecretStore } from "./store.ts";
import { writeOperations } from "./writes.ts";

export interface SecretSeed {
  readonly name: string;
  /** The primary Region, then those of the replicas. */
  readonly regions: readonly [string, ...string[]];
  readonly value: string | Uint8Array;
}

export interface SecretsManager {
  readonly service: Service;
  /** Makes a secret that is readable in each of its Regions at once; answers the primary's ARN. */
  seedSecret(seed: SecretSeed): string;
}

export function createSecretsManager(foundation: Foundation): SecretsManager {
  const store = new SecretStore(foundation);
  return {
    service: jsonService({
      name: "secretsmanager",
      targetPrefix: "secretsmanager",
      version: "1.1",
      deedsOf: (operation, input, { region }) => {
        const { SecretId } = input as { readonly SecretId?: string };
        // A secret that is not there is named as the caller names it.
        const resource =
          SecretId === undefined ? "*" : (store.find(region, SecretId)?.arn ?? SecretId);
        return [{ action: `secretsmanager:${operation}`, resource }];
      },
      operations: {
        ...readOperations(store, foundation),
        ...writeOperations(store, foundation),
        ...replicaOperations(store),
      },
    }),
    seedSecret: ({ name, regions: [primary, ...replicas], value }) => {
      const content =
        typeof value === "string"
          ? { SecretString: value }
          : { SecretBinary: Buffer.from(value).toString("base64") };
      const copy = store.create(primary, { name, description: null, kmsKeyId: null, tags: [] });
      store.addVersion(copy, foundation.random.uuid(), { content, stages: [CURRENT] });
      for (const region of replicas) store.replicateNow(copy, region);
      return copy.arn;
    },
  };
}
