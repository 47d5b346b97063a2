// A round of which the primary says something that counts on a condition alone.

import type { Statistic } from "../../../core/detect/statistic.ts";
import { testimonyOf } from "../../../core/detect/statistic.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import type { Signal } from "../../../core/signals/signal.ts";
import { now, primary, secondary } from "./a-policy.ts";
import { aSignal } from "./a-signal.ts";
import { aStatistic } from "./a-statistic.ts";

/** What each says of the primary is what it would say if failures of this class counted. */
export function onCondition(
  statistics: readonly Statistic[],
  name: FailureClass,
): readonly Statistic[] {
  const calm = testimonyOf(aStatistic());
  return statistics.map((one) =>
    one.target === primary
      ? { ...one, ...calm, conditional: { ...testimonyOf(one), classes: [{ name, at: now }] } }
      : one,
  );
}

/** Both quotas have room, as far as AWS has told until now. */
export const room: readonly Signal[] = [primary, secondary].map((region) =>
  aSignal({ kind: "capacity", id: region, region, says: "well", to: now, because: "all fits" }),
);
