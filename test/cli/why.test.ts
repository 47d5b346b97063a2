import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allSupposable } from "../../cli/why/what-if-options.ts";
import { safetyRules } from "../../core/decide/safety-rules.ts";
import { run } from "./program.ts";
import { isWell, type ServedWorld, serve } from "./served-world.ts";

let world: ServedWorld;

beforeAll(async () => {
  world = await serve();
  await world.until("health", (one) => isWell(one) && one.events.length > 0);
});

afterAll(() => world.end());

const why = (...words: readonly string[]) => world.command("why", "customers", ...words);

async function told(...words: readonly string[]) {
  const { code, stdout, stderr } = await why("--json", ...words);
  expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

describe("why", () => {
  it("lays open votes, rules, evidence and the smallest change, without a colour in a pipe", async () => {
    const { code, stdout, stderr } = await why();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const vote = (vantage: string) =>
      `  ${vantage.padEnd(14)}  healthy       \\[\\.{10}\\]  dead 0\\.0, half 0\\.0, gray 0\\.0 of 10\\.5; .+ ago`;
    const votes = ["us-west-2", "us-east-1", "eu-west-1"].map(vote).join("\n");
    const says = (region: string, role: string) =>
      `${region}, the ${role}, is up \\(nothing bad is known\\); verdict healthy\n${votes}\n`;
    expect(stdout).toMatch(
      /^customers at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: steady; serving: us-west-2; mode: automatic\n {2}mode {7}automatic, armed as isolation passed 3 days.* ago and canary passed 3 days.* ago; lapses .+ UTC, unless before: cognito-failover practice customers --rung isolation\n {2}decided {4}nothing \(primaryWell\): The primary signs users in\.\n/,
    );
    expect(stdout).toMatch(new RegExp(says("us-west-2", "primary")));
    expect(stdout).toMatch(new RegExp(says("us-east-1", "secondary")));
    for (const { name } of safetyRules)
      expect(stdout).toMatch(new RegExp(`^ {2}\\w+ +${name}`, "m"));
    expect(stdout).toMatch(/^ {2}forbids {3}quorumMissing +us-west-2 signs users in again$/m);
    expect(stdout).toMatch(/\nThe smallest change .+: if us-west-2 were unhealthy for longer than/);
    expect(stdout).toMatch(
      /\n {2}see it {5}cognito-failover why customers --what-if region:us-west-2=sick\n$/,
    );
  });

  it("colours votes where it is asked to, and never under NO_COLOR", async () => {
    const line = ["why", "customers", "--endpoints", world.file];
    const red = "\u001b[31m";
    const forced = await run([...line, "--what-if", "region:us-west-2=sick"], {
      env: { FORCE_COLOR: "1" },
    });
    expect(forced.stdout).toContain(`${red}unhealthy`);
    const plain = await run(line, { env: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain("\u001b");
  });

  it("--json tells the same to machines", async () => {
    expect(await told()).toMatchObject({
      pool: "customers",
      rebuilt: null,
      supposed: null,
      mode: "automatic",
      phase: "steady",
      serving: "us-west-2",
      decision: { action: { kind: "none" }, situation: "primaryWell", diagnosis: "allWell" },
      quorum: 2,
      regions: [
        { role: "primary", verdict: { kind: "healthy" }, votes: Array(3).fill(aVote) },
        { role: "secondary", verdict: { kind: "healthy" }, votes: Array(3).fill(aVote) },
      ],
      rules: safetyRules.map(({ name }) => ({ name })),
      case: { kind: "none", harm: { staying: 0 } },
      wait: null,
      smallestChange: { kind: "action", whatIf: "region:us-west-2=sick" },
    });
  });
});

const aVote = expect.objectContaining({
  kind: "healthy",
  against: { dead: 0, half: 0, gray: 0 },
  age: expect.any(Number),
});

describe("why --what-if", () => {
  it("says of a Region that is down nothing that holds only of one on the way there", async () => {
    for (const word of ["sick", "unhealthy"]) {
      const { stdout } = await why("--what-if", `region:us-west-2=${word}`);
      expect(stdout).toContain("us-west-2, the primary, is down");
      expect(stdout).not.toMatch(/may yet heal|not sure yet/);
      expect(stdout).toContain("us-west-2 were unhealthy for longer than transient failures last");
    }
  });

  it("shows full bars of a sick Region, both harms and a wait that is over", async () => {
    const { stdout } = await why("--what-if", "region:us-west-2=sick");
    expect(stdout.match(/^ {2}\S+ +unhealthy +\[#{10}\] {2}dead 1\d\.\d, half/gm)).toHaveLength(3);
    expect(stdout).toContain(
      "  what if    us-west-2 were unhealthy for longer than transient failures last, by every",
    );
    expect(stdout).toContain("  as it is   nothing (primaryWell): The primary signs users in.\n");
    expect(stdout).toContain("  decided    failOver (primaryDownMayMove): The primary is down");
    expect(stdout).toMatch(
      /\n {2}staying {4}100 % of sign-ins fail, in [\d.]+ rounds\n {2}moving {5}10 %/,
    );
    expect(stdout).toMatch(/\n {2}the wait {3}4 min \d+ s of 3 min 15 s: over\n/);
  });

  it("decides anew with all that is supposed, beside what is decided without", async () => {
    const supposed = await told("--what-if", "region:us-west-2=sick", "--what-if", "mode=advise");
    expect(supposed).toMatchObject({
      supposed: {
        texts: ["region:us-west-2=sick", "mode=advise"],
        asItIs: { situation: "primaryWell" },
      },
      decision: { action: { kind: "failOver", needsApproval: true }, situation: "primaryDownAsks" },
      wait: { left: 0 },
    });
  });

  it("takes settings by their names, with the rules that they have in the file", async () => {
    const sick = ["--what-if", "region:us-west-2=sick", "--what-if", "lastShift=7 minutes"];
    const rule = async (...words: readonly string[]) => {
      const { rules } = await told(...sick, ...words);
      return rules.find(({ name }: { name: string }) => name === "cooldown").kind;
    };
    expect(await rule()).toBe("broken");
    expect(await rule("--what-if", "cooldown=5 minutes")).toBe("met");
    const { code, stderr } = await why("--what-if", "cooldown=5 seconds");
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot use sim/story.config.ts with "cooldown=5 seconds" as');
    expect(stderr).toContain('from "1 minute" to "1 day": current value is "5 seconds"');
  });

  it("warns that statistics were collected under the settings as they are", async () => {
    const { stdout } = await why("--what-if", "budget.yearsPerFalseFailover=1000");
    expect(stdout).toContain("what if    the setting budget.yearsPerFalseFailover were 1000\n");
    expect(stdout).toMatch(/ {2}note {7}the statistics were collected under the settings/);
    const again = await why("--at", "now", "--what-if", "yearsPerFalseFailover=1000");
    expect(again.stdout).not.toContain("the statistics were collected");
  });

  it.each([
    ["colour=red", `it must begin with one of ${allSupposable.join(", ")}`, "why --help"],
    ["coldown=5 minutes", `it must begin with one of ${allSupposable.join(", ")}`, "cooldown=…"],
    ["replica=DEAD", '"replica" must be one of ACTIVE, INACTIVE,', "why --help"],
  ])("refuses %s and names what there is", async (text, must, next) => {
    const { code, stdout, stderr } = await why("--what-if", text);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`Cannot suppose that as ${must}`);
    expect(stderr).toContain(`: current value is "${text}"\nnext: `);
    expect(stderr.split("\n")[1]).toContain(next);
  });

  it("can suppose all that its help lists, and no more", async () => {
    const { stdout } = await run(["why", "--help"]);
    const [, section = ""] = /\nTo suppose:\n((?: {2}.+\n)+)/.exec(stdout) ?? [];
    const listed = section
      .split("\n")
      .flatMap((line) => {
        const [name = "", values = ""] = line.trim().split(/ {2,}/);
        const isOfSettings = name === "a setting" || line.startsWith("     ");
        return (isOfSettings ? values || name : name).split(",");
      })
      .map((name) => name.trim().replace(/[:[].*/, ""))
      .filter((name) => name !== "");
    const known = allSupposable.map((name) => name.replace(/:.*/, ""));
    expect(listed.toSorted()).toEqual(known.toSorted());
  });
});

describe("why --at", () => {
  it("says from what it is rebuilt, what was recorded and what nothing tells", async () => {
    const { code, stdout } = await why("--at", "now");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\n {2}recorded {3}\d\d:\d\d:\d\d primaryWell: The primary signs users in\.\n/,
    );
    expect(stdout).toMatch(/\n {2}rebuilt {4}from \d+ rounds since \d\d:\d\d:\d\d\n/);
    expect(stdout).toContain("\n             the replica's status is taken to be ACTIVE\n");
    const { regions } = await told("--at", "now");
    expect(regions[0].votes).toEqual(Array(3).fill(aVote));
  });

  it("refuses a time that is none, and one before which nothing was kept", async () => {
    const none = await why("--at", "soon");
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('must be a time such as "14:05"');
    const before = new Date(world.world.clock.now() - 3 * 86_400_000).toISOString();
    const empty = await why("--at", before);
    expect(empty.code).toBe(1);
    expect(empty.stderr).toContain(
      'rounds about "customers" must have been kept in the day before',
    );
  });
});
