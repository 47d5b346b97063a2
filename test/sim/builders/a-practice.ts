// Practice runs in a world: who may run them, what they are asked for, and what they leave.

import type { Execution } from "pretend-aws/states/execution/executions.ts";
import * as z from "zod/mini";
import { createLedger } from "../../../aws/ledger/ledger.ts";
import { openTable } from "../../../aws/ledger/table.ts";
import { createMachines } from "../../../aws/states/machines.ts";
import { type PracticeReport, reportSchema } from "../../../core/practice/practice-report.ts";
import type { Rung } from "../../../core/state/practice-run.ts";
import { instant } from "../../../core/values/types.ts";
import { ended, soon } from "./a-move.ts";
import { MINUTE, type WorldOfTest } from "./a-world.ts";

/** These have passed, so that the next one may run. */
export async function climbed(world: WorldOfTest, ...rungs: readonly Rung[]): Promise<void> {
  const { clock, deployed, desk, run } = world;
  const at = instant(clock.now());
  const ledger = createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
  const rehearsed = rungs.map((rung) => ({
    ...({ rung, outcome: "passed", because: "it did", executionName: `earlier-${rung}` } as const),
    ...{ since: at, at, paths: [], passedAt: at },
  }));
  await run(ledger.changeState("customers", (state) => state && { ...state, rehearsed }));
}

let count = 0;

/** Answers the execution's ARN. */
export function startPractice(
  world: WorldOfTest,
  input: object = { pool: "customers", rung: "canary", by: "anna" },
): Promise<string> {
  const { desk, deployed } = world;
  const machines = createMachines(desk, deployed.home);
  const name = `practice-${++count}`;
  return soon(world, machines.start(deployed.practiceMachineArn, name, input));
}

export async function practised(world: WorldOfTest, input?: object): Promise<Execution> {
  return ended(world, await startPractice(world, input));
}

/** Vantages have spoken, and all is well. */
export async function calm({ clock }: WorldOfTest): Promise<void> {
  await clock.advance(4 * MINUTE);
}

export function reports({ aws, deployed }: WorldOfTest): readonly PracticeReport[] {
  return aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter(({ sk }) => String(sk).startsWith("practice#"))
    .map(({ body }) => z.parse(reportSchema, JSON.parse(String(body))));
}
