// Can the levers of a pool move users at all? Asked before a move, beside everything else, and for a short time
// only: a lever that nobody can ask about is tried. A move is refused only where no lever of it can work.

import { type Lever, leverLabels, type Step } from "../../core/levers/plan.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import { millis } from "../../core/values/types.ts";
import { deadline, inTime } from "../deadline.ts";
import type { LeverProblem } from "./lever.ts";
import { type CheckServices, levers } from "./table.ts";

export type Problems = Readonly<Record<Lever, readonly LeverProblem[]>>;

const checkTimeoutMs = millis(3_000);

export async function leverProblems(services: CheckServices, policy: Policy): Promise<Problems> {
  const { signal, clear } = deadline(services.place, checkTimeoutMs);
  const asked = (lever: Lever) =>
    inTime(levers[lever].check(services, policy), signal).catch(() => []);
  try {
    const [beacon, weightedRecords] = await Promise.all([
      asked("beacon"),
      asked("weightedRecords"),
    ]);
    return { beacon, weightedRecords };
  } finally {
    clear();
  }
}

export function refuseIfNoneWorks(steps: readonly Step[], problems: Problems, pool: string): void {
  const fatal = steps.map(({ lever }) => ({
    lever,
    problem: problems[lever].find(({ isFatal }) => isFatal),
  }));
  const [first] = fatal;
  if (first?.problem === undefined || fatal.some(({ problem }) => problem === undefined)) return;
  const told = fatal.map(({ lever, problem }) => `${leverLabels[lever]}: ${problem?.says}`);
  throw new ActionError({
    code: "Forbidden",
    cannot: `move sign-in of "${pool}"`,
    must: `at least one lever must be able to move users. ${told.join("; ")}`,
    next: first.problem.next,
  });
}
