// Takes each safeguard away in a copy of the project, runs the tests that must see it, and prints
// docs/safeguards.md: `npm run safeguards`. A word after it runs those alone whose name has it, and prints to the
// terminal. It takes a quarter of an hour.

import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratchCopy } from "../scratch-copy.ts";
import { line, type Sighted, safeguardsPage, withoutIt } from "./page.ts";
import { type Safeguard, safeguards } from "./safeguards.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
interface Report {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The first test that fails; null when none does. A file that cannot be loaded has seen nothing. */
function failing(scratch: string, files: readonly string[]): string | null {
  const report = join(scratch, "report.json");
  const words = ["run", "--project", "!infra", "--bail", "1", "--reporter", "json"];
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const all = [vitest, ...words, "--outputFile", report, ...files];
  spawnSync(process.execPath, all, { cwd: scratch });
  const { numTotalTests, testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  rmSync(report);
  const told = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = told.find(({ status }) => status === "failed");
  if (failed !== undefined) return failed.fullName;
  const [unloaded] = testResults.filter(({ message }) => message !== "");
  if (numTotalTests > 0 && unloaded === undefined) return null;
  throw new Error(`these tests could not be run: ${files.join(", ")}\n${unloaded?.message}`);
}

function sighted(scratch: string, safeguard: Safeguard): Sighted {
  const path = join(scratch, safeguard.file);
  const whole = readFileSync(path, "utf8");
  writeFileSync(path, withoutIt(whole, safeguard));
  try {
    return { safeguard, by: failing(scratch, safeguard.tests) };
  } finally {
    writeFileSync(path, whole);
  }
}

const [wanted = ""] = process.argv.slice(2);
const chosen = safeguards.filter(({ name }) => name.includes(wanted));
const scratch = scratchCopy();
try {
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const red = files.map((file) => failing(scratch, [file])).filter((name) => name !== null);
  if (red.length > 0)
    throw new Error(`these fail with every safeguard in place: ${red.join("; ")}`);
  const all: Sighted[] = [];
  for (const safeguard of chosen) {
    const seen = sighted(scratch, safeguard);
    all.push(seen);
    process.stdout.write(`${line(seen)}\n`);
  }
  const unseen = all.filter(({ by }) => by === null).map(({ safeguard: { name } }) => name);
  if (unseen.length > 0) {
    process.stderr.write(`no test sees these gone:\n${unseen.join("\n")}\n`);
    process.exitCode = 1;
  } else if (wanted === "") {
    writeFileSync(join(root, "docs", "safeguards.md"), safeguardsPage(all));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
