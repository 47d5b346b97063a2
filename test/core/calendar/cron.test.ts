import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cron, nextRun, parseCron, skippedRuns } from "../../../core/calendar/cron.ts";
import { localAt, localText } from "../../../core/calendar/zone-time.ts";
import { instantOf } from "../../../core/values/timestamp.ts";
import { type Instant, instant } from "../../../core/values/types.ts";

const at = (text: string) => instantOf(`${text}:00Z`) ?? instant(Number.NaN);

function cron(text: string): Cron {
  const parsed = parseCron(text);
  if (parsed.kind === "refused") throw new Error(`${text}: ${parsed.must}`);
  return parsed.cron;
}

function runs(text: string, zone: string, from: string): readonly string[] {
  const found: string[] = [];
  let after: Instant | null = at(from);
  while (after !== null && found.length < 3) {
    after = nextRun(cron(text), zone, after);
    if (after !== null) found.push(localText(localAt(after, zone)));
  }
  return found;
}

describe("a cron expression", () => {
  // 1 December 2026 is a Tuesday.
  test.each([
    ["0 3 ? * TUE *", ["2026-12-01 03:00", "2026-12-08 03:00", "2026-12-15 03:00"]],
    ["0 3 ? * 3 *", ["2026-12-01 03:00", "2026-12-08 03:00", "2026-12-15 03:00"]],
    ["0 3 ? * 1 *", ["2026-12-06 03:00", "2026-12-13 03:00", "2026-12-20 03:00"]],
    ["0 3 ? * SAT *", ["2026-12-05 03:00", "2026-12-12 03:00", "2026-12-19 03:00"]],
    ["0 3 ? * MON-FRI *", ["2026-12-01 03:00", "2026-12-02 03:00", "2026-12-03 03:00"]],
    ["0 3 ? * * *", ["2026-12-01 03:00", "2026-12-02 03:00", "2026-12-03 03:00"]],
    ["30 4 1,15 * ? *", ["2026-12-01 04:30", "2026-12-15 04:30", "2027-01-01 04:30"]],
    ["0 3 * * ? 2028", ["2028-01-01 03:00", "2028-01-02 03:00", "2028-01-03 03:00"]],
    ["0 3 29 FEB ? *", ["2028-02-29 03:00", "2032-02-29 03:00", "2036-02-29 03:00"]],
    ["0 3 31 * ? *", ["2026-12-31 03:00", "2027-01-31 03:00", "2027-03-31 03:00"]],
    ["*/20 3 * * ? *", ["2026-12-01 03:00", "2026-12-01 03:20", "2026-12-01 03:40"]],
    ["1/10 3 1 * ? *", ["2026-12-01 03:01", "2026-12-01 03:11", "2026-12-01 03:21"]],
    ["10-30/15 3 1 * ? *", ["2026-12-01 03:10", "2026-12-01 03:25", "2027-01-01 03:10"]],
    ["0 22-23 1 JAN-MAR ? *", ["2027-01-01 22:00", "2027-01-01 23:00", "2027-02-01 22:00"]],
    ["0 3 1 2/4 ? *", ["2027-02-01 03:00", "2027-06-01 03:00", "2027-10-01 03:00"]],
    ["0 3 L * ? *", ["2026-12-31 03:00", "2027-01-31 03:00", "2027-02-28 03:00"]],
    ["0 3 ? * 6L *", ["2026-12-25 03:00", "2027-01-29 03:00", "2027-02-26 03:00"]],
    // 21 and 28 February 2027 are Sundays.
    ["0 3 ? 2 1L *", ["2027-02-28 03:00", "2028-02-27 03:00", "2029-02-25 03:00"]],
    ["0 3 ? * 3#2 *", ["2026-12-08 03:00", "2027-01-12 03:00", "2027-02-09 03:00"]],
    ["0 3 ? * 5#5 *", ["2026-12-31 03:00", "2027-04-29 03:00", "2027-07-29 03:00"]],
    // 5 December is a Saturday, 6 December a Sunday.
    ["0 3 5W 12 ? *", ["2026-12-04 03:00", "2027-12-06 03:00", "2028-12-05 03:00"]],
    ["0 3 6W 12 ? 2026", ["2026-12-07 03:00"]],
    // 1 May 2027 is a Saturday: the nearest weekday of the same month is its third.
    ["0 3 1W 5 ? 2027", ["2027-05-03 03:00"]],
    // 28 February 2027 is a Sunday, and the last of its month.
    ["0 3 28W 2 ? 2027", ["2027-02-26 03:00"]],
    ["0 3 * * ? 2020", []],
    ["0 3 30 2 ? *", []],
  ])("%s runs at %j", (text, wanted) => {
    expect(runs(text, "UTC", "2026-11-30T23:59")).toEqual(wanted);
  });

  test("runs by the clock of its zone", () => {
    expect(nextRun(cron("0 3 ? * TUE *"), "Europe/Berlin", at("2026-11-30T12:00"))).toBe(
      at("2026-12-01T02:00"),
    );
    expect(nextRun(cron("0 3 ? * TUE *"), "Europe/Berlin", at("2027-06-30T12:00"))).toBe(
      at("2027-07-06T01:00"),
    );
    expect(nextRun(cron("30 0 1 * ? *"), "Asia/Tokyo", at("2026-11-30T12:00"))).toBe(
      at("2026-11-30T15:30"),
    );
  });

  test("does not run at the instant that it is asked after, but at the next", () => {
    const daily = cron("0 3 * * ? *");
    expect(nextRun(daily, "UTC", at("2026-12-01T03:00"))).toBe(at("2026-12-02T03:00"));
    expect(nextRun(daily, "UTC", instant(at("2026-12-01T03:00") - 1))).toBe(at("2026-12-01T03:00"));
  });
});

// The example of AWS's own page: 2:30 a.m. in Los Angeles.
describe("a change of the clock", () => {
  const zone = "America/Los_Angeles";

  test("that skips the time leaves the run out that day", () => {
    expect(runs("30 2 * * ? *", zone, "2027-03-13T12:00")).toEqual([
      "2027-03-15 02:30",
      "2027-03-16 02:30",
      "2027-03-17 02:30",
    ]);
  });

  test("that shows the time twice runs it once, before the change", () => {
    const nightly = cron("30 1 * * ? *");
    const first = nextRun(nightly, zone, at("2027-11-06T12:00"));
    expect(first).toBe(at("2027-11-07T08:30"));
    expect(nextRun(nightly, zone, first ?? instant(0))).toBe(at("2027-11-08T09:30"));
  });

  const years = { from: at("2026-12-01T00:00"), until: at("2028-12-01T00:00") };
  const skipped = (text: string, zone: string) =>
    skippedRuns(cron(text), zone, years).map(localText);

  test("tells which runs it will leave out", () => {
    expect(skipped("30 2 * * ? *", zone)).toEqual(["2027-03-14 02:30", "2028-03-12 02:30"]);
    expect(skipped("0,30 1-3 ? * SUN *", zone)).toEqual([
      ...["2027-03-14 02:00", "2027-03-14 02:30", "2028-03-12 02:00", "2028-03-12 02:30"],
    ]);
  });

  test.each([
    ["0 3 * * ? *", "America/Los_Angeles"],
    ["59 1 * * ? *", "America/Los_Angeles"],
    ["30 2 ? * TUE *", "America/Los_Angeles"],
    ["30 2 * 4 ? *", "America/Los_Angeles"],
    ["30 2 * * ? *", "UTC"],
    ["30 2 * * ? *", "Asia/Tokyo"],
  ])("leaves out no run of %s in %s", (text, zone) => {
    expect(skipped(text, zone)).toEqual([]);
  });

  test("at midnight leaves out the runs of the hour after it", () => {
    // Cuba's clocks are put forward from 00:00 to 01:00.
    expect(skipped("15 0 * * ? *", "America/Havana")).toEqual([
      "2027-03-14 00:15",
      "2028-03-12 00:15",
    ]);
  });
});

describe("what EventBridge Scheduler would refuse, or its page leaves open, is refused:", () => {
  const sixFields = 'Write "0 3 ? * TUE *" for every Tuesday at 03:00, without cron()';
  const oneDay = /^must have \? in one of its fields day-of-month and day-of-week$/;
  test.each([
    ["0 3 ? * TUE", /^must have six fields/, sixFields],
    ["cron(0 3 ? * TUE *)", /^must hold 0 to 59/, "Write 0 or another of them in place of cron(0"],
    ["0 0 3 ? * TUE *", /^must have six fields/, sixFields],
    ["0 3 * * * *", oneDay, /"0 3 \? \* TUE \*"/],
    ["0 3 1 * TUE *", oneDay, /"0 3 1 \* \? \*"/],
    ["0 3 ? * ? *", oneDay, /every day$/],
    ["60 3 ? * TUE *", /hold 0 to 59.* in its field minutes$/, /in place of 60$/],
    ["0 24 ? * TUE *", /hold 0 to 23.* in its field hours$/, /in place of 24$/],
    ["0 3 0 * ? *", /hold 1 to 31.* in its field day-of-month$/, /in place of 0$/],
    ["0 3 1 13 ? *", /hold 1 to 12 or JAN to DEC.* in its field month$/, /^Write JAN /],
    ["0 3 ? * 0 *", /hold 1 to 7 or SUN to SAT.* in its field day-of-week$/, /^Write SUN /],
    ["0 3 ? * 8 *", /in its field day-of-week$/, /in place of 8$/],
    ["0 3 ? * TUESDAY *", /in its field day-of-week$/, /in place of TUESDAY$/],
    ["0 3 ? * tue *", /in its field day-of-week$/, /in place of tue$/],
    ["0 3 ? * TUE 1969", /hold 1970 to 2199.* in its field year$/, /in place of 1969$/],
    ["0 3 ? * TUE 2200", /in its field year$/, /in place of 2200$/],
    ["0, 3 ? * TUE *", /in its field minutes$/, /^Write 0 /],
    ["0 22-5 ? * TUE *", /have ranges that rise/, "Write 0-5,22-23 in place of 22-5"],
    ["0 3 ? * FRI-SUN *", /have ranges that rise/, "Write SUN,FRI-SAT in place of FRI-SUN"],
    ["0 3 ? * MON/2 *", /hold no \//, "Write the days one by one, with commas"],
    ["0/60 3 ? * TUE *", /take steps of 1 to 59/, "Write another step in place of 0/60"],
    ["*/0 3 ? * TUE *", /take steps of 1 to 59/, "Write another step in place of */0"],
    ["*,5 3 ? * TUE *", /have \* stand alone/, "Write * in place of *,5"],
    ["0 3 L-3 * ? *", /use L alone/, "Write L, or 15W"],
    ["0 3 LW * ? *", /use L alone/, "Write L, or 15W"],
    ["0 3 1,15W * ? *", /use L alone, or W after one day/, "Write L, or 15W"],
    ["0 3 31W * ? *", /W after one day from 1 to 28/, "Write L, or 15W"],
    ["0 3 ? * L *", /use L after one day/, /^Write 6L .* or SAT for every Saturday$/],
    ["0 3 ? * FRIL *", /use L after one day/, /^Write 6L /],
    ["0 3 ? * 8L *", /use L after one day/, /^Write 6L /],
    ["0 3 ? * TUE#2 *", /use # once, between/, "Write 3#2 for the second Tuesday of the month"],
    ["0 3 ? * 3#6 *", /count from 1 to 5/, /^Write 3#2 /],
    ["0 3 ? * 3#1,6#3 *", /use # once/, /^Write 3#2 /],
    ["0 3 3#2 * ? *", /in its field day-of-month$/, /in place of 3#2$/],
    ["0 L ? * TUE *", /in its field hours$/, /in place of L$/],
    ["", /^must have six fields/, sixFields],
  ])("%s", (text, must, next) => {
    const parsed = parseCron(text);
    expect(parsed).toMatchObject({ kind: "refused" });
    if (parsed.kind !== "refused") return;
    expect(parsed.must).toMatch(must);
    expect(parsed.next).toMatch(next);
  });
});

const named = (all: readonly number[]) => fc.subarray([...all], { minLength: 1, maxLength: 4 });
const upTo = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

const expression = fc
  .record({
    minutes: named(upTo(0, 59)),
    hours: named(upTo(0, 23)),
    months: named(upTo(1, 12)),
    day: fc.oneof(
      named(upTo(1, 28)).map((days) => [days.join(), "?"]),
      named(upTo(1, 7)).map((days) => ["?", days.join()]),
    ),
  })
  .map(({ minutes, hours, months, day: [dayOfMonth = "", dayOfWeek = ""] }) =>
    [minutes.join(), hours.join(), dayOfMonth, months.join(), dayOfWeek, "*"].join(" "),
  );

const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"];
const moment = fc
  .integer({ min: at("2026-01-01T00:00"), max: at("2030-01-01T00:00") })
  .map(instant);

/** The same, minute by minute: slow, and too simple to be wrong. */
function isDue(text: string, local: string): boolean {
  const [minutes, hours, dayOfMonth, months, dayOfWeek] = text.split(" ").map((f) => f.split(","));
  const has = (list: readonly string[] = [], value: number) =>
    list.includes("?") || list.includes(String(value));
  const date = new Date(`${local.replace(" ", "T")}:00Z`);
  return (
    has(minutes, date.getUTCMinutes()) &&
    has(hours, date.getUTCHours()) &&
    has(dayOfMonth, date.getUTCDate()) &&
    has(months, date.getUTCMonth() + 1) &&
    has(dayOfWeek, date.getUTCDay() + 1)
  );
}

test("the next run is due by its own fields, and no minute between is, but one shown before", () => {
  fc.assert(
    fc.property(expression, fc.constantFrom(...zones), moment, (text, zone, after) => {
      const run = nextRun(cron(text), zone, after);
      expect(run).toBeGreaterThan(after);
      if (run === null) return;
      expect(isDue(text, localText(localAt(run, zone)))).toBe(true);
      const first = (Math.floor(after / 60_000) + 1) * 60_000;
      const shownBefore = new Set<string>();
      for (let ms = first - 3 * 3_600_000; ms < Math.min(run, first + 86_400_000); ms += 60_000) {
        const shown = localText(localAt(instant(ms), zone));
        if (ms >= first && isDue(text, shown)) expect([...shownBefore]).toContain(shown);
        shownBefore.add(shown);
      }
    }),
    { numRuns: 40 },
  );
});

test("no text makes it throw", () => {
  const word = fc.stringMatching(/^[0-9A-Z*?,/#-]{1,6}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 5, maxLength: 7 }), (words) => {
      expect(["cron", "refused"]).toContain(parseCron(words.join(" ")).kind);
    }),
  );
});
