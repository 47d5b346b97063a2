// `local --serve` in a process of its own, and commands against it.

import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Ended, ended, run, start } from "./program.ts";

export interface ServedWorld {
  /** The file with the line that it printed. */
  readonly file: string;
  readonly line: string;
  readonly program: ChildProcessWithoutNullStreams;
  /** A command against it. */
  command(...args: readonly string[]): Promise<Ended>;
  /** The only report of `status --json`. */
  status(): Promise<Report>;
  /** Asks again and again, until the report fits. */
  until(what: string, fits: (report: Report) => boolean): Promise<Report>;
  /** Ends it as `kill` does. */
  end(): Promise<Ended>;
}

export interface Report {
  readonly phase: string;
  readonly serving: string | null;
  readonly primary: { readonly verdict: { readonly kind: string } };
  readonly secondary: { readonly verdict: { readonly kind: string } };
  readonly situation: string;
  readonly levers: readonly string[];
  readonly events: readonly { readonly at: number; readonly sentence: string }[];
}

const PATIENCE_MS = 30_000;

export async function serve(...args: readonly string[]): Promise<ServedWorld> {
  const directory = mkdtempSync(join(tmpdir(), "served-"));
  const file = join(directory, "world.json");
  const settings = args.includes("--settings") ? args.slice(args.indexOf("--settings")) : [];
  const program = start(["local", "--serve", ...args]);
  const finished = ended(program);
  const line = await firstLine(program);
  writeFileSync(file, `${line}\n`);
  const command = (...words: readonly string[]) =>
    run([...words, ...(words[0] === "fault" ? [] : settings), "--endpoints", file]);
  const status = async (): Promise<Report> => {
    const { stdout, stderr } = await command("status", "--json");
    const [report] = JSON.parse(stdout || "[]");
    if (report === undefined) throw new Error(`status printed nothing: ${stderr}`);
    return report;
  };
  return {
    file,
    line,
    program,
    command,
    status,
    async until(what, fits) {
      const deadline = performance.now() + PATIENCE_MS;
      for (;;) {
        const report = await status();
        if (fits(report)) return report;
        if (performance.now() > deadline) {
          throw new Error(`${what} did not come: ${JSON.stringify(report)}`);
        }
      }
    },
    async end() {
      program.kill("SIGTERM");
      rmSync(directory, { recursive: true, force: true });
      return finished;
    },
  };
}

/** Every vantage has signed in at both Regions. */
export function isWell({ primary, secondary }: Report): boolean {
  return primary.verdict.kind === "healthy" && secondary.verdict.kind === "healthy";
}

async function firstLine(program: ChildProcessWithoutNullStreams): Promise<string> {
  for await (const line of createInterface({ input: program.stdout })) return line;
  throw new Error("the world ended before it began");
}
