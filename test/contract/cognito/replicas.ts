// Promises about replicas: how they are made, shown, switched and deleted.

import {
  CreateUserPoolCommand,
  CreateUserPoolReplicaCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolReplicaCommand,
  DescribeUserPoolCommand,
  ListUserPoolReplicasCommand,
  ListUserPoolsCommand,
  UpdateUserPoolReplicaCommand,
  type UserPoolReplicaType,
} from "@aws-sdk/client-cognito-identity-provider";
import { api, guide, holds, type Promised, refused, SDK, same } from "./promise.ts";
import { needed, type Place, passwordSignIn, type Subject, tokensOf } from "./subject.ts";

const MULTI_REGION = guide("user-pool-multi-region.html");

async function rowsAt({ client }: Place, poolId: string): Promise<readonly UserPoolReplicaType[]> {
  const command = new ListUserPoolReplicasCommand({ UserPoolId: poolId });
  return (await client.send(command)).UserPoolReplicas ?? [];
}

/** Until the row of the Region fits; a minute of looks, ten seconds apart. */
async function until(
  { primary, wait }: Subject,
  { poolId, region }: { poolId: string; region: string },
  fits: (row: UserPoolReplicaType | undefined) => boolean,
): Promise<readonly (string | undefined)[]> {
  const seen: (string | undefined)[] = [];
  for (let look = 0; look < 180; look++) {
    const rows = await rowsAt(primary, poolId);
    const row = rows.find(({ RegionName }) => RegionName === region);
    if (seen.at(-1) !== row?.Status) seen.push(row?.Status);
    if (fits(row)) return seen;
    await wait(10_000);
  }
  throw new Error(`After half an hour the replica had been ${seen.join(", ")}.`);
}

async function newPool(
  { primary, unique }: Subject,
  settings: Partial<CreateUserPoolCommand["input"]>,
): Promise<string> {
  const { UserPool } = await primary.client.send(
    new CreateUserPoolCommand({ PoolName: `contract-${unique()}`, ...settings }),
  );
  return UserPool?.Id ?? "";
}

export const replicaPromises: readonly Promised[] = [
  {
    promise: "both Regions list the same two rows: the primary and its one secondary",
    source: api("ListUserPoolReplicas"),
    needs: ["secondary"],
    run: async (subject) => {
      const secondary = needed(subject, "secondary");
      const { primary, poolId } = subject;
      const [here, there] = [await rowsAt(primary, poolId), await rowsAt(secondary, poolId)];
      const roles = (rows: readonly UserPoolReplicaType[]) =>
        rows.map(({ RegionName, Role, Status }) => `${RegionName} ${Role} ${Status}`).sort();
      const expected = [
        `${primary.region} PRIMARY ACTIVE`,
        `${secondary.region} SECONDARY ACTIVE`,
      ].sort();
      same("the primary's rows", roles(here), expected);
      same("the secondary's rows", roles(there), expected);
    },
  },
  {
    promise: "a replica's ARN has its own Region and the pool's one id",
    source: SDK,
    needs: ["secondary"],
    run: async (subject) => {
      const { region } = needed(subject, "secondary");
      const rows = await rowsAt(subject.primary, subject.poolId);
      const arn = rows.find(({ Role }) => Role === "SECONDARY")?.UserPoolArn ?? "";
      const expected = new RegExp(
        `^arn:aws:cognito-idp:${region}:\\d{12}:userpool/${subject.poolId}$`,
      );
      holds("the ARN fits", expected.test(arn), arn);
    },
  },
  {
    promise: "a pool has the same id, clients and issuer type in both Regions, and an ARN of each",
    source: MULTI_REGION,
    needs: ["secondary"],
    run: async (subject) => {
      const command = new DescribeUserPoolCommand({ UserPoolId: subject.poolId });
      const secondary = needed(subject, "secondary");
      const here = (await subject.primary.client.send(command)).UserPool;
      const there = (await secondary.client.send(command)).UserPool;
      for (const name of ["Id", "Name", "IssuerConfiguration", "MfaConfiguration"] as const) {
        same(name, there?.[name], here?.[name]);
      }
      holds("the ARN is the secondary's", there?.Arn?.includes(`:${secondary.region}:`) === true);
    },
  },
  {
    promise: "ListUserPools names the Regions of a pool's replicas",
    source: SDK,
    needs: ["secondary"],
    run: async (subject) => {
      const { region } = needed(subject, "secondary");
      let NextToken: string | undefined;
      do {
        const page = await subject.primary.client.send(
          new ListUserPoolsCommand({ MaxResults: 60, ...(NextToken ? { NextToken } : {}) }),
        );
        const row = page.UserPools?.find(({ Id }) => Id === subject.poolId);
        if (row !== undefined) {
          holds("the secondary's Region is named", row.ReplicaRegions?.includes(region) === true);
          return;
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      throw new Error("The pool is not in the list.");
    },
  },
  {
    promise: "a status other than ACTIVE and INACTIVE is InvalidParameterException",
    source: SDK,
    needs: ["secondary"],
    run: async (subject) => {
      const { region } = needed(subject, "secondary");
      const input = { UserPoolId: subject.poolId, RegionName: region, Status: "DELETING" as never };
      const sent = subject.primary.client.send(new UpdateUserPoolReplicaCommand(input));
      await refused("InvalidParameterException", sent);
    },
  },
  {
    promise: "an INACTIVE replica takes no sign-in, and is activated from either Region",
    source: MULTI_REGION,
    needs: ["secondary"],
    changes: true,
    run: async (subject) => {
      const { primary, poolId, user } = subject;
      const secondary = needed(subject, "secondary");
      const { region } = secondary;
      const to = (Status: "ACTIVE" | "INACTIVE") =>
        new UpdateUserPoolReplicaCommand({ UserPoolId: poolId, RegionName: region, Status });
      const is = (status: string) =>
        until(subject, { poolId, region }, (row) => row?.Status === status);
      await primary.client.send(to("INACTIVE"));
      await is("INACTIVE");
      try {
        const sent = secondary.client.send(passwordSignIn(subject, user));
        await refused("OperationNotEnabledException", sent);
      } finally {
        await secondary.client.send(to("ACTIVE"));
        await is("ACTIVE");
      }
      await tokensOf(subject, { place: secondary });
    },
  },
  {
    promise: "a second secondary is LimitExceededException",
    source: MULTI_REGION,
    needs: ["secondary", "replication"],
    changes: true,
    run: async (subject) => {
      const { region } = needed(subject, "replication");
      const input = { UserPoolId: subject.poolId, RegionName: region };
      const sent = subject.primary.client.send(new CreateUserPoolReplicaCommand(input));
      await refused("LimitExceededException", sent);
    },
  },
  {
    promise: "a pool on the Lite plan gets no replica",
    source: SDK,
    needs: ["replication"],
    changes: true,
    run: async (subject) => {
      const { region } = needed(subject, "replication");
      const UserPoolId = await newPool(subject, { UserPoolTier: "LITE" });
      const input = { UserPoolId, RegionName: region };
      const sent = subject.primary.client.send(new CreateUserPoolReplicaCommand(input));
      await refused("FeatureUnavailableInTierException", sent);
      await subject.primary.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    },
  },
  {
    promise: "a pool without a customer managed multi-Region key gets no replica",
    source: MULTI_REGION,
    needs: ["replication"],
    changes: true,
    run: async (subject) => {
      const { region } = needed(subject, "replication");
      const UserPoolId = await newPool(subject, {});
      const input = { UserPoolId, RegionName: region };
      const sent = subject.primary.client.send(new CreateUserPoolReplicaCommand(input));
      await refused(["InvalidParameterException", "OperationNotEnabledException"], sent);
      await subject.primary.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    },
  },
  {
    promise: "a replica is CREATING, then INACTIVE; ACTIVE it cannot be deleted, INACTIVE it can",
    source: api("DeleteUserPoolReplica"),
    needs: ["replication"],
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const { region, keyArn } = needed(subject, "replication");
      const KeyConfiguration = { KeyType: "CUSTOMER_MANAGED_KEY" as const, KmsKeyArn: keyArn };
      const poolId = await newPool(subject, { KeyConfiguration });
      const replica = { UserPoolId: poolId, RegionName: region };
      const is = (status: string | undefined) =>
        until(subject, { poolId, region }, (row) => row?.Status === status);
      const { UserPoolReplica } = await client.send(new CreateUserPoolReplicaCommand(replica));
      same(
        "the first row",
        [UserPoolReplica?.Role, UserPoolReplica?.Status],
        ["SECONDARY", "CREATING"],
      );
      await is("INACTIVE");
      await client.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: "ACTIVE" }));
      await is("ACTIVE");
      const remove = new DeleteUserPoolReplicaCommand(replica);
      await refused(
        ["InvalidParameterException", "OperationNotEnabledException"],
        client.send(remove),
      );
      await client.send(new UpdateUserPoolReplicaCommand({ ...replica, Status: "INACTIVE" }));
      await is("INACTIVE");
      same("the last row", (await client.send(remove)).UserPoolReplica?.Status, "DELETING");
      await is(undefined);
      await client.send(new DeleteUserPoolCommand({ UserPoolId: poolId }));
    },
  },
];
