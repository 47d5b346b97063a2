// Evaluates every stage before the tests of the graph, in processes of their own, side by side.

import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { type Config, parseConfig } from "../../core/policy.ts";
import shipped from "../../failover.config.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Graph } from "./graph.ts";
import { installPlatform, root, work } from "./platform.ts";
import { withoutCheckOf } from "./settings/own-check.ts";
import twoPools from "./settings/two-pools.ts";

const run = promisify(execFile);

interface Stage {
  readonly stage: string;
  readonly config: Config;
  readonly replaced: Evaluation["replaced"];
}

const stages: readonly Stage[] = [
  { stage: "dev", config: checked(shipped), replaced: {} },
  { stage: "production", config: checked(shipped), replaced: {} },
  {
    stage: "two-pools",
    config: withoutCheckOf("sellers", checked(twoPools)),
    replaced: {
      "failover.config.ts": "test/infra/settings/two-pools.ts",
      "stacks/settings.ts": "test/infra/settings/own-check.ts",
    },
  },
];

export default async function setup(project: TestProject): Promise<void> {
  installPlatform();
  const folder = join(work, "evaluations");
  await mkdir(folder, { recursive: true });
  project.provide("graphs", await Promise.all(stages.map((stage) => evaluated(folder, stage))));
}

async function evaluated(folder: string, { stage, config, replaced }: Stage): Promise<Graph> {
  const out = join(folder, `${stage}.json`);
  const evaluation: Evaluation = { stage, out, replaced };
  const script = join(root, "test/infra/evaluate.ts");
  await run(process.execPath, ["--enable-source-maps", script, JSON.stringify(evaluation)], {
    cwd: root,
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: "true", NODE_OPTIONS: "" },
  });
  return { ...JSON.parse(await readFile(out, "utf8")), config };
}

function checked(settings: object): Config {
  const parsed = parseConfig(settings);
  if (parsed.kind === "valid") return parsed.config;
  throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
}
