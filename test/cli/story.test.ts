import { afterEach, describe, expect, it, vi } from "vitest";
import { tell } from "../../cli/local.ts";
import { Stage, type Tell } from "../../sim/stage.ts";
import { vantageBlind } from "../../sim/stories/vantage-blind.ts";
import type { Story } from "../../sim/story.ts";
import { telling } from "../../sim/telling.ts";
import { installed } from "../installed.ts";
import { aWholeWorld, passwordOnly } from "../sim/builders/a-world.ts";
import { type Ended, ended, jsonLines, NODE, run, start } from "./program.ts";

const ESCAPE = "\u001b";

afterEach(() => vi.restoreAllMocks());

describe("a story on a clock of its own", () => {
  it("is told in lines of JSON: no shift, and that it did not act", async () => {
    const lines = jsonLines((await once()).json);
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

  it("is told as text, which ends with how it ended", async () => {
    const lines = (await once()).text.trimEnd().split("\n");
    expect(lines.at(-1)).toMatch(
      /^00:\d\d:\d\d {2}end {9}didNotAct, as promised: us-west-2 serves/,
    );
  });
});

/** How it ends depends on how fast this machine is, and is therefore no matter here. */
describe.concurrent("local", () => {
  it("--json tells nothing but lines of JSON, and ends as the last of them says", async () => {
    const { code, stdout, stderr } = await story("wrong-secret", "--json");
    const lines = jsonLines(stdout);
    for (const line of lines) {
      expect(line).toMatchObject({ sentence: expect.stringMatching(/\S/) });
      expect(line["at"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
    const last = lines.at(-1);
    expect(last).toMatchObject({ type: "end", isAsPromised: expect.any(Boolean) });
    expect({ code, stderr }).toEqual({ code: last?.["isAsPromised"] === true ? 0 : 1, stderr: "" });
  });

  it("has no escapes where the output is no terminal", async () => {
    const told = await upTo(/sign-in/, start([...vantageBlindAtSpeed]));
    expect(told.split("\n")[0]).toBe(
      "cognito-failover on this machine: two Regions and a witness (a third that only looks), all pretended.",
    );
    expect(told).not.toContain(ESCAPE);
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

interface Told {
  readonly json: string;
  readonly text: string;
}

let told: Promise<Told> | undefined;

/** All that the command would print of vantage-blind, in either form: it is told once for both. */
function once(): Promise<Told> {
  told ??= toldBoth(vantageBlind);
  return told;
}

async function toldBoth(story: Story): Promise<Told> {
  const world = aWholeWorld({}, 1, passwordOnly);
  const listeners: Tell[] = [];
  const say: Tell = (line) => {
    for (const listener of listeners) listener(line);
  };
  // It begins when both listen.
  const ending = Promise.resolve().then(() => telling(story, world, say).ending);
  const shared: typeof telling = (_story, _world, listener) => {
    listeners.push(listener);
    return { stage: new Stage(world, () => undefined), ending };
  };
  const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const both = [true, false].map((isJson) => tell(shared, { story, world, isJson }));
  await world.run(Promise.all(both));
  const lines = print.mock.calls.map(([text]) => `${text}\n`);
  const isJson = (line: string) => line.startsWith("{");
  return {
    json: lines.filter(isJson).join(""),
    text: lines.filter((line) => !isJson(line)).join(""),
  };
}

it("a story ends at Ctrl-C, with the code of an interruption", async () => {
  const program = start(["local", "--exit", "--speed", "60"]);
  program.stdout.on("data", (text) => {
    if (/Calm/.test(String(text))) program.kill("SIGINT");
  });
  expect((await ended(program)).code).toBe(130);
});

function story(name: string, ...args: readonly string[]): Promise<Ended> {
  const settings = ["--settings", "test/cli/password-only.config.ts"];
  return run(["local", "--story", name, "--exit", "--speed", "400", ...settings, ...args]);
}

const vantageBlindAtSpeed = ["local", "--story", "vantage-blind", "--speed", "400"] as const;

function onTerminal(fits: RegExp, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const command = [NODE, "cli/bin.js", ...vantageBlindAtSpeed].join(" ");
  const args = ["--quiet", "--command", command, "/dev/null"];
  return upTo(fits, start(args, { program: "script", env }));
}

/** What a program prints up to a line that fits; then it is ended. */
async function upTo(fits: RegExp, program: ReturnType<typeof start>): Promise<string> {
  const finished = ended(program);
  let text = "";
  for await (const chunk of program.stdout) {
    text += chunk;
    if (fits.test(text)) break;
  }
  program.kill();
  await finished;
  return text;
}

/** Codes that colour or embolden; those that move the cursor are none. */
function colours(text: string): readonly string[] {
  return text.split(ESCAPE).filter((part) => /^\[[\d;]*m/.test(part) && part !== text);
}
