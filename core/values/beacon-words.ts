// What does the beacon say? To the health check, one string that it looks for; to us, who wrote it under which
// fencing token. In go a move or an object's text; out comes the text or what it means. It never decides a move.

import type { FencingToken, Region } from "./types.ts";

/**
 * What the checks of earlier deployments look for, and those that people made by our pages. A check that the
 * deployment makes today looks for a string of its own, which nobody can guess.
 */
export const COMMON_SEARCH_STRING = "secondary serves";

/** Who wrote it: each move has a token, and what it puts back comes after what it moved. */
export interface Writer {
  readonly token: FencingToken;
  readonly isUndo: boolean;
}

export interface Held {
  /** "lit" and "out" are words of ours; "other" is everything that we did not write. */
  readonly says: "lit" | "out" | "other";
  /** Null where it names nobody, as what was written by hand. */
  readonly writer: Writer | null;
  /** The execution that lit it; null where it names none. */
  readonly by: string | null;
}

interface Lit {
  readonly searchString: string;
  readonly to: Region;
  readonly executionName: string;
}

/** Invariant: within the bytes that a health check searches, as its first words. */
export function litWords({ searchString, to, executionName }: Lit, writer: Writer): string {
  return `${searchString}: ${to}, by ${executionName}${signed(writer)}`;
}

/** Invariant: it holds no string that a health check may look for, whatever the settings say. */
export function outWords(writer: Writer): string {
  return `${OUT}${signed(writer)}`;
}

/** What people write who move it themselves; null: out. */
export function wordsByHand(searchString: string | null): string {
  return `${searchString ?? OUT}, by hand\n`;
}

const OUT = "cognito-failover: out";

function signed({ token, isUndo }: Writer): string {
  return `, token ${token}${isUndo ? ", undo" : ""}\n`;
}

const SIGNED = /, token (\d{1,15})(, undo)?\n$/;
const LIT = /^[\x20-\x7e]{1,255}: [a-z0-9-]{1,32}, by (\S{1,80}), token \d/;

export function heldIn(text: string): Held {
  const [, token, undo] = SIGNED.exec(text) ?? [];
  const writer =
    token === undefined
      ? null
      : { token: Number(token) as FencingToken, isUndo: undo !== undefined };
  if (text.startsWith(OUT)) return { says: "out", writer, by: null };
  const by = writer === null ? undefined : LIT.exec(text)?.[1];
  return by === undefined ? { says: "other", writer, by: null } : { says: "lit", writer, by };
}

/** Whether `mine` comes too late to write over `held`: a later move was there, or this one put it back already. */
export function isOvertaken(mine: Writer, held: Writer | null): boolean {
  if (held === null || held.token < mine.token) return false;
  return held.token > mine.token || (held.isUndo && !mine.isUndo);
}

interface Sought {
  readonly healthCheckId: string | null;
  readonly searchString: string;
}

/**
 * What the pool's health check looks for: the settings say it of a check that a person made, and `made` of those
 * that the deployment did. Null where nobody here knows.
 */
export function searchStringOf(
  pool: string,
  { healthCheckId, searchString }: Sought,
  made: Readonly<Record<string, string>>,
): string | null {
  return healthCheckId === null ? (made[pool] ?? null) : searchString;
}
