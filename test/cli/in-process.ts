// A command in the process of the tests: what it prints, reads and ends with is its own, also beside another.
// Most of what a process of its own takes is reading the program again; program.ts starts one where the process
// itself is the matter.

import { AsyncLocalStorage } from "node:async_hooks";
import { Readable } from "node:stream";
import { type Runtime, systemRuntime } from "../../aws/sdk/clients.ts";
import { run as commandLine } from "../../cli/command-line.ts";
import { type Connect, connectFromHere, connectingBy } from "../../cli/connection/connection.ts";
import { HANGS_AFTER_MS } from "../hangs-after.ts";
import type { Ended } from "./program.ts";

interface Running {
  readonly stdin: Readable;
  stdout: string;
  stderr: string;
  code: number;
  hasEnded: boolean;
  readonly end: (code: number) => void;
}

/** Unwinds what stood below `process.exit`. */
class Exit extends Error {}

const running = new AsyncLocalStorage<Running>();

export async function run(args: readonly string[], input = ""): Promise<Ended> {
  intercept();
  const { promise, resolve } = Promise.withResolvers<void>();
  const own: Running = {
    ...{ stdin: Readable.from([input]), stdout: "", stderr: "", code: 0, hasEnded: false },
    end(code) {
      if (own.hasEnded) return;
      Object.assign(own, { code, hasEnded: true });
      resolve();
    },
  };
  running.run(own, () => {
    connectingBy(patiently, () => commandLine(args)).then(
      () => own.end(codeLeft()),
      (error) => {
        if (!(error instanceof Exit)) print("stderr", String(error?.stack));
        own.end(1);
      },
    );
  });
  await promise;
  const { code, stdout, stderr } = own;
  return { code, stdout, stderr };
}

/** Set in the last of what a command does, so that it is no other's. */
function codeLeft(): number {
  const { exitCode = 0 } = process;
  process.exitCode = undefined;
  return Number(exitCode);
}

function print(to: "stdout" | "stderr", text: string): void {
  const own = running.getStore();
  if (own !== undefined && !own.hasEnded) own[to] += text;
}

const taken = new WeakSet<object>();

/** Whoever runs no command finds everything as it was. */
function intercept(): void {
  const { console: words } = globalThis;
  for (const [name, to] of [
    ["log", "stdout"],
    ["error", "stderr"],
  ] as const) {
    if (taken.has(words[name])) continue;
    const real = words[name];
    words[name] = (...said: unknown[]) => {
      if (running.getStore() === undefined) real(...said);
      else print(to, `${said.join(" ")}\n`);
    };
    taken.add(words[name]);
  }
  if (taken.has(process)) return;
  taken.add(process);
  for (const to of ["stdout", "stderr"] as const) {
    const real = process[to].write.bind(process[to]) as (...words: unknown[]) => boolean;
    process[to].write = ((text: string, ...more: unknown[]) => {
      if (running.getStore() === undefined) return real(text, ...more);
      print(to, text);
      return true;
    }) as typeof process.stdout.write;
  }
  const { exit } = process;
  process.exit = ((code?: number) => {
    const own = running.getStore();
    if (own === undefined) return exit(code);
    own.end(code ?? codeLeft());
    throw new Exit();
  }) as typeof process.exit;
  const { get: stdin } = Object.getOwnPropertyDescriptor(process, "stdin") ?? {};
  Object.defineProperty(process, "stdin", {
    ...{ configurable: true, enumerable: true },
    get: () => running.getStore()?.stdin ?? stdin?.call(process),
  });
}

/** A command's requests have as much time as a slow machine needs, and what it waits for comes with its next look. */
const patient: Runtime = {
  ...systemRuntime,
  requestHandler: () => ({
    connectionTimeout: HANGS_AFTER_MS,
    requestTimeout: HANGS_AFTER_MS,
    throwOnRequestTimeout: true,
  }),
  rest: () => Promise.resolve(),
};

const patiently: Connect = (options) => connectFromHere(options, patient);
