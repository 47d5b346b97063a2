// What can be supposed of the evidence? The rows that turn votes, signals and results.

import { signalFacts, signalKinds, signalWords } from "../signals/signal.ts";
import { region } from "../values/types.ts";
import type { DecisionInput } from "./decision-input.ts";
import { withRegion, withSignals, withVote } from "./what-if-evidence.ts";
import { oneOf, type WhatIfFact } from "./what-if-fact.ts";
import { withNewest, withoutWait, withShare } from "./what-if-trouble.ts";

/** As sentences say it, and as it is stored. */
const healthWords = [
  [signalWords.well, "well"],
  [signalWords.sick, "sick"],
] as const;
const asStored: ReadonlyMap<string, string> = new Map(healthWords);
const asSaid: ReadonlyMap<string, string> = new Map(
  healthWords.map(([said, stored]) => [stored, said]),
);

/** Completes "if …", before "in the quotas". */
const roomWords: Readonly<Record<string, string>> = {
  well: "there were room",
  sick: "there were no room",
  silent: "nobody could tell of room",
};

export const whatIfEvidenceFacts: readonly WhatIfFact[] = [
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
      if (about === "capacity") return `${roomWords[value] ?? value} in the quotas of both Regions`;
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
];

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
