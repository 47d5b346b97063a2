// Makes one mistake after the other in a copy of the project, and runs the simulation until it finds it:
// `npm run sim:planted`. A word after it makes those mistakes alone whose name has it. It prints of each the seed, the
// invariant and how long it took, and ends with 1 when one was not found.

import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withoutIt } from "../safeguards/page.ts";
import { scratchCopy } from "../scratch-copy.ts";
import { foundIn, line } from "./found.ts";
import { type Mistake, mistakes } from "./mistakes.ts";

/** Within so many seeds each is to be found. */
const SEEDS = 2_000;

const [wanted = "", seeds = String(SEEDS)] = process.argv.slice(2);
const scratch = scratchCopy();

function told(mistake: Mistake): boolean {
  const path = join(scratch, mistake.file);
  const whole = readFileSync(path, "utf8");
  writeFileSync(path, withoutIt(whole, mistake));
  try {
    const words = ["sim/experiment/main.ts", "--seeds", seeds, "--first", "--keep", "--json"];
    const { stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: scratch,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const found = foundIn(stdout, stderr);
    process.stdout.write(`${line(mistake, found)}\n`);
    return found.kind === "found";
  } finally {
    writeFileSync(path, whole);
  }
}

try {
  const all = mistakes.filter(({ name }) => name.includes(wanted)).map(told);
  if (all.includes(false)) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
