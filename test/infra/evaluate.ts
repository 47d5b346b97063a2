// Evaluates sst.config.ts for one stage, with SST's own components, under Pulumi's mocks, and writes
// down every resource. One evaluation a process: SST and Pulumi keep their state in globals.
// node test/infra/evaluate.ts '{"stage":"dev","out":"/tmp/dev/graph.json","replaced":{}}'

import crypto from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleApp, bundleProgram, type Replaced } from "./bundle.ts";
import type { Graph } from "./graph.ts";
import { mocks } from "./mocks.ts";
import { platform, root } from "./platform.ts";
import { serveRpc } from "./rpc.ts";

export interface Evaluation {
  readonly stage: string;
  readonly out: string;
  readonly replaced: Replaced;
}

interface App {
  readonly name: string;
  readonly home: string;
  readonly providers: { readonly aws: { readonly region: string } };
}

/** What this needs of the bundled program: Pulumi as the platform has it, and SST's own runner. */
interface Program {
  readonly config: { readonly run: () => Promise<object> };
  readonly run: (program: () => Promise<object>) => Promise<object>;
  readonly pulumi: {
    readonly runtime: {
      setMocks(mocks: object, project: string, ...rest: unknown[]): Promise<void>;
      runInPulumiStack(program: () => Promise<object>): Promise<object>;
    };
  };
}

const { stage, out, replaced } = JSON.parse(process.argv[2] ?? "{}") as Evaluation;
/** What is bundled and zipped stays here, for tests to run. */
const own = dirname(out);

// Physical names that SST makes up end in random characters; here they are always the same.
crypto.randomBytes = ((size: number) => Buffer.alloc(size, 7)) as typeof crypto.randomBytes;

let failure: unknown;
let graphOf: (() => Omit<Graph, "config">) | undefined;
process.on("unhandledRejection", failed);
process.on("uncaughtException", failed);
// An empty event loop is the sign, also Pulumi's own, that every output has settled.
process.once("beforeExit", () => {
  if (failure === undefined && graphOf !== undefined) {
    writeFileSync(out, JSON.stringify(graphOf()));
    return;
  }
  const told = failure ?? new Error("The program never finished.");
  process.stderr.write(`${told instanceof Error ? told.stack : told}\n`);
  process.exitCode = 1;
});

const appFile = join(platform, `sst.config.app.${process.pid}.mjs`);
const programFile = join(platform, `sst.config.run.${process.pid}.mjs`);
process.on("exit", () => {
  for (const file of [appFile, programFile]) {
    rmSync(file, { force: true });
    rmSync(`${file}.map`, { force: true });
  }
});

await bundleApp(appFile, replaced);
const { default: config } = await import(pathToFileURL(appFile).href);
const app: App = { ...(await config.app({ stage })), stage };
const rpc = await serveRpc({ artifacts: join(own, "artifacts"), replaced });
process.env["SST_SERVER"] = rpc.url;
await bundleProgram(programFile, {
  replaced,
  define: {
    $app: app,
    $dev: false,
    $cli: {
      command: "deploy",
      dev: false,
      paths: { home: join(own, "home"), root, work: own, platform },
      state: { version: {} },
    },
  },
});
const program = (await import(pathToFileURL(programFile).href)) as Program;
const engine = mocks(app.providers.aws.region);
await program.pulumi.runtime.setMocks(engine, app.name, stage, false, "organization");

program.pulumi.runtime
  .runInPulumiStack(() => program.run(program.config.run))
  .then((outputs) => {
    graphOf = () => {
      const resources = engine.resources.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      return { stage, app, resources, builds: rpc.builds, outputs };
    };
  }, failed);

function keyOf({ type, name }: { type: string; name: string }): string {
  return `${type} ${name}`;
}

function failed(error: unknown): void {
  failure ??= error;
}
