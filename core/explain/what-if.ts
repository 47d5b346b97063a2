// What if one thing were otherwise? In goes an input and a supposition as a person types it,
// "replica=INACTIVE"; out comes the input with that one thing changed, or why it cannot be supposed. It
// decides nothing: whoever asks calls `decide` on what comes out.

import { signalKinds } from "../signals/signal.ts";
import { nearName } from "../values/nearest-name.ts";
import { listed } from "../values/words.ts";
import type { DecisionInput } from "./decision-input.ts";
import type { SupposedValue, WhatIfFact } from "./what-if-fact.ts";
import { whatIfFacts } from "./what-if-facts.ts";

export type Supposed =
  | {
      readonly kind: "supposed";
      readonly input: DecisionInput;
      /** What was supposed: the key of its row. */
      readonly key: string;
      /** Completes "if …". */
      readonly words: string;
    }
  | {
      readonly kind: "refused";
      /** What must hold of it, in our grammar. */
      readonly must: string;
      /** The key that was probably meant. */
      readonly near: string | null;
    };

/** "mode", "vote:VANTAGE or vote:VANTAGE@REGION", …: what may stand left of "=". */
export const supposable: readonly string[] = whatIfFacts.map(
  ({ key, about }) => about?.map((one) => `${key}:${one}`).join(" or ") ?? key,
);

/** "vote:us-east-1=healthy": what is before the colon, what is behind it, and the value. */
export function partsOf(text: string): SupposedValue & { readonly key: string } {
  const [, key = "", about = "", value = ""] =
    /^([^=:]*)(?::([^=]*))?(?:=(.*))?$/s.exec(text) ?? [];
  return { key, about, value };
}

export function whatIf(input: DecisionInput, text: string): Supposed {
  const { key, about, value } = partsOf(text);
  const known = whatIfFacts.find((one) => one.key === key);
  if (known === undefined) {
    const keys = whatIfFacts.map((one) => one.key);
    const must = `it must begin with one of ${supposable.join(", ")}`;
    return { kind: "refused", must, near: nearName(key, keys) };
  }
  const given = { about, value: known.synonyms?.get(value) ?? value };
  const isFormed = (known.about === undefined) === (about === "");
  const changed = isFormed ? known.apply(input, given) : null;
  if (changed === null) return { kind: "refused", must: mustOf(known, input), near: null };
  return { kind: "supposed", key, input: changed, words: known.words(given) };
}

function mustOf({ key, about, values }: WhatIfFact, { tick: { policy } }: DecisionInput): string {
  if (about === undefined) return `"${key}" must be one of ${values}`;
  const { primary, secondary, vantages } = policy;
  const forms = about.map((one) => `"${key}:${one}"`).join(" or ");
  if (about.includes("KIND")) {
    const kinds = listed(signalKinds.filter((kind) => kind !== "alarm"));
    return `${forms} must be one of ${values}, KIND being ${kinds}, or alarm where the settings have one about ${primary}`;
  }
  const from = about.length > 1 ? `, VANTAGE one of ${vantages.join(", ")}` : "";
  return `${forms} must be one of ${values}, REGION being ${primary} or ${secondary}${from}`;
}
