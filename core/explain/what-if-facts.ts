// What can be supposed? A table: a row a fact that a decision rests on, with the values that it may take
// and how the input is with one of them. Settings but the mode are no facts: they are read anew.

import type { Policy } from "../settings/policy.ts";
import { isDuration, toMillis } from "../values/duration.ts";
import type { Move } from "../values/order.ts";
import { fencingToken, instant, later, millis } from "../values/types.ts";
import { withObservation, withState, withTick } from "./decision-input.ts";
import { whatIfEvidenceFacts } from "./what-if-evidence-facts.ts";
import { oneOf, type WhatIfFact } from "./what-if-fact.ts";

const MOVES = ["failOver", "failBack"] as const satisfies readonly Move[];
const MODES = ["observe", "advise", "automatic"] as const satisfies readonly Policy["mode"][];
const STATUSES: readonly string[] = ["ACTIVE", "INACTIVE", "CREATING", "DELETING"];

/** A lease of somebody else's, and a question to a person, go on for this long. */
const supposedToLastMs = millis(600_000);

export const whatIfFacts: readonly WhatIfFact[] = [
  {
    key: "mode",
    words: ({ value }) => `the mode were "${value}"`,
    values: MODES.join(", "),
    apply: (input, { value }) => {
      const mode = MODES.find((one) => one === value);
      return mode === undefined
        ? null
        : withTick(input, { policy: { ...input.tick.policy, mode } });
    },
  },
  {
    key: "paused",
    words: ({ value }) => `${value === "yes" ? "a person" : "nobody"} had paused it`,
    values: "yes, no",
    apply: (input, { value }) => {
      const since = input.tick.now;
      const pause = { since, by: "a person", reason: "supposed", from: null, until: null };
      return oneOf(value, {
        yes: () => withState(input, { paused: pause }),
        no: () => withState(input, { paused: null }),
      });
    },
  },
  {
    key: "replica",
    words: ({ value }) => `the replica were ${value}`,
    values: `${STATUSES.join(", ")}, unknown`,
    apply: (input, { value }) => {
      if (value === "unknown") {
        const because = "so it is supposed";
        return withObservation(input, { replica: { kind: "undetermined", because } });
      }
      if (!STATUSES.includes(value)) return null;
      return withObservation(input, { replica: { kind: "known", status: value } });
    },
  },
  {
    key: "lease",
    words: ({ value }) => `${value === "held" ? "another execution" : "nobody"} held the lease`,
    values: "free, held",
    apply: (input, { value }) => {
      const until = later(input.tick.now, supposedToLastMs);
      const token = fencingToken(input.state.token + 1);
      return oneOf(value, {
        free: () => withObservation(input, { lease: null }),
        held: () => withObservation(input, { lease: { token, holder: "another", until } }),
      });
    },
  },
  {
    key: "lastShift",
    words: ({ value }) =>
      `levers had ${value === "never" ? "never moved" : `last moved ${value} ago`}`,
    values: 'never, or how long ago: "40 minutes"',
    apply: (input, { value }) => {
      if (value === "never") return withState(input, { lastShiftAt: null });
      if (!isDuration(value)) return null;
      return withState(input, { lastShiftAt: instant(input.tick.now - toMillis(value)) });
    },
  },
  {
    key: "question",
    words: ({ value }) => `${value === "open" ? "a" : "no"} question to a person were open`,
    values: "open, closed",
    apply: (input, { value }) => {
      const until = later(input.tick.now, supposedToLastMs);
      const asked = { executionName: "supposed", until, end: "open", lost: 0 } as const;
      return oneOf(value, {
        open: () => withState(input, { asked }),
        closed: () => withState(input, { asked: null }),
      });
    },
  },
  ...whatIfEvidenceFacts,
  {
    key: "order",
    words: ({ value }) => `a person ordered the ${value === "failBack" ? "failback" : "failover"}`,
    values: MOVES.join(", "),
    apply: (input, { value }) => {
      const move = MOVES.find((one) => one === value);
      if (move === undefined) return null;
      const by = { kind: "person", name: "a person" } as const;
      const order = { move, by, reason: "supposed", override: [], executionName: "supposed" };
      return withTick(input, { order });
    },
  },
];
