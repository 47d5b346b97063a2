// Can the levers of a pool move users at all? Asked before a move, beside everything else, and for a short time
// only: a lever that nobody can ask about is tried. A move is refused only where no lever of it can work.

import { type Lever, leverFacts, leverNames } from "../../core/levers/lever.ts";
import type { Step } from "../../core/levers/plan.ts";
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
    const found = leverNames.map(async (lever) => [lever, await asked(lever)] as const);
    return Object.fromEntries(await Promise.all(found)) as Record<Lever, readonly LeverProblem[]>;
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
  const told = fatal.map(({ lever, problem }) => `${leverFacts[lever].label}: ${problem?.says}`);
  throw new ActionError({
    code: "Forbidden",
    cannot: `move sign-in of "${pool}"`,
    must: `at least one lever must be able to move users. ${told.join("; ")}`,
    next: first.problem.next,
  });
}
