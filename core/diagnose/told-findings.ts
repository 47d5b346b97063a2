// Which findings were people told of, and what is news to them? One is told once, and again only after it has been gone
// for a day.

import { between, type Instant, millis } from "../values/types.ts";
import type { Finding } from "./finding.ts";

/** A finding that people have been told. */
export interface ToldFinding {
  readonly key: string;
  readonly says: string;
  readonly since: Instant;
  /** When it was last seen, to the hour. */
  readonly seen: Instant;
}

/** After a day without it, the same finding is news again. */
const forgottenAfterMs = millis(24 * 3_600_000);

/** How exactly `seen` is kept, so that an open finding does not rewrite the state every minute. */
const seenToMs = millis(3_600_000);

/** What people know after this tick, and what of it is news to them. */
export function tell(
  told: readonly ToldFinding[],
  found: readonly Finding[],
  now: Instant,
): { readonly told: readonly ToldFinding[]; readonly news: readonly Finding[] } {
  const kept = told.flatMap((one): ToldFinding[] => {
    const still = found.find(({ key }) => key === one.key);
    const age = between(one.seen, now);
    if (still === undefined) return age > forgottenAfterMs ? [] : [one];
    return [age >= seenToMs ? { ...one, seen: now, says: still.says } : one];
  });
  const news = found.filter(({ key }) => !told.some((one) => one.key === key));
  const added = news.map(({ key, says }) => ({ key, says, since: now, seen: now }));
  return { told: [...kept, ...added], news };
}
