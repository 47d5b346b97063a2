// What was asked of AWS, and what came of it? A fact is known, or it is not and says why: what could not be read is
// never taken for an answer.

import type { Instant } from "../values/types.ts";

/** The call that a fact rests on, and its answer: for whoever would check it by hand. */
export interface FactEvidence {
  /** "kms:DescribeKey mrk-1234 in us-east-1" */
  readonly call: string;
  /** A few words of the answer, or why there was none; no secrets. */
  readonly answer: string;
  readonly at: Instant;
}

export type Fact<Value> =
  | { readonly kind: "known"; readonly value: Value; readonly evidence: FactEvidence }
  | { readonly kind: "unknown"; readonly because: string; readonly evidence: FactEvidence };
