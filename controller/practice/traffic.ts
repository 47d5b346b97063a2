// How do real users fare in both Regions since a share of them was sent over? The settings say which clients are
// counted; where they name none nothing is known, and where it could not be read neither.

import type { RunTick } from "../../core/practice/run-in-hand.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { MINUTE } from "../../core/values/duration.ts";
import { type Instant, instant, millis } from "../../core/values/types.ts";
import { deadline, inTime } from "../deadline.ts";
import type { Services } from "../services.ts";

type Needs = Pick<Services, "place" | "userMetrics">;

const readTimeoutMs = millis(8_000);

export async function trafficSince(
  { place, userMetrics }: Needs,
  policy: Policy,
  { since, now }: { readonly since: Instant; readonly now: Instant },
): Promise<RunTick["traffic"]> {
  if (policy.signals.traffic.clients.length === 0) return null;
  // Whole minutes: the one in which the share was written belongs to before.
  const from = instant(Math.ceil(since / MINUTE) * MINUTE);
  const to = instant(Math.floor(now / MINUTE) * MINUTE);
  if (to <= from) return null;
  const asked = { from, to, period: MINUTE };
  const { signal, clear } = deadline(place, readTimeoutMs);
  try {
    const both = [policy.secondary, policy.primary].map((region) =>
      userMetrics.fares(policy, region, asked),
    );
    const [practised, stable] = await inTime(Promise.all(both), signal);
    return practised === undefined || stable === undefined ? null : { practised, stable };
  } catch {
    return null;
  } finally {
    clear();
  }
}
