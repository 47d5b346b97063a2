// At a first failure others are roused: the other vantages look too, and the watch decides at once. Both
// only hasten what the minute brings anyway, so whatever goes wrong is told in the log and is no error.

import { signatureOf } from "../../aws/sdk/failure-signature.ts";
import { turnsApartMs, watchEveryMs } from "../../core/detect/burst.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { type Instant, millis } from "../../core/values/types.ts";
import { deadline, inTime } from "../deadline.ts";
import type { Made, Services } from "../services.ts";
import type { wakes } from "./wake-others.ts";

export type FanOutServices = Pick<Services, "ledger" | "place"> & Made<{ wakes: typeof wakes }>;

export interface Cause {
  readonly policy: Policy;
  /** When the round began that gives the reason. */
  readonly at: Instant;
}

export type Log = (line: { reason: string }) => void;

/** One that does not answer by then is as good as dead. */
const invokeTimeoutMs = millis(2_000);

/** Has every other vantage of the pool look as well. */
export async function wakeOthers(
  { place, wakes }: FanOutServices,
  { policy: { name, vantages }, at }: Cause,
  log: Log,
): Promise<void> {
  const from = place.region;
  const others = vantages.filter((vantage) => vantage !== from);
  const wake = { pool: name, from, at };
  await Promise.all(
    others.map((vantage) =>
      tried(place, log, {
        what: `wake ${vantage}`,
        run: (signal) => wakes.probe(vantage, { wake }, signal),
      }),
    ),
  );
}

/**
 * Has the watch look at the pool now, unless it did so a moment ago. That it did is its own word: no vantage
 * may say it for another, so that none can keep the others from calling it.
 */
export function callWatch(
  { ledger, place, wakes }: FanOutServices,
  { policy: { name }, at, isDecisive }: Cause & { readonly isDecisive: boolean },
  log: Log,
): Promise<void> {
  const apart = isDecisive ? turnsApartMs : watchEveryMs;
  const run = async (signal: AbortSignal) => {
    const look = isDecisive ? null : await ledger.readLook(name).catch(() => null);
    if (look !== null && Math.abs(at - look.at) < apart) return;
    const turn = { what: "watch", now: at, apart };
    if (!(await ledger.takeTurn(name, place.region, turn))) return;
    const seconds = Math.floor(at / 1_000);
    await wakes.watch(name, `${name}-${place.region}-${seconds}`, signal);
  };
  return tried(place, log, { what: "call the watch", run });
}

interface Attempt {
  readonly what: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

async function tried(place: Services["place"], log: Log, { what, run }: Attempt): Promise<void> {
  const { signal, clear } = deadline(place, invokeTimeoutMs);
  try {
    await inTime(run(signal), signal);
  } catch (error) {
    log({ reason: `could not ${what}: ${signatureOf(error).name}` });
  } finally {
    clear();
  }
}
