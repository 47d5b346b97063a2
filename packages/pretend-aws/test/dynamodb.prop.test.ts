import fc from "fast-check";
import { expect, test } from "vitest";
import { often } from "../../../test/often.ts";
import { readCondition } from "../dynamodb/expressions/condition.ts";
import { holds } from "../dynamodb/expressions/evaluate.ts";
import { Placeholders } from "../dynamodb/expressions/placeholders.ts";
import type { AttributeValue, Item } from "../dynamodb/values/attribute-value.ts";
import { addNumbers, canonicalNumber, compareNumbers } from "../dynamodb/values/number.ts";

// The simple side: a condition as a tree, its text with every parenthesis that precedence asks for and
// some that it does not, and its meaning in plain JavaScript.

type Tree =
  | { op: "=" | "<>" | "<" | "<=" | ">" | ">="; left: string; right: string }
  | { op: "exists" | "missing"; name: string }
  | { op: "begins" | "contains"; name: string; value: string }
  | { op: "between"; name: string; low: string; high: string }
  | { op: "in"; name: string; list: string[] }
  | { op: "and" | "or"; left: Tree; right: Tree }
  | { op: "not"; of: Tree };

type Simple = Record<string, string | number>;

const NAMES = ["a", "b", "c"];
const VALUES: Record<string, string | number> = {
  ":0": 0,
  ":1": 1,
  ":2": 2,
  ":x": "x",
  ":xy": "xy",
};

function textOf(tree: Tree, above = 0): string {
  const rank = { or: 1, and: 2, not: 3 } as const;
  const own = tree.op === "or" || tree.op === "and" || tree.op === "not" ? rank[tree.op] : 4;
  const text = bareText(tree, own);
  return own < above ? `(${text})` : text;
}

function bareText(tree: Tree, own: number): string {
  switch (tree.op) {
    case "or":
    case "and":
      return `${textOf(tree.left, own)} ${tree.op.toUpperCase()} ${textOf(tree.right, own + 1)}`;
    case "not":
      return `NOT ${textOf(tree.of, own)}`;
    case "exists":
      return `attribute_exists(${tree.name})`;
    case "missing":
      return `attribute_not_exists(${tree.name})`;
    case "begins":
      return `begins_with(${tree.name}, ${tree.value})`;
    case "contains":
      return `contains(${tree.name}, ${tree.value})`;
    case "between":
      return `${tree.name} BETWEEN ${tree.low} AND ${tree.high}`;
    case "in":
      return `${tree.name} IN (${tree.list.join(", ")})`;
    default:
      return `${tree.left} ${tree.op} ${tree.right}`;
  }
}

function meaning(tree: Tree, item: Simple): boolean {
  const at = (name: string) => (name.startsWith(":") ? VALUES[name] : item[name]);
  const ordered = (l: string, r: string, test: (l: unknown, r: never) => boolean) =>
    typeof at(l) === typeof at(r) && at(l) !== undefined && test(at(l), at(r) as never);
  switch (tree.op) {
    case "or":
      return meaning(tree.left, item) || meaning(tree.right, item);
    case "and":
      return meaning(tree.left, item) && meaning(tree.right, item);
    case "not":
      return !meaning(tree.of, item);
    case "exists":
      return at(tree.name) !== undefined;
    case "missing":
      return at(tree.name) === undefined;
    case "begins":
      return ordered(tree.name, tree.value, (l, r) => String(l).startsWith(r));
    case "contains":
      return ordered(tree.name, tree.value, (l, r) => typeof l === "string" && l.includes(r));
    case "between":
      return (
        ordered(tree.name, tree.low, (l, r) => (l as never) >= r) &&
        ordered(tree.name, tree.high, (l, r) => (l as never) <= r)
      );
    case "in":
      return tree.list.some((each) => at(each) !== undefined && at(tree.name) === at(each));
    case "=":
      return ordered(tree.left, tree.right, (l, r) => l === r);
    case "<>":
      return !ordered(tree.left, tree.right, (l, r) => l === r);
    case "<":
      return ordered(tree.left, tree.right, (l, r) => (l as never) < r);
    case "<=":
      return ordered(tree.left, tree.right, (l, r) => (l as never) <= r);
    case ">":
      return ordered(tree.left, tree.right, (l, r) => (l as never) > r);
    case ">=":
      return ordered(tree.left, tree.right, (l, r) => (l as never) >= r);
  }
}

const name = fc.constantFrom(...NAMES);
const value = fc.constantFrom(...Object.keys(VALUES));
const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.record({
    op: fc.constantFrom(
      "=" as const,
      "<>" as const,
      "<" as const,
      "<=" as const,
      ">" as const,
      ">=" as const,
    ),
    left: name,
    right: value,
  }),
  fc
    .record({
      op: fc.constantFrom("=" as const, "<>" as const, "<" as const),
      left: name,
      right: name,
    })
    .filter(({ left, right }) => left !== right),
  fc.record({ op: fc.constantFrom("exists" as const, "missing" as const), name }),
  fc.record({
    op: fc.constantFrom("begins" as const, "contains" as const),
    name,
    value: fc.constantFrom(":x", ":xy"),
  }),
  fc
    .constantFrom([":0", ":1"], [":0", ":2"], [":1", ":1"], [":x", ":xy"])
    .chain(([low = "", high = ""]) =>
      fc.record({
        op: fc.constant("between" as const),
        name,
        low: fc.constant(low),
        high: fc.constant(high),
      }),
    ),
  fc.record({
    op: fc.constant("in" as const),
    name,
    list: fc.array(fc.oneof(name, value), { minLength: 1, maxLength: 3 }),
  }),
);
const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    leaf,
    fc.record({ op: fc.constant("not" as const), of: tie("tree") }),
    fc.record({
      op: fc.constantFrom("and" as const, "or" as const),
      left: tie("tree"),
      right: tie("tree"),
    }),
  ),
})).tree;
const item: fc.Arbitrary<Simple> = fc.dictionary(
  name,
  fc.oneof(fc.constantFrom(0, 1, 2), fc.constantFrom("", "x", "xy", "yx")),
);

function wire(each: string | number): AttributeValue {
  return typeof each === "number" ? { N: String(each) } : { S: each };
}

function wireItem(simple: Simple): Item {
  return Object.fromEntries(Object.entries(simple).map(([key, each]) => [key, wire(each)]));
}

function parse(text: string) {
  const used = Object.entries(VALUES).filter(([key]) => new RegExp(`${key}\\b`).test(text));
  const values = Object.fromEntries(used.map(([key, each]) => [key, wire(each)]));
  const more = used.length > 0 ? { ExpressionAttributeValues: values } : {};
  const placeholders = new Placeholders({ ConditionExpression: text, ...more }, [
    "ConditionExpression",
  ]);
  return readCondition("ConditionExpression", text, placeholders);
}

test("a condition means what its tree means, whatever needs parentheses and whatever does not", () => {
  fc.assert(
    fc.property(tree, item, (condition, simple) => {
      const parsed = parse(textOf(condition));
      expect(parsed).not.toBeNull();
      expect(holds(parsed!, wireItem(simple))).toBe(meaning(condition, simple));
    }),
    { numRuns: often(500, 2_000), seed: 20_261_122 },
  );
});

const decimal = fc
  .tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.integer({ min: -10, max: 10 }))
  .map(([coefficient, exponent]) => ({ coefficient, exponent }));
const asText = ({ coefficient, exponent }: { coefficient: bigint; exponent: number }) =>
  `${coefficient}e${exponent}`;
const scaled = ({ coefficient, exponent }: { coefficient: bigint; exponent: number }) =>
  coefficient * 10n ** BigInt(exponent + 10);

test("numbers compare and add as whole numbers of the smallest unit do", () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const [x, y] = [scaled(a), scaled(b)];
      expect(compareNumbers(asText(a), asText(b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      expect(addNumbers(asText(a), asText(b))).toBe(canonicalNumber(`${x + y}e-10`));
    }),
    { numRuns: often(300, 1_000), seed: 20_261_122 },
  );
});

test("a canonical number is its own canonical form, whatever zeros it was written with", () => {
  fc.assert(
    fc.property(decimal, fc.nat(5), (number, zeros) => {
      const canonical = canonicalNumber(asText(number));
      expect(canonicalNumber(canonical)).toBe(canonical);
      const { coefficient, exponent } = number;
      const padded = `${coefficient}${"0".repeat(zeros)}e${exponent - zeros}`;
      expect(canonicalNumber(padded)).toBe(canonical);
      expect(canonical).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
    }),
    { numRuns: often(150, 500), seed: 20_261_122 },
  );
});
