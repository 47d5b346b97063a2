// CreateUserPoolReplica, UpdateUserPoolReplica, DeleteUserPoolReplica, ListUserPoolReplicas.

import type {
  CreateUserPoolReplicaCommandInput,
  DeleteUserPoolReplicaCommandInput,
  ListUserPoolReplicasCommandInput,
  UpdateUserPoolReplicaCommandInput,
  UserPoolReplicaType,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Pool } from "../pool/pool.ts";
import type { Site } from "../pool/pool-in-region.ts";
import { REPLICATION_REGIONS } from "../pool/regions.ts";
import { Replica } from "../pool/replica.ts";
import { notEnabled } from "../pool/rules.ts";
import { isMultiRegionKey, regionalSettings } from "../pool/settings.ts";
import { relatedKey } from "../quotas/key-state.ts";
import type { GlobalSettings } from "../users/directory.ts";
import type { OperationTable, Sent } from "./operation.ts";
import type { Realm } from "./service-state.ts";
import { invalid } from "./validation.ts";

export function replicaOperations(realm: Realm): OperationTable {
  const { kinds } = realm;
  return {
    CreateUserPoolReplica: kinds.byPool<CreateUserPoolReplicaCommandInput>(
      ["RegionName"],
      (input, site) => ({ UserPoolReplica: create(realm, input, site) }),
    ),
    UpdateUserPoolReplica: kinds.byPool<UpdateUserPoolReplicaCommandInput>(
      ["RegionName", "Status"],
      (input, { pool }) => {
        const replica = secondaryIn(pool, input.RegionName);
        if (replica.status !== "ACTIVE" && replica.status !== "INACTIVE") {
          throw invalid(
            `The replica in ${replica.region} cannot be updated: it is ${replica.status}.`,
          );
        }
        replica.status = input.Status;
        return { UserPoolReplica: describe(replica) };
      },
    ),
    DeleteUserPoolReplica: kinds.byPool<DeleteUserPoolReplicaCommandInput>(
      ["RegionName"],
      (input, site) => ({ UserPoolReplica: remove(realm, input, site) }),
    ),
    ListUserPoolReplicas: kinds.byPool<ListUserPoolReplicasCommandInput>([], (_, { pool }) => ({
      UserPoolReplicas: pool.replicas.map(describe),
    })),
  };
}

/** Adds a secondary that holds all that the primary holds now. */
export function addReplica(
  { pools }: Pick<Realm, "pools">,
  pool: Pool,
  more: Pick<Replica, "region" | "status" | "regional">,
): Replica {
  const identity = { ...more, role: "SECONDARY" as const, arn: pool.arnIn(more.region) };
  pool.secondary = new Replica(identity, pool.primary.snapshot(), pools.replication);
  return pool.secondary;
}

function create(
  realm: Realm,
  { RegionName, UserPoolTags }: Sent<CreateUserPoolReplicaCommandInput>,
  { pool, directory }: Site,
): UserPoolReplicaType {
  checkEligible(directory.settings);
  checkKeyIn(realm, { pool, directory }, RegionName);
  if (RegionName === pool.primary.region) {
    throw invalid("The replica's Region must differ from the Region of the primary user pool.");
  }
  if (!REPLICATION_REGIONS.has(RegionName) || !REPLICATION_REGIONS.has(pool.primary.region)) {
    throw invalid(`Replication from ${pool.primary.region} to ${RegionName} is not supported.`);
  }
  if (pool.secondary !== null) {
    throw new AwsError("LimitExceededException", "A user pool can have one secondary replica.");
  }
  const regional = regionalSettings(UserPoolTags === undefined ? {} : { UserPoolTags });
  const replica = addReplica(realm, pool, { region: RegionName, status: "CREATING", regional });
  realm.foundation.clock.after(realm.replicaSetUpMs, () => {
    replica.status = "INACTIVE";
  });
  return describe(replica);
}

function checkEligible(settings: GlobalSettings): void {
  if (settings.UserPoolTier === "LITE") {
    throw new AwsError(
      "FeatureUnavailableInTierException",
      "Multi-Region replication needs the feature plan ESSENTIALS or PLUS.",
    );
  }
  if (!isMultiRegionKey(settings)) {
    throw invalid("Multi-Region replication needs a customer managed multi-Region key.");
  }
}

/** The key needs its replica in the new Region first. */
function checkKeyIn(
  { keyUse }: Realm,
  { pool, directory }: Pick<Site, "pool" | "directory">,
  region: string,
): void {
  const arn = directory.settings.KeyConfiguration?.KmsKeyArn ?? "";
  const isMade = keyUse(arn, pool.arnIn(pool.primary.region)) !== undefined;
  const related = relatedKey(arn, region);
  if (!isMade || keyUse(related, pool.arnIn(region)) === "Enabled") return;
  throw invalid(`KMS key ${related} must be there, enabled, and let Cognito use it.`);
}

function remove(
  { foundation, replicaSetUpMs }: Realm,
  { RegionName }: Sent<DeleteUserPoolReplicaCommandInput>,
  { pool, replica: called }: Site,
): UserPoolReplicaType {
  // The developer guide lists the operation for secondaries; the API reference, followed here, wants the primary.
  if (called.role === "SECONDARY") {
    throw notEnabled("DeleteUserPoolReplica must be called from the primary Region.");
  }
  const replica = secondaryIn(pool, RegionName);
  if (replica.status !== "INACTIVE") {
    throw invalid(
      `The replica in ${RegionName} must be INACTIVE to be deleted: it is ${replica.status}.`,
    );
  }
  replica.status = "DELETING";
  foundation.clock.after(replicaSetUpMs, () => {
    pool.secondary = null;
  });
  return describe(replica);
}

function secondaryIn(pool: Pool, region: string): Replica {
  if (region === pool.primary.region) {
    throw invalid("The primary user pool is not a replica that can be changed.");
  }
  if (pool.secondary?.region !== region) {
    throw new AwsError(
      "ResourceNotFoundException",
      `User pool ${pool.id} has no replica in ${region}.`,
    );
  }
  return pool.secondary;
}

function describe({ region, status, role, arn }: Replica): UserPoolReplicaType {
  return { RegionName: region, Status: status, Role: role, UserPoolArn: arn };
}
