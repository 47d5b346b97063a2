// The practice run that is under way, as of its last look: whoever follows one reads how it fares. It decides nothing:
// what binds is the state, and what is judged is what the machine carries.

import * as z from "zod/mini";
import { type RunInHand, runSchema } from "../../core/practice/run-in-hand.ts";
import { DAY } from "../../core/values/duration.ts";
import { practisingPartition } from "../../core/values/partitions.ts";
import { type Instant, later } from "../../core/values/types.ts";
import { body, bodyIfAny, number, type Table } from "./table.ts";

const ITEM = "run";

export async function keepPracticeRun(table: Table, run: RunInHand, now: Instant): Promise<void> {
  await table.put(practisingPartition(run.pool), ITEM, {
    attributes: { body: body(run), expires: number(Math.ceil(later(now, DAY) / 1_000)) },
  });
}

/** The newest that was looked at; null where there is none, or one of another shape. */
export async function readPracticeRun(table: Table, pool: string): Promise<RunInHand | null> {
  const item = await table.read(practisingPartition(pool), ITEM);
  const parsed = item === null ? null : z.safeParse(runSchema, bodyIfAny(item));
  return parsed?.success === true ? parsed.data : null;
}
