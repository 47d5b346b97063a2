import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { parseEnvironment, type VariableName } from "../../controller/environment.ts";
import type { Lambda } from "../../controller/lambda.ts";
import { names } from "../../stacks/names.ts";
import { all, type FunctionInputs } from "./ask.ts";
import { graphs } from "./graph.ts";

const words = [
  ...["assess", "check", "complete", "guard", "health-event", "notify"],
  ...["practice-complete", "practice-judge", "practice-prepare", "practice-shift"],
  ...["prepare", "probe", "shift", "signals", "verify"],
];

/**
 * Bytes, all files, minified; and what a cold start loads. The probe runs most, and what its bursts call is
 * loaded when something fails. Who moves the levers holds the clients of S3 and of Route 53, and loads neither
 * before a lever asks for it. Each parses the settings as a whole, practice runs with their windows and schedules
 * included, which is 14 kB.
 */
const levers = { inAll: 960_000, loaded: 520_000 };
const budgets: Readonly<Record<string, typeof levers>> = {
  probe: { inAll: 800_000, loaded: 540_000 },
  // Woken once a day, on the way of no failover; it asks a dozen services.
  check: { inAll: 1_300_000, loaded: 1_100_000 },
  // All that it needs is the ledger.
  "health-event": { inAll: 580_000, loaded: 420_000 },
  shift: levers,
  // It puts levers back, and tells people itself.
  guard: { ...levers, loaded: 575_000 },
  verify: levers,
  // What practises levers reads them as well, and real traffic besides.
  "practice-judge": { inAll: 920_000, loaded: 603_000 },
  "practice-prepare": { inAll: 880_000, loaded: 630_000 },
  "practice-shift": { inAll: 870_000, loaded: 590_000 },
  // Among them prepare, which reads where all levers stand and so has what practises them; of its own isolation it
  // loads nothing.
  others: { inAll: 838_000, loaded: 597_000 },
};

/** The export of a file, by its word: "health-event" is `healthEvent`. */
const exported = (word: string) =>
  word.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe.each(graphs)("the Lambdas of $stage", (graph) => {
  const built = Object.values(graph.builds);
  const deployed = all<FunctionInputs>(graph, "Function");

  test("are those of functions/", () => {
    const handlers = new Set(built.map(({ handler }) => handler));
    expect([...handlers].sort()).toEqual(words.map((word) => `functions/${word}.handler`));
  });

  test.each(words)("%s: the bundle is within its budget", (word) => {
    const { files, loaded } = built.find(({ handler }) => handler === `functions/${word}.handler`)!;
    const { inAll, loaded: most } = budgets[word] ?? budgets["others"]!;
    expect(Object.values(files).reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(inAll);
    expect(loaded).toBeLessThan(most);
  });

  test.each(words)("%s: the environment is what its handler parses, and no more", async (word) => {
    const module = (await import(`../../functions/${word}.ts`)) as Record<string, Lambda>;
    const { environment } = module[exported(word)]!;
    const own = deployed.filter(({ inputs }) => inputs.name === names(graph.stage).lambda(word));
    expect(own.length).toBeGreaterThan(0);
    for (const { region, inputs } of own) {
      const { variables } = inputs.environment;
      const given = { ...variables, AWS_REGION: region };
      const wanted: VariableName[] = ["AWS_REGION", ...environment];
      expect(Object.keys(parseEnvironment(wanted, given)).sort()).toEqual(wanted.toSorted());
      const ours = Object.keys(variables).filter((name) => !name.startsWith("SST_"));
      expect(ours.sort()).toEqual([...environment].sort());
    }
  });
});

describe("the bundles of production", () => {
  const { builds } = graphs.find(({ stage }) => stage === "production")!;
  const built = Object.values(builds);

  test.each(
    words,
  )("%s: the bundle exports a handler that takes an event and a context", async (word) => {
    const { out, files } = built.find(({ handler }) => handler === `functions/${word}.handler`)!;
    for (const file of Object.keys(files)) expect(existsSync(join(out, file))).toBe(true);
    const { handler } = await import(pathToFileURL(join(out, "bundle.mjs")).href);
    expect(handler).toBeTypeOf("function");
    // Node 24 on Lambda refuses handlers with a callback.
    expect(handler.length).toBeLessThan(3);
  });
});
