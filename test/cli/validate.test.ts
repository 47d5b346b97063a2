import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { merge } from "../settings/merge.ts";
import { run } from "./in-process.ts";

const mine = "test/infra/settings/two-pools.ts";
const wrong = "test/infra/settings/mistaken.ts";
const story = "sim/story.config.ts";

describe("validate", () => {
  it("says how many pools valid settings have, and what next", async () => {
    expect(await run(["validate", mine])).toEqual({
      code: 0,
      stdout: `${mine} is valid: 2 pools, buyers, sellers.\nWarning: pools[0].domain, auth.buyers.example, is a name that nobody can own, and so are 8 more.\nnext: npx sst diff --stage production, then npx sst deploy --stage production\n`,
      stderr: "",
    });
  });

  it("warns of each id that is still pretended, and of three vantages in mode automatic", async () => {
    const { code, stdout } = await run(["validate", story]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${story} is valid: 1 pool, customers.`);
    expect(stdout).toContain("pools[0].userPoolId must be one of yours");
    expect(stdout).toContain("pools[0].paths.sdk.zoneId must be one of yours");
    expect(stdout).toMatch(/^Warning: Pool customers is in mode "automatic" with 3 vantages/m);
    expect(stdout).toMatch(
      /\nnext: write your own, .*: cognito-failover validate sim\/story.config.ts\n$/,
    );
  });

  it("tells every problem in the words of the settings, and ends with 2", async () => {
    const { code, stdout, stderr } = await run(["validate", wrong]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`Cannot use ${wrong}: 1 problem.
  Cannot use these settings as pools must be a list of one pool or more: current value is []
    next: Describe each user pool as failover.config.ts does
`);
  });

  it("prints the same as one JSON object", async () => {
    const valid = await run(["validate", story, "--json"]);
    const told = JSON.parse(valid.stdout);
    expect(told).toMatchObject({ isValid: true, pools: ["customers"], problems: [] });
    expect(told.refusedByDeployment.map(({ path }: { path: string }) => path)).toContain(
      "pools[0].clientId",
    );
    expect(told.advice).toHaveLength(2);
    const invalid = await run(["validate", wrong, "--json"]);
    expect(invalid.code).toBe(2);
    expect(JSON.parse(invalid.stdout)).toMatchObject({
      isValid: false,
      problems: [{ path: "pools" }],
    });
  });

  it("warns of a schedule of practice runs that never runs again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "validate-"));
    const file = join(folder, "over.mjs");
    const valid = JSON.parse(readFileSync("test/settings/valid.json", "utf8"));
    const schedules = [{ rung: "canary", cron: "0 3 ? * TUE 2020" }];
    const settings = merge(valid, { pools: { 0: { practice: { schedules } } } });
    writeFileSync(file, `export default ${JSON.stringify(settings)};`);
    const { code, stdout } = await run(["validate", file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Warning: Pool customers has practice.schedules\[0\], .* never runs again: its last year is 2020; /m,
    );
    rmSync(folder, { recursive: true });
  });

  it("blames a file that fails while it is read, and shows no password that was written where none belongs", async () => {
    const folder = mkdtempSync(join(tmpdir(), "validate-"));
    const written = (name: string, text: string) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    };
    const throwing = written(
      "throwing.mjs",
      "export default { get pools() { throw new Error('x'); } };",
    );
    const called = written("called.mjs", "export default () => ({ pools: [] });");
    const secret = written("secret.mjs", 'export default { pools: [{ probeUser: "hunter2" }] };');
    const json = written(
      "json.mjs",
      "export default { pools: [{ probeUser: { secret: '{\"password\":\"hunter2\"}' }, cooldown: { password: 'hunter2' } }] };",
    );
    expect(await run(["validate", throwing])).toMatchObject({ code: 2 });
    expect((await run(["validate", called])).stderr).toContain("is a function, and no object");
    const deep = written(
      "deep.mjs",
      "export default { pools: { 0: { probeUser: { users: [{ password: 'hunter2' }] } } } };",
    );
    for (const file of [secret, json, deep]) {
      const { code, stderr } = await run(["validate", file]);
      expect(code).toBe(2);
      expect(stderr).toContain("(not shown)");
      expect(stderr).not.toContain("hunter2");
    }
    rmSync(folder, { recursive: true });
  });

  it("ends with 2 where there is no such file", async () => {
    const { code, stderr } = await run(["validate", "absent.config.ts"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Cannot read the settings from absent.config.ts");
  });
});
