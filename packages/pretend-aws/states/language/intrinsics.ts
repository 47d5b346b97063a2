// Intrinsic functions (`States.Format('{}', $.a)`): which there are and what they give.

import type { Random } from "../../random.ts";
import { runtimeFailure, type StateFailure } from "../execution/failure.ts";
import { isObject } from "./paths.ts";

export interface Intrinsic {
  readonly least: number;
  readonly most: number;
  run(args: readonly unknown[], random: Random): unknown;
}

export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Format: {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    run: ([template, ...values]) => format(text(template), values),
  },
  StringToJson: { least: 1, most: 1, run: ([value]) => parsed(text(value)) },
  JsonToString: { least: 1, most: 1, run: ([value]) => JSON.stringify(value) },
  Array: { least: 0, most: Number.POSITIVE_INFINITY, run: (args) => [...args] },
  ArrayGetItem: { least: 2, most: 2, run: ([array, index]) => item(list(array), integer(index)) },
  ArrayLength: { least: 1, most: 1, run: ([array]) => list(array).length },
  ArrayContains: {
    least: 2,
    most: 2,
    run: ([array, sought]) =>
      list(array).some((one) => JSON.stringify(one) === JSON.stringify(sought)),
  },
  MathAdd: { least: 2, most: 2, run: ([a, b]) => integer(a) + integer(b) },
  UUID: { least: 0, most: 0, run: (_, random) => random.uuid() },
  JsonMerge: { least: 3, most: 3, run: ([a, b, deep]) => merged(a, b, deep) },
};

/** Valid at AWS, and left out here. */
export const NOT_EMULATED: readonly string[] = [
  "ArrayPartition",
  "ArrayRange",
  "ArrayUnique",
  "Base64Decode",
  "Base64Encode",
  "Hash",
  "MathRandom",
  "StringSplit",
];

/** The guide keeps the name States.IntrinsicFailure for the future: until then it is States.Runtime. */
export function intrinsicFailure(message: string): StateFailure {
  return runtimeFailure(message);
}

/** `{}` takes the next value; `\{`, `\}`, `\'` and `\\` stand for themselves. */
function format(template: string, values: readonly unknown[]): string {
  let next = 0;
  const result = template.replace(/\\([\\'{}])|\{\}/g, (match, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (next >= values.length)
      throw intrinsicFailure(`Too few arguments for ${match} in '${template}'`);
    return shown(values[next++]);
  });
  if (next < values.length) throw intrinsicFailure(`Too many arguments for '${template}'`);
  return result;
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) {
    throw intrinsicFailure("States.Format takes no arrays or objects");
  }
  return JSON.stringify(value);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw intrinsicFailure(`'${json}' is not JSON`);
  }
}

function item(array: readonly unknown[], index: number): unknown {
  if (index < 0 || index >= array.length) throw intrinsicFailure(`There is no index ${index}`);
  return array[index];
}

function merged(a: unknown, b: unknown, deep: unknown): unknown {
  if (!isObject(a) || !isObject(b)) throw intrinsicFailure("States.JsonMerge takes two objects");
  if (deep !== false) throw intrinsicFailure("States.JsonMerge has only the shallow mode: false");
  return { ...a, ...b };
}

function text(value: unknown): string {
  if (typeof value !== "string") throw intrinsicFailure(`${JSON.stringify(value)} is not a string`);
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw intrinsicFailure(`${JSON.stringify(value)} is not an array`);
  return value;
}

/** AWS rounds what is no whole number. */
function integer(value: unknown): number {
  if (typeof value !== "number") throw intrinsicFailure(`${JSON.stringify(value)} is not a number`);
  return Math.round(value);
}
