import { describe, expect, test } from "vitest";
import { type Judging, judged } from "../../../core/readiness/judged.ts";
import type { ReadinessReport, RowFinding } from "../../../core/readiness/report.ts";
import {
  blocker,
  differs,
  notApplicable,
  type ReadinessRow,
  type RowJudgement,
  ready,
  row,
  unknown,
} from "../../../core/readiness/row.ts";
import type { Instant } from "../../../core/values/types.ts";
import { aPolicy, minutes, now } from "../builders/a-policy.ts";
import { anAcknowledgement } from "../builders/a-row-finding.ts";
import { someFacts } from "../builders/ready-values.ts";

const policy = aPolicy();

/** What each row comes to, look after look. */
type Script = Readonly<Record<string, RowJudgement>>;

interface Options {
  readonly at?: Instant;
  readonly isCalm?: boolean;
  readonly acknowledgements?: Judging["acknowledgements"];
  readonly rows?: (script: Script) => readonly ReadinessRow[];
}

function aRow(name: string, look: RowJudgement, more: object = {}): ReadinessRow {
  return row("replica", {
    ...({ name, severity: "blocker", needs: ["replicas"] } as const),
    ...{ breaks: { path: "both", users: "all users" }, judge: () => look },
    ...{ must: () => `${name} must hold`, next: () => `mend ${name}` },
    ...more,
  });
}

const plainRows = (script: Script) =>
  Object.entries(script).map(([name, look]) => aRow(name, look));

function check(
  previous: ReadinessReport | null,
  script: Script,
  { at = now, isCalm = true, acknowledgements = [], rows = plainRows }: Options = {},
) {
  const context = { policy, now: at };
  const began = minutes(-1);
  const facts = someFacts();
  return judged({ rows: rows(script), facts, context, began, isCalm, previous, acknowledgements });
}

const only = ({ rows }: ReadinessReport): RowFinding => {
  const [one] = rows;
  if (one === undefined || rows.length !== 1) throw new Error("there is one row");
  return one;
};

/** One row, look after look, a quarter of an hour apart. */
function looks(...all: readonly RowJudgement[]): RowFinding {
  const last = all.reduce<ReadinessReport | null>(
    (before, look, at) => check(before, { a: look }, { at: minutes(at * 15) }),
    null,
  );
  return only(last ?? check(null, {}));
}

describe("what is amiss", () => {
  test("is unknown when it is seen once, and says so", () => {
    expect(looks(blocker("it is off"))).toMatchObject({
      kind: "unknown",
      found: "seen once, at 2026-07-01 03:00:00 UTC, and counts when it is seen again: it is off",
      seenOnce: { severity: "blocker", at: now },
      next: "mend a",
    });
  });

  test("counts when the next look sees it again", () => {
    expect(looks(blocker("it is off"), blocker("it is still off"))).toMatchObject({
      ...{ kind: "blocker", found: "it is still off", since: minutes(15), seenOnce: null },
    });
    expect(looks(differs("a"), differs("a")).kind).toBe("differs");
  });

  test("does not count after a look that saw it mended", () => {
    expect(looks(blocker("off"), ready("on"), blocker("off")).kind).toBe("unknown");
    expect(looks(blocker("off"), notApplicable("gone"), blocker("off")).kind).toBe("unknown");
  });

  test("counts across a look that could not be told", () => {
    expect(looks(blocker("off"), unknown("refused"), blocker("off")).kind).toBe("blocker");
  });

  test("does not count by two looks at the same moment", () => {
    const first = check(null, { a: blocker("off") });
    const again = check(first, { a: blocker("off") }, { at: (now + 59_999) as Instant });
    expect(only(again)).toMatchObject({ kind: "unknown", seenOnce: { at: now } });
    expect(only(check(first, { a: blocker("off") }, { at: minutes(1) })).kind).toBe("blocker");
  });

  test("counts at once where it does not come and go", () => {
    const rows = (script: Script) =>
      Object.entries(script).map(([name, look]) => aRow(name, look, { isAtOnce: true }));
    expect(only(check(null, { a: blocker("off") }, { rows })).kind).toBe("blocker");
  });

  test("counts as a difference while a blocker was seen once, and as that when it is seen again", () => {
    const graver = looks(differs("a"), differs("a"), blocker("b"));
    expect(graver).toMatchObject({
      kind: "differs",
      found: "b",
      seenOnce: { severity: "blocker" },
    });
    expect(looks(differs("a"), differs("a"), blocker("b"), blocker("b")).kind).toBe("blocker");
  });

  test("is a difference at once where it was a blocker, or was seen as one", () => {
    expect(looks(blocker("b"), blocker("b"), differs("a")).kind).toBe("differs");
    expect(looks(blocker("b"), differs("a")).kind).toBe("differs");
    expect(looks(differs("a"), blocker("b")).kind).toBe("unknown");
  });

  test("stands while nobody can look, and says why", () => {
    const stands = looks(blocker("it is off"), blocker("it is off"), unknown("access denied"));
    expect(stands).toMatchObject({
      ...{ kind: "blocker", found: "it is off", unread: "access denied", since: minutes(15) },
    });
  });

  test("is over with the first look that sees it mended", () => {
    const mended = looks(blocker("off"), blocker("off"), ready("on"));
    expect(mended).toMatchObject({ kind: "ready", found: "on", unread: null, since: minutes(30) });
  });

  test("has the way out that was found for it, before the row's own", () => {
    expect(looks(blocker("off", "turn it on"), blocker("off", "turn it on")).next).toBe(
      "turn it on",
    );
    const stands = looks(blocker("off", "on!"), blocker("off", "on!"), unknown("denied"));
    expect(stands.next).toBe("on!");
  });
});

describe("what was ready", () => {
  test("is unknown once nobody can look", () => {
    expect(looks(ready("on"), unknown("refused"))).toMatchObject({
      ...{ kind: "unknown", found: "refused", since: minutes(15) },
    });
  });

  test("is ready since the first look that found it so", () => {
    expect(looks(ready("on"), ready("on"), ready("on")).since).toBe(now);
  });
});

describe("a check while a Region is not healthy", () => {
  test("is no look: the one after it compares with nothing of it", () => {
    const first = check(null, { a: blocker("off") }, { isCalm: false });
    const second = check(first, { a: blocker("off") }, { at: minutes(15) });
    expect(only(second).kind).toBe("unknown");
    expect(second.isCalm).toBe(true);
  });
});

describe("a row that rests on another", () => {
  const rows = (script: Script) =>
    Object.entries(script).map(([name, look]) =>
      aRow(name, look, name === "base" ? {} : { restsOn: ["base"] }),
    );
  const rest = (base: RowJudgement) =>
    check(null, { base, rest: blocker("off") }, { rows }).rows.find(({ name }) => name === "rest");

  test("waits while that one is a blocker, seen once or counted, or unknown", () => {
    const waits = { kind: "unknown", waitsFor: "base", seenOnce: null };
    expect(rest(blocker("gone"))).toMatchObject(waits);
    expect(rest(unknown("refused"))).toMatchObject(waits);
    expect(rest(blocker("gone"))?.found).toBe("nothing can be said before base is ready");
  });

  test("is looked at where that one is ready, differs, or is of no concern", () => {
    const seen = { waitsFor: null, seenOnce: { severity: "blocker" } };
    expect(rest(ready("on"))).toMatchObject(seen);
    expect(rest(differs("more than enough"))).toMatchObject(seen);
    expect(rest(notApplicable("none"))).toMatchObject(seen);
  });
});

describe("an acknowledgement", () => {
  const acknowledgements = [anAcknowledgement({ row: "a", until: minutes(20) })];
  const open = { a: blocker("off") };
  const twice = check(check(null, open), open, { at: minutes(15), acknowledgements });

  test("stands beside what it covers", () => {
    expect(only(twice)).toMatchObject({ kind: "blocker", acknowledgement: { by: "ada" } });
  });

  test("lapses by itself", () => {
    const later = check(twice, open, { at: minutes(20), acknowledgements });
    expect(only(later)).toMatchObject({ kind: "blocker", acknowledgement: null });
  });

  test("does not cover a row that became graver", () => {
    const ofDifference = [anAcknowledgement({ row: "a", of: "differs" })];
    const graver = check(twice, open, { at: minutes(16), acknowledgements: ofDifference });
    expect(only(graver).acknowledgement).toBeNull();
  });
});

describe("a check is complete", () => {
  const isComplete = (script: Script, options: Options = {}) =>
    check(null, script, options).isComplete;

  test("when each row that may be a blocker was told", () => {
    expect(isComplete({ a: ready("on"), b: notApplicable("none") })).toBe(true);
    expect(isComplete({ a: ready("on"), b: unknown("refused") })).toBe(false);
    expect(isComplete({ a: blocker("seen once") })).toBe(false);
  });

  test("with a blocker that counts: it is told", () => {
    const open = { a: blocker("off") };
    const twice = check(check(null, open), open, { at: minutes(15) });
    expect(twice.isComplete).toBe(true);
    const unread = check(twice, { a: unknown("refused") }, { at: minutes(30) });
    expect(unread.isComplete).toBe(true);
  });

  test("not with a difference that nobody could look at again, where it may be a blocker by now", () => {
    const open = { a: differs("less") };
    const twice = check(check(null, open), open, { at: minutes(15) });
    expect(twice.isComplete).toBe(true);
    expect(check(twice, { a: unknown("refused") }, { at: minutes(30) }).isComplete).toBe(false);
  });

  test("whatever is unknown of a row that is never a blocker, or that a job of its own tells", () => {
    for (const more of [{ severity: "differs" }, { isOfJob: true }]) {
      const rows = (script: Script) =>
        Object.entries(script).map(([name, look]) => aRow(name, look, more));
      expect(isComplete({ a: unknown("never counted") }, { rows })).toBe(true);
    }
  });

  test("with a silence that somebody acknowledged", () => {
    const acknowledgements = [anAcknowledgement({ row: "a", of: "unknown" })];
    expect(isComplete({ a: unknown("refused") }, { acknowledgements })).toBe(true);
  });

  test("with rows that wait for one that was told", () => {
    const rows = (script: Script) =>
      Object.entries(script).map(([name, look]) =>
        aRow(name, look, name === "base" ? { isAtOnce: true } : { restsOn: ["base"] }),
      );
    expect(isComplete({ base: blocker("gone"), rest: ready("on") }, { rows })).toBe(true);
    expect(isComplete({ base: unknown("refused"), rest: ready("on") }, { rows })).toBe(false);
  });
});

test("a report says who, when, and what each row rests on", () => {
  const report = check(null, { a: ready("on") }, { at: minutes(3) });
  expect(report).toMatchObject({ pool: "customers", began: minutes(-1), ended: minutes(3) });
  expect(only(report)).toMatchObject({
    ...{ must: "a must hold", severity: "blocker", group: "replica" },
    evidence: [{ call: "reads replicas" }],
  });
});
