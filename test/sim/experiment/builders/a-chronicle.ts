// What was seen of an experiment in which the primary died and all went well; the parts that a test is about are
// given.

import { parseConfig } from "../../../../core/settings/parse.ts";
import { newState, type PhaseState, type State } from "../../../../core/state/state.ts";
import {
  fencingToken,
  type Instant,
  instant,
  type Region,
  region,
} from "../../../../core/values/types.ts";
import type { Chronicle, Sample } from "../../../../sim/experiment/experiment.ts";
import type { Happening } from "../../../../sim/experiment/happening.ts";
import type { LeverWrite } from "../../../../sim/experiment/world.ts";
import settings from "../../../../sim/story.config.ts";

export const MINUTE = 60_000;
export const primary = region("us-west-2");
export const secondary = region("us-east-1");
export const witness = region("eu-west-1");

const BEGAN = Date.UTC(2040, 0, 1);

/** So many minutes from the beginning. */
export const at = (minutes: number): Instant => instant(BEGAN + minutes * MINUTE);

const parsed = parseConfig(settings);
if (parsed.kind !== "valid") throw new Error("sim/story.config.ts is not valid");
export const [policy] = parsed.config.pools as [Chronicle["policy"]];

/** From minute 2 to minute 12. */
export const deadPrimary = {
  ...{ kind: "fault", at: 2 * MINUTE, lastsMs: 10 * MINUTE },
  trouble: { region: primary, effect: { kind: "reset" } },
} as const satisfies Happening;

export function aChronicle(
  change: Partial<Chronicle> & { happenings?: readonly Happening[] } = {},
) {
  const { happenings = [deadPrimary], ...others } = change;
  const writes = others.writes ?? [aWrite(), aWrite({ path: "sdk" })];
  return {
    experiment: { seed: 1, change: {}, cadence: {}, happenings },
    policy,
    began: at(0),
    over: at(12),
    samples: samplesUntil(20),
    done: [],
    writes,
    notices: [
      { at: at(7), subject: `[cognito-failover] customers: moved to ${secondary}`, body: "" },
    ],
    events: [
      {
        ...{ at: at(7), pool: "customers", type: "completed", sentence: "Sign-in was moved." },
        facts: { to: secondary, executionName: "customers-1-1" },
      },
    ],
    executions: [
      {
        ...{ machine: "failover", name: "customers-1-1", status: "SUCCEEDED", error: null },
        ...{ startedAt: at(6), stoppedAt: at(7), input: "{}" },
      },
    ],
    state: aState({ phase: "failedOver", since: at(7), reason: "dead" }, secondary, "confirmed"),
    ledger: [],
    leaks: [],
    ...others,
  } satisfies Chronicle;
}

/** Each five seconds; users go over in minute 6. */
export function samplesUntil(
  minutes: number,
  change: (at: number) => Partial<Sample> = () => ({}),
) {
  return Array.from({ length: minutes * 12 }, (_, n): Sample => {
    const when = at(n / 12);
    const isOut = when >= at(6);
    const place = isOut ? secondary : primary;
    const tokens = isOut ? { state: 1, lease: 1 } : { state: 0, lease: 0 };
    return {
      at: when,
      serves: { managedLogin: place, sdk: place },
      levers: { managedLogin: place, sdk: place },
      phase: when >= at(7) ? "failedOver" : isOut ? "failingOver" : "steady",
      tokens,
      holder: isOut ? "customers-1-1" : null,
      leaseUntil: 0,
      pausedUntil: null,
      mode: "automatic",
      practice: null,
      ...change(when),
    };
  });
}

export const moving = {
  ...{ phase: "failingOver", since: at(6), executionName: "customers-1-1", by: "the controller" },
  ...{ reason: "dead", override: [], until: null },
} as const satisfies PhaseState;

export function aState(
  standing: PhaseState,
  wanted: Region,
  kind: "unknown" | "applied" | "confirmed" = "unknown",
): State {
  const evidence = { kind, at: at(6), because: "it is so" };
  const path = { wanted, evidence, attempts: 1, nextAttemptAt: null };
  return {
    ...newState("customers", at(0)),
    ...{ token: fencingToken(1), standing },
    paths: [
      { path: "managedLogin", ...path },
      { path: "sdk", ...path },
    ],
  };
}

export function aWrite(change: Partial<LeverWrite> = {}): LeverWrite {
  return {
    ...{ at: at(6), path: "managedLogin", to: secondary, caller: "shift" },
    lease: { holder: "customers-1-1", until: at(11), token: fencingToken(1) },
    state: aState(moving, secondary),
    guards: 0,
    ...change,
  };
}
