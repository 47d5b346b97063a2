import { afterEach, describe, expect, it, vi } from "vitest";
import { tell } from "../../cli/local.ts";
import { stories } from "../../sim/stories.ts";
import { telling } from "../../sim/telling.ts";
import { installed } from "../installed.ts";
import { aWholeWorld, passwordOnly } from "../sim/builders/a-world.ts";
import { type Ended, ended, jsonLines, NODE, run, start } from "./program.ts";

const ESCAPE = "\u001b";

afterEach(() => vi.restoreAllMocks());

describe("a story on a clock of its own", () => {
  it("of vantage-blind tells lines of JSON, no shift, and that it did not act", async () => {
    const lines = jsonLines(await toldOf("vantage-blind", true));
    expect(lines.at(-1)).toMatchObject({
      type: "end",
      outcome: "didNotAct",
      sickRegionCalls: 0,
      isAsPromised: true,
    });
    const types = lines.map(({ type }) => type);
    expect(types).not.toContain("shifted");
    expect(types).toContain("probe");
  });

  it("of regional-outage tells both moves and ends at home", async () => {
    const lines = jsonLines(await toldOf("regional-outage", true));
    const told = (type: string) => lines.filter((line) => line["type"] === type);
    expect(lines.at(-1)).toMatchObject({
      type: "end",
      outcome: "movedAndCameHome",
      sickRegionCalls: 0,
      isAsPromised: true,
      serving: "us-west-2",
    });
    const shifted = told("shifted").map(({ lever, to }) => `${lever} to ${to}`);
    // Both levers are written at once, so neither is the first.
    expect([shifted.slice(0, 2).sort(), shifted.slice(2).sort()]).toEqual([
      ["beacon to us-east-1", "weightedRecords to us-east-1"],
      ["beacon to us-west-2", "weightedRecords to us-west-2"],
    ]);
    expect(told("dns").map(({ answers }) => answers)).toEqual([
      ["sign-in.us-west-2.customers.example"],
      ["sign-in.us-east-1.customers.example"],
      ["sign-in.us-west-2.customers.example"],
    ]);
    expect(told("notice").map(({ subject }) => String(subject))).toEqual([
      expect.stringMatching(/^\[cognito-failover\] customers: .*us-west-2/),
      expect.stringMatching(/^\[cognito-failover\] customers: .*us-east-1/),
      expect.stringMatching(/^\[cognito-failover\] customers: us-west-2 is well/),
      expect.stringMatching(/^\[cognito-failover\] customers: .*us-west-2/),
    ]);
  });

  it("of vantage-blind as text ends with how it ended", async () => {
    const lines = (await toldOf("vantage-blind", false)).trimEnd().split("\n");
    expect(lines.at(-1)).toMatch(
      /^00:\d\d:\d\d {2}end {9}didNotAct, as promised: us-west-2 serves/,
    );
  });
});

/** How it ends depends on how fast this machine is, and is therefore no matter here. */
describe.concurrent("local", () => {
  it("--json tells nothing but lines of JSON, and ends as the last of them says", async () => {
    const { code, stdout, stderr } = await story("vantage-blind", "--json");
    const lines = jsonLines(stdout);
    for (const line of lines) {
      expect(line).toMatchObject({ sentence: expect.stringMatching(/\S/) });
      expect(line["at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
    const last = lines.at(-1);
    expect(last).toMatchObject({ type: "end", isAsPromised: expect.any(Boolean) });
    expect({ code, stderr }).toEqual({ code: last?.["isAsPromised"] === true ? 0 : 1, stderr: "" });
  });

  it("has no escapes where the output is no terminal, and ends with the story", async () => {
    const { code, stdout, stderr } = await story(
      "vantage-blind",
      "--settings",
      "test/cli/password-only.config.ts",
    );
    expect(stdout).not.toContain(ESCAPE);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe(
      "cognito-failover on this machine: two Regions and a witness, all pretended.",
    );
    const last = lines.at(-1) ?? "";
    expect(last).toMatch(/^00:\d\d:\d\d {2}end {9}\w+, (NOT )?as promised: \S+ serves/);
    expect({ code, stderr }).toEqual({
      code: last.includes("NOT as promised") ? 1 : 0,
      stderr: "",
    });
  });

  it.skipIf(installed("script").length === 0)(
    "is coloured on a terminal, and plain there with NO_COLOR",
    async () => {
      const [coloured, plain] = await Promise.all([
        onTerminal(/sign-in/),
        onTerminal(/sign-in/, { NO_COLOR: "1" }),
      ]);
      expect(coloured).toContain(`${ESCAPE}[90m`);
      expect(colours(plain)).toEqual([]);
    },
  );
});

/** All that the command would print of a story. */
async function toldOf(name: string, isJson: boolean): Promise<string> {
  const story = stories.find((one) => one.name === name);
  if (story === undefined) throw new RangeError(`no story is called ${name}`);
  const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const world = aWholeWorld({}, 1, passwordOnly);
  await world.run(tell(telling, { story, world, isJson }));
  return print.mock.calls.map(([text]) => `${text}\n`).join("");
}

it("a story ends at Ctrl-C, with the code of an interruption", async () => {
  const program = start(["local", "--exit", "--speed", "60"]);
  program.stdout.on("data", (text) => {
    if (/Calm/.test(String(text))) program.kill("SIGINT");
  });
  expect((await ended(program)).code).toBe(130);
});

function story(name: string, ...args: readonly string[]): Promise<Ended> {
  return run(["local", "--story", name, "--exit", "--speed", "400", ...args]);
}

/** What a story prints on a terminal, up to a line that fits; then it is ended. */
async function onTerminal(
  fits: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const command = `${NODE} cli/bin.js local --story vantage-blind --speed 400`;
  const args = ["--quiet", "--command", command, "/dev/null"];
  const terminal = start(args, { program: "script", env });
  const finished = ended(terminal);
  let text = "";
  for await (const chunk of terminal.stdout) {
    text += chunk;
    if (fits.test(text)) break;
  }
  terminal.kill();
  await finished;
  return text;
}

/** Codes that colour or embolden; those that move the cursor are none. */
function colours(text: string): readonly string[] {
  return text.split(ESCAPE).filter((part) => /^\[[\d;]*m/.test(part) && part !== text);
}
