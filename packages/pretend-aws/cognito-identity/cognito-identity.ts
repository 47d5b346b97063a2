// The pretend Cognito identity pools: which providers each trusts, as they are seeded. None gives credentials.

import type {
  CognitoIdentityProvider,
  DescribeIdentityPoolInput,
  IdentityPool,
  ListIdentityPoolsInput,
} from "@aws-sdk/client-cognito-identity";
import { AwsError } from "../aws-error.ts";
import { uuidOf } from "../random.ts";
import type { Service } from "../service.ts";
import { jsonService } from "../wire/json.ts";
import type { Foundation } from "../world.ts";

export interface IdentityPoolSeed {
  readonly region: string;
  readonly name: string;
  /** Of user pools: "cognito-idp.us-east-1.amazonaws.com/us-east-1_aBc"; absent: none. */
  readonly userPools?: readonly CognitoIdentityProvider[];
  /** ARNs of IAM's providers, among them those of an issuer as any other; absent: none. */
  readonly openIdConnect?: readonly string[];
}

export interface CognitoIdentity {
  readonly service: Service;
  /** Answers its id; a name that is there already in its Region is replaced. */
  seedIdentityPool(pool: IdentityPoolSeed): string;
  removeIdentityPool(id: string): void;
}

const ID = /^[\w-]{1,55}:[0-9a-f-]+$/;
const MOST = 60;

export function createCognitoIdentity({ accountId }: Foundation): CognitoIdentity {
  const pools = new Map<string, IdentityPoolSeed>();
  return {
    service: jsonService({
      name: "cognito-identity",
      targetPrefix: "AWSCognitoIdentityService",
      version: "1.1",
      deedsOf: (operation, input, { region }) => {
        const { IdentityPoolId: id } = input as Partial<DescribeIdentityPoolInput>;
        const resource =
          id === undefined
            ? "*"
            : `arn:aws:cognito-identity:${region}:${accountId}:identitypool/${id}`;
        return [{ action: `cognito-identity:${operation}`, resource }];
      },
      operations: {
        ListIdentityPools: (input: Partial<ListIdentityPoolsInput>, { region }) => {
          const here = [...pools].filter(([, pool]) => pool.region === region);
          const { page, next } = pageOf(here, input);
          return {
            IdentityPools: page.map(([id, { name }]) => ({
              ...{ IdentityPoolId: id, IdentityPoolName: name },
            })),
            ...next,
          };
        },
        DescribeIdentityPool: (input: Partial<DescribeIdentityPoolInput>, { region }) => {
          const { IdentityPoolId: id = "" } = input;
          if (!ID.test(id))
            throw invalid(
              "identityPoolId",
              id,
              "satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+",
            );
          const pool = pools.get(id);
          if (pool?.region !== region) throw notFound(id);
          return described(id, pool);
        },
      },
    }),
    seedIdentityPool: (pool) => {
      const id = `${pool.region}:${uuidOf(`identity pool ${pool.region} ${pool.name}`)}`;
      pools.set(id, pool);
      return id;
    },
    removeIdentityPool: (id) => {
      pools.delete(id);
    },
  };
}

function described(id: string, pool: IdentityPoolSeed): IdentityPool {
  const { name, userPools, openIdConnect } = pool;
  return {
    ...{ IdentityPoolId: id, IdentityPoolName: name, AllowUnauthenticatedIdentities: false },
    ...(userPools === undefined
      ? {}
      : {
          CognitoIdentityProviders: userPools.map((one) => ({
            ServerSideTokenCheck: false,
            ...one,
          })),
        }),
    ...(openIdConnect === undefined ? {} : { OpenIdConnectProviderARNs: [...openIdConnect] }),
    IdentityPoolTags: {},
  };
}

/** How many is no matter of the service's choice here: the call must say. */
function pageOf<Item>(
  all: readonly Item[],
  { MaxResults, NextToken = "0" }: Partial<ListIdentityPoolsInput>,
) {
  if (MaxResults === undefined) throw invalid("maxResults", "null", "not be null");
  if (MaxResults < 1) {
    throw invalid("maxResults", MaxResults, "have value greater than or equal to 1");
  }
  if (MaxResults > MOST) {
    throw invalid("maxResults", MaxResults, `have value less than or equal to ${MOST}`);
  }
  const from = Number(NextToken);
  if (!Number.isInteger(from) || from < 0) {
    throw new AwsError("InvalidParameterException", "Invalid pagination token.");
  }
  const past = from + MaxResults;
  const next = past < all.length ? { NextToken: String(past) } : {};
  return { page: all.slice(from, past), next };
}

function invalid(member: string, value: string | number, must: string): AwsError {
  const what = `Value '${value}' at '${member}' failed to satisfy constraint: Member must ${must}`;
  return new AwsError("ValidationException", `1 validation error detected: ${what}`);
}

/** One in another Region looks the same. */
function notFound(id: string): AwsError {
  return new AwsError("ResourceNotFoundException", `IdentityPool '${id}' not found.`);
}
