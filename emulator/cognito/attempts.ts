// Lockout after wrong passwords, as Cognito documents it: from the fifth failure on, the user is
// locked out for 2^(n-5) seconds, 15 minutes at most. Each Region counts for itself.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html

import { AwsError } from "../aws-error.ts";
import type { Clock } from "../clock.ts";

const FREE_FAILURES = 5;
const LONGEST_LOCK_MS = 15 * 60_000;
/** After this long without a failure the count starts again. */
const FORGET_MS = 15 * 60_000;

interface Failures {
  readonly count: number;
  readonly lockedUntil: number;
}

export class SignInAttempts {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws while the user is locked out; such a try counts for nothing. */
  admit(sub: string): void {
    if ((this.#failures.get(sub)?.lockedUntil ?? 0) <= this.#clock.now()) return;
    throw new AwsError("NotAuthorizedException", "Password attempts exceeded");
  }

  failed(sub: string): void {
    const now = this.#clock.now();
    const before = this.#failures.get(sub);
    const forgotten = before === undefined || now - before.lockedUntil > FORGET_MS;
    const count = forgotten ? 1 : before.count + 1;
    const lockMs =
      count < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (count - FREE_FAILURES), LONGEST_LOCK_MS);
    this.#failures.set(sub, { count, lockedUntil: now + lockMs });
  }

  succeeded(sub: string): void {
    this.#failures.delete(sub);
  }
}
