import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { adviceOn } from "../../../core/advice/advice.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import { instantOf } from "../../../core/values/timestamp.ts";
import { instant } from "../../../core/values/types.ts";
import story from "../../../sim/story.config.ts";
import { merge } from "../../settings/merge.ts";

const valid = JSON.parse(
  readFileSync(new URL("../../settings/valid.json", import.meta.url), "utf8"),
);

const now = instantOf("2026-12-01T12:00:00Z") ?? instant(0);

function adviceAbout(input: unknown): readonly string[] {
  const parsed = parseConfig(input);
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return adviceOn(parsed.config, now);
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

test("mode automatic that asks for no practice run is told what that means, and what to write", () => {
  const asking = (rungs: readonly string[], mode = "automatic") =>
    advice({ mode, furtherVantages, practice: { arming: { rungs } } });
  expect(asking([])).toEqual([
    'Pool customers is in mode "automatic" and its practice.arming.rungs is []: users are moved by a failover that nobody need ever have practised; leave the setting out, or write ["isolation", "canary"], and practise before: cognito-failover practice list',
  ]);
  expect(asking(["shadow"])).toEqual([
    expect.stringContaining('its practice.arming.rungs is ["shadow"]: '),
  ]);
  expect(asking(["shadow", "full"])).toEqual([]);
  expect(asking([], "advise")).toEqual([]);
});

test("nothing is advised with five vantages, where three are said to suffice, or while a person decides", () => {
  expect(advice({ mode: "automatic", furtherVantages })).toEqual([]);
  expect(advice({ mode: "automatic", threeVantagesSuffice: true })).toEqual([]);
  expect(advice({ mode: "advise" })).toEqual([]);
});

describe("a schedule of practice runs", () => {
  const about = (cron: string, practice: object = {}) =>
    advice({ practice: { schedules: [{ rung: "canary", cron }], ...practice } });
  const timeZone = "America/Los_Angeles";

  test("in an hour that clocks skip is told with the dates of two years on which it is left out", () => {
    expect(about("30 2 * * ? *", { timeZone })).toEqual([
      'Pool customers has practice.schedules[0], "30 2 * * ? *", at a time that clocks in America/Los_Angeles skip when they are put forward: EventBridge Scheduler leaves out its runs of 2027-03-14 02:30 and 2028-03-12 02:30; choose a time that they show every day',
    ]);
    expect(about("30 2 * * ? 2027", { timeZone })).toEqual([
      expect.stringContaining("leaves out its run of 2027-03-14 02:30; choose"),
    ]);
  });

  test("of many skipped runs is told with the first of them, and how many more", () => {
    expect(about("0/10 2 ? * SUN *", { timeZone })).toEqual([
      expect.stringContaining(
        "its runs of 2027-03-14 02:00, 2027-03-14 02:10, 2027-03-14 02:20, 2027-03-14 02:30 and 8 more; ",
      ),
    ]);
  });

  test.each([
    ["0 3 * * ? *", timeZone],
    ["30 2 ? * TUE *", timeZone],
    ["30 2 * * ? *", "UTC"],
    ["30 1 * * ? *", timeZone],
  ])("%s in %s is advised nothing", (cron, zone) => {
    expect(about(cron, { timeZone: zone })).toEqual([]);
  });

  test("that is over is told", () => {
    expect(about("0 3 ? * TUE 2024-2025")).toEqual([
      'Pool customers has practice.schedules[0], "0 3 ? * TUE 2024-2025", which never runs again: its last year is 2025; write * as its year, or remove it',
    ]);
  });

  // Three shares of five minutes, each with a minute and a TTL of ten seconds, and five minutes for the way back.
  test("whose run does not fit into what is left of its window is told", () => {
    const windows = [{ from: "22:00", to: "05:00" }];
    expect(about("30 4 ? * TUE *", { windows })).toEqual([]);
    expect(about("45 4 ? * TUE *", { windows })).toEqual([
      'Pool customers has practice.schedules[0], "45 4 ? * TUE *", whose run of 2026-12-08 04:45 begins 15 min before the windows close, and may take 23 min 30 s: let it begin earlier, or widen the window',
    ]);
    const schedules = [{ rung: "isolation", cron: "45 4 ? * TUE *" }];
    expect(advice({ practice: { windows, schedules } })).toEqual([]);
    expect(
      advice({ practice: { windows, schedules: [{ rung: "full", cron: "45 4 ? * TUE *" }] } }),
    ).toEqual([expect.stringContaining("may take 16 min 10 s")]);
  });
});
