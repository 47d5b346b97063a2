import { describe, expect, it } from "vitest";
import { accountOf } from "../../../cli/practice/account.ts";
import type { PracticeReport } from "../../../core/practice/practice-report.ts";
import type { Instant } from "../../../core/values/types.ts";
import { timeOfDay } from "../../../core/values/words.ts";
import {
  aBlockedReport,
  aFailedReport,
  aFinishedRun,
  aFullReport,
  aPreemptedReport,
  aReport,
  aRunLook,
} from "../../core/builders/a-practice-report.ts";

const shown = (at: Instant | null) => (at === null ? "-" : timeOfDay(at));

const lines = (report: PracticeReport) =>
  accountOf(report).occurrences.map(
    ({ what, planned, real }) => `${shown(planned)} ${shown(real)} ${what}`,
  );

describe("what came when", () => {
  it("of a run that ended early has what was planned and did not come in its place", () => {
    expect(lines(aFailedReport())).toEqual([
      "- 03:00:00 asked for",
      "- 03:00:00 guards stand in two Regions",
      "03:00:00 03:00:04 1 % of users sent to us-east-1",
      "- 03:00:21 1 % seen in effect",
      "03:15:00 03:01:07 all users sent to us-west-2 again",
      "- 03:01:24 users seen to be back",
      "- 03:01:25 over, and written down",
      "- 03:01:34 last resolver lets go",
      "03:05:00 - 5 % of users sent to us-east-1",
      "03:10:00 - 10 % of users sent to us-east-1",
      "03:43:00 - guards due, had it not ended",
      "03:45:00 - hard limit",
    ]);
  });

  it("of a run that a move took over says nothing of users that are back", () => {
    const all = lines(aPreemptedReport());
    expect(all.filter((line) => /back|resolver/.test(line))).toEqual([]);
    expect(all).toContain("03:15:00 - all users sent to us-west-2 again");
  });

  it("of a run whose users nobody saw back says so", () => {
    const report = aReport({ run: aFinishedRun({ backAt: null }) });
    expect(lines(report)).toContain("- 03:15:22 users not seen to be back");
    expect(accountOf(report).restoredIn).toBeNull();
  });

  it("of a run that was not begun is that it was asked for", () => {
    expect(lines(aBlockedReport())).toEqual([
      "- 03:00:00 asked for",
      "- 03:00:02 over, and written down",
    ]);
  });
});

describe("shares", () => {
  it("have the time until the next one, what was seen, and how long it took to be seen", () => {
    const [first, , last] = accountOf(aReport()).shares;
    expect(shown(first?.endedAt ?? null)).toBe("03:05:04");
    expect(shown(last?.endedAt ?? null)).toBe("03:15:04");
    expect(first).toMatchObject({ switchedIn: 17_000, seen: { answers: 320 } });
    expect(first?.seen?.share).toBeCloseTo(0.9375);
  });

  it("that were not sent have no end", () => {
    expect(accountOf(aPreemptedReport()).shares[2]).toMatchObject({
      ...{ writtenAt: null, endedAt: null, seen: null, switchedIn: null },
    });
  });
});

describe("looks", () => {
  const traffic = (signIns: number, failures: number) => ({
    practised: { signIns, failures },
    stable: { signIns: signIns * 10, failures },
  });
  const ticks = [
    aRunLook(30),
    aRunLook(60, { traffic: traffic(10, 2) }),
    aRunLook(90),
    aRunLook(120, { traffic: traffic(25, 2) }),
    // What is counted again later may be less.
    aRunLook(150, { traffic: traffic(24, 3) }),
  ];

  it("have the users that came since the one before of which something is known", () => {
    const { looks, traffic: all } = accountOf(aReport({ run: aFinishedRun({ ticks }) }));
    expect(looks.map(({ users }) => users?.practised ?? null)).toEqual([
      null,
      { succeeded: 8, failed: 2 },
      null,
      { succeeded: 15, failed: 0 },
      { succeeded: 0, failed: 1 },
    ]);
    expect(all).toEqual(traffic(24, 3));
  });

  it("without traffic leave the exposure unknown, and what was read last stands", () => {
    expect(accountOf(aReport({ run: aFinishedRun({ ticks: [aRunLook(30)] }) })).measured.kind).toBe(
      "unknown",
    );
    const blindAtLast = [aRunLook(30, { traffic: traffic(10, 2) }), aRunLook(60)];
    const { measured } = accountOf(aReport({ run: aFinishedRun({ ticks: blindAtLast }) }));
    expect(measured).toMatchObject({ kind: "known", signIns: 10, userMinutes: 1.8 });
  });
});

it("a recovery is timed by the first sign-in that succeeded, and a share of users is not", () => {
  expect(accountOf(aFullReport()).firstGoodIn).toBe(59_000);
  expect(accountOf(aReport()).firstGoodIn).toBeNull();
});
