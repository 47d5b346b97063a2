// What is wrong with the settings, for the person who wrote them. In go zod's issues and what was
// read; out come problems with a path, a sentence and what to do. None of zod's own words remain.

import type * as z from "zod/mini";
import { sentence } from "../values/errors.ts";
import { nearName } from "../values/nearest-name.ts";
import type { Millis } from "../values/types.ts";
import type { PoolDraft } from "./settings-schema.ts";

export interface Mistake extends Breach {
  /** The field to change, as a path inside the pool: "paths.sdk.record". */
  readonly field: string;
  readonly must: string;
  readonly next: string;
}

export interface Subject {
  readonly pool: PoolDraft;
  /** Null when the cadence itself is wrong. */
  readonly probeEvery: Millis | null;
  /** What a field is called in a sentence: "pools[0].primary". */
  called(field: string): string;
  /** Whether the field, and all that it lies in, is right in itself. */
  sound(field: string): boolean;
  /** Whether all that is inside is right as well. */
  intact(field: string): boolean;
}

export interface PoolRule {
  /** The fields that it reads; it is not asked while one of them is wrong in itself. */
  readonly needs: readonly string[];
  /** The lists and sections of which it reads all; it is not asked while anything inside is wrong. */
  readonly needsAllOf?: readonly string[];
  breach(subject: Subject): Mistake | readonly Mistake[] | null;
}

export interface Problem {
  /** Where: "pools[0].secondary"; empty for the settings as a whole. */
  readonly path: string;
  /** A full sentence with what must hold and the present value. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
}

/** What an issue of a rule between fields carries, since its value is not the one at its path. */
export interface Breach {
  readonly value: unknown;
  /** Follows the value: " for both". */
  readonly note?: string;
}

type Path = readonly PropertyKey[];

export function problems(issues: readonly z.core.$ZodIssue[], input: unknown): readonly Problem[] {
  const found = issues.flatMap((issue) => problemsOf(issue, { base: [], input }));
  return found.filter(
    (problem, index) => found.findIndex(({ message }) => message === problem.message) === index,
  );
}

/** pools[0].secondary, endpoints.regions["a b"]. */
export function pathText(path: Path): string {
  const parts = path.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    return /^[\w-]+$/.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(String(key))}]`;
  });
  return parts.join("").replace(/^\./, "");
}

interface Read {
  /** The path that the issue's own path begins after. */
  readonly base: Path;
  readonly input: unknown;
}

function problemsOf(issue: z.core.$ZodIssue, { base, input }: Read): Problem[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(" ")));
    case "invalid_key":
      return [
        problem({ path, text: issue.issues[0]?.message ?? issue.message, value: path.at(-1) }),
      ];
    case "invalid_union": {
      const meant = issue.errors.find((branch) => branch.every(isInside));
      if (meant !== undefined) return meant.flatMap((i) => problemsOf(i, { base: path, input }));
      return [problem({ path, text: issue.message, value: valueAt(path, input) })];
    }
    case "custom":
      return [problem({ path, text: issue.message, value: valueAt(path, input), ...issue.params })];
    default:
      return [problem({ path, text: issue.message, value: valueAt(path, input) })];
  }
}

/** Whether the union's arm took the value for one of its own and found fault further in. */
function isInside(issue: z.core.$ZodIssue): boolean {
  return issue.path.length > 0 || issue.code === "unrecognized_keys";
}

function problem({ path, text, value, note }: Breach & { path: Path; text: string }): Problem {
  const [must = "", next = ""] = text.split("\n");
  const message = refusal(`${pathText(path) || "the settings"} ${must}`, fitToShow(value, path));
  return { path: pathText(path), message: `${message}${note ?? ""}`, next };
}

/** Shows the key and not its value: a password that was written here by mistake stays out of logs. */
function unknownKey(path: Path, known: readonly string[]): Problem {
  const key = String(path.at(-1));
  const near = nearName(key, known);
  return {
    path: pathText(path),
    message: refusal(
      `${pathText(path.slice(0, -1)) || "the settings"} must hold no unknown key`,
      key,
    ),
    next: near
      ? `Did you mean ${near}? If not, remove ${key}`
      : `Remove ${key}; docs/settings.md lists every setting`,
  };
}

function refusal(must: string, value: unknown): string {
  return sentence({ cannot: "use these settings", must, value: masked(showable(value)) });
}

const NOT_SHOWN = "(not shown)";

/** Whoever writes a password where only the name of its secret belongs does not find it in a log. */
function fitToShow(value: unknown, path: Path): unknown {
  if (!path.includes("probeUser") || isAbsent(value)) return value;
  const key = path.at(-1);
  const isName = typeof value === "string" && !/[{}":]/.test(value);
  const isNumber = typeof value === "number" && key === "count";
  return key !== "probeUser" && (isName || isNumber) ? value : NOT_SHOWN;
}

/** Without what is called a password, whatever its shape; what JSON can tell goes in no circle. */
function masked(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(masked);
  const shown = (key: string, inner: unknown) =>
    /password|secret|token|probeUser/i.test(key) && !isAbsent(inner) ? NOT_SHOWN : masked(inner);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(key, inner)]));
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined;
}

/** JSON has no word for some of what a settings file may hold. */
function showable(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return typeof value === "bigint" ? String(value) : Object.prototype.toString.call(value);
  }
}

function valueAt(path: Path, input: unknown): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    input,
  );
}
