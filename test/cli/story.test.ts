import { describe, expect, it } from "vitest";
import { installed } from "../installed.ts";
import { type Ended, ended, jsonLines, NODE, run, start } from "./program.ts";

const ESCAPE = "\u001b";
const lasting = { timeout: 40_000 };

describe.concurrent("local --json", () => {
  it(
    "of vantage-blind tells lines of JSON, no shift, and that it did not act",
    lasting,
    async () => {
      const { code, stdout, stderr } = await story("vantage-blind", "--json");
      const lines = jsonLines(stdout);
      expect(lines.at(-1)).toMatchObject({
        type: "end",
        outcome: "didNotAct",
        sickRegionCalls: 0,
        isAsPromised: true,
      });
      const types = lines.map(({ type }) => type);
      expect(types).not.toContain("shifted");
      expect(types).toContain("probe");
      for (const line of lines) {
        expect(line).toMatchObject({ sentence: expect.stringMatching(/\S/) });
        expect(line["at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    },
  );

  it("of regional-outage tells both moves and ends at home", lasting, async () => {
    const { code, stdout, stderr } = await story("regional-outage", "--json");
    const lines = jsonLines(stdout);
    const told = (type: string) => lines.filter((line) => line["type"] === type);
    expect(lines.at(-1)).toMatchObject({
      type: "end",
      outcome: "movedAndCameHome",
      sickRegionCalls: 0,
      isAsPromised: true,
      serving: "us-west-2",
    });
    expect(told("shifted").map(({ lever, to }) => `${lever} to ${to}`)).toEqual([
      "beacon to us-east-1",
      "weightedRecords to us-east-1",
      "beacon to us-west-2",
      "weightedRecords to us-west-2",
    ]);
    expect(told("dns").map(({ answers }) => answers)).toEqual([
      ["sign-in.us-west-2.customers.example"],
      ["sign-in.us-east-1.customers.example"],
      ["sign-in.us-west-2.customers.example"],
    ]);
    // At this speed a second without a processor is seven minutes without evidence, which is told.
    const subjects = told("notice").map(({ subject }) => String(subject));
    expect(subjects.filter((subject) => !subject.endsWith("cannot judge"))).toEqual([
      expect.stringMatching(/^\[cognito-failover\] customers: .*us-west-2/),
      expect.stringMatching(/^\[cognito-failover\] customers: .*us-east-1/),
      expect.stringMatching(/^\[cognito-failover\] customers: us-west-2 is well/),
      expect.stringMatching(/^\[cognito-failover\] customers: .*us-west-2/),
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

describe.concurrent("local as text", () => {
  it(
    "has no escapes where the output is no terminal, begins at once and ends with the story",
    lasting,
    async () => {
      const { code, stdout, stderr, firstOutputMs } = await story("vantage-blind");
      expect(stdout).not.toContain(ESCAPE);
      const lines = stdout.trimEnd().split("\n");
      expect(lines[0]).toBe(
        "cognito-failover on this machine: two Regions and a witness, all pretended.",
      );
      expect(lines.at(-1)).toMatch(
        /^00:\d\d:\d\d {2}end {9}didNotAct, as promised: us-west-2 serves/,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      // Measured: 0.3 s.
      expect(firstOutputMs).toBeLessThan(5_000);
    },
  );

  it.skipIf(installed("script").length === 0)(
    "is coloured on a terminal, and plain there with NO_COLOR",
    lasting,
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
