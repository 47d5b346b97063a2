// What can be supposed? A table: a row a fact that a decision rests on, with the values that it may take
// and how the input is with one of them. Settings but the mode are no facts: they are read anew.

import type { Policy } from "../settings/policy.ts";
import { signalFacts, signalKinds, signalWords } from "../signals/signal.ts";
import { isDuration, toMillis } from "../values/duration.ts";
import type { Move } from "../values/order.ts";
import { fencingToken, instant, later, millis, region } from "../values/types.ts";
import { type DecisionInput, withObservation, withState, withTick } from "./decision-input.ts";
import {
  withNewest,
  withoutWait,
  withRegion,
  withShare,
  withSignals,
  withVote,
} from "./what-if-evidence.ts";

export interface SupposedValue {
  readonly value: string;
  /** What stands after the colon of the key: a Region, or a Region and the one it looks at. */
  readonly about: string;
}

export interface WhatIfFact {
  readonly key: string;
  /** What comes after the colon; absent where nothing does. */
  readonly about?: readonly string[];
  /** What there is to suppose, for people. */
  readonly values: string;
  /** Other words for some of them, with what they stand for. */
  readonly synonyms?: ReadonlyMap<string, string>;
  /** Completes "if …". */
  readonly words: (given: SupposedValue) => string;
  /** Null for a value that is none of those. */
  readonly apply: (input: DecisionInput, given: SupposedValue) => DecisionInput | null;
}

const MOVES = ["failOver", "failBack"] as const satisfies readonly Move[];
const MODES = ["observe", "advise", "automatic"] as const satisfies readonly Policy["mode"][];
const STATUSES: readonly string[] = ["ACTIVE", "INACTIVE", "CREATING", "DELETING"];

/** A lease of somebody else's, and a question to a person, go on for this long. */
const supposedToLastMs = millis(600_000);

/** As sentences say it, and as it is stored. */
const healthWords = [
  [signalWords.well, "well"],
  [signalWords.sick, "sick"],
] as const;
const asStored: ReadonlyMap<string, string> = new Map(healthWords);
const asSaid: ReadonlyMap<string, string> = new Map(
  healthWords.map(([said, stored]) => [stored, said]),
);

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
  {
    key: "wait",
    words: () => "it had lasted longer than transient failures last",
    values: "over",
    apply: (input, { value }) => oneOf(value, { over: () => withoutWait(input) }),
  },
  {
    key: "newest",
    words: ({ value }) => `the newest results from the primary were ${value}`,
    values: "good, bad",
    apply: (input, { value }) =>
      oneOf(value, {
        good: () => withNewest(input, "good"),
        bad: () => withNewest(input, "bad"),
      }),
  },
  {
    key: "failing",
    words: ({ value }) => `${value} of the sign-ins failed in the primary`,
    values: "a share of sign-ins: 30%",
    apply: (input, { value }) => withShareOf(input, "here", value),
  },
  {
    key: "failingThere",
    words: ({ value }) => `${value} of the sign-ins failed in the secondary`,
    values: "a share of sign-ins: 30%",
    apply: (input, { value }) => withShareOf(input, "there", value),
  },
  {
    key: "signal",
    words: ({ value, about }) => {
      const label = signalKinds.flatMap((kind) => (kind === about ? signalFacts[kind].label : []));
      return `${label} ${value === "silent" ? "said nothing" : `called the primary ${asSaid.get(value) ?? value}`}`;
    },
    about: ["KIND"],
    values: "sick, well, silent",
    synonyms: asStored,
    apply: (input, { value, about }) => {
      const kind = signalKinds.find((one) => one === about);
      if (kind === undefined) return null;
      return oneOf(value, {
        sick: () => withSignals(input, kind, "sick"),
        well: () => withSignals(input, kind, "well"),
        silent: () => withSignals(input, kind, null),
      });
    },
  },
  {
    key: "vote",
    words: ({ value, about }) => `the vote of ${about.replace("@", " about ")} were ${value}`,
    about: ["VANTAGE", "VANTAGE@REGION"],
    values: "healthy, unhealthy, undetermined",
    synonyms: asSaid,
    apply: (input, { value, about }) => {
      const { policy } = input.tick;
      const [vantage = "", target = policy.primary, ...more] = about.split("@");
      const isKnown =
        more.length === 0 &&
        policy.vantages.some((one) => one === vantage) &&
        isTarget(input, target);
      const kinds = ["healthy", "unhealthy", "undetermined"] as const;
      const kind = kinds.find((one) => one === value);
      if (!isKnown || kind === undefined) return null;
      return withVote(input, { vantage: region(vantage), target: region(target) }, kind);
    },
  },
  {
    key: "region",
    words: ({ value, about }) =>
      `${about} were ${asSaid.get(value) ?? value}${value === "sick" ? " for longer than transient failures last" : ""}, by every vantage`,
    about: ["REGION"],
    values: "well, sick, unknown",
    synonyms: asStored,
    apply: (input, { value, about }) => {
      const kinds = ["well", "sick", "unknown"] as const;
      const kind = kinds.find((one) => one === value);
      if (!isTarget(input, about) || kind === undefined) return null;
      return withRegion(input, region(about), kind);
    },
  },
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

function oneOf(
  value: string,
  arms: Readonly<Record<string, () => DecisionInput | null>>,
): DecisionInput | null {
  return Object.hasOwn(arms, value) ? (arms[value]?.() ?? null) : null;
}

function withShareOf(
  input: DecisionInput,
  where: "here" | "there",
  value: string,
): DecisionInput | null {
  const [, digits, percent] = /^(\d{1,3}(?:\.\d+)?)(%?)$/.exec(value) ?? [];
  const share = Number(digits ?? Number.NaN) / (percent === "%" ? 100 : 1);
  return share >= 0 && share <= 1 ? withShare(input, where, share) : null;
}

function isTarget({ tick: { policy } }: DecisionInput, name: string): boolean {
  return name === policy.primary || name === policy.secondary;
}
