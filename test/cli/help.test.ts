import { beforeAll, describe, expect, it } from "vitest";
import { stories } from "../../sim/stories.ts";
import { run as here } from "./in-process.ts";
import { type Ended, run } from "./program.ts";

/** What `--help` answers, by the words before it: "" and "fault add". */
const helps = new Map<string, Ended>();

beforeAll(() => ask(""), 40_000);

describe("--help", () => {
  it("leads to every command", () => {
    expect([...helps.keys()]).toEqual(
      expect.arrayContaining([
        ...["local", "status", "failover", "failback", "approve", "decline"],
        ...["fault", "fault add", "fault list", "fault clear"],
        ...["setup", "setup probe-users"],
      ]),
    );
  });

  it("of every command ends well, says what it does and shows an example of it", () => {
    for (const [command, { code, stdout, stderr }] of helps) {
      const own = `cognito-failover ${command}`.trim();
      expect(stdout).toMatch(new RegExp(`^Usage: ${own} .*\n\n[^\n]+`));
      expect(stdout).toMatch(new RegExp(`\nExamples?:\n {2}\\$ ${own}(?: |\n)`));
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    }
  });

  it("shows examples whose options exist", () => {
    const example = /^ {2}\$ cognito-failover ([^|>&\n]*?)(?: {2,}|$| [|>&])/gm;
    for (const { stdout } of helps.values()) {
      const lines = [...stdout.matchAll(example)].map(([, line = ""]) => line);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const fitting = [...helps.keys()].filter((name) => `${line} `.startsWith(`${name} `));
        const command = fitting.sort((a, b) => b.length - a.length)[0] ?? "";
        for (const [option] of line.matchAll(/--[a-z-]+/g)) {
          expect(textOf(command), line).toMatch(new RegExp(`^ {2}${option} `, "m"));
        }
      }
    }
  });

  it("of local tells each story that there is, and no other", () => {
    const [, section = ""] = /\nStories:\n((?: {2}.+\n)+)/.exec(textOf("local")) ?? [];
    const listed = section
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/)[0]);
    expect(listed).toEqual(stories.map(({ name }) => name));
  });
});

/** Asks the command and then all that are listed below it. */
async function ask(command: string): Promise<void> {
  const words = command.split(" ").filter((word) => word !== "");
  const help = await (words.length === 0 ? run : here)([...words, "--help"]);
  helps.set(command, help);
  const [, section = ""] = /\nCommands:\n((?: {2}.+\n)+)/.exec(help.stdout) ?? [];
  const below = [...section.matchAll(/^ {2}([a-z-]+)/gm)].map(([, word = ""]) => word);
  const further = below.filter((word) => word !== "help");
  await Promise.all(further.map((word) => ask([...words, word].join(" "))));
}

function textOf(command: string): string {
  return helps.get(command)?.stdout ?? "";
}
