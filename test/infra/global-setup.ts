// Evaluates every stage before the tests of the graph, in processes of their own, side by side.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { parseConfig } from "../../core/settings/parse.ts";
import type { Config } from "../../core/settings/policy.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Graph } from "./graph.ts";
import { installPlatform, root, work } from "./platform.ts";
import longestNames from "./settings/longest.ts";
import onePool from "./settings/one-pool.ts";
import twoPools from "./settings/two-pools.ts";

const run = promisify(execFile);

interface Stage {
  readonly stage: string;
  readonly config: Config;
  readonly replaced: Evaluation["replaced"];
}

const stages: readonly Stage[] = [
  { stage: "dev", config: checked(onePool), replaced: replacedBy("one-pool") },
  { stage: "production", config: checked(onePool), replaced: replacedBy("one-pool") },
  { stage: "two-pools", config: checked(twoPools), replaced: replacedBy("two-pools") },
];

/** Names as long as they may be. */
const longestStage: Stage = {
  stage: "stage-of-the-longest-name-yet",
  config: checked(longestNames),
  replaced: replacedBy("longest"),
};

/** Everything that an evaluation reads, as far as it is ours; the lock names the rest. */
const sources = [
  "{aws,core,functions,stacks}/**/*.ts",
  "test/infra/{bundle,evaluate,mocks,platform,rpc}.ts",
  "test/infra/settings/*.ts",
  "sim/story.config.ts",
  "test/settings/merge.ts",
  "sst.config.ts",
  "package-lock.json",
  ".sst/provider-lock.json",
];

/** Settings of ours in the place of those that are deployed from here. */
function replacedBy(settings: string): Evaluation["replaced"] {
  return { "failover.config.ts": `test/infra/settings/${settings}.ts` };
}

export default async function setup(project: TestProject): Promise<void> {
  installPlatform();
  const folder = join(work, "evaluations");
  const seal = await sealOf(sources);
  const [longest, ...graphs] = await Promise.all([
    evaluated(folder, seal, longestStage),
    ...stages.map((stage) => evaluated(folder, seal, stage)),
  ]);
  project.provide("graphs", graphs);
  project.provide("longest", longest);
}

/** Evaluates only what has changed since the last time; what was bundled then lies beside it. */
async function evaluated(
  folder: string,
  seal: string,
  { stage, config, replaced }: Stage,
): Promise<Graph> {
  const out = join(folder, stage, seal, "graph.json");
  if (!existsSync(out)) {
    await rm(join(folder, stage), { recursive: true, force: true });
    await mkdir(join(folder, stage, seal), { recursive: true });
    const evaluation: Evaluation = { stage, out, replaced };
    const script = join(root, "test/infra/evaluate.ts");
    await run(process.execPath, ["--enable-source-maps", script, JSON.stringify(evaluation)], {
      cwd: root,
      env: { ...process.env, AWS_EC2_METADATA_DISABLED: "true", NODE_OPTIONS: "" },
    });
  }
  return { ...JSON.parse(await readFile(out, "utf8")), config };
}

async function sealOf(patterns: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  const files: string[] = [];
  for await (const file of glob(patterns, { cwd: root })) files.push(file);
  for (const file of files.sort()) hash.update(file).update(await readFile(join(root, file)));
  return hash.digest("hex").slice(0, 16);
}

function checked(settings: object): Config {
  const parsed = parseConfig(settings);
  if (parsed.kind === "valid") return parsed.config;
  throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
}
