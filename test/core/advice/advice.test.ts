import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adviceOn } from "../../../core/advice/advice.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import story from "../../../sim/story.config.ts";
import { merge } from "../../settings/merge.ts";

const valid = JSON.parse(
  readFileSync(new URL("../../settings/valid.json", import.meta.url), "utf8"),
);

function adviceAbout(input: unknown): readonly string[] {
  const parsed = parseConfig(input);
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return adviceOn(parsed.config);
}

test("the story is advised five vantages for automatic mode", () => {
  expect(adviceAbout(story)).toEqual([
    expect.stringMatching(/^Pool customers is in mode "automatic" with 3 vantages; five/),
  ]);
});

const furtherVantages = ["ca-central-1", "sa-east-1"];
const advice = (change: object) => adviceAbout(merge(valid, { pools: { 0: change } }));

test("each piece of evidence that may decide alone in mode automatic gets an advice of its own", () => {
  const alarm = { name: "errors", region: "eu-west-1", about: "primary" };
  const signals = {
    traffic: { may: ["decide"] },
    health: { may: ["corroborate", "notify"] },
    alarms: [alarm, { ...alarm, name: "latency", may: ["notify", "decide"] }],
  };
  expect(advice({ mode: "automatic", furtherVantages, signals })).toEqual([
    expect.stringMatching(
      /^Pool customers is in mode "automatic" and its signals\.traffic may "decide": /,
    ),
    expect.stringMatching(/ and its signals\.alarms\[1\] may "decide": /),
  ]);
  expect(advice({ mode: "advise", furtherVantages, signals })).toEqual([]);
});

test("nothing is advised with five vantages, where three are said to suffice, or while a person decides", () => {
  expect(advice({ mode: "automatic", furtherVantages })).toEqual([]);
  expect(advice({ mode: "automatic", threeVantagesSuffice: true })).toEqual([]);
  expect(advice({ mode: "advise" })).toEqual([]);
});
