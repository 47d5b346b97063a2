// Which rung of practice may be run now? Each only while the one below it has passed lately; one that a pool cannot do
// is left out, and the next one up stands in for it.

import { fewestSignIns } from "../judging/real-traffic.ts";
import { leverFacts } from "../levers/lever.ts";
import { plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { type Rung, type RungRecord, rungNames } from "../state/practice-run.ts";
import { between, type Instant, later, type Millis } from "../values/types.ts";
import { inWords } from "../values/words.ts";

export interface LadderSettings {
  readonly policy: Policy;
  /** How long a rung that passed counts. */
  readonly maxAge: Millis;
}

export interface Climbed {
  readonly now: Instant;
  readonly rehearsed: readonly RungRecord[];
  /** Sign-ins that a canary is expected to send over (exposure.ts); null where that is not known. */
  readonly canarySignIns: number | null;
}

/** Why a pool cannot do a rung; null where it can. */
export function whyNotApplicable(
  rung: Rung,
  policy: Policy,
  { canarySignIns }: Pick<Climbed, "canarySignIns">,
): string | null {
  if (rung !== "canary") return null;
  if (!plan("failOver", policy).some(({ lever }) => leverFacts[lever].carriesShare)) {
    return `no lever of pool ${policy.name} carries a share: managed login goes over as a whole or not at all`;
  }
  if (canarySignIns === null || canarySignIns >= fewestSignIns) return null;
  return `a canary of pool ${policy.name} would send ${Math.floor(canarySignIns)} sign-ins over, and ${fewestSignIns} are the fewest that tell anything`;
}

/** The rung that counts in its place: itself, or the next one up that can be done. */
export function inPlaceOf(
  rung: Rung,
  policy: Policy,
  climbed: Pick<Climbed, "canarySignIns">,
): Rung {
  const up = rungNames.slice(rungNames.indexOf(rung));
  return up.find((one) => whyNotApplicable(one, policy, climbed) === null) ?? "full";
}

export type RungStanding =
  | { readonly kind: "passed"; readonly lapsesAt: Instant }
  | { readonly kind: "notPassed"; readonly because: string };

/** A pass counts for so long, unless the rung failed since; a run that told nothing changes nothing. */
export function standingOf(
  rung: Rung,
  rehearsed: readonly RungRecord[],
  { now, maxAge }: { readonly now: Instant; readonly maxAge: Millis },
): RungStanding {
  const record = rehearsed.find((one) => one.rung === rung);
  if (record?.outcome === "failed") {
    return { kind: "notPassed", because: `${rung} failed at last: ${record.because}` };
  }
  const passedAt = record?.passedAt ?? null;
  if (passedAt === null) return { kind: "notPassed", because: `${rung} has never passed` };
  const lapsesAt = later(passedAt, maxAge);
  if (lapsesAt > now) return { kind: "passed", lapsesAt };
  const age = inWords(between(passedAt, now));
  return {
    kind: "notPassed",
    because: `${rung} last passed ${age} ago, and counts for ${inWords(maxAge)}`,
  };
}

export type MayRun =
  | { readonly kind: "mayRun" }
  | { readonly kind: "notApplicable"; readonly because: string; readonly instead: Rung }
  | { readonly kind: "runFirst"; readonly rung: Rung; readonly because: string };

export interface Climbing extends Climbed {
  /** The newest round of probes of the secondary: the shadow's age; null where there is none. */
  readonly shadowAt: Instant | null;
}

export function mayRun(rung: Rung, { policy, maxAge }: LadderSettings, climbing: Climbing): MayRun {
  const because = whyNotApplicable(rung, policy, climbing);
  if (because !== null) {
    return { kind: "notApplicable", because, instead: inPlaceOf(rung, policy, climbing) };
  }
  const below = rungNames
    .slice(0, rungNames.indexOf(rung))
    .findLast((one) => whyNotApplicable(one, policy, climbing) === null);
  if (below === undefined) return { kind: "mayRun" };
  const { now, rehearsed } = climbing;
  const standing =
    below === "shadow" ? shadowOf(climbing, policy) : standingOf(below, rehearsed, { now, maxAge });
  return standing.kind === "passed"
    ? { kind: "mayRun" }
    : { kind: "runFirst", rung: below, because: standing.because };
}

/** It is always on: what is too old to be evidence says that it is not. */
function shadowOf(
  { shadowAt, now }: Pick<Climbing, "shadowAt" | "now">,
  { criteria, secondary }: Policy,
): RungStanding {
  if (shadowAt === null) {
    return { kind: "notPassed", because: `no probe of ${secondary} was ever heard of` };
  }
  const lapsesAt = later(shadowAt, criteria.evidenceTooOldAfter);
  if (lapsesAt > now) return { kind: "passed", lapsesAt };
  const age = inWords(between(shadowAt, now));
  return { kind: "notPassed", because: `the newest probe of ${secondary} is ${age} old` };
}
