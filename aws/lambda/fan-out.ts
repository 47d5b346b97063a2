// What a vantage sets off elsewhere at a first failure: the probes of other vantages, and the watch. Each
// is tried once and briefly, since whoever is not reached is due within the minute anyway. The clients are
// loaded by then and no sooner: nearly every round is a calm one.

import { millis, type Region } from "../../core/values/types.ts";
import { acting, onFirstUse, type Place, type RetryPolicy } from "../sdk/clients.ts";

const brief: RetryPolicy = { ...acting, attempts: 1, requestTimeout: millis(2_000) };

export interface FanOutTargets {
  /** The probe Lambda's name, the same in every vantage. */
  readonly probe: string;
  /** The ARN of the watch, in `home`. */
  readonly watch: string;
  readonly home: Region;
}

export function createFanOut(place: Place, { probe, watch, home }: FanOutTargets) {
  const lambdas = onFirstUse(async () => {
    const { probeLambdas } = await import("./probe-lambdas.ts");
    return probeLambdas(place, probe, brief);
  });
  const machine = onFirstUse(async () => {
    const { watchMachine } = await import("../states/watch-machine.ts");
    return watchMachine(place, { machine: watch, home }, brief);
  });
  return {
    /** Leaves `event` for the probe in `vantage`, and waits for no answer of it. */
    async probe(vantage: Region, event: object, signal: AbortSignal): Promise<void> {
      await (await lambdas()).wake(vantage, event, signal);
    },

    /** Has the watch look at a pool. */
    async watch(pool: string, name: string, signal: AbortSignal): Promise<void> {
      await (await machine()).start(pool, name, signal);
    },
  };
}
