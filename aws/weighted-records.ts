// A pair of weighted Route 53 records, moved in one atomic batch. This needs Route 53's control plane
// (us-east-1), so it is never the only lever of a pool that has another.

import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
  waitUntilResourceRecordSetsChanged,
} from "@aws-sdk/client-route-53";
import { ActionError } from "../core/errors.ts";
import type { SdkPath } from "../core/policy.ts";
import type { Region } from "../core/types.ts";
import { clientOptions, type Place } from "./clients.ts";

export type Side = "primary" | "secondary";

export interface Weights {
  readonly primary: number;
  readonly secondary: number;
}

export function createWeightedRecords(place: Place) {
  const client = new Route53Client(
    clientOptions(place, { region: place.region, service: "route53" }),
  );

  return {
    /** All weight to one side; answers the change's id. Doing it again changes nothing. */
    async send(path: SdkPath, to: Side, comment: string): Promise<string> {
      const { ChangeInfo } = await client.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: path.zoneId,
          ChangeBatch: {
            Comment: comment.slice(0, 256),
            Changes: (["primary", "secondary"] as const).map((side) => ({
              Action: "UPSERT",
              ResourceRecordSet: record(path, side, side === to ? 100 : 0),
            })),
          },
        }),
      );
      if (ChangeInfo?.Id === undefined) {
        throw new ActionError({
          code: "UnexpectedAnswer",
          cannot: `move the records of ${path.record}`,
          must: "Route 53 must answer with the change's id",
          retriable: true,
        });
      }
      return ChangeInfo.Id;
    },

    /** Whether all of Route 53's name servers have the change. */
    async isInSync(changeId: string): Promise<boolean> {
      const { ChangeInfo } = await client.send(new GetChangeCommand({ Id: changeId }));
      return ChangeInfo?.Status === "INSYNC";
    },

    /** Ends when all of Route 53's name servers have the change; rejects after `seconds`. */
    async untilInSync(changeId: string, seconds: number): Promise<void> {
      const patience = { client, maxWaitTime: seconds, minDelay: 1, maxDelay: 5 };
      await waitUntilResourceRecordSetsChanged(patience, { Id: changeId });
    },

    /** Deletes the pair, whose weights must be told, since Route 53 deletes only what it is shown. */
    async remove(path: SdkPath, weights: Weights, comment: string): Promise<void> {
      await client.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: path.zoneId,
          ChangeBatch: {
            Comment: comment,
            Changes: (["primary", "secondary"] as const).map((side) => ({
              Action: "DELETE",
              ResourceRecordSet: record(path, side, weights[side]),
            })),
          },
        }),
      );
    },

    /** The weights as Route 53 has them; null when the pair is not there. */
    async weights(path: SdkPath): Promise<Weights | null> {
      const { ResourceRecordSets = [] } = await client.send(
        new ListResourceRecordSetsCommand({
          HostedZoneId: path.zoneId,
          StartRecordName: path.record,
          StartRecordType: path.type,
          MaxItems: 10,
        }),
      );
      const weightOf = (side: Side) =>
        ResourceRecordSets.find(
          (set) =>
            set.Name?.replace(/\.$/, "") === path.record &&
            set.Type === path.type &&
            set.SetIdentifier === side,
        )?.Weight;
      const [primary, secondary] = [weightOf("primary"), weightOf("secondary")];
      return primary === undefined || secondary === undefined ? null : { primary, secondary };
    },
  };
}

/** One of the pair, also for whoever creates it. */
export function record(path: SdkPath, side: Side, weight: number) {
  return {
    Name: path.record,
    Type: path.type,
    SetIdentifier: side,
    Weight: weight,
    TTL: path.ttl,
    ResourceRecords: [{ Value: path[side] }],
  } satisfies ResourceRecordSet;
}

/** The side of the pair that stands for `to`. */
export function sideOf(to: Region, primary: Region): Side {
  return to === primary ? "primary" : "secondary";
}
