// The Condition of a statement: every operator and every key of it must hold; of a key's values one is
// enough, and for the negated operators none may be there.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

import { BlockList, isIPv4 } from "node:net";
import { type ConditionKey, conditionKey, type KeyValues } from "./condition-keys.ts";
import { anyPattern, arnPattern, type Matches } from "./pattern.ts";
import { malformed, notEmulated } from "./refusals.ts";

export type Holds = (values: KeyValues) => boolean;

/** As written: `{ StringEquals: { "aws:RequestedRegion": ["us-east-1"] } }`. */
type Written = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Operator {
  /** Tests one value of the call against all that the policy lists. */
  readonly test: (listed: readonly string[]) => Matches;
  readonly isNegated?: boolean;
}

const equals = (listed: readonly string[]): Matches => {
  const all = new Set(listed);
  return (value) => all.has(value);
};
const equalsIgnoringCase = (listed: readonly string[]): Matches => {
  const same = equals(listed.map((one) => one.toLowerCase()));
  return (value) => same(value.toLowerCase());
};
const arnLike = (listed: readonly string[]): Matches => {
  const tests = listed.map(arnPattern);
  return (value) => tests.some((matches) => matches(value));
};
const negated = (test: Operator["test"]): Operator => ({ test, isNegated: true });

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { test: equals },
  StringNotEquals: negated(equals),
  StringEqualsIgnoreCase: { test: equalsIgnoringCase },
  StringNotEqualsIgnoreCase: negated(equalsIgnoringCase),
  StringLike: { test: anyPattern },
  StringNotLike: negated(anyPattern),
  ArnEquals: { test: arnLike },
  ArnLike: { test: arnLike },
  ArnNotEquals: negated(arnLike),
  ArnNotLike: negated(arnLike),
  Bool: { test: equalsIgnoringCase },
  IpAddress: { test: inRange },
  NotIpAddress: negated(inRange),
};

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

export function readConditions(condition: unknown): Holds {
  if (condition === undefined) return () => true;
  const tests = Object.entries((condition ?? {}) as Written).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, listed]) => readTest(operator, key, texts(listed))),
  );
  return (values) => tests.every((holds) => holds(values));
}

/** The keys that a condition asks for, in their own spelling. */
export function keysOf(condition: unknown): readonly string[] {
  return Object.values((condition ?? {}) as Written)
    .flatMap((keys) => Object.keys(keys))
    .map((key) => conditionKey(key)?.name ?? key);
}

function readTest(written: string, keyName: string, listed: readonly string[]): Holds {
  const [, set, name = "", ifExists] = OPERATOR.exec(written) ?? [];
  const key = conditionKey(keyName);
  if (key === undefined) throw notEmulated(`a policy with the condition key ${keyName}`);
  // What stands in such braces is put in by AWS, call by call.
  if (listed.some((value) => value.includes("${"))) throw notEmulated("a policy with variables");
  if (written === "Null") return isAbsent(key, listed);
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (operator === undefined) throw notEmulated(`a policy with the operator ${written}`);
  if (key.isSet && set === undefined) {
    throw notEmulated(`${written} of ${key.name}, which has many values, without a For…`);
  }
  return readOperator(operator, { key, listed, set, isLenient: ifExists !== undefined });
}

interface Test {
  readonly key: ConditionKey;
  readonly listed: readonly string[];
  readonly set: string | undefined;
  /** A call without the key passes. */
  readonly isLenient: boolean;
}

function readOperator({ test, isNegated = false }: Operator, { key, listed, ...how }: Test): Holds {
  const isListed = test(listed);
  const passes: Matches = isNegated ? (value) => !isListed(value) : isListed;
  const isAbsentEnough = how.isLenient || how.set === "ForAllValues" || (isNegated && !how.set);
  return (values) => {
    const given = texts(values[key.name] ?? []);
    if (given.length === 0) return isAbsentEnough;
    return how.set === "ForAllValues" ? given.every(passes) : given.some(passes);
  };
}

function isAbsent({ name }: ConditionKey, listed: readonly string[]): Holds {
  const wanted = listed.map((value) => value.toLowerCase() === "true");
  return (values) => wanted.includes(values[name] === undefined);
}

function inRange(listed: readonly string[]): Matches {
  const ranges = new BlockList();
  for (const range of listed) {
    const [address = "", bits = "32"] = range.split("/");
    if (!isIPv4(address)) throw notEmulated(`a policy with the address ${range}`);
    ranges.addSubnet(address, Number(bits));
  }
  return (value) => ranges.check(value);
}

/** One value or a list of them; numbers and booleans as JSON writes them. */
export function texts(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.map((one) => {
    if (typeof one === "string") return one;
    if (typeof one === "boolean" || typeof one === "number") return String(one);
    throw malformed("Syntax errors in policy.");
  });
}
