// Challenges that wait for their answer, known to the one Region that posed them.

import type { Clock } from "../../clock.ts";
import type { SecondFactor } from "../users/second-factors.ts";
import type { SrpChallenge } from "./srp.ts";

export type Challenge =
  /** The identifier is the secret block. `srp` is null for a user who does not exist. */
  | { readonly name: "PASSWORD_VERIFIER"; readonly srp: SrpChallenge | null }
  | { readonly name: "NEW_PASSWORD_REQUIRED" }
  | { readonly name: SecondFactor | "MFA_SETUP" | "SELECT_MFA_TYPE" };

export interface Posed {
  readonly challenge: Challenge;
  readonly clientId: string;
  readonly username: string;
  /** Pretend milliseconds. */
  readonly expiresAt: number;
}

export type Answered =
  | { readonly kind: "open"; readonly posed: Posed }
  | { readonly kind: "expired" }
  | { readonly kind: "used" }
  | { readonly kind: "unknown" };

export class Challenges {
  readonly #clock: Clock;
  /** Null once it is answered. */
  readonly #posed = new Map<string, { readonly expiresAt: number; posed: Posed | null }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  pose(id: string, posed: Posed): void {
    this.#forgetOldest();
    this.#posed.set(id, { expiresAt: posed.expiresAt, posed });
  }

  /** A challenge can be answered once. */
  take(id: string): Answered {
    const entry = this.#posed.get(id);
    if (entry === undefined) return { kind: "unknown" };
    if (entry.expiresAt <= this.#clock.now()) return { kind: "expired" };
    const { posed } = entry;
    if (posed === null) return { kind: "used" };
    entry.posed = null;
    return { kind: "open", posed };
  }

  /** An hour is longer than any session, so an expired one is still told from an unknown one. */
  #forgetOldest(): void {
    const horizon = this.#clock.now() - 3_600_000;
    for (const [id, { expiresAt }] of this.#posed) {
      if (expiresAt > horizon) return;
      this.#posed.delete(id);
    }
  }
}
