// The key that encrypts a user pool, as KMS in one Region tells of it: what it is, who may use it, whether it is rotated.

import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeyMetadata,
  KMSClient,
  NotFoundException,
  UnsupportedOperationException,
} from "@aws-sdk/client-kms";
import type { KeyFacts, KeyRotation } from "../../core/readiness/service-facts.ts";
import { instant, type Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";

export type PoolKeys = ReturnType<typeof createPoolKeys>;

export function createPoolKeys(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(KMSClient, place, { region, service: "kms" }),
  );
  return {
    /** By its id, which is the same for all keys of a family; null where that Region has none. */
    async read(region: Region, KeyId: string): Promise<KeyFacts | null> {
      try {
        const client = clientOf(region);
        const [{ KeyMetadata }, { Policy = "" }] = await Promise.all([
          client.send(new DescribeKeyCommand({ KeyId })),
          client.send(new GetKeyPolicyCommand({ KeyId })),
        ]);
        return KeyMetadata === undefined ? null : keyOf(KeyMetadata, Policy);
      } catch (error) {
        if (error instanceof NotFoundException) return null;
        throw error;
      }
    },

    /** Of the whole family, which follows its own primary key: ask in that one's Region. */
    async rotation(region: Region, KeyId: string): Promise<KeyRotation> {
      try {
        const { KeyRotationEnabled = false } = await clientOf(region).send(
          new GetKeyRotationStatusCommand({ KeyId }),
        );
        return { isOn: KeyRotationEnabled, canBeOn: true };
      } catch (error) {
        // Of material that was imported, or that another store keeps.
        if (error instanceof UnsupportedOperationException) return { isOn: false, canBeOn: false };
        throw error;
      }
    },
  };
}

function keyOf(found: KeyMetadata, policy: string): KeyFacts {
  const { Arn = "", KeyId = "", MultiRegionConfiguration: family, DeletionDate } = found;
  return {
    arn: Arn,
    id: KeyId,
    isMultiRegion: found.MultiRegion ?? false,
    state: found.KeyState ?? "unknown",
    deletedAt: DeletionDate === undefined ? null : instant(DeletionDate.getTime()),
    primaryArn: family?.PrimaryKey?.Arn ?? Arn,
    policy,
  };
}
