// How the program feels, and how fast core decides: `node test/bench/start.ts`.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { decide } from "../../core/decide/decide.ts";
import { unknown } from "../../core/detect/statistic.ts";
import { parseConfig } from "../../core/settings/parse.ts";
import { newState } from "../../core/state/state.ts";
import { instant } from "../../core/values/types.ts";
import settings from "../../sim/story.config.ts";
import { keep, median } from "./results.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const RUNS = 5;

const firstLines: number[] = [];
for (let run = 0; run < RUNS; run++) firstLines.push(await firstLine());
const began = performance.now();
await story();
keep("program", {
  firstLineMs: Math.round(median(firstLines)),
  regionalOutageSeconds: Math.round(performance.now() - began) / 1_000,
  decisionsPerSecond: decisionsPerSecond(),
});

/** Milliseconds from the start of `npm start`'s command to its first line. */
function firstLine(): Promise<number> {
  const started = performance.now();
  return new Promise((resolve) => {
    const program = spawn(process.execPath, ["cli/bin.js", "local"], { cwd: root });
    program.stdout.once("data", () => {
      resolve(performance.now() - started);
      program.kill();
    });
  });
}

function story(): Promise<void> {
  const program = spawn(process.execPath, ["cli/bin.js", "local"], { cwd: root, stdio: "ignore" });
  return new Promise((resolve) => program.once("exit", () => resolve()));
}

function decisionsPerSecond(): number {
  const parsed = parseConfig(settings);
  const [policy] = parsed.kind === "valid" ? parsed.config.pools : [];
  if (policy === undefined || parsed.kind !== "valid") return 0;
  const start = instant(Date.UTC(2026, 10, 22));
  const statistics = policy.vantages.flatMap((vantage) =>
    [policy.primary, policy.secondary].map((target) => unknown(vantage, target, start)),
  );
  const observation = {
    sightings: [],
    statistics,
    replica: { kind: "known", status: "ACTIVE" } as const,
    lease: null,
  };
  const tick = { observation, policy, probeEvery: parsed.config.cadence.probe, order: null };
  const runs = 200_000;
  const before = performance.now();
  let state = newState(policy.name, start);
  for (let run = 0; run < runs; run++) {
    state = decide(state, { ...tick, now: instant(start + run) }).state;
  }
  return Math.round(runs / ((performance.now() - before) / 1_000));
}
