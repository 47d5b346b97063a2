// Time to live: an item past the instant in its attribute is deleted some minutes later, as by AWS's
// background sweep, and can be read until then.

import type { Clock } from "../clock.ts";
import type { Key } from "./table-schema.ts";
import type { Item } from "./values/attribute-value.ts";

/** AWS promises days; minutes keep a test short while a reader still meets expired items. */
const SWEEP_EVERY_MS = 5 * 60_000;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
const TOO_OLD_MS = 5 * 365 * 24 * 60 * 60_000;
/** AWS takes up to an hour to switch. */
const SWITCH_MS = 60_000;

export type ExpiryStatus = "DISABLED" | "ENABLING" | "ENABLED" | "DISABLING";

/** What a sweep needs of its table. */
interface Expiring {
  keyOf(item: Item): Key;
  all(): Iterable<Item>;
  get(key: Key): Item | undefined;
  delete(key: Key): unknown;
}

export class Expiry {
  status: ExpiryStatus = "DISABLED";
  /** The attribute with the instant, in epoch seconds; null while there is none. */
  attribute: string | null = null;
  /** When it was last switched: pretend milliseconds since the epoch, null for never. */
  switchedAt: number | null = null;
  readonly #clock: Clock;
  readonly #table: Expiring;
  /** Keys to look at, by the sweep that is to look. */
  readonly #sweeps = new Map<number, Map<string, Key>>();

  constructor(clock: Clock, table: Expiring) {
    this.#clock = clock;
    this.#table = table;
  }

  /** As UpdateTimeToLive: takes a minute. */
  turn(attribute: string | null): void {
    this.switchedAt = this.#clock.now();
    this.status = attribute === null ? "DISABLING" : "ENABLING";
    this.attribute = attribute ?? this.attribute;
    this.#clock.after(SWITCH_MS, () => this.#settle(attribute));
  }

  /** For a table that is set up with it. */
  seed(attribute: string): void {
    this.#settle(attribute);
  }

  notice(item: Item): void {
    const due = this.status === "ENABLED" ? this.#dueAt(item) : null;
    if (due === null) return;
    const sweep = Math.floor(Math.max(due, this.#clock.now()) / SWEEP_EVERY_MS) + 1;
    const key = this.#table.keyOf(item);
    this.#keysOf(sweep).set(JSON.stringify(key), key);
  }

  #settle(attribute: string | null): void {
    this.status = attribute === null ? "DISABLED" : "ENABLED";
    this.attribute = attribute;
    for (const item of this.#table.all()) this.notice(item);
  }

  #keysOf(sweep: number): Map<string, Key> {
    const known = this.#sweeps.get(sweep);
    if (known !== undefined) return known;
    const keys = new Map<string, Key>();
    this.#sweeps.set(sweep, keys);
    this.#clock.after(sweep * SWEEP_EVERY_MS - this.#clock.now(), () => this.#sweep(sweep));
    return keys;
  }

  /** Looks at each item anew: it may have been given more time, or be gone. */
  #sweep(sweep: number): void {
    const now = this.#clock.now();
    for (const key of this.#sweeps.get(sweep)?.values() ?? []) {
      const item = this.#table.get(key);
      const due = item === undefined || this.status !== "ENABLED" ? null : this.#dueAt(item);
      if (due !== null && due <= now) this.#table.delete(key);
    }
    this.#sweeps.delete(sweep);
  }

  /** Null for an item that never expires. */
  #dueAt(item: Item): number | null {
    const value = this.attribute === null ? undefined : item[this.attribute];
    if (value === undefined || !("N" in value)) return null;
    const due = Number(value.N) * 1000;
    return due < this.#clock.now() - TOO_OLD_MS ? null : due;
  }
}
