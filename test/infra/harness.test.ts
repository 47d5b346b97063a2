// What the evaluation leans on inside SST, and that it fails aloud when that is not there.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Evaluation } from "./evaluate.ts";
import { graphs } from "./graph.ts";
import { mocks } from "./mocks.ts";
import { platform, providers, root } from "./platform.ts";
import { serveRpc } from "./rpc.ts";

test("SST's runner and its globals are where they are looked for", () => {
  const files = ["src/auto/run.ts", "src/shim/run.js", "src/components/index.ts"];
  expect(files.filter((file) => !existsSync(join(platform, file)))).toEqual([]);
  expect(providers().map(({ alias, version }) => `${alias} ${version}`)).toEqual(["aws 7.20.0"]);
});

test("a method of the command line that nobody pretends is refused by its name", async () => {
  const { url } = await serveRpc({ artifacts: tmpdir(), replaced: {} });
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    body: JSON.stringify({ method: "Runtime.AddTarget", params: [{}] }),
  });
  expect(await response.json()).toMatchObject({
    error: "rpc: can't find method Runtime.AddTarget",
  });
});

test("a call of the provider that nobody pretends is refused by its name", () => {
  expect(() => mocks("us-east-1").call({ token: "aws:ec2/getVpc:getVpc", inputs: {} })).toThrow(
    "aws:ec2/getVpc:getVpc",
  );
});

test.each([
  ["dev", "mistaken", /Cannot deploy failover\.config\.ts[\s\S]*next: /],
  ["dev", "not-aws", /endpoints must be null, for AWS itself/],
  ["dev", "pretended", /pools\[0\]\.userPoolId must be one of yours, without "pretend" in it/],
  [
    "x".repeat(30),
    "longest",
    /Cannot use the stage as its name must have 29 characters at the most/,
  ],
])("the stage %s with %s settings stops the evaluation", async (stage, settings, told) => {
  const folder = await mkdtemp(join(tmpdir(), "evaluation-"));
  const evaluation: Evaluation = {
    stage,
    out: join(folder, "graph.json"),
    replaced: { "failover.config.ts": `test/infra/settings/${settings}.ts` },
  };
  const script = join(root, "test/infra/evaluate.ts");
  const run = promisify(execFile)(process.execPath, [script, JSON.stringify(evaluation)]);
  await expect(run).rejects.toThrow(told);
  expect(existsSync(evaluation.out)).toBe(false);
  await rm(folder, { recursive: true });
});

test("dev and production differ in their names and in what keeps production safe", () => {
  const [dev, production] = graphs.map(({ resources }) => resources);
  const kinds = (resources: typeof dev) =>
    resources?.map(({ type, name }) => `${type} ${name}`).filter((one) => !one.includes(":Stack "));
  expect(kinds(dev)).toEqual(kinds(production));
});
