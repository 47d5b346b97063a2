import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "./in-process.ts";

const folder = mkdtempSync(join(tmpdir(), "backtest-"));
afterAll(() => rmSync(folder, { recursive: true }));

const outage = {
  id: "dead-for-half-an-hour",
  duration_s: 3600,
  phases: [{ at_s: 600, until_s: 2400, region: "primary", fail: { all: 1 }, kind: "5xx" }],
};

function fileOf(content: unknown): string {
  const file = join(folder, "scenarios.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const backtest = (content: unknown, ...args: readonly string[]) =>
  run(["backtest", "--scenarios", fileOf(content), "--runs", "2", ...args]);

describe("backtest", () => {
  it("tells what was wanted and decided, and ends well when that is the same", async () => {
    const { code, stdout, stderr } = await backtest({ scenarios: [outage] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^scenario +wanted +decided +named +delay +pages +moves +regret\n/);
    expect(stdout).toMatch(
      /\ndead-for-half-an-hour +failover +failover +\d+ s +(19|20|21)\d s +[12]\.0 +1 /,
    );
    expect(stdout).toMatch(
      /\n1 scenario, 2 runs of each\n {2}settings +3 vantages, one false .* 10 years\n/,
    );
    expect(stdout).toMatch(/\n {2}outages missed +0 %\n/);
  });

  it("ends with 1 when it moves where the label says to stay, and says where", async () => {
    const decision = { decision: "stay", earliest_act_s: null };
    const { code, stdout } = await backtest({ scenarios: [{ ...outage, ...decision }] });
    expect(code).toBe(1);
    expect(stdout).toMatch(/moved for nothing in 2 of 2\n/);
  });

  it("takes settings of one's own, as if their mode were automatic", async () => {
    const settings = ["--policy", "test/cli/hasty.config.ts", "--json"];
    const [own, usual] = await Promise.all([
      backtest({ scenarios: [outage] }, ...settings),
      run(["backtest", "--scenarios", fileOf({ scenarios: [outage] }), "--json"]),
    ]);
    expect(own.code).toBe(0);
    const [hasty, patient] = [JSON.parse(own.stdout), JSON.parse(usual.stdout)];
    expect(hasty).toMatchObject({ yearsPerFalseFailover: 1, vantages: 3, isRight: true });
    expect(patient).toMatchObject({ yearsPerFalseFailover: 10, vantages: 3, isRight: true });
    expect(hasty.scenarios[0].decided).toEqual({ failover: 2, page: 0, stay: 0 });
    expect(patient.scenarios[0].delay - hasty.scenarios[0].delay).toBeGreaterThan(60);
    expect(patient.scenarios[0].runs).toBe(10);
  });

  it("looks as often as those settings say", async () => {
    const args = ["--policy", "test/cli/seldom.config.ts", "--json"];
    const { code, stdout } = await backtest({ scenarios: [outage] }, ...args);
    expect(code).toBe(0);
    // Three vantages look every five minutes: the first may see it after a hundred seconds.
    const [seldom] = JSON.parse(stdout).scenarios;
    expect(seldom.detection).toBeGreaterThan(45);
    expect(seldom.detection).toBeLessThan(150);
  });

  it("refuses a pool without the settings that it is in", async () => {
    const { code, stderr } = await backtest({ scenarios: [outage] }, "--pool", "customers");
    expect(code).toBe(2);
    expect(stderr).toMatch(/--policy must name the settings that it is in\n/);
    expect(stderr).toMatch(/next: cognito-failover backtest --policy .* --pool customers/);
  });

  it("refuses a bad file with every problem at once", async () => {
    const bad = { ...outage, phases: [{ ...outage.phases[0], region: "mars", until_s: 9000 }] };
    const { code, stderr } = await backtest({ scenarios: [bad, bad] });
    expect(code).toBe(2);
    expect(stderr).toMatch(/scenarios\[0\]\.phases\[0\]\.region must be one of .* value is "mars"/);
    expect(stderr).toMatch(/scenarios\[0\]\.phases\[0\]\.until_s must be after at_s, 600/);
    expect(stderr).toMatch(/scenarios\[1\]\.id must be given to one scenario alone/);
    expect(stderr).toMatch(/\nnext: docs\/detection\.md\n$/);
  });

  it("refuses a file that is none, and one without a scenario", async () => {
    const [none, empty] = [
      await run(["backtest", "--scenarios", join(folder, "none.json")]),
      await backtest({ scenarios: [] }, "--json"),
    ];
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/the file must exist and hold JSON \(ENOENT/);
    expect(empty.code).toBe(2);
    expect(JSON.parse(empty.stdout).error.message).toContain("scenarios must hold one at least");
  });
});
