// A Lambda's code as it is shipped: one handler bundled the way SST bundles it, and what of it is
// loaded before the first event.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface HandlerBundle {
  /** Where the handler is, from the directory that it was written to. */
  readonly entry: string;
  /** Bytes of all files. */
  readonly bytes: number;
  /** Bytes of the entry and all that it imports statically: what a cold start loads. */
  readonly bytesAtStart: number;
  /** What the bytes at start are made of: a package or a folder of ours, largest first. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The words of all Lambdas: the files of functions/ that begin with no underscore. */
export function lambdaWords(): readonly string[] {
  return readdirSync(`${root}functions`)
    .filter((file) => /^[a-z].*\.ts$/.test(file))
    .map((file) => file.replace(/\.ts$/, ""));
}

/** Bundles `functions/<word>.ts`; written only when there is a directory to write to. */
export async function handlerBundle(word: string, directory?: string): Promise<HandlerBundle> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`functions/${word}.ts`],
    outdir: directory ?? "dist",
    write: directory !== undefined,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    minify: true,
    mainFields: ["module", "main"],
    splitting: true,
    treeShaking: true,
    metafile: true,
    logLevel: "error",
  });
  const { outputs } = metafile;
  const [entry = ""] =
    Object.entries(outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(`/${word}.ts`)) ?? [];
  const atStart = closure(outputs, entry);
  return {
    entry: `${word}.mjs`,
    bytes: sum(Object.values(outputs).map(({ bytes }) => bytes)),
    bytesAtStart: sum(atStart.map((path) => outputs[path]?.bytes ?? 0)),
    parts: partsOf(outputs, atStart),
  };
}

/** The file and every file that it imports statically, over any number of steps. */
function closure(outputs: Metafile["outputs"], entry: string): readonly string[] {
  const reached = new Set([entry]);
  for (const path of reached) {
    for (const { kind, path: next } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && next in outputs) reached.add(next);
    }
  }
  return [...reached];
}

function partsOf(outputs: Metafile["outputs"], paths: readonly string[]): Record<string, number> {
  const parts = new Map<string, number>();
  for (const path of paths) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {})) {
      const part = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input.split("/")[0];
      parts.set(part ?? "", (parts.get(part ?? "") ?? 0) + bytesInOutput);
    }
  }
  return Object.fromEntries([...parts].sort(([, a], [, b]) => b - a));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
