// What setting up the probe users of a pool stands on. Time and chance are brought along, so that all of it
// runs on a pretend clock as well.

import { createHash } from "node:crypto";
import { createProbeUsers, type ProbeUsers } from "../../aws/cognito/probe-users.ts";
import type { Place } from "../../aws/sdk/clients.ts";
import { createProbeSecret, type ProbeSecretStore } from "../../aws/secrets/probe-secret.ts";
import { type Chance, OURS } from "../../core/probe-users/probe-user.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import {
  between,
  type Instant,
  type Millis,
  millis,
  type Region,
} from "../../core/values/types.ts";
import type { SetupReporter } from "./telling.ts";

export interface SetupSurroundings {
  readonly place: Place;
  readonly home: Region;
  readonly telling: SetupReporter;
  readonly chance: Chance;
}

export interface SetupContext extends Omit<SetupSurroundings, "place"> {
  readonly policy: Policy;
  readonly users: ProbeUsers;
  readonly secret: ProbeSecretStore;
  /** How the names of this pool's probe users begin. */
  readonly start: string;
  now(): Instant;
  wait(length: Millis): Promise<void>;
}

export function setupContext(policy: Policy, around: SetupSurroundings): SetupContext {
  const { place, home } = around;
  const { secret: name } = policy.probeUser;
  return {
    ...around,
    policy,
    users: createProbeUsers(place, policy),
    secret: createProbeSecret(place, { name, home, vantages: policy.vantages }),
    start: `${OURS}${mark(`${home} ${name}`)}-`,
    now: place.runtime.now,
    wait: place.runtime.rest,
  };
}

/** Tells the users of two deployments apart that probe one pool, so that neither deletes the other's. */
function mark(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}

export interface Awaited {
  /** For a refusal: "finish …", what must hold, and what to do. */
  readonly cannot: string;
  readonly must: string;
  readonly next: string;
  /** How long in all. */
  readonly limit: Millis;
  /** Null once it has come; else what is still missing. */
  look(): Promise<string | null>;
}

const lookEveryMs = millis(1_000);

/** Looks again and again. Throws NotYet at the limit. */
export async function until(context: SetupContext, awaited: Awaited): Promise<void> {
  const began = context.now();
  for (;;) {
    const missing = await awaited.look();
    if (missing === null) return;
    const elapsed = between(began, context.now());
    if (elapsed >= awaited.limit) {
      const { cannot, must, next } = awaited;
      throw new ActionError({
        code: "NotYet",
        cannot,
        must,
        value: missing,
        next,
        retriable: true,
      });
    }
    context.telling.waiting(missing, elapsed);
    await context.wait(lookEveryMs);
  }
}
