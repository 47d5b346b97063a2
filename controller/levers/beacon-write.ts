// Writes the beacon over what is there and nothing else. The object remembers the token of whoever wrote it last: a
// move that was overtaken is refused, and what hung and comes through late is refused by S3 itself. So what is put
// back is written, also as "out": a beacon that was deleted would remember nothing of the write that may yet come.

import type { Beacons } from "../../aws/s3/beacon.ts";
import type { PublicObject } from "../../aws/s3/public-read.ts";
import type { Policy } from "../../core/settings/policy.ts";
import {
  heldIn,
  isOvertaken,
  litWords,
  outWords,
  searchStringOf,
  type Writer,
} from "../../core/values/beacon-words.ts";
import { ActionError } from "../../core/values/errors.ts";
import type { ShiftTask } from "./lever.ts";

export interface BeaconWriteServices {
  readonly beacons: Pick<Beacons, "read" | "write" | "remove">;
  readonly searchStrings: Readonly<Record<string, string>>;
}

type Move = ShiftTask["move"];

/** Somebody else may write between our reading and our writing so often. */
export const WRITE_ATTEMPTS = 3;

/** Writing the same again writes nothing. */
export async function writeBeacon(
  services: BeaconWriteServices,
  beacon: PublicObject,
  task: ShiftTask,
): Promise<void> {
  const { beacons } = services;
  const text = wordsFor(services, task);
  // Mostly nothing is there, and S3 itself sees to that: a move out needs no right to read, and no read that fails.
  const isOut = text !== null && !task.isUndo;
  if (isOut && (await beacons.write(beacon, { text, over: null }, task.signal))) return;
  for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
    if (await writeOver(beacons, { beacon, text }, task)) return;
  }
  throw neverStill(verbOf(task), beacon);
}

export function neverStill(verb: string, { bucket }: PublicObject): ActionError {
  return new ActionError({
    code: "Unreachable",
    cannot: `${verb} the beacon in s3://${bucket}`,
    must: `it must stay as it was read; somebody else wrote it ${WRITE_ATTEMPTS} times meanwhile`,
    next: "cognito-failover status",
    retriable: true,
  });
}

/** Answers false where somebody else wrote it since it was read. */
async function writeOver(
  beacons: BeaconWriteServices["beacons"],
  { beacon, text }: { readonly beacon: PublicObject; readonly text: string | null },
  task: ShiftTask,
): Promise<boolean> {
  const { signal } = task;
  const held = await beacons.read(beacon, signal);
  refuseLate(task, held === null ? null : heldIn(held.text).writer);
  if ((held?.text ?? null) === text) return true;
  const over = held?.etag ?? null;
  if (text !== null) return beacons.write(beacon, { text, over }, signal);
  return over === null || beacons.remove(beacon, over, signal);
}

/** Null: nothing is to be there. */
function wordsFor(services: BeaconWriteServices, task: ShiftTask): string | null {
  const { step, policy, move, isUndo } = task;
  if (step.to === policy.primary) return isUndo ? outWords(writerIn(task)) : null;
  return litFor(services, policy, { move, isUndo });
}

/** What lights it. Throws where nobody knows what its health check looks for. */
export function litFor(
  { searchStrings }: Pick<BeaconWriteServices, "searchStrings">,
  policy: Policy,
  { move, isUndo }: { readonly move: Move; readonly isUndo: boolean },
): string {
  const { managedLogin } = policy.paths;
  const searchString = managedLogin && searchStringOf(policy.name, managedLogin, searchStrings);
  if (searchString !== null) {
    const { executionName, token } = move;
    return litWords({ searchString, to: policy.secondary, executionName }, { token, isUndo });
  }
  throw new ActionError({
    code: "InvalidEnvironment",
    cannot: `light the beacon of "${policy.name}"`,
    must: "it must be known what its health check looks for",
    next: "npx sst deploy",
  });
}

function refuseLate(task: ShiftTask, last: Writer | null): void {
  const mine = writerIn(task);
  if (last === null || !isOvertaken(mine, last)) return;
  const isOwn = last.token === mine.token;
  throw new ActionError({
    code: "LeaseLost",
    cannot: `${verbOf(task)} the beacon under token ${mine.token}`,
    must: isOwn
      ? "what this move put back must stay"
      : "no later move may have written it: a lower token writes nothing over a higher one",
    value: `token ${last.token}`,
    next: "docs/runbook.md#the-beacon",
  });
}

function writerIn({ move: { token }, isUndo }: ShiftTask): Writer {
  return { token, isUndo };
}

function verbOf({ step, policy }: ShiftTask): string {
  return step.to === policy.primary ? "put out" : "light";
}
