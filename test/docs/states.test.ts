import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { safetyRules } from "../../core/decide/safety-rules.ts";
import { transitions } from "../../core/decide/transitions.ts";
import { diagnoses } from "../../core/diagnose/diagnosis.ts";
import { failureClasses, votingInWords } from "../../core/probe/failure-class.ts";
import { statesPage } from "../../docs/print-states.ts";
import { failover } from "../../stacks/machines/failover.asl.ts";

const page = readFileSync(new URL("../../docs/states.md", import.meta.url), "utf8");

test("docs/states.md is what the table of transitions prints now: node docs/print-states.ts", () => {
  expect(page).toBe(statesPage());
});

test("every transition is one row of the page, under the heading of its phase", () => {
  const [, ...sections] = page.split(/^## /m);
  for (const { from, situation, because } of transitions) {
    const section = sections.find((text) => text.startsWith(`\`${from}\``)) ?? "";
    const rows = section.split("\n").filter((line) => line.startsWith(`| \`${situation}\` |`));
    expect(rows, `${from}/${situation}`).toHaveLength(1);
    expect(rows[0]).toContain(`| ${because} |`);
  }
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows).toHaveLength(transitions.length);
});

test("the diagram shows each phase, each move, and each of the ends that it can have", () => {
  const diagram = /```mermaid\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const edges = diagram.split("\n").map((line) => line.trim());
  expect(edges).toEqual(
    expect.arrayContaining([
      "[*] --> steady",
      "steady --> failingOver: failOver",
      ...["confirmed", "applied", "kept"].map((end) => `failingOver --> failedOver: ${end}`),
      "failingOver --> failingOver: inPart",
      "failingOver --> steady: turnedBack",
      "failedOver --> failingBack: failBack",
      ...["confirmed", "applied", "kept"].map((end) => `failingBack --> steady: ${end}`),
      "failingBack --> failingBack: inPart",
      "failingBack --> failedOver: turnedBack",
    ]),
  );
});

test("docs/runbook.md has a heading for each diagnosis, each safety rule and each way a move can end", () => {
  const runbook = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8");
  const headings = (chapter: string) => {
    const [text = ""] = runbook.split(/^## /m).filter((part) => part.startsWith(`${chapter}\n`));
    return [...text.matchAll(/^### (\w+)/gm)].map(([, name]) => name);
  };
  expect(headings("Diagnoses")).toEqual(diagnoses.map(({ name }) => name));
  expect(headings("Safety rules")).toEqual(safetyRules.map(({ name }) => name));
  expect(headings("How a move can end")).toEqual(
    // By hand, or by its own time limit: no state of the machine.
    expect.arrayContaining([...endsOfTheMachine(), "Aborted"]),
  );
});

function endsOfTheMachine(): readonly string[] {
  const arn = "arn";
  const { States } = failover({
    ...{ prepareArn: arn, shiftArn: arn, verifyArn: arn, completeArn: arn },
    ...{ notifyArn: arn, topicArn: arn },
  });
  return Object.entries(States).flatMap(([name, { Type }]) =>
    Type === "Succeed" || Type === "Fail" ? [name] : [],
  );
}

test("docs/how-it-works.md lists each safety rule with whom it binds, and each failure class with its condition", () => {
  const text = readFileSync(new URL("../../docs/how-it-works.md", import.meta.url), "utf8");
  const row = (name: string) => text.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
  for (const { name, binds, overridable } of safetyRules) {
    const may = binds === "controller" ? "needs not" : overridable ? "yes" : "no";
    const whom = binds === "controller" ? "the controller" : "everyone";
    expect(row(name), name).toMatch(new RegExp(`\\| ${whom} \\| ${may} \\|$`));
  }
  for (const [name, { voting, condition }] of Object.entries(failureClasses)) {
    expect(row(name), name).toMatch(new RegExp(`\\| ${votingInWords[voting]} \\|$`));
    if (condition !== null) expect(text).toContain(`\n| \`${name}\` | ${condition} | `);
  }
});
