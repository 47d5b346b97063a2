// What the simulation said of a mistake.

import type { Mistake } from "./mistakes.ts";

export type Found =
  | {
      readonly kind: "found";
      readonly seed: number;
      readonly invariant: string;
      readonly seconds: number;
    }
  | { readonly kind: "notFound"; readonly seeds: number }
  /** It did not run at all: such a mistake nobody could make unseen. */
  | { readonly kind: "broke"; readonly because: string };

export function foundIn(stdout: string, stderr: string): Found {
  const lines = stdout
    .split("\n")
    .filter((text) => text.startsWith("{"))
    .map((text) => JSON.parse(text));
  const summary = lines.find((one) => "seconds" in one);
  const [broken] = lines.filter((one) => "breaches" in one);
  if (summary === undefined) {
    const because = stderr.split("\n").find((text) => /Error/.test(text)) ?? "nothing was printed";
    return { kind: "broke", because };
  }
  if (broken === undefined) return { kind: "notFound", seeds: summary.seeds };
  const [{ invariant }] = broken.breaches;
  return { kind: "found", seed: broken.seed, invariant, seconds: summary.seconds };
}

export function line({ name, file }: Pick<Mistake, "name" | "file">, found: Found): string {
  switch (found.kind) {
    case "found":
      return `| ${name} | \`${file}\` | ${found.seed} | \`${found.invariant}\` | ${found.seconds} s |`;
    case "notFound":
      return `| ${name} | \`${file}\` | not found in ${found.seeds} seeds | | |`;
    case "broke":
      return `| ${name} | \`${file}\` | could not be run: ${found.because} | | |`;
  }
}
