// `#name` and `:value` of a request: checked once, looked up by its expressions, none left unused.

import { AwsError } from "../../aws-error.ts";
import { invalid } from "../refusals.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import { typeOf } from "../values/value.ts";
import { readValue } from "../values/value-input.ts";
import type { Path } from "./path.ts";

/** The members of a request that go with its expressions. */
export interface ExpressionInput {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | null;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | null;
  readonly ConditionExpression?: string | null;
  readonly UpdateExpression?: string | null;
  readonly KeyConditionExpression?: string | null;
  readonly FilterExpression?: string | null;
  readonly ProjectionExpression?: string | null;
}

export type ExpressionKind = Exclude<
  keyof ExpressionInput,
  "ExpressionAttributeNames" | "ExpressionAttributeValues"
>;

const LONGEST_EXPRESSION = 4096;

export class Placeholders {
  readonly #names: ReadonlyMap<string, string>;
  readonly #values: ReadonlyMap<string, AttributeValue>;
  readonly #used = new Set<string>();

  /** `kinds` are the expressions that the operation knows, in the order AWS names them. */
  constructor(input: ExpressionInput, kinds: readonly ExpressionKind[]) {
    this.#names = readNames(input, kinds);
    this.#values = readValues(input, kinds);
    for (const kind of kinds) assertLength(kind, input[kind]);
  }

  /** All that tells this request's placeholders from another's but the values themselves. */
  get form(): string {
    const values = [...this.#values].map(([key, value]) => `${key}${typeOf(value)}`);
    const names = [...this.#names].map((pair) => pair.join("="));
    return [...values, ...names].join(" ");
  }

  /** Those that stand for a part of the path count as used. */
  useNames(path: Path): void {
    for (const [placeholder, name] of this.#names) {
      if (path.includes(name)) this.#used.add(placeholder);
    }
  }

  name(placeholder: string): string | undefined {
    this.#used.add(placeholder);
    return this.#names.get(placeholder);
  }

  value(placeholder: string): AttributeValue | undefined {
    this.#used.add(placeholder);
    return this.#values.get(placeholder);
  }

  /** Called after every expression of the request is parsed. */
  assertAllUsed(): void {
    this.#assertUsed("ExpressionAttributeNames", [...this.#names.keys()]);
    this.#assertUsed("ExpressionAttributeValues", [...this.#values.keys()]);
  }

  #assertUsed(member: string, placeholders: readonly string[]): void {
    const unused = placeholders.filter((placeholder) => !this.#used.has(placeholder));
    if (unused.length === 0) return;
    throw invalid(
      `Value provided in ${member} unused in expressions: keys: {${unused.join(", ")}}`,
    );
  }
}

function readNames(
  { ExpressionAttributeNames: names, ...input }: ExpressionInput,
  kinds: readonly ExpressionKind[],
): ReadonlyMap<string, string> {
  if (names === undefined || names === null) return new Map();
  if (kinds.every((kind) => isAbsent(input[kind]))) {
    throw invalid("ExpressionAttributeNames can only be specified when using expressions");
  }
  assertKeys("ExpressionAttributeNames", Object.keys(names), /^#\w+$/);
  return new Map(Object.entries(names));
}

function readValues(
  { ExpressionAttributeValues: values, ...input }: ExpressionInput,
  kinds: readonly ExpressionKind[],
): ReadonlyMap<string, AttributeValue> {
  if (values === undefined || values === null) return new Map();
  const taking = kinds.filter((kind) => kind !== "ProjectionExpression");
  if (taking.every((kind) => isAbsent(input[kind]))) {
    throw invalid(
      `ExpressionAttributeValues can only be specified when using expressions: ${taking.join(" and ")} ${taking.length > 1 ? "are" : "is"} null`,
    );
  }
  assertKeys("ExpressionAttributeValues", Object.keys(values), /^:\w+$/);
  return new Map(Object.entries(values).map(([key, raw]) => [key, readNamed(key, raw)]));
}

function readNamed(key: string, raw: unknown): AttributeValue {
  try {
    return readValue(raw);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(
      `ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`,
    );
  }
}

function assertKeys(member: string, keys: readonly string[], form: RegExp): void {
  if (keys.length === 0) throw invalid(`${member} must not be empty`);
  const bad = keys.find((key) => !form.test(key));
  if (bad !== undefined)
    throw invalid(`${member} contains invalid key: Syntax error; key: "${bad}"`);
}

function assertLength(kind: ExpressionKind, source: string | null | undefined): void {
  if (isAbsent(source)) return;
  if (source === "") throw invalid(`Invalid ${kind}: The expression can not be empty;`);
  const size = Buffer.byteLength(source);
  if (size > LONGEST_EXPRESSION) {
    throw invalid(
      `Invalid ${kind}: Expression size has exceeded the maximum allowed size; expression size: ${size}`,
    );
  }
}

function isAbsent(value: string | null | undefined): value is null | undefined {
  return value === undefined || value === null;
}
