// The part of SST's command line that its components talk to, on loopback: where assets go, and the
// build of a Lambda. Everything else is refused by the name of the method.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { bundleLambda, type Properties, type Replaced } from "./bundle.ts";
import { ACCOUNT } from "./mocks.ts";

/** What a Lambda was bundled from and into. */
export interface Built {
  readonly handler: string;
  readonly runtime: string;
  readonly properties: Properties;
  readonly links: Readonly<Record<string, unknown>>;
  /** The folder with bundle.mjs. */
  readonly out: string;
  /** Bytes of each file, without source maps. */
  readonly files: Readonly<Record<string, number>>;
  /** Bytes that a cold start loads: the bundle and what it imports at once. */
  readonly loaded: number;
}

interface Asked {
  readonly region: string;
  readonly functionID: string;
  readonly handler: string;
  readonly runtime: string;
  readonly links: Built["links"];
  readonly properties: Built["properties"];
}

type Method = (input: Asked) => object | Promise<object>;

export async function serveRpc({ artifacts, replaced }: { artifacts: string; replaced: Replaced }) {
  const builds: Record<string, Built> = {};
  /** The same in every Region, so one Lambda is bundled once. */
  const bundles: Record<string, ReturnType<typeof bundleLambda>> = {};
  const methods: Readonly<Record<string, Method>> = {
    "Provider.Aws.Bootstrap": ({ region }) => ({
      asset: `sst-asset-${region}`,
      assetEcrRegistryId: ACCOUNT,
      assetEcrUrl: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/sst-asset`,
      state: `sst-state-${region}`,
      appsyncHttp: "",
      appsyncRealtime: "",
    }),
    "Runtime.Build": async ({ functionID, handler, runtime, links, properties }) => {
      const out = join(artifacts, handler.replace(/\W/g, "-"));
      bundles[out] ??= bundleLambda(handler, { outdir: out, replaced, properties });
      const { outputs } = await bundles[out];
      const files = Object.entries(outputs).filter(([file]) => !file.endsWith(".map"));
      builds[functionID] = {
        ...{ handler, runtime, links, properties, out },
        files: Object.fromEntries(files.map(([file, { bytes }]) => [basename(file), bytes])),
        loaded: loadedBytes(outputs),
      };
      const sourcemaps = Object.keys(outputs).filter((file) => file.endsWith(".map"));
      return {
        handler: `bundle.${handler.split(".").at(-1)}`,
        out,
        errors: [],
        sourcemaps: sourcemaps.map((file) => join(out, basename(file))),
      };
    },
  };
  const server = createServer((incoming, outgoing) => {
    answer(methods, incoming).then(
      (told) => outgoing.setHeader("connection", "close").end(JSON.stringify(told)),
      (error: unknown) => outgoing.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, builds };
}

async function answer(methods: Readonly<Record<string, Method>>, incoming: NodeJS.ReadableStream) {
  const { method, params } = (await json(incoming)) as { method: string; params: [Asked] };
  const run = methods[method];
  if (run === undefined) return { id: 1, result: null, error: `rpc: can't find method ${method}` };
  try {
    return { id: 1, result: await run(params[0]), error: null };
  } catch (error) {
    return { id: 1, result: null, error: error instanceof Error ? error.message : String(error) };
  }
}

interface Output {
  readonly bytes: number;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

function loadedBytes(outputs: Readonly<Record<string, Output>>): number {
  const seen = new Set<string>();
  const visit = (file: string): number => {
    const output = outputs[file];
    if (output === undefined || seen.has(file)) return 0;
    seen.add(file);
    const at = output.imports.filter(({ kind }) => kind === "import-statement");
    return output.bytes + at.reduce((sum, { path }) => sum + visit(path), 0);
  };
  const entry = Object.keys(outputs).find((file) => basename(file) === "bundle.mjs");
  return visit(entry ?? "");
}

function basename(file: string): string {
  return file.split("/").at(-1) ?? file;
}
