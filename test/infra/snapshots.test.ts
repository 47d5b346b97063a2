// The whole graph and every permission of a stage, as text that a reviewer reads. Rewritten on purpose:
// npx vitest run --project infra -u

import { describe, expect, test } from "vitest";
import { all, type RoleInputs, type Statement, statementsOf } from "./ask.ts";
import { type Graph, graphs } from "./graph.ts";

describe.each(graphs)("the graph of $stage", (graph) => {
  test("is what was reviewed", async () => {
    await expect(resources(graph)).toMatchFileSnapshot(`snapshots/${graph.stage}.graph.txt`);
  });

  test("permits what was reviewed", async () => {
    await expect(permissions(graph)).toMatchFileSnapshot(
      `snapshots/${graph.stage}.permissions.txt`,
    );
  });
});

/** SST's own containers and the code, which changes with every line of it, are left out. */
function resources({ resources }: Graph): string {
  const told = resources
    .filter(({ type }) => type.startsWith("aws:") || type === "pulumi:providers:aws")
    .filter(({ type }) => !/BucketObjectv2|iam.role:Role/.test(type))
    .map(({ type, name, region, inputs }) => {
      const title = `${type.split(":").at(-1)} ${name}${region === undefined ? "" : ` in ${region}`}`;
      return `${title}\n${JSON.stringify(inputs, legible, 2)}\n`;
    });
  return told.join("\n");
}

function legible(key: string, value: unknown): unknown {
  if (key === "definition") return "stacks/*.asl.ts";
  if (key === "s3Key") return String(value).replace(/[0-9a-f]{64}/, "<hash>");
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  return JSON.parse(value);
}

function permissions(graph: Graph): string {
  return all<RoleInputs>(graph, "Role")
    .map(({ name, inputs }) => [`${name}\n`, ...statementsOf(inputs).map(statement)].join(""))
    .join("\n");
}

function statement({ Effect, Action, Resource, Condition = {} }: Statement): string {
  const conditions = Object.entries(Condition).flatMap(([test, rows]) =>
    Object.entries(rows).map(
      ([key, values]) => `    if ${test} ${key} ${[values].flat().join(" ")}\n`,
    ),
  );
  return [
    `  ${Effect} ${Action.join(" ")}\n`,
    ...Resource.map((resource) => `    on ${resource}\n`),
    ...conditions,
  ].join("");
}
