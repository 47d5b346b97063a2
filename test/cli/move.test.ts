import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { item } from "../sim/builders/a-move.ts";
import { SECOND, until, type WholeWorld } from "../sim/builders/a-world.ts";
import { jsonLines } from "./program.ts";
import { isWell, leversAt, type ServedWorld, serve } from "./served-world.ts";

let moved: ServedWorld;
let asking: ServedWorld;

beforeAll(async () => {
  moved = await serve("test/cli/password-only.config.ts");
  // So that no two things come to be at one instant, whose order nobody could tell.
  moved.world.aws.faults.add({ effect: { kind: "delay", ms: 1 } });
  asking = await serve("test/cli/asking-password-only.config.ts");
  await moved.until("health", isWell);
  await asking.until("health", isWell);
  await asking.command("fault", "add", "reset", "--region", "us-west-2");
});

afterAll(() => Promise.all([moved.end(), asking.end()]));

describe("a person's moves", () => {
  it("failover tells each step as it comes, and ends when all of it is confirmed", async () => {
    const words = ["failover", "customers", "--reason", "a planned day over there"];
    const { code, stdout, stderr } = await moved.command(...words, "--by", "anna");
    const all = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/^\d\d:\d\d:\d\d {2}/, ""));
    const told = all.filter(
      (line) => !/: written, |: applied, not confirmed|not yet|would have no effect/.test(line),
    );
    expect(told[0]).toMatch(/no safety rule forbids it\.$/);
    // Both levers are written at once, and each is confirmed by itself.
    expect(told.slice(1, 3).sort()).toEqual([
      "Shifted SDK sign-in to us-east-1, by weighted records.",
      "Shifted managed login to us-east-1, by the beacon.",
    ]);
    expect(told.slice(3, 5).sort()).toEqual([
      expect.stringMatching(
        /^SDK sign-in to us-east-1, by weighted records: confirmed, sign-in\.customers\.example answers sign-in\.us-east-1\.customers\.example alone, asked of the zone's 4 name servers; signed in/,
      ),
      expect.stringMatching(
        /^managed login to us-east-1, by the beacon: confirmed, everyone can read the beacon; .+ answers with 200; 3 of 3 checkers of Route 53 find the beacon; signed in at us-east-1 from us-east-1 and eu-west-1\.$/,
      ),
    ]);
    expect(told.slice(5)).toEqual(["Sign-in was moved to us-east-1, confirmed."]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await moved.status()).toMatchObject({
      phase: "failedOver",
      serving: "us-east-1",
      levers: leversAt("us-east-1"),
    });
  });

  it("status after a move counts from the move, and says that a person must bring it home", async () => {
    const { code, stdout } = await moved.command("status");
    expect(stdout).toMatch(
      /^customers: users sign in at us-east-1 \(secondary\); mode automatic\n/,
    );
    expect(stdout).toMatch(/\n {2}needs you {2}us-east-1 serves and is read-only; failback is/);
    expect(stdout).toContain(
      '\nnext: cognito-failover failback customers --reason "..." --override cooldown\n',
    );
    expect(stdout).toMatch(/\n {2}stands {5}failedOver for \d+ (min|m?s)\b.*; mode automatic/);
    expect(code).toBe(7);
  });

  it("a second failover is refused, and no rule is offered to set aside", async () => {
    const { code, stdout, stderr } = await moved.command("failover", "customers", "--reason", "x");
    expect(stderr).toBe(
      'Cannot start the failover of "customers" as the secondary serves already\nnext: cognito-failover status customers\n',
    );
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d {2}The secondary serves already\.\n$/);
    expect(code).toBe(1);
  });

  it("a failback within the cooldown is refused by that rule, which it says how to set aside", async () => {
    const { code, stdout, stderr } = await moved.command("failback", "customers", "--reason", "x");
    expect(stderr).toMatch(
      /^Cannot start the failback of "customers" as .+ cooldown: the last shift was .+ ago; the cooldown has \d+ min .*to go\.\nnext: cognito-failover failback customers --reason "\.\.\." --override cooldown\n$/,
    );
    expect(stdout).toContain("cooldown: the last shift was");
    expect(code).toBe(1);
    expect(await moved.status()).toMatchObject({ phase: "failedOver", serving: "us-east-1" });
  });

  it.each([
    [
      ["--reason", "x", "--override", "hurry"],
      "may only name cooldown, evidenceTooOld, bothSick, replicaUnknown, targetNotHealthy",
    ],
    [["--reason", "x", "--override", "quorumMissing"], "may only name cooldown"],
    [["--reason", "x", "--override", "coldown", "--no-wait"], "and the nearest is cooldown"],
    [["--reason", ""], '"reason" must say why, in one line of 1 to 200 printable characters'],
    [["--reason", "x\nNext: cognito-failover failback"], '"reason" must say why, in one line'],
    [["--reason", "x".repeat(201)], "printable characters"],
    [["--reason", "x", "--by", "anna\u001b[2J"], '"by" must name who orders it'],
  ])("failback with %j is refused as a mistake", async (words, says) => {
    const { code, stderr } = await moved.command("failback", "customers", ...words);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/\nnext: .+\n$/);
    expect(code).toBe(2);
  });

  it("a refusal in JSON is lines of JSON, the last with what to do next", async () => {
    const words = ["failback", "customers", "--reason", "x", "--json"];
    const { code, stdout, stderr } = await moved.command(...words);
    expect(jsonLines(stdout)).toMatchObject([
      { type: "refused", facts: { move: "failBack", reason: "x" } },
      { type: "end", status: "FAILED", error: "Forbidden" },
      { error: { code: "Forbidden", next: expect.stringContaining("--override cooldown") } },
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  it.each([
    ["approve", []],
    ["decline", ["--reason", "x"]],
  ])("%s has nothing to answer while no move waits", async (verb, words) => {
    const { code, stdout, stderr } = await moved.command(verb, "customers", ...words);
    expect(stderr).toBe(
      'Cannot answer for "customers" as a move or a practice run must wait for approval: none does\nnext: cognito-failover status customers\n',
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  it("--no-wait refuses at once what the machine would refuse", async () => {
    const words = ["failover", "customers", "--reason", "x", "--no-wait"];
    expect(await moved.command(...words)).toMatchObject({
      ...{ code: 1, stdout: "" },
      stderr: expect.stringContaining("the secondary serves already"),
    });
  });

  it("failback with the cooldown set aside brings sign-in home", async () => {
    const words = ["failback", "customers", "--reason", "all is well", "--override", "cooldown"];
    const { code, stdout, stderr } = await moved.command(...words);
    expect(stdout).toContain("Shifted managed login to us-west-2, by the beacon.");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await moved.status()).toMatchObject({
      phase: "steady",
      serving: "us-west-2",
      levers: leversAt("us-west-2"),
    });
  });

  it("--no-wait says what was started and returns, and is refused while that runs", async () => {
    const words = ["failover", "customers", "--reason", "x", "--override", "cooldown", "--no-wait"];
    const first = await moved.command(...words, "--json");
    expect(jsonLines(first.stdout)).toEqual([
      {
        executionArn: expect.stringMatching(/:execution:.+:customers-failover-\d+$/),
        status: "RUNNING",
      },
    ]);
    expect(first.code).toBe(0);
    expect(await moved.command(...words)).toMatchObject({
      ...{ code: 1, stdout: "" },
      stderr: expect.stringContaining(
        "sign-in is being moved to the secondary: one move at a time",
      ),
    });
  });

  it("status finds nothing that needs a person in a move that is under way", async () => {
    const { code, stdout } = await moved.command("status");
    expect(stdout).toMatch(/^customers: .+; a move is under way for /);
    expect(stdout).not.toContain("needs you");
    expect(code).toBe(0);
  });
});

describe("a move that asks", () => {
  it("moves nothing when a person declines", async () => {
    const said = await whenAsked("decline", "--reason", "it heals by itself");
    expect(said).toMatch(
      /^Declined customers-\d+-\d+: nothing moves\.\nnext: cognito-failover status customers\n$/,
    );
    // The machine takes it in, and what waited is forgotten.
    await until(asking.world, () => !isAsked(asking.world));
    expect(await asking.status()).toMatchObject({ phase: "steady", serving: "us-west-2" });
  });

  it("asks again, and moves when a person approves", async () => {
    const said = await whenAsked("approve", "--by", "anna");
    expect(said).toMatch(
      /^Approved customers-\d+-\d+: everything is asked once more, then it moves\.\n/,
    );
    // It waits for the end, as the order of a move does, and tells what comes.
    expect(said).toContain("Shifted managed login to us-east-1, by the beacon.\n");
    const report = await asking.status();
    expect(report).toMatchObject({
      serving: "us-east-1",
      levers: leversAt("us-east-1"),
    });
  });

  /** Answers as soon as there is something to answer. */
  async function whenAsked(verb: string, ...words: readonly string[]): Promise<string> {
    const { world } = asking;
    await until(world, () => isAsked(world), 10 * SECOND);
    const { code, stdout, stderr } = await asking.command(verb, "customers", ...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  }

  const isAsked = (world: WholeWorld) => item(world, "approval") !== undefined;
});
