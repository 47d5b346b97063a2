// Shares the seeds of a run among processes: each takes a part of them, tells what it finds as the whole would,
// and reports each seed to the process that began it.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Arguments } from "./arguments.ts";
import type { ProgressLine } from "./progress.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

interface Report {
  readonly seed: number;
  readonly isBroken: boolean;
  /** Of the processor, so far. */
  readonly seconds: number;
}

/** Whether another process began this one for a part of its seeds. */
export function isShare(): boolean {
  return process.send !== undefined;
}

export function report(tried: Omit<Report, "seconds">): void {
  const { user, system } = process.cpuUsage();
  process.send?.({ ...tried, seconds: (user + system) / 1e6 } satisfies Report);
}

/** Answers the seeds that broke an invariant. */
export async function shared(
  values: Arguments,
  progress: ProgressLine,
): Promise<readonly number[]> {
  const { seed, seeds, jobs } = values;
  const size = Math.ceil(seeds / jobs);
  const failed: number[] = [];
  const told = ({ seed: tried, isBroken }: Report) => {
    if (isBroken) failed.push(tried);
    progress.done(failed.length);
  };
  const parts = Array.from({ length: Math.ceil(seeds / size) }, (_, n) => {
    const part = { seed: seed + n * size, seeds: Math.min(size, seeds - n * size) };
    return ran({ ...values, ...part }, told);
  });
  for (const seconds of await Promise.all(parts)) progress.add(seconds);
  return failed.toSorted((one, other) => one - other);
}

/** Answers the seconds of the processor that it took. */
function ran(values: Arguments, told: (report: Report) => void): Promise<number> {
  const words = [
    ...["--seed", String(values.seed), "--seeds", String(values.seeds), "--driver", values.driver],
    ...(["attacks", "story", "keep", "json"] as const).flatMap((flag) =>
      values[flag] ? [`--${flag}`] : [],
    ),
  ];
  const child = fork(MAIN, words);
  let seconds = 0;
  child.on("message", (message) => {
    const one = message as Report;
    seconds = one.seconds;
    told(one);
  });
  const allTold = new Promise((resolve) => child.on("disconnect", resolve));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0 || code === 1) void allTold.then(() => resolve(seconds));
      else reject(new Error(`the seeds from ${values.seed} on could not be tried: ${code}`));
    });
  });
}
