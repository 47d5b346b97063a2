// The SDK's retries on a clock that is not the system's: the same errors are tried again, after the same
// back-off, from the same budget, but the wait is pretend time and its chance is brought along.
// (@smithy/core/retry, StandardRetryStrategy: its own waits are setTimeout, without a hook.)

import type { Clock } from "pretend-aws/clock.ts";
import type { Runtime } from "../aws/sdk/clients.ts";

interface Failed {
  readonly error?: unknown;
  readonly errorType: string;
}

interface Token {
  getRetryCount(): number;
  getRetryDelay(): number;
  getRetryCost(): number | undefined;
}

const LONGEST_DELAY_MS = 20_000;
/** What a client may spend on retries; a success gives back what its retry cost, or a little. */
const tokenBudget = 500;
const tokensBack = 1;
const COSTS: Readonly<Record<string, number>> = { TRANSIENT: 14, THROTTLING: 5 };

export function retriesOn(
  clock: Pick<Clock, "wait">,
  chance: () => number,
): NonNullable<Runtime["retries"]> {
  return (service, attempts) => {
    let budget = tokenBudget;
    return {
      acquireInitialRetryToken: async () => tried(0, undefined),
      refreshRetryTokenForRetry: async (before: Token, { error, errorType }: Failed) => {
        const cost = COSTS[errorType];
        const count = before.getRetryCount();
        if (cost === undefined || count + 1 >= attempts || budget < cost) throw error;
        budget -= cost;
        const most = Math.min(firstDelayMs(service, errorType) * 2 ** count, LONGEST_DELAY_MS);
        await clock.wait(Math.floor(chance() * most));
        return tried(count + 1, cost);
      },
      recordSuccess: (token: Token) => {
        budget = Math.min(tokenBudget, budget + (token.getRetryCost() ?? tokensBack));
      },
    };
  };
}

function firstDelayMs(service: string, errorType: string): number {
  if (errorType === "THROTTLING") return 1_000;
  return service === "dynamodb" ? 25 : 50;
}

/** The wait is over when a token is given. */
function tried(count: number, cost: number | undefined): Token {
  return { getRetryCount: () => count, getRetryDelay: () => 0, getRetryCost: () => cost };
}
