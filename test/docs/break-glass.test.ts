// Whoever has broken the glass may do what the runbook tells them to type, all of it and on no more than it.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const runbook = read("docs/runbook.md");

interface Statement {
  readonly Action: string | readonly string[];
}
const policy = JSON.parse(read("docs/policies/cognito-failover-production-break-glass.json")) as {
  readonly Statement: readonly Statement[];
};
const allowed = new Set(policy.Statement.flatMap(({ Action }) => Action));

/** The parts of the runbook that take the role. */
const parts = ["Stopping automatic action", "Levers by hand", "Stored state"].map(
  (heading) =>
    new RegExp(`^## ${heading}\n([\\s\\S]*?)(?=^## )`, "m").exec(`${runbook}\n## end\n`)?.[1] ?? "",
);

/** "s3api put-object", once each. */
const commands = [
  ...new Set(
    parts.flatMap((part) =>
      [...part.matchAll(/\baws ([a-z][\w-]+) ([a-z][\w-]+)/g)].map(
        ([, service = "", verb = ""]) => `${service} ${verb}`,
      ),
    ),
  ),
];

const PREFIXES: Readonly<Record<string, string>> = { s3api: "s3", stepfunctions: "states" };
/** Where the right has another name than the operation. */
const RIGHTS: Readonly<Record<string, string>> = {
  "s3:HeadObject": "s3:GetObject",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
};
/** Taking the role comes before it. */
const BEFORE = ["sts assume-role"];

function rightTo(command: string): string {
  const [service = "", verb = ""] = command.split(" ");
  const operation = verb.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const action = `${PREFIXES[service] ?? service}:${operation}`;
  return RIGHTS[action] ?? action;
}

describe("break glass", () => {
  it("is told to type something in each of its parts", () => {
    expect(parts.filter((part) => !/\baws \w/.test(part))).toEqual([]);
    expect(commands.length).toBeGreaterThan(9);
  });

  it.each(commands.filter((command) => !BEFORE.includes(command)))("may: aws %s", (command) => {
    expect([...allowed]).toContain(rightTo(command));
  });
});
