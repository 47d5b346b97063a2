import { describe, expect, test } from "vitest";
import { spanOf } from "../../../cli/pause/span.ts";
import { instant } from "../../../core/values/types.ts";

const at = (text: string) => instant(Date.parse(text));
const now = at("2026-11-22T21:00:00Z");

const spanning = { cannot: "pause for that time", next: "cognito-failover pause --help" };

describe("spanOf()", () => {
  const rows = [
    ["nothing", {}, null, null],
    ["--for", { for: "2 hours" }, null, "2026-11-22T23:00:00Z"],
    ["--until a time of this day", { until: "22:00" }, null, "2026-11-22T22:00:00Z"],
    ["--until a time that has passed today", { until: "20:00" }, null, "2026-11-23T20:00:00Z"],
    [
      "--from and --until across midnight",
      { from: "23:00", until: "01:00" },
      "2026-11-22T23:00:00Z",
      "2026-11-23T01:00:00Z",
    ],
    [
      "--from a date, and --for",
      { from: "2026-12-01T20:00", for: "90 minutes" },
      "2026-12-01T20:00:00Z",
      "2026-12-01T21:30:00Z",
    ],
    ["an offset", { until: "2026-11-23T00:30:00+01:00" }, null, "2026-11-22T23:30:00Z"],
  ] as const;

  test.each(rows.map(([name, ...row]) => [name, row] as const))("reads %s", (_, row) => {
    const [options, from, until] = row;
    expect(spanOf(options, now, spanning)).toEqual({
      from: from === null ? null : at(from),
      until: until === null ? null : at(until),
    });
  });

  test.each([
    ["both ends", { for: "1 hour", until: "22:00" }, "either"],
    ["no length", { for: "0 hours" }, '"--for" must be one number and one unit'],
    ["a length in other words", { for: "a while" }, '"--for" must be one number and one unit'],
    ["two units", { for: "4 minutes 20 seconds" }, 'one unit, such as "2 hours" or "260 seconds"'],
    ["a date that has passed", { until: "2026-11-22T20:00" }, "must lie after 2026-11-22T21:00"],
    ["an end before its begin", { from: "2026-12-01T20:00", until: "2026-12-01T19:00" }, "after"],
    ["no time", { from: "soon" }, "a time must be one such as"],
  ])("refuses %s", (_, options, says) => {
    expect(() => spanOf(options, now, spanning)).toThrow(says);
  });
});
