// A pair of weighted Route 53 records: its weights are moved in one atomic batch, everything else in the
// records stays as it is. This needs Route 53's control plane (us-east-1), so it is never the only lever
// of a pool that has another.

import {
  type Change,
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  InvalidChangeBatch,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandOutput,
  NoSuchChange,
  Route53Client,
  waitUntilResourceRecordSetsChanged,
} from "@aws-sdk/client-route-53";
import type { SdkPath } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import { canonicalValue } from "../../core/values/record-value.ts";
import { type Place, sdkClient } from "../sdk/clients.ts";
import { isPractised } from "./practised-weights.ts";
import {
  heavySide,
  lookAt,
  type Pair,
  pairOf,
  type RecordSet,
  type RecordWeights,
  type Side,
  sides,
  weightsOf,
} from "./record-pair.ts";
import { inItsWords } from "./refusal.ts";

/** "lost": Route 53 knows no such change, as after a recovery of its control plane, which drops some. */
export type ChangeStatus = "pending" | "inSync" | "lost";

export type WeightedRecords = ReturnType<typeof createWeightedRecords>;

/** Somebody else may change the records between our reading and our writing so often. */
const CHANGE_ATTEMPTS = 3;

export function createWeightedRecords(place: Place) {
  const client = sdkClient(Route53Client, place, { region: place.region, service: "route53" });

  async function change(
    path: SdkPath,
    Changes: Change[],
    { comment, signal }: ChangeOptions,
  ): Promise<string> {
    const ChangeBatch = { Comment: comment.slice(0, 256), Changes };
    const command = new ChangeResourceRecordSetsCommand({ HostedZoneId: path.zoneId, ChangeBatch });
    const cannot = `change the records of ${path.record}`;
    const action = "route53:ChangeResourceRecordSets";
    const call = { cannot, action, next: lookAt(path) };
    const { ChangeInfo } = await inItsWords(call, () => client.send(command, abortedBy(signal)));
    if (ChangeInfo?.Id !== undefined) return ChangeInfo.Id;
    const must = "Route 53 must answer with the change's id";
    throw new ActionError({ code: "UnexpectedAnswer", cannot, must, retriable: true });
  }

  /** Every record under the name, of whatever type. */
  function list(path: SdkPath, signal?: AbortSignal): Promise<readonly RecordSet[]> {
    const { record, zoneId } = path;
    const action = "route53:ListResourceRecordSets";
    return inItsWords({ cannot: `read the records of ${record}`, action, next: lookAt(path) }, () =>
      setsFrom({ HostedZoneId: zoneId, StartRecordName: record }, record, signal),
    );
  }

  async function setsFrom(
    start: Start,
    name: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly RecordSet[]> {
    const found: RecordSet[] = [];
    for (let at: Start | null = start; at !== null; ) {
      const page: ListResourceRecordSetsCommandOutput = await client.send(
        new ListResourceRecordSetsCommand(at),
        abortedBy(signal),
      );
      const sets = page.ResourceRecordSets ?? [];
      const own = sets.filter(({ Name = "" }) => canonicalValue(Name) === canonicalValue(name));
      found.push(...own);
      // The list goes on through the whole zone, in the order of its names.
      at = page.IsTruncated === true && own.length === sets.length ? nextOf(start, page) : null;
    }
    return found;
  }

  async function weighOnce(path: SdkPath, wanted: Wanted, told: ChangeOptions): Promise<Weighed> {
    const pair = pairOf(await list(path, told.signal), path);
    if (pair === null) return { found: null, changeId: null };
    const found = weightsOf(pair);
    const weights = wanted(found);
    const changeId = weights && (await change(path, reweighed(pair, weights), told));
    return { found, changeId };
  }

  /**
   * Weights that depend on those that are there. What was read is deleted exactly as read, so that a change by
   * somebody else meanwhile is refused and not overwritten; then it is read, and `wanted` asked, again.
   */
  async function weigh(path: SdkPath, wanted: Wanted, told: ChangeOptions): Promise<Weighed> {
    for (let attempt = 1; attempt < CHANGE_ATTEMPTS; attempt++) {
      const weighed = await weighOnce(path, wanted, told).catch(conflict);
      if (!(weighed instanceof ActionError)) return weighed;
    }
    return weighOnce(path, wanted, told);
  }

  return {
    list,
    weigh,

    /** All weight to one side. Answers the change's id, or null where it was so already. */
    async send(path: SdkPath, to: Side, told: ChangeOptions): Promise<string | null> {
      const all = {
        primary: to === "primary" ? fullWeight : 0,
        secondary: to === "secondary" ? fullWeight : 0,
      };
      // What a practice wrote is written anew, or its guard would put back what it takes for its own.
      const isDone = (now: RecordWeights) => heavySide(now) === to && !isPractised(now);
      const { found, changeId } = await weigh(path, (now) => (isDone(now) ? null : all), told);
      if (found === null) throw noPair(path);
      return changeId;
    },

    /** How far Route 53 has come in telling all of its name servers. */
    async changeStatus(changeId: string): Promise<ChangeStatus> {
      try {
        const { ChangeInfo } = await client.send(new GetChangeCommand({ Id: changeId }));
        return ChangeInfo?.Status === "INSYNC" ? "inSync" : "pending";
      } catch (error) {
        if (error instanceof NoSuchChange) return "lost";
        throw error;
      }
    },

    /** Ends when all of Route 53's name servers have the change; rejects after `seconds`. */
    async untilInSync(changeId: string, seconds: number): Promise<void> {
      const retryPolicy = { client, maxWaitTime: seconds, minDelay: 1, maxDelay: 5 };
      await waitUntilResourceRecordSetsChanged(retryPolicy, { Id: changeId });
    },

    /** Makes a pair where there is none, all weight to the primary. No move does this. */
    create(path: SdkPath, comment: string): Promise<string> {
      const made = sides.map((side) => record(path, side, side === "primary" ? fullWeight : 0));
      return change(path, withAction("CREATE", made), { comment });
    },

    /** Deletes the pair as it is now, if it is there. */
    async remove(path: SdkPath, comment: string): Promise<void> {
      const pair = pairOf(await list(path), path);
      if (pair === null) return;
      await change(path, withAction("DELETE", [pair.primary, pair.secondary]), { comment });
    },

    /** The weights as Route 53 has them; null when the pair is not there. */
    async weights(path: SdkPath): Promise<RecordWeights | null> {
      const pair = pairOf(await list(path), path);
      return pair && weightsOf(pair);
    },
  };
}

/** The weights to write over these; null: leave them. */
type Wanted = (now: RecordWeights) => RecordWeights | null;

export interface Weighed {
  /** The weights that were there; null without a pair. */
  readonly found: RecordWeights | null;
  /** Null where nothing was written. */
  readonly changeId: string | null;
}

/** What Route 53 keeps of a change, and when nobody waits for it any more. */
interface ChangeOptions {
  readonly comment: string;
  readonly signal?: AbortSignal;
}

function abortedBy(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}

/** Of the side that is sent to, where the other has 0. */
const fullWeight = 100;

const withAction = (Action: "CREATE" | "DELETE", sets: readonly RecordSet[]): Change[] =>
  sets.map((ResourceRecordSet) => ({ Action, ResourceRecordSet }));

/** Both records go exactly as they were read, and come again with nothing but other weights. */
function reweighed(pair: NonNullable<Pair>, weights: RecordWeights): Change[] {
  const now = sides.map((side) => pair[side]);
  const then = sides.map((side) => ({ ...pair[side], Weight: weights[side] }));
  return [...withAction("DELETE", now), ...withAction("CREATE", then)];
}

/** Hands on that the zone is no longer as it was read, and rejects with everything else. */
function conflict(error: unknown): ActionError {
  if (error instanceof ActionError && error.cause instanceof InvalidChangeBatch) return error;
  throw error;
}

interface Start {
  readonly HostedZoneId: string;
  readonly StartRecordName: string | undefined;
  readonly StartRecordType?: RecordSet["Type"];
  readonly StartRecordIdentifier?: string | undefined;
}

function nextOf({ HostedZoneId }: Start, page: ListResourceRecordSetsCommandOutput): Start {
  return {
    HostedZoneId,
    StartRecordName: page.NextRecordName,
    StartRecordType: page.NextRecordType,
    StartRecordIdentifier: page.NextRecordIdentifier,
  };
}

function noPair({ record, type, identifiers, ...path }: SdkPath): ActionError {
  return new ActionError({
    code: "Forbidden",
    cannot: `move the records of ${record}`,
    must: `it must have weighted ${type} records with the set identifiers "${identifiers.primary}" and "${identifiers.secondary}"; a move makes none`,
    next: lookAt({ record, ...path }),
  });
}

/** One of a pair, for whoever creates it. */
export function record(path: SdkPath, side: Side, weight: number) {
  return {
    Name: path.record,
    Type: path.type,
    SetIdentifier: path.identifiers[side],
    Weight: weight,
    TTL: path.ttl,
    ResourceRecords: [{ Value: path[side] }],
  } satisfies RecordSet;
}
