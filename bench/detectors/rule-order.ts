// In which order and which rules are shown.

import { ours } from "../bench-settings.ts";

export type Sort = "ours" | "reference" | "peer";

export const OURS: readonly string[] = Object.values(ours);

export function sortOf(name: string): Sort {
  if (OURS.includes(name)) return "ours";
  return name.startsWith("Reference") ? "reference" : "peer";
}

/** Ours first, then the references, then the peers in their own order. */
export function ordered<T extends { readonly name: string }>(rows: readonly T[]): readonly T[] {
  const sorts: readonly Sort[] = ["ours", "reference", "peer"];
  return rows.toSorted((a, b) => sorts.indexOf(sortOf(a.name)) - sorts.indexOf(sortOf(b.name)));
}

/** The columns of the widest tables, and the lines of the plot. */
export const DRAWN: readonly string[] = [
  ...OURS,
  "Reference k=3, hold 180 s",
  "Route 53 10 s x3",
  "Route 53 10 s x3, deep page",
  "CloudWatch 3 of 3 min, missing",
  "ARC Region switch (red+green)",
  "Gatus 60 s x3",
  "Sentinel 30 s, 2 of 3",
  "Burn rate 14.4x/6x",
  "Textbook CUSUM, 10 y",
];
