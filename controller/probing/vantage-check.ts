// May this vantage judge at all? Not when nothing answers it, the control endpoints included, and not
// when its clock is wrong: then all that it saw is put down to itself, and counts for nobody.

import type { ProbeOutcome, ProbeResult } from "../../core/probe/probe.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { type Instant, instant, millis, type Region } from "../../core/values/types.ts";
import { inWords } from "../../core/values/words.ts";
import { deadline, inTime } from "../deadline.ts";
import type { Services } from "../services.ts";

type Needs = Pick<Services, "control" | "place" | "signIn">;

/** How wrong a clock may be: tokens, signatures and the age of evidence all bear a minute. */
const clockToleranceMs = millis(60_000);

/** A Date header has no fraction: on average it is this far behind. */
const dateHeaderLagMs = 500;

export interface Judged {
  readonly results: readonly ProbeResult[];
  /** The vantage's own time, put right by what others say. */
  readonly now: Instant;
}

export async function judged(
  needs: Needs,
  results: readonly ProbeResult[],
  { policy, now }: { readonly policy: Policy; readonly now: Instant },
): Promise<Judged> {
  const skews = skewsOf(needs, policy, now);
  const isUnheard = results.length > 0 && results.every(isUnreachable);
  const isOdd = skews.some(({ skew }) => Math.abs(skew) > clockToleranceMs);
  if (!isUnheard && !isOdd) return { results, now };
  const control = await asked(needs, [policy.primary, policy.secondary]);
  if (isUnheard) {
    if (control.answered) return { results, now };
    const outcome = { step: "control", error: "no control endpoint answered" } as const;
    return { results: results.map((result) => blamed(result, outcome)), now };
  }
  const own = ownSkew(skews, control.skew);
  if (own === null) return { results: results.map((result) => marked(result, skews)), now };
  const outcome = { step: "clock", error: `its clock is ${told(own)}` } as const;
  const right = instant(now + own);
  return {
    results: results.map((result) => ({ ...blamed(result, outcome), at: right })),
    now: right,
  };
}

/** How long control endpoints may take: several are asked at once, and one answer is enough. */
const controlTimeoutMs = millis(5_000);

async function asked({ control, place }: Needs, targets: readonly Region[]) {
  const { signal, clear } = deadline(place, controlTimeoutMs);
  try {
    const { answered, theirs } = await inTime(control.reachable(targets, signal), signal);
    return { answered, skew: theirs === null ? null : skewOf(theirs, place.runtime.now()) };
  } catch {
    return { answered: false, skew: null };
  } finally {
    clear();
  }
}

interface Skew {
  readonly region: Region;
  /** Milliseconds that the Region's clock is ahead of ours. */
  readonly skew: number;
}

function skewsOf({ signIn }: Needs, policy: Policy, since: Instant): readonly Skew[] {
  return [policy.primary, policy.secondary].flatMap((region) => {
    const reading = signIn.clock(region);
    if (reading === null || reading.ours < since) return [];
    return [{ region, skew: skewOf(reading.theirs, reading.ours) }];
  });
}

function skewOf(theirs: Instant, ours: Instant): number {
  return theirs + dateHeaderLagMs - ours;
}

/**
 * How wrong our own clock is; null when it is a Region's. A third clock decides. Without one, two Regions
 * that agree do; a Region alone proves nothing, so the vantage does not judge.
 */
function ownSkew(skews: readonly Skew[], control: number | null): number | null {
  const [first, second] = skews;
  if (first === undefined) return null;
  if (control !== null) return Math.abs(control) > clockToleranceMs ? control : null;
  if (second === undefined) return first.skew;
  return Math.abs(first.skew - second.skew) <= clockToleranceMs ? first.skew : null;
}

function isUnreachable({ outcome }: ProbeResult): boolean {
  return outcome.kind === "failed" && outcome.class === "unreachable";
}

type Blame = Pick<ProbeOutcome & { kind: "failed" }, "step" | "error">;

function blamed(result: ProbeResult, blame: Blame): ProbeResult {
  return { ...result, outcome: { kind: "failed", class: "observer", ...blame } };
}

/**
 * A Region whose clock is wrong lets its users in all the same: a journey that never votes tells people.
 */
function marked(result: ProbeResult, skews: readonly Skew[]): ProbeResult {
  const own = skews.find(({ region }) => region === result.target);
  if (own === undefined || Math.abs(own.skew) <= clockToleranceMs) return result;
  if (result.outcome.kind !== "ok" || result.journey !== "keySet") return result;
  const says = `its clock is ${told(-own.skew)}`;
  return { ...result, outcome: { kind: "finding", finding: "clockOff", step: "clock", says } };
}

/** "2 min 5 s behind": of a clock to which this must be added. */
function told(missing: number): string {
  return `${inWords(millis(Math.abs(missing)))} ${missing > 0 ? "behind" : "ahead"}`;
}
