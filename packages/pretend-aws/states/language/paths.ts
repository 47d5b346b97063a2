// The part of JSONPath that definitions use: members, indexes, wildcards, slices, unions and descent.
// Filters are left out. `$` is the state's input, `$$` the context object.

export type Segment =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "all" }
  | { readonly kind: "slice"; readonly from: number | null; readonly to: number | null }
  | { readonly kind: "union"; readonly keys: readonly (string | number)[] }
  | { readonly kind: "descent" };

export interface Path {
  readonly text: string;
  readonly root: "input" | "context";
  readonly segments: readonly Segment[];
}

export type Found = { readonly found: true; readonly value: unknown } | { readonly found: false };

const NAME = String.raw`[^.[\]()*?,:'"\s@$]+`;
const QUOTED = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const TOKENS: readonly [RegExp, (groups: readonly string[]) => readonly Segment[]][] = [
  [/\.\.(?=\[)/y, () => [{ kind: "descent" }]],
  [/\.\.\*/y, () => [{ kind: "descent" }, { kind: "all" }]],
  [
    new RegExp(String.raw`\.\.(${NAME})`, "y"),
    ([name = ""]) => [{ kind: "descent" }, { kind: "name", name }],
  ],
  [/\.\*|\[\s*\*\s*\]/y, () => [{ kind: "all" }]],
  [new RegExp(String.raw`\.(${NAME})`, "y"), ([name = ""]) => [{ kind: "name", name }]],
  [/\[\s*(-?\d+)\s*\]/y, ([index]) => [{ kind: "index", index: Number(index) }]],
  [
    new RegExp(String.raw`\[\s*(${QUOTED})\s*\]`, "y"),
    ([text = ""]) => [{ kind: "name", name: unquoted(text) }],
  ],
  [
    /\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]/y,
    ([from, to]) => [{ kind: "slice", from: bound(from), to: bound(to) }],
  ],
  [
    new RegExp(String.raw`\[\s*((?:-?\d+|${QUOTED})(?:\s*,\s*(?:-?\d+|${QUOTED}))+)\s*\]`, "y"),
    ([list = ""]) => [{ kind: "union", keys: keysOf(list) }],
  ],
];

/** Null when the text is no path, or one with a filter. */
export function parsePath(text: string): Path | null {
  if (!text.startsWith("$")) return null;
  const root = text.startsWith("$$") ? "context" : "input";
  const segments: Segment[] = [];
  let at = root === "context" ? 2 : 1;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token === null) return null;
    segments.push(...token.segments);
    at = token.end;
  }
  return { text, root, segments };
}

/** Names exactly one place: only such a path can be written to. */
export function isReference({ segments }: Path): boolean {
  return segments.every(({ kind }) => kind === "name" || kind === "index");
}

/** An array when the path can name several places, even if it finds one or none. */
export function read({ segments }: Path, data: unknown): Found {
  let nodes: readonly unknown[] = [data];
  let definite = true;
  for (const segment of segments) {
    definite &&= segment.kind === "name" || segment.kind === "index";
    nodes = nodes.flatMap((node) => select(node, segment));
    if (definite && nodes.length === 0) return { found: false };
  }
  return { found: true, value: definite ? nodes[0] : nodes };
}

/** The document with `value` at a reference path; missing objects are made. Null when it does not fit. */
export function write(
  { segments }: Path,
  document: unknown,
  value: unknown,
): { document: unknown } | null {
  const [first, ...rest] = segments;
  if (first === undefined) return { document: value };
  const inner = { text: "", root: "input" as const, segments: rest };
  if (first.kind === "name" && isObject(document)) {
    const own = Object.hasOwn(document, first.name) ? document[first.name] : {};
    const written = write(inner, own, value);
    return written && { document: { ...document, [first.name]: written.document } };
  }
  if (first.kind === "index" && Array.isArray(document) && first.index in document) {
    const written = write(inner, document[first.index], value);
    return written && { document: document.with(first.index, written.document) };
  }
  return null;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tokenAt(text: string, at: number): { segments: readonly Segment[]; end: number } | null {
  for (const [expression, make] of TOKENS) {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (match !== null) return { segments: make(match.slice(1)), end: expression.lastIndex };
  }
  return null;
}

function select(node: unknown, segment: Segment): readonly unknown[] {
  switch (segment.kind) {
    case "name":
      return isObject(node) && Object.hasOwn(node, segment.name) ? [node[segment.name]] : [];
    case "index":
      return Array.isArray(node)
        ? node.slice(segment.index).slice(0, inRange(node, segment.index))
        : [];
    case "all":
      return children(node);
    case "slice":
      return Array.isArray(node) ? node.slice(segment.from ?? 0, segment.to ?? undefined) : [];
    case "union":
      return segment.keys.flatMap((key) =>
        select(
          node,
          typeof key === "string" ? { kind: "name", name: key } : { kind: "index", index: key },
        ),
      );
    case "descent":
      return [node, ...children(node).flatMap((child) => select(child, segment))];
  }
}

/** 1 when the array has that index, counted from the end when negative; else 0. */
function inRange(array: readonly unknown[], index: number): number {
  return index >= -array.length && index < array.length ? 1 : 0;
}

function children(node: unknown): readonly unknown[] {
  if (Array.isArray(node)) return node;
  return isObject(node) ? Object.values(node) : [];
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, "$1");
}

function keysOf(list: string): readonly (string | number)[] {
  const keys = list.match(new RegExp(`-?\\d+|${QUOTED}`, "g")) ?? [];
  return keys.map((key) => (/^-?\d/.test(key) ? Number(key) : unquoted(key)));
}

function bound(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Number(text);
}
