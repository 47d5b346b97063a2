import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { safetyRules } from "../../core/decide/safety-rules.ts";
import story from "../../sim/story.config.ts";
import asking from "../cli/asking-password-only.config.ts";
import { merge } from "../settings/merge.ts";
import { aPoolOf, seldomLooking } from "../sim/builders/a-world.ts";
import { parseAws } from "./commands/aws-cli.ts";
import { aDesk, type Desk, type DeskOptions, pass, typedWords } from "./commands/desk.ts";
import { blocks, inline, printed, read } from "./commands/documents.ts";
import { partsOf, type Scene } from "./commands/scene.ts";
import { calm, dead, exceptions, movedAway, served, statusOf, typed } from "./commands/scenes.ts";
import { awsWords, shapeOf, wordsOf } from "./commands/words.ts";

beforeAll(() => {
  // Another file of this process may have typed, too.
  typedWords.length = 0;
});

function open(desk: Desk): void {
  vi.stubGlobal("fetch", desk.fetch);
}

async function close(desk: Desk): Promise<void> {
  vi.unstubAllGlobals();
  await desk.close();
}

/** The question that goes out when half of the wait is over. */
async function asked(desk: Desk): Promise<void> {
  for (let minute = 0; minute < 5; minute += 1) {
    if ((await statusOf(desk)).question !== null) return;
    await pass(desk.world, 1);
  }
}

const isThere = (file: string) => existsSync(new URL(`../../${file}`, import.meta.url));

function inOneWorld(
  scenes: readonly Scene[],
  options: DeskOptions,
  before: (desk: Desk) => Promise<void> = async () => undefined,
): void {
  let desk: Desk;
  beforeAll(async () => {
    desk = await aDesk(options);
    open(desk);
    await before(desk);
  });
  afterAll(() => close(desk));
  it.each(
    scenes.map((scene) => [scene.block, scene.does, scene] as const),
  )("%s %s", async (key, _, { given, env, prelude = "", effects, code = 0 }) => {
    const block = blocks.find((one) => one.key === key);
    expect(block, "the block is gone from the document").toBeDefined();
    await given?.(desk);
    // A world that is served in the background is here at once.
    const script = (block?.script ?? "").replace(/ &$/gm, " & wait");
    for (const [index, part] of partsOf(script, effects.length).entries()) {
      const ended = await desk.shell.run(`${prelude}${part}`, await env?.(desk));
      expect(ended, `${ended.stdout}\n${ended.stderr}`).toMatchObject({ code });
      await effects[index]?.(desk, ended);
    }
  });
}

/** Scenes wait for this and that, half an hour in all, some for the turn of each probe user, and are about no probe. */
const probedSeldom = merge(story, {
  ...{ cadence: { probe: "2 minutes" } },
  ...aPoolOf({ criteria: { evidenceTooOldAfter: "5 minutes" }, probeUser: { count: 3 } }),
}) as object;

describe("a block of a document, on a calm day,", () =>
  inOneWorld(calm, { settings: probedSeldom }));

describe("a block of a document, in a world that was just served,", () =>
  inOneWorld(served, { settings: seldomLooking }));

describe("a block of a document, after a failover,", () =>
  inOneWorld(movedAway, { settings: seldomLooking }, async (desk) => {
    await dead(desk);
    await pass(desk.world, 7);
  }));

describe("the blocks of the documents", () => {
  const scenes = [...calm, ...movedAway, ...served];

  it("are all tried to their effect, or listed with the reason why not", () => {
    const known = new Set([...scenes.map(({ block }) => block), ...Object.keys(exceptions)]);
    const untried = blocks.filter(({ key, file }) => !known.has(key) && !known.has(file));
    expect(untried.map(({ key }) => key)).toEqual([]);
  });

  it("are not listed without being there", () => {
    const there = new Set(blocks.flatMap(({ key, file }) => [key, file]));
    expect(Object.keys(exceptions).filter((key) => !there.has(key))).toEqual([]);
  });
});

describe("two minutes into an outage,", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await aDesk({ settings: seldomLooking });
    open(desk);
    await dead(desk);
    await pass(desk.world, 2);
  });
  afterAll(() => close(desk));

  it("status says what users meet, what follows, and ends with 6", async () => {
    const { stdout = "", code } = await typed(desk, "status", "customers");
    const [first = "", ...rest] = stdout.split("\n");
    expect(first).toMatch(
      /^customers: SIGN-IN FAILS in us-west-2 \(primary\), \d+ (?:min|s).*; no move yet: decides in .+ if it goes on$/,
    );
    expect(code).toBe(6);
    expect(rest).toContain('next: cognito-failover failover customers --reason "..."');
    // Who died with the Region said "healthy" before; that is no word any more.
    const primary = rest.find((line) => line.startsWith("  primary ")) ?? "";
    expect(primary).toMatch(/\(us-west-2 no report for \d+ min[^,]*, us-east-1 unhealthy .+ ago, /);
  });
});

describe("in an outage, in mode advise,", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await aDesk({ settings: asking });
    open(desk);
    await dead(desk);
    await pass(desk.world, 1);
  });
  afterAll(() => close(desk));

  it("decline and approve answer the question that status names first", async () => {
    await asked(desk);
    const report = await statusOf(desk);
    expect(report).toMatchObject({ code: 6, next: "cognito-failover approve customers" });
    const { stdout = "", code } = await typed(desk, "approve", "customers");
    expect(stdout).toContain("Shifted managed login to us-east-1");
    expect(code).toBe(0);
    expect(await statusOf(desk)).toMatchObject({
      headline: "users sign in at us-east-1 (secondary)",
      serving: "us-east-1",
      code: 7,
    });
  });

  it("no refusal hands out the way to a Region that fails, and that way needs its name", async () => {
    const home = ["failback", "customers", "--reason", "the probes are wrong"];
    const refused = await typed(desk, ...home);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toMatch(/\nnext: cognito-failover why customers\n$/);
    const forced = [...home, "--override", "cooldown", "--override", "targetNotHealthy"];
    const unnamed = await typed(desk, ...forced);
    expect(unnamed.stderr).toMatch(
      /^Cannot start the failback of "customers" as \d of 3 vantages have seen sign-in fail in us-west-2 for .+\. Its name must be typed, or given with --yes/,
    );
    expect(unnamed.stderr).toMatch(/\nnext: cognito-failover why customers\n$/);
    expect(unnamed.code).toBe(1);
    const misnamed = await typed(desk, ...forced, "--yes", "us-east-1");
    expect(misnamed.stderr).toMatch(
      /--yes must name the Region that users are moved to, us-west-2/,
    );
    expect(misnamed.code).toBe(2);
    expect((await statusOf(desk)).serving).toBe("us-east-1");
  });

  it("why and probe show what it rests on", async () => {
    expect((await typed(desk, "why", "customers")).stdout).toContain("us-west-2, the primary");
    expect((await typed(desk, "probe", "customers")).stdout).toContain("us-west-2");
    const one = await typed(desk, "probe", "customers", "--from", "eu-west-1");
    expect(one.stdout).toContain("eu-west-1");
  });

  it("with the rule set aside and the name given it goes where it was sent", async () => {
    const forced = [
      "--override",
      "cooldown",
      "--override",
      "targetNotHealthy",
      "--yes",
      "us-west-2",
    ];
    const order = ["failback", "customers", "--reason", "the probes are wrong", ...forced];
    expect((await typed(desk, ...order)).stdout).toContain(
      "us-west-2 fails, where a person sent sign-in all the same: nothing was put back.",
    );
    const { aws, deployed } = desk.world;
    const orders = aws.states
      .executions(deployed.failoverMachineArn)
      .map(({ input }) => JSON.parse(input));
    expect(orders).toContainEqual(
      expect.objectContaining({ move: "failBack", override: ["cooldown", "targetNotHealthy"] }),
    );
  });
});

describe("on a quiet day,", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await aDesk({ settings: seldomLooking });
    open(desk);
  });
  afterAll(() => close(desk));

  it("an order goes out, and home again with the cooldown set aside", async () => {
    const out = await typed(desk, "failover", "customers", "--reason", "a planned day over there");
    expect(out).toMatchObject({ code: 0, stderr: "" });
    expect(await statusOf(desk)).toMatchObject({ serving: "us-east-1", code: 7 });
    const home = ["failback", "customers", "--reason", "the controller is removed"];
    const refused = await typed(desk, ...home);
    const [, next = ""] = /\nnext: (.+)\n$/.exec(refused.stderr ?? "") ?? [];
    expect(next).toBe('cognito-failover failback customers --reason "..." --override cooldown');
    // The line as it was handed out, but for the reason.
    const ended = await desk.shell.run(next.replace("...", "all is well"));
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(await statusOf(desk)).toMatchObject({ serving: "us-west-2", code: 0 });
  });

  it("an order against rules that bind a person is given with them set aside", async () => {
    const rules = [
      "--override",
      "evidenceTooOld",
      "--override",
      "targetNotHealthy",
      "--override",
      "cooldown",
    ];
    const words = ["failover", "customers", "--reason", "users say so", ...rules];
    expect(await typed(desk, ...words)).toMatchObject({ code: 0 });
    expect((await statusOf(desk)).serving).toBe("us-east-1");
  });

  it("a question that nobody asked cannot be answered", async () => {
    const { stderr, code } = await typed(desk, "decline", "customers", "--reason", "it heals");
    expect(stderr).toContain("a move or a practice run must wait for approval: none does");
    expect(code).toBe(1);
  });

  it("what settings amount to, and what removing the probe users would do, are told", async () => {
    const offline = await typed(desk, "policy", "explain", "customers");
    expect(offline.stdout).toContain("customers");
    const size = ["--plan", "essentials", "--users", "100000", "--tokens", "0"];
    expect((await typed(desk, "cost", ...size)).stdout).toContain("your pool: 100,000 users");
    const removal = await typed(desk, "setup", "probe-users", "customers", "--remove", "--dry-run");
    expect(removal.stdout).toContain("would write 0 users into the secret");
  });
});

describe("a command within a sentence, or in a string of the program,", () => {
  const lines = [...inline, ...printed];
  const own = lines.filter(
    ({ command }) => !/^(npx (?!cognito)|npm |aws |sst |node (?!cli))/.test(command),
  );

  it("has options that a test has typed with it", () => {
    const shapes = new Set(typedWords.map(shapeOf));
    const untyped = own.flatMap(({ file, command }) => {
      const words = wordsOf(command);
      if (words === null || words.includes("--help")) return [];
      const shape = shapeOf(words);
      return shapes.has(shape) || elsewhere[shape] !== undefined ? [] : [`${file}: ${command}`];
    });
    expect(own.length).toBeGreaterThan(100);
    expect(untyped).toEqual([]);
  });

  it("sets aside no rule that there is not", () => {
    const named = lines.flatMap(({ command }) =>
      [...command.matchAll(/--override (\w+)/g)].map(([, name]) => name),
    );
    const known = safetyRules.filter(({ overridable }) => overridable).map(({ name }) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !known.some((one) => one === name))).toEqual([]);
  });

  it("is one that the SDK knows, with these options, where it is the AWS command line's", () => {
    const asked = lines.filter(
      ({ command, file }) => command.startsWith("aws ") && exceptions[file] === undefined,
    );
    const strange = asked.flatMap(({ file, command }) => {
      if (/^aws (sso login|service-quotas)\b/.test(command)) return [];
      try {
        parseAws(
          awsWords(command).map((word) => word.replace(/^file:.*/, "{}")),
          ".",
        );
        return [];
      } catch (error) {
        return [`${file}: ${command}: ${(error as Error).message}`];
      }
    });
    expect(asked.length).toBeGreaterThan(15);
    expect(strange).toEqual([]);
  });

  it("names a script, a file or a stage that is there, where it is npm's, Node's or SST's", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const others = lines.filter(({ command }) =>
      /^(npx (?!cognito)|npm |sst |node (?!cli))/.test(command),
    );
    const strange = others.filter(({ command }) => {
      const [, script] = /^npm (?:run )?(\S+)/.exec(command) ?? [];
      if (script !== undefined) return script !== "ci" && !(script in scripts);
      const [, sst] = /^(?:npx )?sst (\w+)/.exec(command) ?? [];
      if (sst !== undefined) return !["diff", "deploy", "refresh", "remove"].includes(sst);
      const files = command.match(/[\w./-]+\.ts/g) ?? [];
      return !/^(npx )?(node|vitest)/.test(command) || files.some((file) => !isThere(file));
    });
    expect(strange).toEqual([]);
  });
});

/** Typed by another test, which says what comes of it. */
const elsewhere: Readonly<Record<string, string>> = {
  local: "test/cli/story.test.ts",
  "local --exit --seed --story": "test/cli/story.test.ts",
  "local --serve --speed": "test/cli/serve.test.ts",
  "backtest --scenarios": "test/cli/backtest.test.ts",
  "backtest --policy --pool --scenarios": "test/cli/backtest.test.ts",
  "why --what-if": "test/cli/why.test.ts",
  check: "test/cli/check.test.ts",
  acknowledge: "test/cli/check.test.ts",
  "setup probe-users --rotate": "test/cli/setup/probe-users.test.ts",
  "practice list": "test/cli/practice.test.ts",
  "practice stop --reason": "test/cli/practice.test.ts",
  "practice report": "test/cli/practice.test.ts",
  "practice report --json": "test/cli/practice.test.ts",
  "practice report --html": "test/cli/practice.test.ts",
  "practice --rung": "test/cli/practice.test.ts",
  "practice --dry-run --rung": "test/cli/practice.test.ts",
  "iam-policy --for": "test/cli/iam-policy.test.ts",
  "iam-policy --for --out": "test/cli/iam-policy.test.ts",
};
