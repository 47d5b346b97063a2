// A practice's writes of the beacon: lit where nothing is and where it is out, put out where this very practice lit
// it. What it put out remembers its token, so that a write of the same practice which comes through late is refused.

import type { PublicObject } from "../../aws/s3/public-read.ts";
import { type Held, heldIn, isOvertaken, outWords } from "../../core/values/beacon-words.ts";
import { assert } from "../../core/values/errors.ts";
import { type BeaconWriteServices, litFor, neverStill, WRITE_ATTEMPTS } from "./beacon-write.ts";
import type { Practised, PractiseTask, RestoreTask } from "./lever.ts";

export interface BeaconRestoreServices {
  readonly beacons: Pick<BeaconWriteServices["beacons"], "read" | "write">;
}

export interface BeaconPractiseServices
  extends BeaconRestoreServices,
    Pick<BeaconWriteServices, "searchStrings"> {}

const WRITTEN: Practised = { kind: "written", changeId: null };
const UNCHANGED: Practised = { kind: "unchanged" };

export async function practiseBeacon(
  services: BeaconPractiseServices,
  beacon: PublicObject,
  task: PractiseTask,
): Promise<Practised> {
  const { share, policy, move, signal } = task;
  assert(share === 0 || share === 100, "a share of the users for a lever that carries none");
  if (share === 0) return restoreBeacon(services, beacon, task);
  const text = litFor(services, policy, { move, isUndo: false });
  const mine = { token: move.token, isUndo: false };
  if (await services.beacons.write(beacon, { text, over: null }, signal)) return WRITTEN;
  return overwrite(services, { beacon, task, verb: "light" }, (held) => {
    if (held === null) return { text, answer: WRITTEN };
    if (isOwn(held, task)) return UNCHANGED;
    const isOut = held.says === "out" && !isOvertaken(mine, held.writer);
    return isOut ? { text, answer: WRITTEN } : notOurs(held);
  });
}

export function restoreBeacon(
  services: BeaconRestoreServices,
  beacon: PublicObject,
  task: RestoreTask,
): Promise<Practised> {
  const mine = { token: task.move.token, isUndo: true };
  const text = outWords(mine);
  return overwrite(services, { beacon, task, verb: "put out" }, (held) => {
    if (held !== null && isOwn(held, task)) return { text, answer: WRITTEN };
    // The write that was to light it may still be on its way.
    if (held === null) return { text, answer: UNCHANGED };
    if (held.says !== "out") return notOurs(held);
    const isEarlier = held.writer !== null && held.writer.token < mine.token;
    return isEarlier ? { text, answer: UNCHANGED } : UNCHANGED;
  });
}

interface Overwriting {
  readonly beacon: PublicObject;
  readonly task: RestoreTask;
  readonly verb: string;
}

/** `text`: what to write over what was read, and what to answer once S3 has taken it. */
type Wanted = Practised | { readonly text: string; readonly answer: Practised };

async function overwrite(
  { beacons }: BeaconRestoreServices,
  { beacon, task: { signal }, verb }: Overwriting,
  wanted: (held: Held | null) => Wanted,
): Promise<Practised> {
  for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
    const object = await beacons.read(beacon, signal);
    const next = wanted(object === null ? null : heldIn(object.text));
    if (!("text" in next)) return next;
    const write = { text: next.text, over: object?.etag ?? null };
    if (await beacons.write(beacon, write, signal)) return next.answer;
  }
  throw neverStill(verb, beacon);
}

function isOwn({ says, by, writer }: Held, { move }: RestoreTask): boolean {
  return says === "lit" && by === move.executionName && writer?.token === move.token;
}

function notOurs({ says, by, writer }: Held): Practised {
  const whose = by ?? (writer === null ? "somebody who signed with no token" : "another move");
  const under = writer === null ? "" : ` under token ${writer.token}`;
  const how = { lit: "was lit by", out: "was put out by", other: "was written by" }[says];
  return { kind: "notOurs", because: `the beacon ${how} ${whose}${under}` };
}
