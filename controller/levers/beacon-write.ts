// Writes the beacon, lit or out, over what is there and nothing else. The object remembers the token of whoever
// wrote it last, also while it is out: a move that was overtaken, and what hung and comes through late, is refused
// by S3 itself. So being out is written and not deleted, since nothing would remember a token.

import type { Beacons } from "../../aws/s3/beacon.ts";
import type { PublicObject } from "../../aws/s3/public-read.ts";
import { ActionError } from "../../core/errors.ts";
import {
  heldIn,
  isOvertaken,
  litWords,
  outWords,
  searchStringOf,
  type Writer,
} from "../../core/failover/beacon-words.ts";
import type { ShiftTask } from "./lever.ts";

export interface BeaconWriteServices {
  readonly beacons: Pick<Beacons, "read" | "write">;
  readonly searchStrings: Readonly<Record<string, string>>;
}

/** Somebody else may write between our reading and our writing so often. */
const WRITE_ATTEMPTS = 3;

/** Writing the same again writes nothing. */
export async function writeBeacon(
  services: BeaconWriteServices,
  beacon: PublicObject,
  task: ShiftTask,
): Promise<void> {
  const { beacons } = services;
  const text = wordsFor(services, task);
  for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
    const held = await beacons.read(beacon, task.signal);
    refuseLate(task, held === null ? null : heldIn(held.text).writer);
    if (held?.text === text) return;
    const over = held?.etag ?? null;
    if (await beacons.write(beacon, { text, over }, task.signal)) return;
  }
  throw new ActionError({
    code: "Unreachable",
    cannot: `${verbOf(task)} the beacon in s3://${beacon.bucket}`,
    must: `it must stay as it was read; somebody else wrote it ${WRITE_ATTEMPTS} times meanwhile`,
    next: "cognito-failover status",
    retriable: true,
  });
}

function wordsFor({ searchStrings }: BeaconWriteServices, task: ShiftTask): string {
  const { step, policy, move } = task;
  const { managedLogin } = policy.paths;
  if (step.to === policy.primary) return outWords(writerIn(task));
  const searchString = managedLogin && searchStringOf(policy.name, managedLogin, searchStrings);
  if (searchString !== null) {
    const { executionName } = move;
    return litWords({ searchString, to: step.to, executionName }, writerIn(task));
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
