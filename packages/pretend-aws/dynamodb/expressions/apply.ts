// Applies an update's actions to an item. Every action reads the item as it was before the update.

import { invalid } from "../refusals.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { addNumbers, subtractNumbers } from "../values/number.ts";
import { elementsOf, setOf, typeOf } from "../values/value.ts";
import { type Path, valueAt } from "./path.ts";
import type { Action, Source } from "./update.ts";

type Change =
  | { readonly path: Path; readonly value: AttributeValue }
  | { readonly path: Path; readonly value: null };

export function applyUpdate(actions: readonly Action[], item: Item): Item {
  const changes = actions.map((action) => changeOf(action, item));
  const draft = new Draft(item);
  for (const change of changes) draft.change(change);
  return draft.finish();
}

function changeOf(action: Action, item: Item): Change {
  const { path } = action;
  switch (action.kind) {
    case "SET":
      return { path, value: evaluate(action.source, item) };
    case "REMOVE":
      return { path, value: null };
    case "ADD":
      return { path, value: add(valueAt(item, path), action.value) };
    case "DELETE":
      return { path, value: subtract(valueAt(item, path), action.value) };
  }
}

function evaluate(source: Source, item: Item): AttributeValue {
  switch (source.kind) {
    case "value":
      return source.value;
    case "path":
      return existing(source.path, item);
    case "if_not_exists": {
      const { left } = source;
      const present = left.kind === "path" ? valueAt(item, left.path) : undefined;
      return present ?? evaluate(source.right, item);
    }
    case "list_append":
      return append(evaluate(source.left, item), evaluate(source.right, item));
    case "+":
      return calculate(addNumbers, evaluate(source.left, item), evaluate(source.right, item));
    case "-":
      return calculate(subtractNumbers, evaluate(source.left, item), evaluate(source.right, item));
  }
}

function existing(path: Path, item: Item): AttributeValue {
  const value = valueAt(item, path);
  if (value !== undefined) return value;
  throw invalid("The provided expression refers to an attribute that does not exist in the item");
}

function append(left: AttributeValue, right: AttributeValue): AttributeValue {
  if (!("L" in left && "L" in right)) throw wrongType();
  return { L: [...left.L, ...right.L] };
}

function calculate(
  operation: (a: string, b: string) => string,
  left: AttributeValue,
  right: AttributeValue,
): AttributeValue {
  if (!("N" in left && "N" in right)) throw wrongType();
  return { N: operation(left.N, right.N) };
}

function add(present: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (present === undefined) return value;
  if ("N" in present && "N" in value) return { N: addNumbers(present.N, value.N) };
  const [elements, more] = setsOfOneType(present, value);
  return setOf(typeOf(value), [...new Set([...elements, ...more])]);
}

/** Null when nothing is left: DynamoDB stores no empty set. */
function subtract(
  present: AttributeValue | undefined,
  value: AttributeValue,
): AttributeValue | null {
  if (present === undefined) return null;
  const [elements, fewer] = setsOfOneType(present, value);
  const left = elements.filter((element) => !fewer.includes(element));
  return left.length > 0 ? setOf(typeOf(value), left) : null;
}

function setsOfOneType(
  a: AttributeValue,
  b: AttributeValue,
): [readonly string[], readonly string[]] {
  const [left, right] = [elementsOf(a), elementsOf(b)];
  if (left === null || right === null || typeOf(a) !== typeOf(b)) throw wrongType();
  return [left, right];
}

function wrongType(): Error {
  return invalid("An operand in the update expression has an incorrect data type");
}

/** A copy of an item under change; removed list elements leave a hole until the end, so that the
 * indexes of an expression all mean the list as it was. */
class Draft {
  readonly #root: { M: Record<string, AttributeValue> };
  readonly #lists = new Set<(AttributeValue | undefined)[]>();

  constructor(item: Item) {
    // By way of JSON, since a structured clone would keep one value set in two places a single one.
    this.#root = { M: JSON.parse(JSON.stringify(item)) };
  }

  change({ path, value }: Change): void {
    const step = path.at(-1);
    const parent = valueAt(this.#root.M, path.slice(0, -1));
    if (typeof step === "string" && parent !== undefined && "M" in parent) {
      setMember(parent.M as Record<string, AttributeValue>, step, value);
    } else if (typeof step === "number" && parent !== undefined && "L" in parent) {
      this.#setElement(parent.L as (AttributeValue | undefined)[], step, value);
    } else {
      throw invalid("The document path provided in the update expression is invalid for update");
    }
  }

  finish(): Item {
    for (const list of this.#lists) {
      list.splice(0, list.length, ...list.filter((element) => element !== undefined));
    }
    return this.#root.M;
  }

  #setElement(
    list: (AttributeValue | undefined)[],
    index: number,
    value: AttributeValue | null,
  ): void {
    this.#lists.add(list);
    if (value === null) {
      if (index < list.length) list[index] = undefined;
    } else if (index < list.length) {
      list[index] = value;
    } else {
      list.push(value);
    }
  }
}

function setMember(
  members: Record<string, AttributeValue>,
  name: string,
  value: AttributeValue | null,
): void {
  if (value === null) delete members[name];
  else members[name] = value;
}
