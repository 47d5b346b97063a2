import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines } from "./program.ts";
import { isWell, type ServedWorld, serve } from "./served-world.ts";

const lasting = { timeout: 40_000 };

let moved: ServedWorld;
let asking: ServedWorld;

// Both at once: while the one is moved by hand, the other finds out that its primary is dead.
beforeAll(async () => {
  [moved, asking] = await Promise.all([
    serve("--speed", "60", "--settings", "test/cli/patient.config.ts"),
    serve("--speed", "100", "--settings", "test/cli/asking.config.ts"),
  ]);
  await Promise.all([moved, asking].map((world) => world.until("health", isWell)));
  await asking.command("fault", "add", "reset", "--region", "us-west-2");
}, 40_000);

afterAll(() => Promise.all([moved.end(), asking.end()]));

describe("a person's moves", () => {
  it(
    "failover tells each step as it comes, and ends when all of it is proved",
    lasting,
    async () => {
      const words = ["failover", "customers", "--reason", "a planned day over there"];
      const { code, stdout, stderr } = await moved.command(...words, "--by", "anna");
      const told = stdout
        .trimEnd()
        .split("\n")
        .filter((line) => !line.includes("not yet"));
      expect(told.map((line) => line.replace(/^\d\d:\d\d:\d\d {2}/, ""))).toEqual([
        expect.stringMatching(/no safety rule forbids it\.$/),
        "Shifted managed login to us-east-1, by the beacon.",
        expect.stringMatching(
          /^managed login to us-east-1, by the beacon: .+ answers with 200; signed in at us-east-1 from us-east-1 and eu-west-1\.$/,
        ),
        "Shifted SDK sign-in to us-east-1, by weighted records.",
        expect.stringMatching(
          /^SDK sign-in to us-east-1, by weighted records: sign-in\.customers\.example answers sign-in\.us-east-1\.customers\.example alone; signed in/,
        ),
        expect.stringMatching(/us-east-1.*\.$/),
      ]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(await moved.status()).toMatchObject({
        phase: "failedOver",
        serving: "us-east-1",
        levers: [
          "beacon lit: managed login goes to the secondary",
          "records of sign-in.customers.example: primary 0, secondary 100",
        ],
      });
    },
  );

  it("status after a move counts from the move", async () => {
    const { stdout } = await moved.command("status");
    expect(stdout).toMatch(/^customers: failedOver for \d+ (min|m?s)\b.*; serving: us-east-1;/);
  });

  it("a second failover is refused, and no rule is offered to set aside", lasting, async () => {
    const { code, stdout, stderr } = await moved.command("failover", "customers", "--reason", "x");
    expect(stderr).toBe(
      'Cannot start the failover of "customers" as the secondary serves already\nnext: cognito-failover status customers\n',
    );
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d {2}The secondary serves already\.\n$/);
    expect(code).toBe(1);
  });

  it(
    "a failback within the cooldown is refused by that rule, which it says how to set aside",
    lasting,
    async () => {
      const { code, stdout, stderr } = await moved.command(
        "failback",
        "customers",
        "--reason",
        "x",
      );
      expect(stderr).toMatch(
        /^Cannot start the failback of "customers" as .+ cooldown: the last shift was .+ ago; the cooldown has 11 hours \d+ min to go\.\nnext: cognito-failover failback customers --reason "\.\.\." --override cooldown\n$/,
      );
      expect(stdout).toContain("cooldown: the last shift was");
      expect(code).toBe(1);
      expect(await moved.status()).toMatchObject({ phase: "failedOver", serving: "us-east-1" });
    },
  );

  it.each([
    [
      ["--reason", "x", "--override", "hurry"],
      "may only name cooldown, evidenceTooOld, bothSick, targetNotHealthy",
    ],
    [["--reason", "x", "--override", "quorumMissing"], "may only name cooldown"],
    [["--reason", ""], "must say why"],
  ])("failback with %j is refused as a mistake", lasting, async (words, says) => {
    const { code, stderr } = await moved.command("failback", "customers", ...words);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/\nnext: .+\n$/);
    expect(code).toBe(2);
  });

  it("a refusal in JSON is lines of JSON, the last with what to do next", lasting, async () => {
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
      'Cannot answer for "customers" as a move must wait for approval: none does\nnext: cognito-failover status customers\n',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("--no-wait says what was started and returns", lasting, async () => {
    const words = ["failover", "customers", "--reason", "x", "--no-wait", "--json"];
    const { code, stdout } = await moved.command(...words);
    expect(jsonLines(stdout)).toEqual([
      {
        executionArn: expect.stringMatching(/:execution:.+:customers-failover-\d+$/),
        status: "RUNNING",
      },
    ]);
    expect(code).toBe(0);
  });

  it("failback with the cooldown set aside brings sign-in home", lasting, async () => {
    const words = ["failback", "customers", "--reason", "all is well", "--override", "cooldown"];
    const { code, stdout, stderr } = await moved.command(...words);
    expect(stdout).toContain("Shifted managed login to us-west-2, by the beacon.");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await moved.status()).toMatchObject({
      phase: "steady",
      serving: "us-west-2",
      levers: [
        "beacon out: managed login stays in the primary",
        "records of sign-in.customers.example: primary 100, secondary 0",
      ],
    });
  });
});

describe("a move that asks", () => {
  it("moves nothing when a person declines", lasting, async () => {
    const said = await whenAsked("decline", "--reason", "it heals by itself");
    expect(said).toMatch(
      /^Declined customers-\d+-\d+: nothing moves\.\nnext: cognito-failover status customers\n$/,
    );
    expect(await asking.status()).toMatchObject({ phase: "steady", serving: "us-west-2" });
  });

  it("asks again, and moves when a person approves", lasting, async () => {
    const said = await whenAsked("approve", "--by", "anna");
    expect(said).toMatch(
      /^Approved customers-\d+-\d+: everything is asked once more, then it moves\.\nnext: cognito-failover status customers\n$/,
    );
    const report = await asking.until("the move", ({ phase }) => phase === "failedOver");
    expect(report).toMatchObject({
      serving: "us-east-1",
      levers: [
        "beacon lit: managed login goes to the secondary",
        "records of sign-in.customers.example: primary 0, secondary 100",
      ],
    });
  });

  /** Answers as soon as there is something to answer. */
  async function whenAsked(verb: string, ...words: readonly string[]): Promise<string> {
    const deadline = performance.now() + 30_000;
    for (;;) {
      const { code, stdout, stderr } = await asking.command(verb, "customers", ...words);
      if (code === 0) return stdout;
      if (performance.now() > deadline) throw new Error(`nobody was asked: ${stderr}`);
      expect(stderr).toContain("as a move must wait for approval: none does");
    }
  }
});
