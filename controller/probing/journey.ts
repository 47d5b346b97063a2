// What every journey shares: steps with times, a deadline for each and for all, and the outcome. A journey
// stops at the first step that fails; tokens and passwords go no further than the round that got them.

import type { AppClient } from "../../aws/cognito/sign-in.ts";
import type { Session } from "../../aws/cognito/sign-in-answer.ts";
import { inShort, signatureOf } from "../../aws/sdk/failure-signature.ts";
import { judge } from "../../core/probe/classify-failure.ts";
import type { FailureClass } from "../../core/probe/failure-class.ts";
import type { FindingName } from "../../core/probe/finding-table.ts";
import type { ProbeOutcome, ProbeResult, ProbeStep, StepName } from "../../core/probe/probe.ts";
import type { ProbeCredentials, SignInSecret } from "../../core/probe-users/probe-secret.ts";
import { type Journey, journeys, signsUsersIn } from "../../core/settings/journey.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { assert } from "../../core/values/errors.ts";
import { type Instant, type Millis, millis, type Region } from "../../core/values/types.ts";
import { deadline, inTime } from "../deadline.ts";
import type { Services } from "../services.ts";

export type JourneyServices = Pick<
  Services,
  | "issuer"
  | "managedLogin"
  | "place"
  | "primaryWrite"
  | "replicationMarker"
  | "secrets"
  | "signIn"
  | "tokenEndpoint"
>;

/** Where a journey is walked. */
export interface JourneyContext {
  readonly policy: Policy;
  readonly target: Region;
  /** The other Region of the pair. */
  readonly other: Region;
  /** The Region that the custom domain leads to now; null while it moves, or when nobody knows. */
  readonly serving: Region | null;
  /** When the round began. */
  readonly at: Instant;
  /** Which probe user's turn it is; how many there are is for the secret to say. */
  readonly turn: (users: number) => number;
  /** The probe users, with their client's secret; read once a round. */
  readonly users: () => Promise<SignInSecret>;
  /** Hands a session to the journeys that wait for one. */
  readonly signedIn: (session: Session) => void;
  /** The session that this round's sign-in got at a Region; null when it got none there. */
  readonly session: (at: Region) => Promise<Session | null>;
  /** Why it got none there; null when it got one, or nobody knows. */
  readonly signInFailure: (at: Region) => Promise<FailureClass | null>;
  /** Whether a step that costs money each time is due: the machine's token. */
  readonly isPaidDue: boolean;
  /** Longest time that a journey may take. */
  readonly within: Millis;
}

/** Runs one step, by its name and what it is about, with the time that is left as its signal. */
export type RunStep = <T>(
  name: StepName | readonly [StepName, string],
  run: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

export type JourneyOutcome =
  | { readonly kind: "ok"; readonly lag?: Millis }
  | {
      readonly kind: "finding";
      readonly finding: FindingName;
      readonly step: StepName;
      readonly says: string;
      readonly lag?: Millis;
    };

/** One way in. It throws what the world threw; what that means is decided here. */
export type Walk = (
  services: JourneyServices,
  context: JourneyContext,
  step: RunStep,
) => Promise<JourneyOutcome>;

/** A journey that has nothing to walk on: it says nothing of anyone, and yields no result. */
export class LeftOut extends Error {
  override readonly name = "LeftOut";
}

export interface Who {
  readonly credentials: ProbeCredentials;
  readonly client: AppClient;
}

/** The probe user whose turn it is, and the app client that signs in. */
export async function whoSignsIn(
  { policy, users, turn }: JourneyContext,
  step: RunStep,
): Promise<Who> {
  if (!signsUsersIn(policy.journeys)) throw new LeftOut();
  const { users: all, clientSecret } = await step("secret", users);
  const credentials = all[turn(all.length)] ?? all[0];
  assert(credentials !== undefined, "a secret without users was read as one with some");
  return { credentials, client: { clientId: policy.clientId, clientSecret } };
}

/** The session at a Region; without one the journey is left out: why there is none the sign-in tells. */
export async function sessionAt({ session }: JourneyContext, at: Region): Promise<Session> {
  const found = await session(at);
  if (found === null) throw new LeftOut();
  return found;
}

/** The clock of the Region that answered, by which its tokens are judged; ours before it answered. */
export function regionNow({ signIn, place }: JourneyServices, at: Region): Instant {
  return signIn.clock(at)?.theirs ?? place.runtime.now();
}

/** Carries which step failed; the error itself stays inside. */
export class StepFailed extends Error {
  readonly step: StepName;

  constructor(step: StepName, cause: unknown) {
    super(step, { cause });
    this.step = step;
  }
}

/** What remains of the minute is for judging, and for the ledger. */
export const turnTimeoutMs = millis(25_000);

/** Null for a journey that was left out. */
export async function runJourney(
  services: JourneyServices,
  [journey, walk]: readonly [Journey, Walk],
  context: JourneyContext,
): Promise<ProbeResult | null> {
  const { policy, target, at, within } = context;
  const { place } = services;
  const { stepDeadline } = policy.criteria;
  const steps: ProbeStep[] = [];
  // Two steps at their worst.
  const ends = place.runtime.stopwatch() + Math.min(2 * stepDeadline, within);
  const step = stepper(services, steps, { stepDeadline, ends });
  let user: number | null = null;
  const counted: JourneyContext = {
    ...context,
    turn: (users) => {
      user = context.turn(users);
      return user;
    },
  };
  const found = await walk(services, counted, step).then(
    (value): JourneyOutcome | ProbeOutcome => value,
    (error: unknown): ProbeOutcome | null => outcomeOf(error),
  );
  if (found === null) return null;
  const outcome = found.kind === "ok" ? withinBudget(journey, steps, policy) : plain(found);
  return {
    pool: policy.name,
    vantage: place.region,
    target,
    journey,
    at,
    took: together(steps),
    steps,
    outcome,
    user: journeys[journey].group === null ? null : user,
    lag: "lag" in found ? (found.lag ?? null) : null,
  };
}

function plain(found: Exclude<JourneyOutcome | ProbeOutcome, { kind: "ok" }>): ProbeOutcome {
  switch (found.kind) {
    case "failed":
      return found;
    case "finding": {
      const { kind, finding, step, says } = found;
      return { kind, finding, step, says };
    }
  }
}

function outcomeOf(error: unknown): ProbeOutcome | null {
  const step = error instanceof StepFailed ? error.step : null;
  const cause = error instanceof StepFailed ? error.cause : error;
  if (cause instanceof LeftOut) return null;
  const signature = signatureOf(cause);
  const judgement = judge(signature);
  // Without its own secret the vantage cannot judge anyone.
  const isOwn = step === "secret" && signature.name !== "NotAuthorizedException";
  return {
    kind: "failed",
    class: isOwn ? "observer" : classAt(step, judgement.class),
    step: step ?? "signIn",
    error: inShort(signature),
    ...(judgement.detail === null ? {} : { detail: judgement.detail }),
  };
}

/** What our own secret lacks was refused by nobody. */
function classAt(step: StepName | null, kind: FailureClass): FailureClass {
  return step === "secret" && kind === "refused" ? "credentials" : kind;
}

/** Steps whose time is not the Region's: what is our own, and what both Regions share. */
const stepsOfOurOwn: ReadonlySet<StepName> = new Set([
  "secret",
  "control",
  "clock",
  "customDomain",
]);

function withinBudget(journey: Journey, steps: readonly ProbeStep[], policy: Policy): ProbeOutcome {
  if (journeys[journey].group === null) return { kind: "ok" };
  const asked = steps.filter(({ name }) => !stepsOfOurOwn.has(name));
  const took = together(asked);
  if (took <= policy.criteria.latencyBudget) return { kind: "ok" };
  return { kind: "failed", class: "slow", step: slowest(asked).name, error: `${took} ms` };
}

/** A user takes one of several ways, and they are tried at once: of the steps of one name the slowest counts. */
function together(steps: readonly ProbeStep[]): Millis {
  const ways = Map.groupBy(steps, ({ name }) => name);
  return millis([...ways.values()].reduce((sum, way) => sum + slowest(way).took, 0));
}

function slowest(steps: readonly ProbeStep[]): ProbeStep {
  return steps.reduce((a, b) => (b.took > a.took ? b : a));
}

function stepper(
  services: JourneyServices,
  steps: ProbeStep[],
  { stepDeadline, ends }: { readonly stepDeadline: Millis; readonly ends: number },
): RunStep {
  const { stopwatch } = services.place.runtime;
  return async (called, run) => {
    const [name, of] = typeof called === "string" ? [called, undefined] : called;
    const began = stopwatch();
    const keep = (outcome: ProbeStep["outcome"]) => {
      const took = millis(Math.round(stopwatch() - began));
      steps.push({ name, ...(of === undefined ? {} : { of }), took, outcome });
    };
    const left = millis(Math.min(stepDeadline, ends - began));
    const { signal, clear } = deadline(services.place, left);
    try {
      const value = await inTime(run(signal), signal);
      keep("ok");
      return value;
    } catch (error) {
      keep(error instanceof LeftOut ? "skipped" : "failed");
      throw new StepFailed(name, error);
    } finally {
      clear();
    }
  };
}
