// The question that waits for a person's approval. Its task token is the right to answer, so it lies where those
// who may only look cannot read.

import * as z from "zod/mini";
import { approvalPartition, poolPartition } from "../../core/values/partitions.ts";
import { type Instant, instant } from "../../core/values/types.ts";
import { body, bodyIfAny, type Condition, number, type Table } from "./table.ts";

/** A move, or a practice run, that waits for a person's approval. */
export interface Approval {
  readonly of: "move" | "practice";
  readonly executionName: string;
  readonly taskToken: string;
  readonly until: Instant;
}

const schema = z.object({
  // Absent from items of versions that did not practise.
  of: z.prefault(z.enum(["move", "practice"]), "move"),
  executionName: z.string(),
  taskToken: z.string(),
  until: z.pipe(z.number(), z.transform(instant)),
});

const KEY = "approval";

export async function keepApproval(table: Table, pool: string, approval: Approval): Promise<void> {
  await table.put(approvalPartition(pool), KEY, {
    attributes: { body: body(approval), expires: number(Math.ceil(approval.until / 1_000)) },
  });
}

/** One that was asked before approvals had a partition lies in the pool's. */
export async function readApproval(table: Table, pool: string): Promise<Approval | null> {
  const item = await table.read(approvalPartition(pool), KEY);
  const former = item ?? (await table.read(poolPartition(pool), KEY));
  const parsed = z.safeParse(schema, bodyIfAny(former));
  return parsed.success ? parsed.data : null;
}

const exists: Condition = { expression: "attribute_exists(pk)", values: {} };

export async function dropApproval(table: Table, pool: string): Promise<void> {
  await table.drop(approvalPartition(pool), KEY);
  const attributes = { body: body(null), expires: number(0) };
  await table.put(poolPartition(pool), KEY, { attributes, condition: exists });
}
