// Which mode is in force, which one is set, and what stands between them? For `status`, `why` and notices: the rungs that
// arm mode "automatic", with the age of each pass, when the first counts no more, and what to run next.

import type { Policy } from "../settings/policy.ts";
import { type RungRecord, type RunRung, rungNames, runRungs } from "../state/practice-run.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { between, type Instant } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";
import {
  type Arming,
  type ArmingRung,
  isArmed,
  modeInForce,
  type Remembered,
  rungsThatArm,
} from "./arming.ts";
import { standingOf, whyNotApplicable } from "./ladder.ts";

type Mode = Policy["mode"];

export interface ArmingRungNow extends ArmingRung {
  /** When what counts for it last passed; null where it never has, or has failed since. */
  readonly passedAt: Instant | null;
}

export interface ModeAccount {
  readonly set: Mode;
  readonly inForce: Mode;
  /** Null where the mode that is set needs no arming. */
  readonly arming: Arming | null;
  /** What arms it, the lowest first. */
  readonly rungs: readonly ArmingRungNow[];
  /** The practice run that arms it, or keeps it armed for longest, or the check; null where none is asked for. */
  readonly next: string | null;
}

interface Practised {
  readonly rehearsed: readonly RungRecord[];
  readonly now: Instant;
}

export function modeAccount(
  policy: Policy,
  { rehearsed, readiness, now }: Practised & Pick<Remembered, "readiness">,
): ModeAccount {
  const { mode, practice } = policy;
  if (mode !== "automatic") {
    return { set: mode, inForce: mode, arming: null, rungs: [], next: null };
  }
  const settings = { policy, arming: practice.arming };
  const climbed = { now, rehearsed, canarySignIns: null };
  const arming = isArmed(settings, { ...climbed, readiness });
  const rungs = rungsThatArm(settings, climbed).map((one) => ({
    ...one,
    passedAt: rehearsed.find(({ rung }) => rung === one.by)?.passedAt ?? null,
  }));
  const next = nextRung(policy, rungs, { rehearsed, now });
  const isPractised = rungs.every(({ standing }) => standing.kind === "passed");
  const isUnready = arming.kind === "notArmed" && isPractised;
  return {
    ...{ set: mode, inForce: modeInForce(policy, arming), arming, rungs },
    next: isUnready
      ? `cognito-failover check ${policy.name}`
      : next && `cognito-failover practice ${policy.name} --rung ${next}`,
  };
}

/** The lowest that is missing, after what must pass before it; else the one that counts no more the soonest. */
function nextRung(
  policy: Policy,
  rungs: readonly ArmingRung[],
  { rehearsed, now }: Practised,
): RunRung | null {
  const missing = rungs.find(({ standing }) => standing.kind === "notPassed");
  if (missing === undefined) {
    const lapsesAt = ({ standing }: ArmingRung) =>
      standing.kind === "passed" ? standing.lapsesAt : now;
    const [first] = rungs.toSorted((a, b) => lapsesAt(a) - lapsesAt(b));
    return first === undefined ? null : runnable(first.rung);
  }
  const { maxAge } = policy.practice.arming;
  const upTo = runRungs.filter(
    (rung) =>
      rungNames.indexOf(rung) <= rungNames.indexOf(missing.rung) &&
      whyNotApplicable(rung, policy, { canarySignIns: null }) === null,
  );
  const first = upTo.find(
    (rung) => standingOf(rung, rehearsed, { now, maxAge }).kind === "notPassed",
  );
  return first ?? runnable(missing.rung);
}

function runnable(rung: ArmingRung["rung"]): RunRung | null {
  return runRungs.find((one) => one === rung) ?? null;
}

/** "automatic, armed by isolation, which passed 3 days ago, …"; nothing but its name where no arming is needed. */
export function modeInWords({ set, arming, rungs, next }: ModeAccount, now: Instant): string {
  if (arming === null) return set;
  if (arming.kind === "notArmed") {
    const passed = rungs.flatMap((one) =>
      one.standing.kind === "passed" ? [passedWords(one, now)] : [],
    );
    const besides = passed.length === 0 ? "" : `; ${listed(passed)}`;
    return `advise in force, as "${set}" is set and not armed: ${arming.because}${besides}; next: ${next}`;
  }
  if (arming.lapsesAt === null) return `${set}, without practice: ${arming.because}`;
  const armedBy = listed(rungs.map((one) => passedWords(one, now)));
  return `${set}, armed as ${armedBy}; lapses ${dateAndTime(arming.lapsesAt)} UTC, unless before: ${next}`;
}

function passedWords({ rung, by, passedAt }: ArmingRungNow, now: Instant): string {
  const what = rung === by ? rung : `${by} (for ${rung})`;
  return passedAt === null
    ? `${what} passed`
    : `${what} passed ${inWords(between(passedAt, now))} ago`;
}
