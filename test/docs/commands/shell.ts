// A real shell for the scripts of documents, in which the programs that would reach AWS are ours: each of them
// hands its words to the test and prints what that answers. Quotes, variables, pipes and files are the shell's.

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
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

/** Hands its words over and becomes the answer. Scripts start hundreds of them, and a Node takes ten times as long. */
const STAND_IN = `
exec 3<>"/dev/tcp/127.0.0.1/$COMMANDS_PORT"
printf '%s\\0' "$#" "$PWD" "$@" >&3
read -r code said <&3
cat "$said.out"
cat "$said.err" >&2
exit "$code"
`;

export async function openShell(answer: Answer): Promise<Shell> {
  const directory = mkdtempSync(join(tmpdir(), "commands-"));
  const [bin, cwd, said] = ["bin", "work", "said"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [bin, cwd, said]) mkdirSync(folder);
  const standIn = join(directory, "stand-in.sh");
  writeFileSync(standIn, STAND_IN);
  for (const program of PROGRAMS) {
    const file = join(bin, program);
    writeFileSync(file, `#!/bin/sh\nexec bash "${standIn}" ${program} "$@"\n`);
    chmodSync(file, 0o755);
  }
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    serve(socket, { answer, file: join(said, `${count}`) });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const around = {
    PATH: `${bin}:${dirname(NODE)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: directory,
    COMMANDS_PORT: String((server.address() as AddressInfo).port),
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

interface Answering {
  readonly answer: Answer;
  /** What is said goes into files that begin so. */
  readonly file: string;
}

function serve(socket: Socket, { answer, file }: Answering): void {
  let text = "";
  // Who asked may be gone: the script went on without the answer.
  socket.on("error", () => undefined);
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    text += chunk;
    const started = startedBy(text);
    if (started === null) return;
    void answered(started, answer).then(({ stdout = "", stderr = "", code = 0 }) => {
      writeFileSync(`${file}.out`, stdout);
      writeFileSync(`${file}.err`, stderr);
      socket.end(`${code} ${file}\n`);
    });
  });
}

function answered(started: Started, answer: Answer): Promise<Answered> {
  return answer(started).catch(({ message }: Error) => ({ stderr: `${message}\n`, code: 254 }));
}

/** From how many words there are, the folder and the words, a zero after each; null until all is there. */
function startedBy(text: string): Started | null {
  const [count, cwd = "", program = "", ...args] = text.split("\0");
  return args.length < Number(count) ? null : { program, args: args.slice(0, -1), cwd };
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
