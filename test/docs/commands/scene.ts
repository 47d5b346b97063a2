// One block of a document, typed into the state that the document describes, and what must be so afterwards.

import type { Desk } from "./desk.ts";
import type { Ended } from "./shell.ts";

export interface Scene {
  /** "docs/runbook.md#First" */
  readonly block: string;
  /** What came of it, as a title: "lights the beacon". */
  readonly does: string;
  /** The state that the document describes. */
  readonly given?: (desk: Desk) => Promise<unknown>;
  readonly env?: (
    desk: Desk,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** What a block before it has defined. */
  readonly prelude?: string;
  /** Expects what must be so after each part; a part ends where a line of comment begins. */
  readonly effects: readonly ((desk: Desk, ended: Ended) => unknown)[];
  /** The code that the last command ends with; 0 unless told otherwise. */
  readonly code?: number;
}

/** The script in as many parts as something is expected. */
export function partsOf(script: string, count: number): readonly string[] {
  if (count === 1) return [script];
  const parts = script.split(/^(?=# )/m).filter((part) => part.trim() !== "");
  if (parts.length === count) return parts;
  // A line goes on after a backslash.
  const whole = script.split(/(?<!\\)\n/).filter((line) => line.trim() !== "");
  if (whole.length === count) return whole;
  throw new Error(`the script has ${parts.length} parts or ${whole.length} lines, not ${count}`);
}
