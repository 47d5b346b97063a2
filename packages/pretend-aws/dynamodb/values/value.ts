// How attribute values compare, what they weigh, and how a test reads them.

import type { AttributeType, AttributeValue, Item } from "./attribute-value.ts";
import { compareNumbers, sizeOfNumber } from "./number.ts";

/** What a test reads: strings, numbers, booleans, null, arrays and objects; bytes as base64. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [name: string]: Plain };

export function typeOf(value: AttributeValue): AttributeType {
  return Object.keys(value)[0] as AttributeType;
}

/** The elements of a set, null for any other type. */
export function elementsOf(value: AttributeValue): readonly string[] | null {
  if ("SS" in value) return value.SS;
  if ("NS" in value) return value.NS;
  return "BS" in value ? value.BS : null;
}

/** A value of the set type `type`. */
export function setOf(type: AttributeType, elements: readonly string[]): AttributeValue {
  return { [type]: elements } as unknown as AttributeValue;
}

/** Order of two values of one scalar type; null when they have none. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | null {
  if ("N" in a && "N" in b) return compareNumbers(a.N, b.N);
  if ("S" in a && "S" in b) return compareText(a.S, b.S);
  if ("B" in a && "B" in b) return Buffer.compare(bytes(a.B), bytes(b.B));
  return null;
}

/** Sets are equal in any order; different types never are. */
export function equalValues(a: AttributeValue, b: AttributeValue): boolean {
  return identity(a) === identity(b);
}

/** Text that two values share exactly when they are equal. */
export function identity(value: AttributeValue): string {
  if ("S" in value) return `s${value.S}`;
  const set = elementsOf(value);
  if (set !== null) return `${typeOf(value)}${JSON.stringify([...set].sort())}`;
  if ("L" in value) return `L[${value.L.map(identity).join(",")}]`;
  if ("M" in value) {
    const members = Object.entries(value.M).map(([k, v]) => `${JSON.stringify(k)}:${identity(v)}`);
    return `M{${members.sort().join(",")}}`;
  }
  return `${typeOf(value)}${JSON.stringify(Object.values(value)[0])}`;
}

/** Bytes that the item counts for, names included. */
export function sizeOfItem(item: Item): number {
  return Object.entries(item).reduce(
    (total, [name, value]) => total + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

export function sizeOfValue(value: AttributeValue): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return sizeOfNumber(value.N);
  if ("B" in value) return bytes(value.B).length;
  if ("L" in value) return value.L.reduce((total, each) => total + 1 + sizeOfValue(each), 3);
  if ("M" in value) return 3 + Object.keys(value.M).length + sizeOfItem(value.M);
  return elementsOf(value)?.reduce((total, each) => total + sizeOfElement(value, each), 0) ?? 1;
}

export function plain(value: AttributeValue): Plain {
  if ("N" in value) {
    const number = Number(value.N);
    return String(number) === value.N ? number : value.N;
  }
  if ("NULL" in value) return null;
  if ("L" in value) return value.L.map(plain);
  if ("M" in value) return plainItem(value.M);
  if ("NS" in value) return value.NS.map((N) => plain({ N }));
  return Object.values(value)[0] as Plain;
}

export function plainItem(item: Item): { readonly [name: string]: Plain } {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
}

export function bytes(base64: string): Buffer {
  return Buffer.from(base64, "base64");
}

function sizeOfElement(set: AttributeValue, element: string): number {
  if ("NS" in set) return sizeOfNumber(element);
  return "BS" in set ? bytes(element).length : Buffer.byteLength(element);
}

/** By UTF-8 bytes, as AWS orders text; JavaScript's own order differs beyond the basic plane. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return a < b ? -1 : 1;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return Math.sign(utf8Rank(x) - utf8Rank(y));
  }
  return Math.sign(a.length - b.length);
}

const SURROGATE = /[\ud800-\udfff]/;

/** Surrogates stand for code points above all of the basic plane. */
function utf8Rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
