import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLedger, type Ledger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { aFinishedRun, aReport } from "../core/builders/a-practice-report.ts";
import { stored } from "../sim/builders/a-move.ts";
import { climbed, startPractice } from "../sim/builders/a-practice.ts";
import { jsonLines } from "./program.ts";
import { isWell, type ServedWorld, serve } from "./served-world.ts";

const directory = mkdtempSync(join(tmpdir(), "practice-"));

let served: ServedWorld;
let ledger: Ledger;

beforeAll(async () => {
  served = await serve("test/cli/practising.config.ts");
  await served.until("health", isWell);
  const { desk, deployed } = served.world;
  ledger = createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
});

afterAll(async () => {
  await served.end();
  rmSync(directory, { recursive: true });
});

const practice = (...words: readonly string[]) => served.command("practice", ...words);

describe("practice, before anything was run:", () => {
  it("list says what may be run, and that nothing was", async () => {
    const { code, stdout } = await practice("list");
    expect(stdout).toMatch(/^customers: no practice run is under way\n/);
    expect(stdout).toContain("isolation has never passed. May be run now.");
    expect(stdout).toContain("  runs        none yet.\n");
    expect(code).toBe(0);
  });

  it("report has none to show, and names what was not found", async () => {
    const { code, stderr } = await practice("report", "customers");
    expect(stderr).toBe(
      'Cannot show a report as a practice run of "customers" must have ended: none has\nnext: cognito-failover practice list customers\n',
    );
    expect(code).toBe(2);
  });

  it("stop has nothing to stop, and changes nothing", async () => {
    const before = stored(served.world).version;
    const { code, stdout } = await practice("stop", "customers", "--reason", "x");
    expect(stdout).toBe(
      "No practice run of customers has users at us-east-1: nothing to stop.\nnext: cognito-failover practice list customers\n",
    );
    expect(code).toBe(0);
    expect(stored(served.world).practice).toBeNull();
    expect(stored(served.world).version - before).toBeLessThan(10);
  });

  it("a run that something is in the way of is refused with its plan, and not started", async () => {
    const { code, stdout, stderr } = await practice("customers", "--rung", "canary");
    expect(stdout).toContain("in its way  rungBelow: isolation has never passed");
    expect(stderr).toBe(
      'Cannot start the practice run (canary) of "customers" as nothing may be in its way. rungBelow: isolation has never passed: run isolation first\nnext: cognito-failover practice list customers\n',
    );
    expect(code).toBe(1);
    expect(await practiceEvents()).toEqual([]);
  });

  it("a length that no plan fits is a mistake of who typed it", async () => {
    const words = ["customers", "--rung", "canary", "--for", "1m", "--json"];
    const { code, stdout } = await practice(...words);
    const [plan, refused] = jsonLines(stdout);
    expect(plan).toMatchObject({ type: "plan", shares: [], isDryRun: false });
    expect(refused).toMatchObject({
      error: { code: "InvalidInput", message: expect.stringContaining("length: it must last") },
    });
    expect(code).toBe(2);
  });

  it("a pool that is none is named with those there are", async () => {
    const { code, stderr } = await practice("custmers", "--rung", "canary");
    expect(stderr).toMatch(/^Cannot find the pool as it must be one of "customers"/);
    expect(code).toBe(2);
  });
});

describe("practice, once isolation has passed:", () => {
  beforeAll(() => climbed(served.world, "isolation"));

  it("a dry run shows the plan, says what would start it, and starts nothing", async () => {
    const words = ["customers", "--rung", "canary", "--for", "14m", "--dry-run"];
    const { code, stdout, stderr } = await practice(...words);
    expect(stdout).toMatch(/10 % of users are sent to us-east-1, for 7 min\.\n/);
    expect(stdout).toMatch(
      /in its way {2}nothing\.\nNothing was started\.\nnext: cognito-failover practice customers --rung canary\n$/,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await practiceEvents()).toEqual([]);
  });

  it("a canary is told look by look and passes, its report is there as text, JSON and a page", async () => {
    const words = ["customers", "--rung", "canary", "--reason", "the first one", "--by", "anna"];
    const { code, stdout, stderr } = await practice(...words);
    const told = stdout.split("\n").map((line) => line.replace(/^\d\d:\d\d:\d\d {2}/, ""));
    expect(told.filter((line) => line.startsWith("Started"))).toHaveLength(1);
    const looks = told.filter((line) =>
      / % of users over there: \d+ sign-ins, none failed/.test(line),
    );
    expect(looks.length).toBeGreaterThan(10);
    expect(told).toContain("Practice run (canary): 20 % of users were sent to us-east-1.");
    expect(stdout).toMatch(
      /\nPractice run \(canary\) passed\. sustained: .+\nnext: cognito-failover practice report customers customers-practice-canary-\d+\n$/,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });

    const json = await practice("report", "customers", "--json");
    const [report] = await ledger.readPracticeReports("customers", 1);
    expect(JSON.parse(json.stdout)).toEqual(JSON.parse(JSON.stringify(report)));
    expect(report?.run).toMatchObject({ why: "the first one", rung: "canary" });

    const text = await practice("report", "customers", report?.run.executionName ?? "");
    expect(text.stdout).toMatch(/^customers: practice run \(canary\) passed\n/);

    const file = join(directory, "report.html");
    const page = await practice("report", "customers", "--html", file);
    expect(page.stdout).toBe(`Wrote ${file}.\nnext: open it in a browser\n`);
    expect(readFileSync(file, "utf8")).toMatch(
      /^<!doctype html>[\s\S]+practice run \(canary\) passed[\s\S]+<\/html>\n$/,
    );
  });

  it("list knows it then, and stop asks a run to end that is under way, once", async () => {
    expect((await practice("list")).stdout).toMatch(/canary {6}passed .+ ago, counts for 3\d days/);
    await startPractice(served.world, { pool: "customers", rung: "canary", by: "bo" });
    await served.until("a practice run", () => stored(served.world).practice !== null);
    const first = await practice("stop", "customers", "--reason", "the sale begins", "--by", "bo");
    expect(first.stdout).toMatch(
      /^The practice run \(canary\) practice-\d+ ends\.\nIt sends everybody to us-west-2 again at its next look, within 1 min\.\nShould it be gone, guards in us-east-1 and eu-west-1 do so by .+ UTC\.\nnext: cognito-failover practice list customers\n$/,
    );
    expect(stored(served.world).practice?.stoppedBy).toMatch(/^bo.*: the sale begins$/);
    const again = await practice("stop", "customers", "--reason", "again", "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({
      sentence: expect.stringMatching(/was asked to end already, by bo/),
    });
    await served.until("its end", () => stored(served.world).practice === null);
    const [report] = await ledger.readPracticeReports("customers", 1);
    expect(report).toMatchObject({ outcome: "interrupted", rule: "stopped" });
    const events = await practiceEvents();
    expect(events.filter(({ type }) => type === "practiceStopped")).toHaveLength(1);
  });

  it("a report of a name that nobody ran is refused, and a page that cannot be written", async () => {
    await served.world.run(
      ledger.keepPracticeReport(aReport({ run: aFinishedRun({ pool: "customers" }) })),
    );
    const unknown = await practice("report", "customers", "nobodys");
    expect(unknown.stderr).toMatch(
      /with this name must have ended: current value is "nobodys"\nnext: /,
    );
    expect(unknown.code).toBe(2);
    const nowhere = await practice(
      "report",
      "customers",
      "--html",
      join(directory, "no", "x.html"),
    );
    expect(nowhere.stderr).toMatch(
      /^Cannot write the page as .+ must be a file that can be written/,
    );
    expect(nowhere.code).toBe(2);
  });
});

async function practiceEvents() {
  const events = await served.world.run(ledger.readEvents("customers", 100));
  return events.filter(({ type }) => type.startsWith("practice"));
}
