// The three bundles of an SST program, with the options that SST 4.17 itself gives esbuild: the settings
// of the app, the program with the platform in it, and each Lambda.

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { platform, providers, root, work } from "./platform.ts";

const banner = [
  `import { createRequire as topLevelCreateRequire } from 'module';`,
  `const require = topLevelCreateRequire(import.meta.url);`,
  `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
  `const __filename = topLevelFileUrlToPath(import.meta.url)`,
  `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
].join("\n");

/** Files of the project, by their path in it, and what stands in for each. */
export type Replaced = Readonly<Record<string, string>>;

const program: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  sourcemap: "linked",
  mainFields: ["module", "main"],
  nodePaths: [join(platform, "node_modules")],
  logLevel: "error",
  external: [
    "@pulumi/*",
    "@pulumiverse/*",
    "@sst-provider/*",
    "@aws-sdk/*",
    "undici",
    "esbuild",
    "archiver",
    "glob",
    "vite",
  ],
};

export async function bundleApp(outfile: string, replaced: Replaced): Promise<void> {
  await build({
    ...program,
    outfile,
    banner: { js: `${banner}\nfunction $config(input) { return input }` },
    stdin: { contents: `export { default } from "${root}/sst.config.ts"`, resolveDir: root },
    plugins: [replacing(replaced)],
  });
}

export async function bundleProgram(
  outfile: string,
  { replaced, define }: { replaced: Replaced; define: Readonly<Record<string, unknown>> },
): Promise<void> {
  const values = Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)]);
  await build({
    ...program,
    outfile,
    banner: { js: banner },
    inject: [join(platform, "src/shim/run.js")],
    define: Object.fromEntries(values),
    stdin: {
      contents: [
        `export { run } from "${platform}/src/auto/run.ts";`,
        `export { default as config } from "${root}/sst.config.ts";`,
        `export * as pulumi from "@pulumi/pulumi";`,
      ].join("\n"),
      resolveDir: root,
    },
    plugins: [replacing(replaced), globals()],
  });
}

/** What stacks/defaults.ts decides about bundles, as SST hands it on. */
export interface Properties {
  readonly minify?: boolean;
  readonly splitting?: boolean;
  readonly esbuild?: { readonly sourcemap?: boolean };
}

export interface LambdaBundle {
  readonly outdir: string;
  readonly replaced: Replaced;
  readonly properties: Properties;
}

/** Answers what the bundle is made of. */
export async function bundleLambda(
  handler: string,
  {
    outdir,
    replaced,
    properties: { minify = false, splitting = false, esbuild = {} },
  }: LambdaBundle,
): Promise<Metafile> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`${handler.replace(/\.[^./]+$/, "")}.ts`],
    entryNames: "bundle",
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting,
    minify,
    keepNames: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "es2024",
    sourcemap: (esbuild.sourcemap ?? true) ? "linked" : false,
    mainFields: ["module", "main"],
    banner: { js: banner },
    logLevel: "error",
    plugins: [replacing(replaced)],
  });
  return metafile;
}

function replacing(replaced: Replaced): Plugin {
  const files = new Map(
    Object.entries(replaced).map(([file, other]) => [join(root, file), join(root, other)]),
  );
  return {
    name: "replacing",
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir, importer }) => {
        const other = files.get(join(resolveDir, path));
        // What stands in may still import what it stands in for.
        return other === undefined || other === importer ? undefined : { path: other };
      });
    },
  };
}

/** What the CLI prepends to every file of the project: `aws`, `sst`. */
function globals(): Plugin {
  const lines = [
    ...providers().map(({ alias, package: name }) => `import * as ${alias} from "${name}";`),
    `import * as sst from "${platform}/src/components";`,
  ].join("\n");
  return {
    name: "globals",
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path.startsWith(work) || path.includes("/node_modules/")) return undefined;
        return { contents: `${lines}\n${await readFile(path, "utf8")}`, loader: "ts" };
      });
    },
  };
}
