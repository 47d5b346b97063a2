// Whoever writes their own settings into failover.config.ts, and lays files of theirs beside it, has a green gate.

import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLong } from "./often.ts";
import { scratchCopy } from "./scratch-copy.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What has read the settings at the root before, or would notice a file there. */
const telling = [
  ...["test/tidy.test.ts", "test/docs", "test/cli", "test/core/settings", "test/core/cost"],
  ...["test/functions", "test/controller", "test/sim/deployment.test.ts"],
];
const MINUTES = 60_000;

describe.skipIf(!isLong)("a stranger's settings in failover.config.ts", () => {
  let scratch = "";

  beforeAll(() => {
    scratch = scratchCopy();
    symlinkSync(join(root, ".sst"), join(scratch, ".sst"));
    const settings = readFileSync(join(root, "test/stranger.config.ts"), "utf8");
    writeFileSync(join(scratch, "failover.config.ts"), settings.replace("../core/", "./core/"));
    writeFileSync(join(scratch, "team.ts"), '// Ours.\n\nexport const team = "identity";\n');
    writeFileSync(join(scratch, "my-outages.json"), "{}\n");
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  /** Without what makes tests long. */
  function run(program: string, ...args: readonly string[]) {
    const { TESTS: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      ...{ cwd: scratch, env, encoding: "utf8" },
    });
    return { status, told: `${stdout}${stderr}` };
  }

  it("are what the command line reads", () => {
    const { status, told } = run("cli/bin.js", "validate");
    expect(told).toContain("failover.config.ts is valid: 2 pools, riders, staff.");
    expect(status).toBe(0);
  });

  it.each([".", "core", "stacks"])(
    "have right types in %s",
    (project) => {
      const info = join(scratch, "types.json");
      const { status, told } = run(
        "node_modules/.bin/tsc",
        "-p",
        project,
        "--tsBuildInfoFile",
        info,
      );
      expect(told).toBe("");
      expect(status).toBe(0);
    },
    5 * MINUTES,
  );

  it(
    "leave the telling part of the tests green",
    () => {
      const { status, told } = run(
        "node_modules/.bin/vitest",
        "run",
        "--project",
        "unit",
        ...telling,
      );
      expect(told).not.toMatch(/FAIL/);
      expect(status).toBe(0);
    },
    20 * MINUTES,
  );

  it(
    "leave the story of npm start as it is",
    () => {
      const { status, told } = run("cli/bin.js", "local", "--exit");
      expect(told).toMatch(/Moved\./);
      expect(status).toBe(0);
    },
    5 * MINUTES,
  );
});
