// Measures how well the product decides, beside the rules of its peers, and prints docs/detection.md:
// `npm run bench:detect`. With --quick it measures little, and prints to the terminal alone; with --years it measures
// the healthy years alone, and with --print nothing: then the rest is what the last run measured.

import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { assert } from "../core/values/errors.ts";
import { type Detection, detectionJson, readDetection } from "./measure/detection.ts";
import { type Amounts, costs, healthyYears, measure } from "./measure/measure.ts";
import type { SetFile, Watcher } from "./measure/watched.ts";
import { readCorpus } from "./outages/read-corpus.ts";
import { blocks, plots, printed } from "./page/detection-page.ts";

const FULL: Amounts = {
  ...{ runs: 100, sweepRuns: 300, years: 200, peerYears: 20 },
  ...{ blips: 3_000, frontierRuns: 30 },
};

const QUICK: Amounts = {
  ...{ runs: 3, sweepRuns: 5, years: 3, peerYears: 1 },
  ...{ blips: 40, frontierRuns: 1 },
};

const docs = (name: string) => new URL(`../docs/${name}`, import.meta.url);

function setOf(name: string): SetFile {
  const file = `bench/scenarios/${name}.json`;
  const text = readFileSync(new URL(`./scenarios/${name}.json`, import.meta.url), "utf8");
  const read = readCorpus(JSON.parse(text));
  assert(read.kind === "valid", `${file} is a file of scenarios`);
  return { file, corpus: read.corpus };
}

/** A line for each part as it begins, and on a terminal how far it is. */
class Teller implements Watcher {
  readonly #isTerminal = process.stderr.isTTY === true;
  #name = "";
  #steps = 0;
  #done = 0;

  part(name: string, steps: number): void {
    this.#name = name;
    this.#steps = steps;
    this.#done = 0;
    this.#write(`${process.uptime().toFixed(0).padStart(5)} s  ${name}`, "\n");
  }

  step(): void {
    this.#done++;
    if (!this.#isTerminal) return;
    this.#write(`         ${this.#name}: ${this.#done} of ${this.#steps}`, "");
  }

  #write(text: string, end: string): void {
    process.stderr.write(`${this.#isTerminal ? "\r\u001b[K" : ""}${text}${end}`);
  }
}

function measured(amounts: Amounts): Detection {
  const sets = ["public", "own", "uncommon"].map(setOf);
  const machine = {
    processor: cpus()[0]?.model ?? "unknown processor",
    node: process.versions.node,
  };
  // What is printed is what the file holds: rounded once.
  return readDetection(detectionJson({ machine, ...measure(sets, amounts, new Teller()) }));
}

function written(detection: Detection): void {
  writeFileSync(docs("detection.json"), detectionJson(detection));
  for (const [name, plot] of Object.entries(plots(detection))) writeFileSync(docs(name), plot);
  const page = docs("detection.md");
  writeFileSync(page, printed(readFileSync(page, "utf8"), detection));
}

/** What the last run measured, with what is made anew in its place. */
function again(anew: Partial<Detection>): Detection {
  const last = readDetection(readFileSync(docs("detection.json"), "utf8"));
  return readDetection(detectionJson({ ...last, costs: costs(), ...anew }));
}

function asked(words: ReadonlySet<string>): Detection {
  if (words.has("--print")) return again({});
  if (words.has("--years")) return again({ counted: healthyYears(FULL, new Teller()) });
  return measured(words.has("--quick") ? QUICK : FULL);
}

if (import.meta.main) {
  const words = new Set(process.argv.slice(2));
  const isQuick = words.has("--quick");
  const detection = asked(words);
  if (!isQuick) written(detection);
  const { summary, reach, ...rest } = blocks(detection);
  const shown = isQuick
    ? [summary, reach, ...Object.values(rest)]
    : [summary, reach, rest["frontier"]];
  process.stdout.write(`${shown.join("\n\n")}\n`);
}
