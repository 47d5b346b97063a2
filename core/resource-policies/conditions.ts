// Do the conditions of a statement hold for a request? In go the conditions and what is known of the request; a
// condition on anything else, or with an operator that is not known here, is neither held nor broken: null.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

import { matches } from "../values/wildcard.ts";
import type { ResourceStatement } from "./resource-policy.ts";

/** What is known of a request, by condition key in lower case; null for what the request surely lacks. */
export type RequestContext = ReadonlyMap<string, string | null>;

/** Held, broken, or nobody can tell. */
export type Certainty = true | false | null;

const like = (wanted: string, given: string) => matches(wanted, given);

const compare: Readonly<Record<string, (wanted: string, given: string) => boolean>> = {
  stringequals: (wanted, given) => wanted === given,
  stringequalsignorecase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  stringlike: like,
  arnequals: isArnLike,
  arnlike: isArnLike,
  bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
};

const negated: Readonly<Record<string, string>> = {
  stringnotequals: "stringequals",
  stringnotequalsignorecase: "stringequalsignorecase",
  stringnotlike: "stringlike",
  arnnotequals: "arnequals",
  arnnotlike: "arnlike",
};

/** Each of the six parts of an ARN is compared by itself. */
function isArnLike(wanted: string, given: string): boolean {
  const [pattern, arn] = [partsOf(wanted), partsOf(given)];
  return arn.every((part, at) => like(pattern[at] ?? "", part));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(":");
  return [...Array(5).keys()].map((at) => parts[at] ?? "").concat(parts.slice(5).join(":"));
}

export function conditionsHold(
  conditions: ResourceStatement["Condition"],
  context: RequestContext,
): Certainty {
  const all = Object.entries(conditions ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => holds({ operator, key, wanted }, context)),
  );
  if (all.includes(false)) return false;
  return all.includes(null) ? null : true;
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
}

function holds({ operator, key, wanted }: Condition, context: RequestContext): Certainty {
  const given = context.get(key.toLowerCase());
  // Policy variables stand for what nobody here knows.
  if (given === undefined || wanted.some((one) => one.includes("${"))) return null;
  const written = operator.toLowerCase();
  if (written === "null") return wanted.some((one) => (one === "true") === (given === null));
  const isOptional = written.endsWith("ifexists");
  const plain = isOptional ? written.slice(0, -"ifexists".length) : written;
  const positive = negated[plain] ?? plain;
  const fits = compare[positive];
  if (fits === undefined) return null;
  const isNegated = positive !== plain;
  if (given === null) return isOptional || isNegated;
  return wanted.some((one) => fits(one, given)) !== isNegated;
}
