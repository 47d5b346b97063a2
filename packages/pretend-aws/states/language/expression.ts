// What may stand after a `.$` field: a path, or an intrinsic function over literals and paths.

import { INTRINSICS, NOT_EMULATED } from "./intrinsics.ts";
import { type Path, parsePath } from "./paths.ts";

export type Expression =
  | { readonly kind: "path"; readonly path: Path }
  /** A string keeps its escapes, since States.Format reads `\{` otherwise than the rest. */
  | { readonly kind: "string"; readonly raw: string }
  | { readonly kind: "literal"; readonly value: number | boolean | null }
  | {
      readonly kind: "call";
      readonly text: string;
      readonly name: string;
      readonly args: readonly Expression[];
    };

export type Parsed =
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "invalid" }
  | { readonly kind: "notEmulated"; readonly name: string };

export function parseExpression(text: string): Parsed {
  if (text.startsWith("$")) {
    const path = parsePath(text);
    if (path !== null) return { kind: "expression", expression: { kind: "path", path } };
    return /\[\s*\?/.test(text)
      ? { kind: "notEmulated", name: `the filter in ${text}` }
      : { kind: "invalid" };
  }
  try {
    const reader = new Reader(text);
    const expression = reader.argument();
    if (expression.kind !== "call" || !reader.atEnd) return { kind: "invalid" };
    return { kind: "expression", expression };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: "notEmulated", name: error.message };
    if (error instanceof SyntaxError) return { kind: "invalid" };
    throw error;
  }
}

class Unsupported extends Error {}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    this.#take(/\s*/y);
    return this.#at === this.#text.length;
  }

  argument(): Expression {
    this.#take(/\s*/y);
    const from = this.#at;
    const name = this.#take(/States\.(\w+)\s*\(/y)?.[1];
    if (name !== undefined) return this.#call(name, from);
    const raw = this.#take(/'((?:[^'\\]|\\.)*)'/y)?.[1];
    if (raw !== undefined) return { kind: "string", raw };
    const literal = this.#take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y)?.[0];
    if (literal !== undefined) return { kind: "literal", value: JSON.parse(literal) };
    return this.#path();
  }

  #call(name: string, from: number): Expression {
    const intrinsic = Object.hasOwn(INTRINSICS, name) ? INTRINSICS[name] : undefined;
    if (intrinsic === undefined) {
      throw NOT_EMULATED.includes(name) ? new Unsupported(`States.${name}`) : new SyntaxError(name);
    }
    const args: Expression[] = [];
    if (this.#take(/\s*\)/y) === null) {
      do args.push(this.argument());
      while (this.#take(/\s*,/y) !== null);
      if (this.#take(/\s*\)/y) === null) throw new SyntaxError("unclosed");
    }
    if (args.length < intrinsic.least || args.length > intrinsic.most)
      throw new SyntaxError("arity");
    return { kind: "call", name, args, text: this.#text.slice(from, this.#at) };
  }

  #path(): Expression {
    const text = this.#take(
      /\$(?:\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"\]])*\]|[^,)[\]\s])*/y,
    )?.[0];
    const path = text === undefined ? null : parsePath(text);
    if (path === null) throw new SyntaxError("path");
    return { kind: "path", path };
  }

  #take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#text);
    if (match !== null) this.#at = expression.lastIndex;
    return match;
  }
}
