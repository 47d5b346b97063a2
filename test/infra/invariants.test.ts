import { describe, expect, test } from "vitest";
import { broken } from "./broken.ts";
import { graphs, longest } from "./graph.ts";
import { invariants } from "./invariants.ts";

describe.each([...graphs, longest])("the graph of $stage", (graph) => {
  test.each(invariants)("$holds", ({ breaches }) => {
    expect(breaches(graph)).toEqual([]);
  });
});

describe("a graph that is broken on purpose", () => {
  const graph = graphs.find(({ stage }) => stage === "two-pools")!;

  test.each(broken)("is caught when $when", ({ against, spoil, as }) => {
    const copy = structuredClone(graph);
    spoil(copy);
    const { breaches } = invariants.find(({ holds }) => holds.startsWith(against))!;
    expect(breaches(copy).join("\n")).toMatch(as);
  });

  test("is tried against every invariant", () => {
    const untried = invariants.filter(
      ({ holds }) => !broken.some(({ against }) => holds.startsWith(against)),
    );
    expect(untried.map(({ holds }) => holds)).toEqual([]);
  });
});
