// Tells what a practice run does until it ends, a line a look, and ends as it does.

import { outcomeWords, type PracticeReport } from "../../core/practice/practice-report.ts";
import type { RunInHand } from "../../core/practice/run-in-hand.ts";
import type { ControllerEvent } from "../../core/report/event.ts";
import { millis } from "../../core/values/types.ts";
import { timeOfDay } from "../../core/values/words.ts";
import type { Connection } from "../connection/connection.ts";
import { end, exitCodes, INTERRUPTED } from "../terminal/fail.ts";
import { outcomeCodes, runEndingOf } from "./outcome.ts";
import { lookJson, lookWords } from "./progress.ts";

export interface FollowedRun {
  readonly pool: string;
  readonly rung: string;
  readonly executionName: string;
  readonly executionArn: string;
  readonly json: boolean;
}

/** What is asked while a practice run goes on. */
export interface FollowingRun {
  readonly machines: Pick<Connection["machines"], "describe">;
  readonly place: { readonly runtime: Pick<Connection["place"]["runtime"], "rest"> };
  readonly services: {
    readonly ledger: Pick<
      Connection["services"]["ledger"],
      "readEvents" | "readPracticeRun" | "readPracticeReports"
    >;
  };
}

const betweenLooks = millis(5_000);

/** Whoever waits no longer is told that the run does not end with the waiting, and how to end it. */
export async function followRun(connection: FollowingRun, followed: FollowedRun): Promise<void> {
  const { executionName, pool } = followed;
  const leave = () => {
    console.error(
      `The practice run ${executionName} goes on.\nnext: cognito-failover practice stop ${pool} --reason "..."`,
    );
    process.exit(INTERRUPTED);
  };
  process.once("SIGINT", leave);
  try {
    await toTheEnd(connection, followed);
  } finally {
    process.off("SIGINT", leave);
  }
}

async function toTheEnd(connection: FollowingRun, followed: FollowedRun): Promise<void> {
  const { machines, place, services } = connection;
  const { executionArn, pool } = followed;
  const told: Told = { events: new Set(), looks: 0 };
  for (;;) {
    const execution = await machines.describe(executionArn);
    const [events, run] = await Promise.all([
      services.ledger.readEvents(pool, 20),
      services.ledger.readPracticeRun(pool),
    ]);
    for (const line of newLines({ events, run }, followed, told)) console.log(line);
    if (execution.status === "RUNNING") {
      await place.runtime.rest(betweenLooks);
      continue;
    }
    const reports = await services.ledger.readPracticeReports(pool, 10);
    const report = reports.find((one) => one.run.executionName === followed.executionName) ?? null;
    return sayEnd(followed, runEndingOf(execution, { report, pool }), report);
  }
}

interface Told {
  readonly events: Set<string>;
  looks: number;
}

interface News {
  /** Newest first. */
  readonly events: readonly ControllerEvent[];
  /** Of whichever run was looked at last. */
  readonly run: RunInHand | null;
}

/** Of this execution, what was not told yet, oldest first. */
function newLines(
  { events, run }: News,
  { executionName, json }: FollowedRun,
  told: Told,
): readonly string[] {
  const own = [...events].reverse().filter((event) => {
    const key = `${event.at} ${event.sentence}`;
    if (event.facts["executionName"] !== executionName || told.events.has(key)) return false;
    told.events.add(key);
    return true;
  });
  const lines = own.map((event) => ({
    at: event.at,
    line: json ? JSON.stringify(event) : `${timeOfDay(event.at)}  ${event.sentence}`,
  }));
  const looks = run?.executionName === executionName ? run.ticks : [];
  const newLooks = looks.slice(told.looks).map((look, at) => {
    const seen = { run: run as RunInHand, look: told.looks + at };
    const line = json
      ? JSON.stringify(lookJson(seen))
      : `${timeOfDay(look.at)}  ${lookWords(seen)}`;
    return { at: look.at, line };
  });
  told.looks = Math.max(told.looks, looks.length);
  return [...lines, ...newLooks].sort((a, b) => a.at - b.at).map(({ line }) => line);
}

function sayEnd(
  { json, executionName, executionArn, rung, pool }: FollowedRun,
  ending: ReturnType<typeof runEndingOf>,
  report: PracticeReport | null,
): void {
  if (ending.kind === "broken") end(ending.told, { code: ending.code, asJson: json });
  const { outcome, because } = ending;
  const next =
    report === null
      ? `cognito-failover practice list ${pool}`
      : `cognito-failover practice report ${pool} ${executionName}`;
  if (json) {
    console.log(
      JSON.stringify({ type: "end", executionName, executionArn, outcome, because, next }),
    );
  } else {
    console.log(`Practice run (${rung}) ${outcomeWords[outcome]}. ${because}\nnext: ${next}`);
  }
  const code = outcomeCodes[outcome];
  if (code !== exitCodes.done) process.exitCode = code;
}
