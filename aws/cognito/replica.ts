// What Cognito says of a user pool's replica, asked in the secondary Region; never the primary's word.

import {
  CognitoIdentityProviderClient,
  ListUserPoolReplicasCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { ReplicaReading } from "../../core/detect/observation.ts";
import { millis, type Region, type UserPoolId } from "../../core/values/types.ts";
import { acting, once, type Place, type RetryPolicy, sdkClient } from "../sdk/clients.ts";

/** A move waits for this answer, and can do without it. */
const hurried: RetryPolicy = { ...acting, attempts: 2, requestTimeout: millis(2_000) };

export type Cognito = ReturnType<typeof createCognito>;

export function createCognito(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(CognitoIdentityProviderClient, place, {
      ...{ region, service: "cognito-idp", retryPolicy: hurried },
    }),
  );
  return {
    /** The status of the replica in `secondary`. */
    async replica(pool: UserPoolId, secondary: Region): Promise<ReplicaReading> {
      try {
        const { UserPoolReplicas = [] } = await clientOf(secondary).send(
          new ListUserPoolReplicasCommand({ UserPoolId: pool }),
        );
        const own = UserPoolReplicas.find(({ RegionName }) => RegionName === secondary);
        if (own?.Status === undefined) {
          return { kind: "undetermined", because: `Cognito lists no replica in ${secondary}` };
        }
        return { kind: "known", status: own.Status };
      } catch (error) {
        return { kind: "undetermined", because: error instanceof Error ? error.name : "no answer" };
      }
    },
  };
}
