// What a report amounts to, for people: planned against real, shares asked for and seen, sign-ins look by look. In goes
// the stored report; text and page are made of what comes out.

import { timesOf } from "../../core/practice/canary-plan.ts";
import { type Exposure, measuredExposure } from "../../core/practice/exposure.ts";
import {
  allBackBy,
  type PracticeReport,
  pairsOf,
  restoredIn,
} from "../../core/practice/practice-report.ts";
import { hasSent, type RunTick } from "../../core/practice/run-in-hand.ts";
import { between, type Instant, later, type Millis, millis } from "../../core/values/types.ts";
import { type Interval, shareInterval } from "./interval.ts";

/** Something of a run, as it was planned and as it came. */
export interface Occurrence {
  readonly what: string;
  /** Null for what nobody can plan. */
  readonly planned: Instant | null;
  /** Null for what did not happen, or was not seen. */
  readonly real: Instant | null;
}

export interface ShareAccount {
  /** Percent that were to go over. */
  readonly share: number;
  readonly plannedAt: Instant;
  readonly bakes: Millis;
  readonly writtenAt: Instant | null;
  /** When the next share, or the restoring one, took its place. */
  readonly endedAt: Instant | null;
  /** Of the name servers' answers, with 95 % confidence; null where nobody looked. */
  readonly seen: (Interval & { readonly answers: number }) | null;
  readonly switchedIn: Millis | null;
}

export interface LookAccount extends Omit<RunTick, "traffic"> {
  /** Since the look before; null where no traffic was read by now. */
  readonly users: { readonly practised: UsersAtLook; readonly stable: UsersAtLook } | null;
}

interface UsersAtLook {
  readonly succeeded: number;
  readonly failed: number;
}

export interface RunAccount {
  readonly occurrences: readonly Occurrence[];
  readonly shares: readonly ShareAccount[];
  readonly looks: readonly LookAccount[];
  readonly pairs: ReturnType<typeof pairsOf>;
  /** Since the first share was written; null where no traffic was read. */
  readonly traffic: RunTick["traffic"];
  readonly measured: Exposure;
  /** Of a whole path: from its write to the first sign-in that succeeded over there; null where none did. */
  readonly firstGoodIn: Millis | null;
  readonly restoredIn: Millis | null;
  /** When the guards were to restore; null where none were made. */
  readonly guardsDueAt: Instant | null;
  /** Null where nobody was sent anywhere. */
  readonly firstWrittenAt: Instant | null;
}

export function accountOf(report: PracticeReport): RunAccount {
  const { run } = report;
  const traffic = run.ticks.findLast((tick) => tick.traffic !== null)?.traffic ?? null;
  const firstWrittenAt = run.steps[0]?.writtenAt ?? null;
  const firstGood = run.ticks.find(({ good }) => good > 0);
  // A share is judged throughout; a whole path may fail until users have followed.
  const isTimed = run.rung === "full" && firstWrittenAt !== null && firstGood !== undefined;
  const shares = sharesOf(report);
  const guardsDueAt = guardsOf(report);
  return {
    ...{ shares, guardsDueAt, traffic, firstWrittenAt },
    occurrences: occurrencesOf(report, shares, guardsDueAt),
    looks: looksOf(run.ticks),
    pairs: pairsOf(run),
    measured: measuredExposure(traffic),
    firstGoodIn: isTimed ? between(firstWrittenAt, firstGood.at) : null,
    restoredIn: restoredIn(report),
  };
}

function sharesOf({ run, endedAt }: PracticeReport): readonly ShareAccount[] {
  return run.steps.map(({ share, bakes, writtenAt, seenAt, answers, answersThere }, n) => {
    const before = run.steps.slice(0, n).reduce((all, step) => all + step.bakes, 0);
    const after = run.steps[n + 1]?.writtenAt ?? run.restoredAt ?? endedAt;
    const interval = shareInterval(answersThere, answers);
    return {
      ...{ share, bakes, writtenAt, plannedAt: later(run.plannedAt, millis(before)) },
      endedAt: writtenAt === null ? null : after,
      seen: interval === null ? null : { ...interval, answers },
      switchedIn: writtenAt === null || seenAt === null ? null : between(writtenAt, seenAt),
    };
  });
}

/** They were made before the run was written down, for a minute that follows from its end. */
function guardsOf({ run: { token, plannedAt, until } }: PracticeReport): Instant | null {
  if (token === null) return null;
  const longest = between(plannedAt, until);
  return timesOf({ total: millis(0) }, { shiftedAt: plannedAt, longest }).guardsDueAt;
}

function occurrencesOf(
  report: PracticeReport,
  shares: readonly ShareAccount[],
  guardsDueAt: Instant | null,
): readonly Occurrence[] {
  const { run, endedAt } = report;
  const { primary, secondary, plannedAt, restoredAt, steps } = run;
  const asked = { what: "asked for", planned: null, real: plannedAt };
  const over = { what: "over, and written down", planned: null, real: endedAt };
  if (!hasSent(run)) return [asked, over];
  const last = shares.at(-1);
  const endsAt = last === undefined ? null : later(last.plannedAt, last.bakes);
  const all: readonly Occurrence[] = [
    asked,
    { what: "guards stand in two Regions", planned: null, real: plannedAt },
    ...shares.flatMap(({ share, plannedAt: planned, writtenAt }, n) => [
      { what: `${share} % of users sent to ${secondary}`, planned, real: writtenAt },
      ...seen(share, steps[n]?.seenAt ?? null),
    ]),
    { what: `all users sent to ${primary} again`, planned: endsAt, real: restoredAt },
    ...whenBack(report),
    over,
    { what: "guards due, had it not ended", planned: guardsDueAt, real: null },
    { what: "hard limit", planned: run.until, real: null },
  ];
  const time = ({ real, planned }: Occurrence) => real ?? planned ?? Number.POSITIVE_INFINITY;
  return all.toSorted((a, b) => time(a) - time(b));
}

/** Nothing of a run that a move took over. */
function whenBack(report: PracticeReport): readonly Occurrence[] {
  const { restoredAt, backAt } = report.run;
  if (restoredAt === null) return [];
  if (backAt === null) {
    return [{ what: "users not seen to be back", planned: null, real: report.endedAt }];
  }
  const seenBack = { what: "users seen to be back", planned: null, real: backAt };
  if (report.ttlSeconds === null) return [seenBack];
  return [seenBack, { what: "last resolver lets go", planned: null, real: allBackBy(report) }];
}

function seen(share: number, seenAt: Instant | null): readonly Occurrence[] {
  return seenAt === null
    ? []
    : [{ what: `${share} % seen in effect`, planned: null, real: seenAt }];
}

/** What Cognito counts is a sum since the first share: a look has what came to it. */
function looksOf(ticks: readonly RunTick[]): readonly LookAccount[] {
  let before: RunTick["traffic"] = null;
  return ticks.map(({ traffic, ...look }) => {
    if (traffic === null) return { ...look, users: null };
    const since = (side: "practised" | "stable") => {
      const failed = Math.max(0, traffic[side].failures - (before?.[side].failures ?? 0));
      const tried = Math.max(failed, traffic[side].signIns - (before?.[side].signIns ?? 0));
      return { succeeded: tried - failed, failed };
    };
    const users = { practised: since("practised"), stable: since("stable") };
    before = traffic;
    return { ...look, users };
  });
}
