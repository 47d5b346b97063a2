// What is one thing that can be supposed? A row of a table, and how the value that a person typed chooses among its arms.

import type { DecisionInput } from "./decision-input.ts";

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

export function oneOf(
  value: string,
  arms: Readonly<Record<string, () => DecisionInput | null>>,
): DecisionInput | null {
  return Object.hasOwn(arms, value) ? (arms[value]?.() ?? null) : null;
}
