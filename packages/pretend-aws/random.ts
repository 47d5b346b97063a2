// The only source of chance in the pretend AWS: the same seed gives the same identifiers, the same
// weighted DNS picks and the same faults.

import { createHash } from "node:crypto";

/** Hexadecimal digits that a name always leads to, for what is seeded: chance is as it was. */
export function hexOf(name: string, length: number): string {
  return createHash("sha256").update(name).digest("hex").slice(0, length);
}

export function uuidOf(name: string): string {
  return asUuid(hexOf(name, 32), "8");
}

function asUuid(hex: string, variant: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number in [0, below). */
  integer(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** `length` characters of `alphabet`. */
  text(length: number, alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"): string {
    let text = "";
    for (let at = 0; at < length; at++) text += alphabet[this.integer(alphabet.length)];
    return text;
  }

  /** A version 4 UUID. */
  uuid(): string {
    const hex = this.text(32, "0123456789abcdef");
    return asUuid(hex, "89ab"[this.integer(4)] ?? "8");
  }

  /** Bytes for keys, salts and secrets. */
  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.integer(256)));
  }
}
