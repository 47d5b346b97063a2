import type { Signal } from "../../../core/signals/signal.ts";
import { minutes, primary } from "./a-policy.ts";

/** AWS Health says that the primary is sick for five minutes now, unless told otherwise. */
export function aSignal(change: Partial<Signal> = {}): Signal {
  return {
    kind: "health",
    id: "arn:aws:health:us-west-2::event/COGNITO/AWS_COGNITO_OPERATIONAL_ISSUE/ABC",
    region: primary,
    says: "sick",
    from: minutes(-5),
    to: minutes(0),
    holdsUntil: minutes(10),
    because: "an operational issue",
    ...change,
  };
}
