// CreateUserPool, DescribeUserPool, UpdateUserPool, ListUserPools, DeleteUserPool.

import { isDeepStrictEqual } from "node:util";
import type {
  CreateUserPoolCommandInput,
  CreateUserPoolCommandOutput,
  DeleteUserPoolCommandInput,
  DescribeUserPoolCommandInput,
  ListUserPoolsCommandInput,
  UpdateUserPoolCommandInput,
  UserPoolDescriptionType,
  UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Context } from "../../service.ts";
import { mfaAfter } from "../pool/mfa.ts";
import { type Site, siteOf } from "../pool/pool-in-region.ts";
import {
  isMultiRegionKey,
  newSettings,
  regionalSettings,
  updatedSettings,
} from "../pool/settings.ts";
import { checkTriggers } from "../pool/triggers.ts";
import { checkSender } from "../regional/sender.ts";
import { checkSmsCaller } from "../regional/sms-caller.ts";
import type { GlobalSettings } from "../users/directory.ts";
import type { OperationTable, Sent } from "./operation.ts";
import type { Realm } from "./service-state.ts";
import { invalid, page } from "./validation.ts";

export function poolOperations(realm: Realm): OperationTable {
  const { kinds } = realm;
  return {
    CreateUserPool: {
      required: ["PoolName"],
      find: null,
      run: (input: CreateUserPoolCommandInput, context: Context) => create(realm, input, context),
    },
    ListUserPools: {
      required: ["MaxResults"],
      find: null,
      run: (input: ListUserPoolsCommandInput, context: Context) => list(realm, input, context),
    },
    DescribeUserPool: kinds.byPool<DescribeUserPoolCommandInput>([], (_, site) => ({
      UserPool: describe(realm, site),
    })),
    UpdateUserPool: kinds.byPool<UpdateUserPoolCommandInput>([], (input, site) =>
      site.replica.role === "PRIMARY"
        ? updatePrimary(realm, input, site)
        : updateSecondary(realm, input, site),
    ),
    DeleteUserPool: kinds.byPool<DeleteUserPoolCommandInput>([], (_, { pool, directory }) => {
      if (directory.settings.DeletionProtection === "ACTIVE") {
        throw invalid(
          "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
        );
      }
      if (realm.domains.ofPool(pool.id).length > 0) {
        throw invalid(
          "User pool cannot be deleted. It has a domain configured that should be deleted first.",
        );
      }
      if (pool.secondary !== null) {
        throw invalid(
          "User pool cannot be deleted. It has a replica that should be deleted first.",
        );
      }
      realm.pools.delete(pool);
    }),
  };
}

function create(
  realm: Realm,
  input: CreateUserPoolCommandInput,
  { region }: Context,
): Pick<CreateUserPoolCommandOutput, "UserPool"> {
  const settings = newSettings(input, region);
  checkTriggers(input.LambdaConfig, { region, tier: settings.UserPoolTier });
  checkSender(input.EmailConfiguration, realm.maySend);
  const id = realm.pools.newId(region);
  const { iam, accountId } = realm.foundation;
  const arn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`;
  checkSmsCaller(input.SmsConfiguration, iam, { arn, region });
  const pool = realm.pools.create({
    id,
    region,
    settings,
    regional: regionalSettings(input),
  });
  pool.primary.write((written) => {
    written.mfa = mfaAfter(written.mfa, input);
  });
  return { UserPool: describe(realm, siteOf(pool, pool.primary)) };
}

function updatePrimary(
  { foundation, maySend }: Realm,
  input: Sent<UpdateUserPoolCommandInput>,
  { pool, replica, directory }: Site,
): void {
  const settings = updatedSettings(directory.settings, input, replica.region);
  if (pool.secondary !== null) checkReplicable(settings);
  checkTriggers(input.LambdaConfig, { region: replica.region, tier: settings.UserPoolTier });
  checkSender(input.EmailConfiguration, maySend);
  checkSmsCaller(input.SmsConfiguration, foundation.iam, replica);
  const modifiedAt = new Date(foundation.clock.now());
  replica.regional = regionalSettings(input);
  pool.write(replica, (written) => {
    written.settings = settings;
    written.mfa = mfaAfter(written.mfa, input);
    written.modifiedAt = modifiedAt;
  });
}

function checkReplicable(settings: GlobalSettings): void {
  if (settings.UserPoolTier === "LITE") {
    throw invalid("A user pool with a replica needs the feature plan ESSENTIALS or PLUS.");
  }
  if (!isMultiRegionKey(settings)) {
    throw invalid("A user pool with a replica needs a customer managed multi-Region key.");
  }
}

/** Everything must be sent, and only what is regional may differ from what is there. */
function updateSecondary(
  { foundation, maySend }: Realm,
  input: Sent<UpdateUserPoolCommandInput>,
  { pool, replica, directory }: Site,
): void {
  const settings = updatedSettings(directory.settings, input, pool.primary.region);
  const differing = Object.keys({ ...settings, ...directory.settings }).filter((name) => {
    const member = name as keyof GlobalSettings;
    return !isDeepStrictEqual(settings[member], directory.settings[member]);
  });
  if (differing.length > 0) {
    throw invalid(
      `In a secondary Region these settings must match the existing configuration: ${differing.join(", ")}`,
    );
  }
  checkTriggers(input.LambdaConfig, { region: replica.region, tier: settings.UserPoolTier });
  checkSender(input.EmailConfiguration, maySend);
  checkSmsCaller(input.SmsConfiguration, foundation.iam, replica);
  replica.regional = regionalSettings(input);
}

function list(realm: Realm, input: ListUserPoolsCommandInput, { region }: Context): object {
  const limit = input.MaxResults ?? 0;
  if (limit < 1 || limit > 60) {
    throw invalid(
      `1 validation error detected: Value '${limit}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and 60`,
    );
  }
  const { rows, next } = page(realm.pools.inRegion(region), limit, input.NextToken);
  return { UserPools: rows.map(describeBriefly), NextToken: next };
}

function describeBriefly({ pool, replica, directory }: Site): UserPoolDescriptionType {
  const others = pool.replicas.filter((other) => other !== replica).map(({ region }) => region);
  return {
    Id: pool.id,
    Name: directory.settings.PoolName,
    LambdaConfig: replica.regional.LambdaConfig,
    LastModifiedDate: directory.modifiedAt,
    CreationDate: pool.createdAt,
    ...(others.length > 0 ? { ReplicaRegions: others } : {}),
  };
}

function describe(realm: Realm, { pool, replica, directory }: Site): UserPoolType {
  const { PoolName, ...settings } = directory.settings;
  const domains = realm.domains.ofPool(pool.id);
  const custom = domains.find(({ kind }) => kind === "custom");
  const prefix = domains.find(({ kind, region }) => kind === "prefix" && region === replica.region);
  return {
    Id: pool.id,
    Name: PoolName,
    Arn: replica.arn,
    CreationDate: pool.createdAt,
    LastModifiedDate: directory.modifiedAt,
    EstimatedNumberOfUsers: directory.users.size,
    ...settings,
    ...replica.regional,
    ...replica.deliveryFailures,
    ...(custom === undefined ? {} : { CustomDomain: custom.name }),
    ...(prefix === undefined ? {} : { Domain: prefix.name }),
  };
}
