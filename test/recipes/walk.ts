// Puts a recipe's example into a copy of the project and asks those who must be content with it.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Edit, Recipe } from "./recipes.ts";

/** The copy of the project, and who takes the example out of it again. */
export interface Kitchen {
  readonly folder: string;
  readonly originals: Map<string, string | null>;
}

/** Null where all are content; else who is not, with the first lines of why. */
export function walked(
  kitchen: Kitchen,
  recipe: Recipe,
  without: Edit | null = null,
): string | null {
  try {
    for (const edit of recipe.edits) if (edit !== without) apply(kitchen, edit);
    for (const { program, pages } of recipe.prints ?? []) {
      for (const page of pages) keep(kitchen, page);
      const printed = run(kitchen, [program]);
      if (printed !== null) return `${program}: ${printed}`;
    }
    return complaint(kitchen, recipe);
  } finally {
    restore(kitchen);
  }
}

/** The example with every page as it was: whoever prints none of them must hear of it. */
export function unprinted(kitchen: Kitchen, recipe: Recipe): string | null {
  return walked(kitchen, { ...recipe, prints: [] });
}

function complaint(kitchen: Kitchen, { edits, tests }: Recipe): string | null {
  const files = [...new Set(edits.map(({ file }) => file))].filter((file) => file.endsWith(".ts"));
  const biome = "node_modules/@biomejs/biome/bin/biome";
  const types = [
    "node_modules/typescript/bin/tsc",
    "-p",
    ".",
    "--tsBuildInfoFile",
    "types.tsbuildinfo",
  ];
  const vitest = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "unit",
    "--reporter",
    "dot",
  ];
  const asked: readonly (readonly [string, readonly string[]])[] = [
    ["layout", [biome, "check", "--write", ...files.filter((file) => isThere(kitchen, file))]],
    ["types", types],
    ["tests", [...vitest, "test/tidy.test.ts", ...tests]],
  ];
  for (const [name, words] of asked) {
    const said = run(kitchen, words);
    if (said !== null) return `${name}: ${said}`;
  }
  return null;
}

function run({ folder }: Kitchen, words: readonly string[]): string | null {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  if (status === 0) return null;
  const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => /error|FAIL|✗|×/i.test(line));
  return lines.slice(0, 4).join("\n");
}

function apply({ folder, originals }: Kitchen, { file, before, add }: Edit): void {
  const path = join(folder, file);
  const whole = read(path);
  keep({ folder, originals }, file);
  mkdirSync(dirname(path), { recursive: true });
  if (before === null) {
    writeFileSync(path, add);
    return;
  }
  writeFileSync(path, placed(whole ?? "", before, add));
}

/** Throws where the place is not there, or is there twice. */
export function placed(whole: string, before: string, add: string): string {
  const parts = whole.split(before);
  if (parts.length !== 2) {
    throw new RangeError(`${JSON.stringify(before)} is there ${parts.length - 1} times`);
  }
  return `${parts[0]}${add}${before}${parts[1]}`;
}

function keep({ folder, originals }: Kitchen, file: string): void {
  if (!originals.has(file)) originals.set(file, read(join(folder, file)));
}

function restore({ folder, originals }: Kitchen): void {
  for (const [file, whole] of originals) {
    if (whole === null) rmSync(join(folder, file), { force: true });
    else writeFileSync(join(folder, file), whole);
  }
  originals.clear();
}

function isThere({ folder }: Kitchen, file: string): boolean {
  return read(join(folder, file)) !== null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
