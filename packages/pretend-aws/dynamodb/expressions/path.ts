// Document paths: `a.b[0].c` as ["a", "b", 0, "c"]; reading them, and keeping only them of an item.

import type { AttributeValue, Item } from "../values/attribute-value.ts";

export type Path = readonly (string | number)[];

/** As AWS prints a path in its errors: `[a, b, [0], c]`. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = child(value, step);
  }
  return value;
}

function child(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === "number") return "L" in value ? value.L[step] : undefined;
  return "M" in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
}

/** `overlap`: one path leads to the other or past it; `conflict`: one takes a map to be a list. */
export function clash(a: Path, b: Path): "overlap" | "conflict" | null {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    if (typeof a[i] !== typeof b[i]) return "conflict";
    if (a[i] !== b[i]) return null;
  }
  return "overlap";
}

/** The first two of the paths that may not stand together, with the reason in AWS's words. */
export function findClash(
  paths: readonly Path[],
): { kind: "overlap" | "conflict"; text: string } | null {
  for (const [index, second] of paths.entries()) {
    for (const first of paths.slice(0, index)) {
      const kind = clash(first, second);
      if (kind === null) continue;
      const text = `Two document paths ${kind} with each other; must remove or rewrite one of these paths; path one: ${pathText(first)}, path two: ${pathText(second)}`;
      return { kind, text };
    }
  }
  return null;
}

/** Only what the paths lead to; elements taken from a list close ranks. */
export function project(item: Item, paths: readonly Path[]): Item {
  const kept = keep({ M: item }, paths);
  return kept !== undefined && "M" in kept ? kept.M : {};
}

function keep(value: AttributeValue, paths: readonly Path[]): AttributeValue | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  const below = (step: string | number) =>
    paths.filter((path) => path[0] === step).map((path) => path.slice(1));
  if ("M" in value) return keepMembers(value.M, below);
  if (!("L" in value)) return undefined;
  const kept = value.L.flatMap((element, index) => {
    const found = below(index).length > 0 ? keep(element, below(index)) : undefined;
    return found === undefined ? [] : [found];
  });
  return kept.length > 0 ? { L: kept } : undefined;
}

function keepMembers(
  item: Item,
  below: (step: string) => readonly Path[],
): AttributeValue | undefined {
  const kept = Object.entries(item).flatMap(([name, value]) => {
    const found = below(name).length > 0 ? keep(value, below(name)) : undefined;
    return found === undefined ? [] : [[name, found] as const];
  });
  return kept.length > 0 ? { M: Object.fromEntries(kept) } : undefined;
}
