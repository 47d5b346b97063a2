// Are users throttled? In goes AWS's count of refused requests, by minute and category of operations; out
// comes a signal or nothing. The quota is the account's, in one Region, for all its pools: silence here
// tells nothing of one pool, so this never says "well".
// https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html

import { MINUTE } from "../values/duration.ts";
import { type Instant, later, millis, type Region } from "../values/types.ts";
import { listed } from "../values/words.ts";
import type { Signal } from "./signal.ts";

/** A minute of one category; a minute without data is absent. */
export interface ThrottleMinute {
  /** Its beginning. */
  readonly at: Instant;
  /** AWS's name of the operations that share the quota: "UserAuthentication". */
  readonly category: string;
  readonly throttled: number;
}

export interface ThrottleReading {
  readonly region: Region;
  readonly minutes: readonly ThrottleMinute[];
  /** [from, to): the minutes that were asked for. */
  readonly from: Instant;
  readonly to: Instant;
}

/** A peak of a minute or two is over before anybody could act on it. */
const throttledMinutes = 3;

/** What lies further back is no longer so. */
const lookedBackMs = millis(600_000);

export function throttleSignal(reading: ThrottleReading, holdsUntil: Instant): Signal | null {
  const { region, from, to } = reading;
  const throttled = reading.minutes.filter(
    (one) => one.throttled > 0 && one.at >= Math.max(from, to - lookedBackMs) && one.at < to,
  );
  const minutes = [...new Set(throttled.map(({ at }) => at))].sort((a, b) => a - b);
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (first === undefined || last === undefined || minutes.length < throttledMinutes) return null;
  const count = throttled.reduce((all, one) => all + one.throttled, 0);
  const categories = listed([...new Set(throttled.map(({ category }) => category))].sort());
  return {
    kind: "throttles",
    id: region,
    region,
    says: "sick",
    from: first,
    to: later(last, MINUTE),
    holdsUntil,
    because: `${count} requests of ${categories} refused in ${minutes.length} minutes in ${region}`,
  };
}
