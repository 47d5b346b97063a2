// How large each Lambda is and how long its code takes to load: `node test/bench/bundle.ts`.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { handlerBundle, lambdaWords } from "./handler-bundle.ts";
import { keep, median } from "./results.ts";

const RUNS = 5;

const directory = mkdtempSync(join(tmpdir(), "bundle-"));
try {
  const lambdas: Record<string, object> = {};
  for (const word of lambdaWords()) {
    const { entry, bytes, bytesAtStart, parts } = await handlerBundle(word, join(directory, word));
    const importMs = median(
      Array.from({ length: RUNS }, () => importTime(join(directory, word, entry))),
    );
    const largest = Object.fromEntries(Object.entries(parts).slice(0, 5));
    lambdas[word] = { bytes, bytesAtStart, importMs, largest };
  }
  keep("bundles", { lambdas });
} finally {
  rmSync(directory, { recursive: true });
}

/** Milliseconds that a fresh process takes to load the file. */
function importTime(path: string): number {
  const url = JSON.stringify(pathToFileURL(path).href);
  const code = `const began = performance.now();
    const { handler } = await import(${url});
    if (typeof handler !== "function") throw new TypeError("no handler");
    console.log(performance.now() - began);`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", code]);
  return Math.round(Number(printed));
}
