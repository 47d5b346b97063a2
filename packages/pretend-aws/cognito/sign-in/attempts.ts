// Lockout after wrong passwords and codes, as Cognito documents it: from the fifth failure on, the user
// is locked out for 2^(n-5) seconds, 15 minutes at most. Each Region counts for itself.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior

import { AwsError } from "../../aws-error.ts";
import type { Clock } from "../../clock.ts";

const FREE_FAILURES = 5;
const LONGEST_LOCK_MS = 15 * 60_000;
/** After this long without any try, refused ones included, the count starts again. */
const FORGET_MS = 15 * 60_000;

interface Failures {
  readonly count: number;
  readonly lockedUntil: number;
  readonly lastTryAt: number;
}

export class SignInAttempts {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws while the user is locked out; such a try does not lengthen the lockout. */
  admit(sub: string): void {
    const failures = this.#failures.get(sub);
    if (failures === undefined) return;
    const now = this.#clock.now();
    if (now - failures.lastTryAt >= FORGET_MS) {
      this.#failures.delete(sub);
      return;
    }
    this.#failures.set(sub, { ...failures, lastTryAt: now });
    if (failures.lockedUntil <= now) return;
    throw new AwsError("NotAuthorizedException", "Password attempts exceeded");
  }

  failed(sub: string): void {
    const now = this.#clock.now();
    const count = (this.#failures.get(sub)?.count ?? 0) + 1;
    const lockMs =
      count < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (count - FREE_FAILURES), LONGEST_LOCK_MS);
    this.#failures.set(sub, { count, lockedUntil: now + lockMs, lastTryAt: now });
  }

  /** A whole sign-in: that the first of two factors was right clears nothing. */
  succeeded(sub: string): void {
    this.#failures.delete(sub);
  }
}
