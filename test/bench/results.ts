// The figures of the last bench run, each with the machine that they are from.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";

const file = new URL("results.json", import.meta.url);

/** Puts `figures` in place of the older ones under `name`, prints them, and leaves the others. */
export function keep(name: string, figures: object): void {
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const [cpu] = cpus();
  const machine = `${platform()} ${arch()}, ${cpus().length} × ${cpu?.model ?? "unknown"}, Node ${process.versions.node}`;
  const text = JSON.stringify({ ...kept, [name]: { machine, ...figures } }, null, 2);
  writeFileSync(file, `${text}\n`);
  process.stdout.write(`${JSON.stringify({ [name]: figures }, null, 2)}\n`);
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
