// Whether a condition holds for an item. A missing attribute makes a comparison false, never an error;
// only `<>` and NOT turn that around.

import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { bytes, compareValues, elementsOf, equalValues, typeOf } from "../values/value.ts";
import type { Comparator, Condition } from "./condition.ts";
import type { Operand } from "./operands.ts";
import { valueAt } from "./path.ts";

export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case "and":
      return holds(condition.left, item) && holds(condition.right, item);
    case "or":
      return holds(condition.left, item) || holds(condition.right, item);
    case "not":
      return !holds(condition.condition, item);
    case "compare":
      return compare(condition.comparator, [
        resolve(condition.left, item),
        resolve(condition.right, item),
      ]);
    case "between": {
      const value = resolve(condition.operand, item);
      return (
        compare(">=", [value, resolve(condition.low, item)]) &&
        compare("<=", [value, resolve(condition.high, item)])
      );
    }
    case "in": {
      const value = resolve(condition.operand, item);
      return condition.list.some((each) => compare("=", [value, resolve(each, item)]));
    }
    case "function":
      return call(
        condition.name,
        condition.arguments.map((each) => resolve(each, item)),
      );
  }
}

type Maybe = AttributeValue | undefined;

const ORDERS: Readonly<Record<"<" | "<=" | ">" | ">=", (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function resolve(operand: Operand, item: Item): Maybe {
  switch (operand.kind) {
    case "path":
      return valueAt(item, operand.path);
    case "value":
      return operand.value;
    case "size":
      return sizeOf(resolve(operand.of, item));
  }
}

function compare(comparator: Comparator, [a, b]: readonly [Maybe, Maybe]): boolean {
  if (a === undefined || b === undefined) return comparator === "<>";
  if (comparator === "=") return equalValues(a, b);
  if (comparator === "<>") return !equalValues(a, b);
  const order = compareValues(a, b);
  return order !== null && ORDERS[comparator](order);
}

function call(name: string, [value, other]: readonly Maybe[]): boolean {
  if (name === "attribute_not_exists") return value === undefined;
  if (value === undefined) return false;
  if (name === "attribute_exists") return true;
  if (other === undefined) return false;
  if (name === "begins_with") return beginsWith(value, other);
  if (name === "contains") return contains(value, other);
  return "S" in other && typeOf(value) === other.S;
}

function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ("S" in value && "S" in prefix) return value.S.startsWith(prefix.S);
  if (!("B" in value && "B" in prefix)) return false;
  const start = bytes(prefix.B);
  return bytes(value.B).subarray(0, start.length).equals(start);
}

function contains(value: AttributeValue, part: AttributeValue): boolean {
  if ("S" in value && "S" in part) return value.S.includes(part.S);
  if ("B" in value && "B" in part) return bytes(value.B).includes(bytes(part.B));
  if ("L" in value) return value.L.some((element) => equalValues(element, part));
  const isElement = `${typeOf(part)}S` === typeOf(value);
  return isElement && (elementsOf(value)?.includes(String(Object.values(part)[0])) ?? false);
}

/** Undefined, as for a missing attribute, where a type has no size. */
function sizeOf(value: Maybe): Maybe {
  if (value === undefined) return undefined;
  if ("S" in value) return { N: String(value.S.length) };
  if ("B" in value) return { N: String(bytes(value.B).length) };
  if ("L" in value) return { N: String(value.L.length) };
  if ("M" in value) return { N: String(Object.keys(value.M).length) };
  const elements = elementsOf(value);
  return elements === null ? undefined : { N: String(elements.length) };
}
