// What every expression is read with: its tokens, its placeholders, and the order in which AWS reports
// what is wrong. A syntax error comes first, wherever it stands; then each kind of mistake in turn.

import type { AwsError } from "../../aws-error.ts";
import { invalid } from "../refusals.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import { findClash, type Path } from "./path.ts";
import type { ExpressionKind, Placeholders } from "./placeholders.ts";
import { isReserved } from "./reserved-words.ts";

interface Token {
  readonly kind: "word" | "name" | "value" | "index" | "symbol" | "end";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Mistakes in the order AWS reports them. */
const RANKS = [
  "parentheses",
  "function",
  "reserved",
  "name",
  "value",
  "section",
  "operands",
  "overlap",
  "conflict",
  "type",
] as const;

export type Rank = (typeof RANKS)[number];

const TOKEN = /\s*(?:([A-Za-z_]\w*)|(#\w+)|(:\w+)|(\d+)|(<>|<=|>=|[^\s]))/y;
const KINDS = ["word", "name", "value", "index", "symbol"] as const;

/** Stands for a placeholder that is not defined, until `finish` refuses the expression. */
const UNDEFINED: AttributeValue = { NULL: true };

export class ExpressionReader {
  readonly kind: ExpressionKind;
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #placeholders: Placeholders;
  readonly #mistakes = new Map<Rank, string>();
  #at = 0;

  constructor(kind: ExpressionKind, source: string, placeholders: Placeholders) {
    this.kind = kind;
    this.#source = source;
    this.#tokens = tokenize(source);
    this.#placeholders = placeholders;
  }

  /** The text of the token `ahead` of the next one; "" after the last. */
  peek(ahead = 0): string {
    return this.#token(ahead).text;
  }

  isWord(ahead = 0): boolean {
    return this.#token(ahead).kind === "word";
  }

  isValue(): boolean {
    return this.#token(0).kind === "value";
  }

  /** Takes the next token if it is this symbol, or this keyword in any case. */
  accept(text: string): boolean {
    const found = this.#token(0).text.toUpperCase() === text;
    if (found) this.#at++;
    return found;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.syntaxError();
  }

  /** Takes the next token, which the caller has seen to be a word. */
  word(): string {
    return this.#take().text;
  }

  value(): AttributeValue {
    const { text } = this.#take();
    const value = this.#placeholders.value(text);
    if (value !== undefined) return value;
    this.mistake(
      "value",
      `An expression attribute value used in expression is not defined; attribute value: ${text}`,
    );
    return UNDEFINED;
  }

  path(): Path {
    const path: (string | number)[] = [this.#pathName()];
    for (;;) {
      if (this.accept(".")) path.push(this.#pathName());
      else if (this.accept("[")) path.push(this.#pathIndex());
      else return path;
    }
  }

  /** Noted, and thrown by `finish` unless something worse is found. */
  mistake(rank: Rank, message: string): void {
    if (!this.#mistakes.has(rank)) this.#mistakes.set(rank, message);
  }

  /** At the end of the source: refuses what is left over and what was noted. */
  finish(): void {
    if (this.#token(0).kind !== "end") throw this.syntaxError();
    for (const rank of RANKS) {
      const message = this.#mistakes.get(rank);
      if (message !== undefined) throw invalid(`Invalid ${this.kind}: ${message}`);
    }
  }

  syntaxError(): AwsError {
    const token = this.#token(0);
    const start = this.#at > 0 ? this.#token(-1).start : token.start;
    const near = this.#source.slice(start, this.#token(1).end);
    const text = token.kind === "end" ? "<EOF>" : token.text;
    return invalid(`Invalid ${this.kind}: Syntax error; token: "${text}", near: "${near}"`);
  }

  #pathName(): string {
    const { kind, text } = this.#token(0);
    if (kind !== "word" && kind !== "name") throw this.syntaxError();
    this.#at++;
    if (kind === "name") return this.#named(text);
    if (isReserved(text)) {
      this.mistake("reserved", `Attribute name is a reserved keyword; reserved keyword: ${text}`);
    }
    return text;
  }

  #named(placeholder: string): string {
    const name = this.#placeholders.name(placeholder);
    if (name !== undefined) return name;
    this.mistake(
      "name",
      `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
    );
    return placeholder;
  }

  #pathIndex(): number {
    if (this.#token(0).kind !== "index") throw this.syntaxError();
    const index = Number(this.#take().text);
    this.expect("]");
    return index;
  }

  #take(): Token {
    const token = this.#token(0);
    this.#at++;
    return token;
  }

  #token(ahead: number): Token {
    const end = this.#source.length;
    return this.#tokens[this.#at + ahead] ?? { kind: "end", text: "", start: end, end };
  }
}

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(source); found !== null; found = TOKEN.exec(source)) {
    const group = found.slice(1).findIndex((text) => text !== undefined);
    const text = found[group + 1] ?? "";
    const end = found.index + found[0].length;
    tokens.push({ kind: KINDS[group] ?? "symbol", text, start: end - text.length, end });
  }
  return tokens;
}

/** `a, b[0].c`: the paths to answer with; all when there is no such expression. */
export function readProjection(
  source: string | null | undefined,
  placeholders: Placeholders,
): readonly Path[] | null {
  if (source === undefined || source === null) return null;
  const reader = new ExpressionReader("ProjectionExpression", source, placeholders);
  const paths = [reader.path()];
  while (reader.accept(",")) paths.push(reader.path());
  noteClash(reader, paths);
  reader.finish();
  return paths;
}

export function noteClash(reader: ExpressionReader, paths: readonly Path[]): void {
  const clash = findClash(paths);
  if (clash !== null) reader.mistake(clash.kind, clash.text);
}
