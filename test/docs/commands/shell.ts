// A real shell for the scripts of documents, in which the programs that would reach AWS are ours: each of them
// hands its words to the test and prints what that answers. Quotes, variables, pipes and files are the shell's.

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { NODE } from "../../cli/program.ts";

/** One program that a script has started. */
export interface Started {
  /** "aws", "npx", "cognito-failover" */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

export interface Answered {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

export type Answer = (started: Started) => Promise<Answered>;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Shell {
  readonly cwd: string;
  run(script: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
  close(): Promise<void>;
}

const PROGRAMS = ["aws", "npx", "npm", "cognito-failover", "sst", "date", "dig", "curl", "vi"];

/** Hands its words over and becomes the answer. */
const STAND_IN = `
import { connect } from "node:net";
const [program, ...args] = process.argv.slice(2);
const socket = connect(process.env.COMMANDS_SOCKET);
let text = "";
socket.end(JSON.stringify({ program, args, cwd: process.cwd() }));
socket.setEncoding("utf8").on("data", (chunk) => { text += chunk; }).on("close", () => {
  const { stdout = "", stderr = "", code = 0 } = JSON.parse(text);
  process.stderr.write(stderr);
  process.stdout.write(stdout, () => process.exit(code));
});
`;

export async function openShell(answer: Answer): Promise<Shell> {
  const directory = mkdtempSync(join(tmpdir(), "commands-"));
  const [bin, cwd, path] = ["bin", "work", "socket"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [bin, cwd]) mkdirSync(folder);
  const standIn = join(directory, "stand-in.mjs");
  writeFileSync(standIn, STAND_IN);
  for (const program of PROGRAMS) {
    const file = join(bin, program);
    writeFileSync(file, `#!/bin/sh\nexec "${NODE}" "${standIn}" ${program} "$@"\n`);
    chmodSync(file, 0o755);
  }
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, answer));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const around = {
    PATH: `${bin}:${dirname(NODE)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: directory,
    COMMANDS_SOCKET: path,
  };
  return {
    cwd,
    run: (script, env = {}) =>
      // Like a person's terminal, but for the first command that fails.
      ended(spawn("bash", ["-e", "-c", script], { cwd, env: { ...around, ...env } })),
    async close() {
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function serve(socket: Socket, answer: Answer): void {
  let text = "";
  // Who asked may be gone: the script went on without the answer.
  socket.on("error", () => undefined);
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    text += chunk;
  });
  socket.on("end", () => {
    answer(JSON.parse(text)).then(
      (answered) => socket.end(JSON.stringify(answered)),
      (error: Error) => socket.end(JSON.stringify({ stderr: `${error.message}\n`, code: 254 })),
    );
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, ...text };
}
