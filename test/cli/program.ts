// The program as a person starts it: its own process, its own streams.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The Node that comes with `npm ci`, whatever runs the tests. */
export const NODE = `${root}node_modules/node/bin/node`;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The Node that starts `cli/bin.js`. */
  readonly node?: string;
  /** Another program than ours. */
  readonly program?: string;
}

export function start(
  args: readonly string[],
  { env = {}, node = NODE, program }: Surroundings = {},
): ChildProcessWithoutNullStreams {
  const options = { cwd: root, env: { ...plainEnvironment, ...env } };
  if (program !== undefined) return spawn(program, args, options);
  return spawn(node, ["cli/bin.js", ...args], options);
}

/** Neither NO_COLOR nor FORCE_COLOR of whoever runs the tests, and no way to anybody's account. */
const plainEnvironment = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  TERM: "xterm-256color",
  AWS_EC2_METADATA_DISABLED: "true",
  // The tests start the program many times; reading it is the longest part of a start.
  NODE_COMPILE_CACHE: join(tmpdir(), "cognito-failover-compile-cache"),
};

export async function run(
  args: readonly string[],
  { input = "", ...surroundings }: Surroundings = {},
): Promise<Ended> {
  return ended(start(args, surroundings), input);
}

export async function ended(
  program: ChildProcessWithoutNullStreams,
  input?: string,
): Promise<Ended> {
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    program[name].setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
    });
  }
  if (input !== undefined) program.stdin.end(input);
  const [code] = (await once(program, "close")) as [number | null];
  return { code, ...text };
}

/** One object a line. */
export function jsonLines(text: string): readonly Record<string, unknown>[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
