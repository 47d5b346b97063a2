// Our own decision core as a rule of the benchmark: every result is folded, every tick decided and every
// notice taken by the very functions that the Lambdas call. It adds only what the Lambdas add: the names
// of vantages, the state between two ticks, and that a decided move is made.

import { type Decision, decide } from "../../core/decide/decide.ts";
import type { Tick } from "../../core/decide/tick.ts";
import { learnt } from "../../core/detect/background.ts";
import { benchOf } from "../../core/detect/bench.ts";
import { BURST_EVERY_SECONDS, hasTurned, pressing, wantsBurst } from "../../core/detect/burst.ts";
import { foldRound } from "../../core/detect/fold-round.ts";
import { calmed, isFaded } from "../../core/detect/recurring-failures.ts";
import { longestRun, type Statistic, unknown } from "../../core/detect/statistic.ts";
import { count, shortMemoryMs, type Tallied } from "../../core/detect/tally.ts";
import { weights } from "../../core/detect/weights.ts";
import type { FailureClass } from "../../core/probe/failure-class.ts";
import { remember, type Sightings } from "../../core/probe/last-seen.ts";
import type { ProbeOutcome, ProbeResult, ProbeStep, StepName } from "../../core/probe/probe.ts";
import { switchedOn } from "../../core/probe/schedule.ts";
import { noticeOf } from "../../core/report/notice-of-watch.ts";
import {
  type Journey,
  type JourneyGroup,
  journeyGroups,
  journeys,
} from "../../core/settings/journey.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { demandReadBackMs, roomShare } from "../../core/signals/capacity.ts";
import type { Signal } from "../../core/signals/signal.ts";
import { newState, type State } from "../../core/state/state.ts";
import {
  type Instant,
  instant,
  type Millis,
  millis,
  type Region,
} from "../../core/values/types.ts";
import type { FailureKind } from "../outages/scenario.ts";
import type { RoundResult } from "../outages/world.ts";
import type { Adaptive, Told } from "./detector.ts";

const OK: ProbeOutcome = { kind: "ok" };

const classOf: Readonly<Record<FailureKind, FailureClass>> = {
  timeout: "unreachable",
  network: "unreachable",
  "5xx": "serverError",
  throttle: "throttled",
  "auth-error": "refused",
  blocked: "blocked",
};

/** Where each way in shows the Region something of ours. */
const showsAt: Readonly<Record<JourneyGroup, StepName>> = {
  signIn: "signIn",
  machine: "token",
  federation: "provider",
};

type ByGroup<Item> = Readonly<Record<JourneyGroup, Item>>;

const byGroup = <Item>(of: (group: JourneyGroup) => Item): ByGroup<Item> => ({
  signIn: of("signIn"),
  machine: of("machine"),
  federation: of("federation"),
});

const shown = byGroup((group): readonly ProbeStep[] => [
  { name: showsAt[group], took: millis(0), outcome: "ok" },
]);

const failures = Object.fromEntries(
  Object.entries(classOf).map(([kind, name]) => [
    kind,
    byGroup(
      (group): ProbeOutcome => ({
        ...{ kind: "failed", class: name, step: showsAt[group], error: kind },
      }),
    ),
  ]),
) as Readonly<Record<FailureKind, ByGroup<ProbeOutcome>>>;

export interface OurPace {
  /** Between two rounds of a vantage in calm, and between two decisions. Absent: a minute each. */
  readonly probe?: Millis;
  readonly watch?: Millis;
  /** With false every round is folded and every look decided: the same, and slower. Absent: true. */
  readonly isLazy?: boolean;
}

const MINUTE = millis(60_000);
/** AWS tells of a minute so long after it. */
const TOLD_AFTER = 180_000;

/** The benchmark counts seconds from the start of a scenario; the core wants an instant. */
const START = 1_782_874_800_000;
const at = (t: number): Instant => instant(START + Math.round(t * 1_000));

interface Eye {
  readonly region: Region;
  /** About the primary and about the secondary. */
  about: readonly [Statistic, Statistic];
  /** Whether one more good round at calm pace would change nothing that anybody decides by. */
  isSettled: boolean;
  /** Of good rounds not folded yet, how long each came after the one before. */
  skipped: Millis[];
  /** Date of the newest round, folded or not. */
  last: Instant;
  /** What it last saw, with the runs of each probe user; null before the first round in which they are told apart. */
  sightings: Sightings | null;
}

export class OurDetector implements Adaptive {
  readonly name: string;
  readonly burstEvery = BURST_EVERY_SECONDS;
  readonly calm: number;
  readonly look: number;
  vantages: number;
  events: Told[] = [];
  /** Looks that were decided, and those at which nothing could have changed. */
  readonly looks = { decided: 0, skipped: 0 };
  readonly #policy: Policy;
  readonly #probeEvery: Millis;
  /** Other ways in are not walked, so that nothing is known of them. */
  readonly #walked: readonly (readonly [JourneyGroup, Journey])[];
  readonly #isLazy: boolean;
  #eyes: Eye[] = [];
  #state: State;
  #isQuiet = false;
  #isDetected = false;
  /** When the quota was last found nearly used up; the signal looks back on half an hour. */
  #fullAt = Number.NEGATIVE_INFINITY;
  /** When a user last signed in at the primary, and so could write what the lag is measured by. */
  #lagAt = at(-3_600);

  constructor(
    name: string,
    policy: Policy,
    { probe = MINUTE, watch = MINUTE, isLazy }: OurPace = {},
  ) {
    this.name = name;
    this.calm = probe / 1_000;
    this.look = watch / 1_000;
    this.#probeEvery = probe;
    this.#walked = journeyGroups.flatMap((group) => {
      const journey = switchedOn(policy).find((name) => journeys[name].group === group);
      return journey === undefined ? [] : [[group, journey] as const];
    });
    this.#isLazy = isLazy ?? true;
    this.#policy = policy;
    this.vantages = policy.vantages.length;
    this.#state = newState(policy.name, at(-3_600));
    this.release();
  }

  /** Home again, with nothing remembered but what was learnt of blips. */
  release(): void {
    const { blips } = this.#state;
    this.#state = { ...newState(this.#policy.name, at(-3_600)), blips };
    this.#isQuiet = this.#isDetected = false;
    this.#eyes = this.#policy.vantages.map((region) => ({
      region,
      about: [
        unknown(region, this.#policy.primary, at(-3_600)),
        unknown(region, this.#policy.secondary, at(-3_600)),
      ],
      isSettled: false,
      skipped: [],
      last: at(-3_600),
      sightings: null,
    }));
  }

  onQuota(t: number, used: number): void {
    if (used > roomShare) this.#fullAt = t;
  }

  onRound(
    t: number,
    vantage: number,
    results: readonly [RoundResult, RoundResult],
  ): { burst: boolean } {
    const eye = this.#eyes[vantage];
    if (eye === undefined) return { burst: false };
    const [primary, secondary] = results;
    const began = at(t - Math.max(primary.latency, secondary.latency));
    const gap = began - eye.last;
    const isAlike = primary.user === null;
    const isCalm =
      isAlike && isGood(primary) && isGood(secondary) && Math.abs(gap - this.#probeEvery) < 2_000;
    if (this.#isLazy && eye.isSettled && isCalm) {
      eye.skipped.push(millis(gap));
      eye.last = began;
      return { burst: false };
    }
    this.#catchUp(eye);
    const before = eye.about;
    eye.about = this.#folded(eye, results, began);
    if (!primary.missing || !secondary.missing) eye.last = began;
    eye.isSettled = isCalm && isSame(before, eye.about);
    const { threshold } = benchOf({
      policy: this.#policy,
      probeEvery: this.#probeEvery,
      now: began,
    });
    const [was, is] = [before[0], eye.about[0]];
    if (!isAtRest(eye.about)) this.#isQuiet = false;
    if (hasTurned({ before: was, after: is }, threshold)) this.onTick(t + 1);
    const { primary: home, secondary: refuge } = this.#policy;
    const serving = this.#state.standing.phase === "steady" ? home : refuge;
    return { burst: wantsBurst(pressing(eye.about, { serving, now: began })) };
  }

  onTick(t: number): void {
    const now = at(t);
    const { evidenceTooOldAfter } = this.#policy.criteria;
    const isFresh = this.#eyes.every(({ last }) => now - last < evidenceTooOldAfter);
    if (this.#isLazy && this.#isQuiet && isFresh) {
      this.looks.skipped += 1;
      return;
    }
    this.looks.decided += 1;
    for (const eye of this.#eyes) this.#catchUp(eye);
    const before = this.#state;
    const tick = this.#tick(now);
    const decision = decide(before, tick);
    this.#state = decision.state;
    this.#tell(t, decision, tick);
    // With every statistic at rest, fresh and unsuspected, the next look decides the same.
    this.#isQuiet =
      isFresh &&
      decision.assessment.diagnosis.name === "allWell" &&
      decision.situation === before.situation &&
      this.#eyes.every(({ about }) => isAtRest(about));
  }

  #tell(t: number, decision: Decision, tick: Tick): void {
    const isSick = decision.assessment.primary.verdict.kind === "unhealthy";
    if (isSick && !this.#isDetected) {
      this.events.push({ t, what: "detected", why: decision.assessment.diagnosis.name });
    }
    this.#isDetected = isSick;
    if (decision.action.kind === "failOver") {
      this.events.push({ t, what: "failover", why: decision.assessment.diagnosis.sentence });
      const reason = decision.assessment.diagnosis.sentence;
      const standing = { phase: "failedOver", since: at(t), reason } as const;
      this.#state = { ...this.#state, standing, lastShiftAt: at(t) };
      return;
    }
    const notice = noticeOf(decision, tick);
    // A reminder is no page of its own: who was paged knows.
    if (notice !== null && decision.reminder === null)
      this.events.push({ t, what: "page", why: notice.subject });
  }

  #tick(now: Instant): Tick {
    return {
      now,
      policy: this.#policy,
      probeEvery: this.#probeEvery,
      order: null,
      observation: {
        sightings: this.#sightings(),
        signals: now - at(this.#fullAt) > demandReadBackMs ? this.#room(now) : [],
        statistics: this.#eyes.flatMap(({ about }) => about),
        replica: { kind: "known", status: "ACTIVE" },
        lease: null,
      },
    };
  }

  /** As each vantage keeps them, and with the witness's measure of how far the secondary is behind: two seconds. */
  #sightings(): readonly Sightings[] {
    const { secondary } = this.#policy;
    const [at, last] = [this.#lagAt, millis(2_000)];
    const measured = { journey: "replicationLag", target: secondary, at, since: at } as const;
    const lag = { last, at, hour: last, day: last };
    return this.#eyes.map(({ region, sightings }) => ({
      ...(sightings ?? { vantage: region, at, users: [] }),
      sightings: [{ ...measured, took: last, outcome: OK, lag }],
    }));
  }

  #room(now: Instant): readonly Signal[] {
    const { primary, secondary } = this.#policy;
    return [primary, secondary].map((region) => ({
      ...({ kind: "capacity", id: region, region, says: "well" } as const),
      ...{ from: this.#lagAt, to: instant(now - TOLD_AFTER), holdsUntil: instant(now + 240_000) },
      because: "little of the quota is used",
    }));
  }

  #folded(eye: Eye, results: readonly [RoundResult, RoundResult], began: Instant): Eye["about"] {
    const policy = this.#policy;
    const { primary, secondary } = policy;
    const { threshold } = benchOf({ policy, probeEvery: this.#probeEvery, now: began });
    const context = { policy, vantage: eye.region, at: began, weigh: weights(policy, threshold) };
    const round = [
      ...this.#probed(results[0], { target: primary, ...context }),
      ...this.#probed(results[1], { target: secondary, ...context }),
    ];
    if (
      round.some(
        ({ target, journey, outcome }) =>
          target === primary && journeys[journey].group === "signIn" && outcome.kind === "ok",
      )
    )
      this.#lagAt = began;
    if (results[0].user !== null)
      eye.sightings = remember(eye.sightings, round, {
        vantage: eye.region,
        now: began,
        isRoutine: () => true,
      });
    const folded = foldRound(eye.about, round, context);
    const after = (known: Statistic) =>
      folded.find(({ before }) => before === known)?.after ?? known;
    return [after(eye.about[0]), after(eye.about[1])];
  }

  /** What the probe of a vantage would have brought home: one journey a way in, failing as the scenario says. */
  #probed(
    result: RoundResult,
    { vantage, target, at }: Pick<ProbeResult, "vantage" | "target" | "at">,
  ): readonly ProbeResult[] {
    if (result.missing) return [];
    const failed = { signIn: result.sign, machine: result.m2m, federation: result.fed };
    const { kind, latency, user } = result;
    const known = { pool: this.#policy.name, vantage, target, at, took: millis(latency * 1_000) };
    return this.#walked.map(([group, journey]) => ({
      ...{ ...known, journey, user: group === "signIn" ? user : null, lag: null },
      steps: failed[group] ? [] : shown[group],
      outcome: failed[group] ? failures[kind ?? "5xx"][group] : OK,
    }));
  }

  /** Rounds that changed nothing but dates, counts and what fades are made up for in one step. */
  #catchUp(eye: Eye): void {
    const { last, skipped } = eye;
    const rounds = skipped.length;
    if (rounds === 0) return;
    const catchUp = (one: Statistic): Statistic => ({
      ...one,
      at: last,
      evidenceAt: last,
      goods: Math.min(longestRun, one.goods + rounds),
      lately: skipped.reduce(
        (lately, gap) => count(lately, allGood, { gap, memory: shortMemoryMs }),
        one.lately,
      ),
      trouble: calmed(one.trouble, rounds),
      part: calmed(one.part, rounds),
      excused: calmed(one.excused, rounds),
      background: skipped.reduce(
        (background, gap) => learnt(background, { bearing: "good", at: last, gap, isCalm: true }),
        one.background,
      ),
      credentials: Object.fromEntries(
        Object.entries(one.credentials).map(([kind, use]) => [
          kind,
          { ...use, taken: last, at: last },
        ]),
      ),
    });
    eye.about = [catchUp(eye.about[0]), catchUp(eye.about[1])];
    eye.skipped = [];
  }
}

const allGood: Tallied = { here: 0, there: 0, excused: 0, unreachable: 0 };

function isGood({ missing, sign, m2m, fed, latency }: RoundResult): boolean {
  return !missing && !sign && !m2m && !fed && latency < 1;
}

/** Nothing suspected, nothing recovering, nothing that time alone turns into news. */
function isAtRest(about: readonly Statistic[]): boolean {
  return about.every(
    ({
      sick,
      slow,
      goods,
      isRecovering,
      lastBearing,
      trouble,
      part,
      excused,
      conditional,
      credentials,
    }) =>
      sick.gray.since === null &&
      conditional === null &&
      Object.values(credentials).every(({ refused }) => refused === null) &&
      slow.since === null &&
      goods > 0 &&
      !isRecovering &&
      lastBearing === "good" &&
      [trouble, part, excused].every(isFaded),
  );
}

/** Whether a round left everything as it was but for dates, counts of calm rounds and what fades. */
function isSame(before: Eye["about"], after: Eye["about"]): boolean {
  return before.every((one, index) => {
    const other = after[index];
    return other !== undefined && isAtRest([one, other]) && one.recovery === other.recovery;
  });
}
