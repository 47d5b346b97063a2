import { describe, expect, test } from "vitest";
import { type ReadinessChange, readinessChanges } from "../../../core/readiness/changes.ts";
import type { RowFinding } from "../../../core/readiness/report.ts";
import { DAY } from "../../../core/values/duration.ts";
import { instant } from "../../../core/values/types.ts";
import { minutes, now } from "../builders/a-policy.ts";
import { anAcknowledgement, aReadinessReport, aRowFinding } from "../builders/a-row-finding.ts";

const acknowledgement = anAcknowledgement({ until: minutes(120) });
const kinds = {
  ready: { kind: "ready" },
  none: { kind: "notApplicable" },
  differs: { kind: "differs" },
  blocker: { kind: "blocker" },
  unknown: { kind: "unknown" },
  acknowledged: { kind: "blocker", acknowledgement },
} as const;

type Kind = keyof typeof kinds;

function changes(before: Partial<RowFinding> | null, after: Partial<RowFinding>, minute = 60) {
  const ended = minutes(minute);
  return readinessChanges(
    before === null ? null : aReadinessReport([aRowFinding(before)]),
    aReadinessReport([aRowFinding({ since: ended, ...after })], { ended }),
  ).map(({ kind }) => kind);
}

const rows: readonly [Kind | null, Kind, ReadinessChange["kind"] | null][] = [
  [null, "ready", null],
  [null, "blocker", "newBlocker"],
  [null, "differs", "newDifference"],
  [null, "unknown", null],
  ["ready", "ready", null],
  ["ready", "blocker", "newBlocker"],
  ["ready", "differs", "newDifference"],
  ["ready", "unknown", null],
  ["ready", "none", null],
  ["none", "blocker", "newBlocker"],
  ["unknown", "blocker", "newBlocker"],
  ["unknown", "ready", null],
  ["differs", "blocker", "newBlocker"],
  ["differs", "ready", "resolved"],
  ["blocker", "blocker", null],
  ["blocker", "differs", "resolved"],
  ["blocker", "ready", "resolved"],
  ["blocker", "none", "resolved"],
  ["blocker", "acknowledged", "acknowledged"],
  ["acknowledged", "acknowledged", null],
  ["acknowledged", "blocker", "acknowledgementLapsed"],
  ["acknowledged", "ready", "resolved"],
];

describe("readinessChanges()", () => {
  test.each(rows)("from %s to %s: %s", (before, after, change) => {
    const found = changes(before === null ? null : kinds[before], kinds[after]);
    expect(found).toEqual(change === null ? [] : [change]);
  });

  test("sees an acknowledgement lapse by itself, and a graver row as a new one", () => {
    const lapsing = { kind: "blocker", acknowledgement } as const;
    expect(changes(lapsing, lapsing, 119)).toEqual([]);
    expect(changes(lapsing, lapsing, 120)).toEqual(["acknowledgementLapsed"]);
    const ofDifference = { kind: "differs", acknowledgement } as const;
    expect(changes(ofDifference, { kind: "blocker" })).toEqual(["newBlocker"]);
  });

  test("tells once of what nobody could tell for three days", () => {
    const since = instant(now - 3 * DAY + 30 * 60_000);
    const open = { kind: "unknown", since } as const;
    expect(changes(open, open, 29)).toEqual([]);
    expect(changes(open, open, 30)).toEqual(["unknownForLong"]);
    const older = { kind: "unknown", since: instant(now - 3 * DAY) } as const;
    expect(changes(older, older)).toEqual([]);
  });

  test("says nothing of a check that was not calm", () => {
    const [bad, good] = [
      aReadinessReport([aRowFinding(kinds.blocker)], { isCalm: false }),
      aReadinessReport([aRowFinding()]),
    ];
    expect(readinessChanges(good, bad)).toEqual([]);
    expect(readinessChanges(bad, good)).toEqual([]);
  });

  test("tells each row by itself, as it is now", () => {
    const before = aReadinessReport([aRowFinding(), aRowFinding({ name: "key-state" })]);
    const after = aReadinessReport([
      aRowFinding({ kind: "blocker", found: "INACTIVE" }),
      aRowFinding({ name: "key-state", kind: "differs" }),
    ]);
    expect(readinessChanges(before, after)).toMatchObject([
      { kind: "newBlocker", row: { name: "replica-status", found: "INACTIVE" } },
      { kind: "newDifference", row: { name: "key-state" } },
    ]);
  });
});
