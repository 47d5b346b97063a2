import {
  DisableKeyCommand,
  DisableKeyRotationCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { poolKeyPolicy } from "pretend-aws/kms/pool-key-policy.ts";
import { describe, expect, test } from "vitest";
import { createPoolKeys } from "../../../aws/kms/pool-keys.ts";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import { keyUse } from "../../../core/readiness/key-use.ts";
import { primary, secondary } from "../../core/builders/a-policy.ts";
import { ACCOUNT, anAccount, poolArnIn, START } from "../builders/an-account.ts";

const id = "mrk-1234abcd12ab34cd56ef1234567890ab";
const arnIn = (region: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;
const poolArns = [poolArnIn(primary), poolArnIn(secondary)];

function withKey() {
  const { aws, place } = anAccount();
  aws.kms.seedKey({
    ...{ id, regions: [primary, secondary] },
    policyIn: (region) => poolKeyPolicy({ accountId: ACCOUNT, region, poolArns }),
  });
  const client = (region: typeof primary) =>
    sdkClient(KMSClient, place, { region, service: "kms" });
  return { client, keys: createPoolKeys(place) };
}

describe("a pool's key", () => {
  test("is read in each Region, with its family and its policy", async () => {
    const { keys } = withKey();
    const found = await keys.read(secondary, id);
    expect(found).toMatchObject({
      ...{ arn: arnIn(secondary), id, isMultiRegion: true, state: "Enabled", deletedAt: null },
      primaryArn: arnIn(primary),
    });
    const used = { poolArn: poolArnIn(secondary), account: ACCOUNT, keyArn: arnIn(secondary) };
    expect(keyUse(found?.policy ?? "", used)).toEqual({ permitted: "allowed", lacking: [] });
  });

  test("is null where there is none", async () => {
    const { keys } = withKey();
    expect(await keys.read(secondary, "mrk-0000abcd12ab34cd56ef1234567890ab")).toBeNull();
  });

  test("says that it is disabled, and when it is gone", async () => {
    const { keys, client } = withKey();
    await client(secondary).send(new DisableKeyCommand({ KeyId: id }));
    expect(await keys.read(secondary, id)).toMatchObject({ state: "Disabled", deletedAt: null });
    expect(await keys.read(primary, id)).toMatchObject({ state: "Enabled" });
    await client(secondary).send(
      new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }),
    );
    expect(await keys.read(secondary, id)).toMatchObject({
      ...{ state: "PendingDeletion", deletedAt: START + 7 * 86_400_000 },
    });
  });

  test("says whether it is rotated", async () => {
    const { keys, client } = withKey();
    await client(primary).send(new DisableKeyRotationCommand({ KeyId: id }));
    expect(await keys.rotation(primary, id)).toEqual({ isOn: false, canBeOn: true });
  });
});
