import { describe, expect, test } from "vitest";
import { modeAccount, modeInWords } from "../../../core/practice/mode-account.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { Rung, RungRecord } from "../../../core/state/practice-run.ts";
import type { ReadinessSummary } from "../../../core/state/readiness-summary.ts";
import { DAY } from "../../../core/values/duration.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy, now } from "../builders/a-policy.ts";
import { aRungRecord, daysAgo } from "../builders/a-rung-record.ts";

const { practice, paths } = aPolicy();

function asking(rungs: readonly Rung[], change: Partial<Policy> = {}): Policy {
  const arming = { rungs, maxAge: millis(35 * DAY) };
  return aPolicy({ mode: "automatic", practice: { ...practice, arming }, ...change });
}

function told(
  policy: Policy,
  rehearsed: readonly RungRecord[] = [],
  readiness: ReadinessSummary | null = null,
) {
  const account = modeAccount(policy, { rehearsed, readiness, now });
  return { account, words: modeInWords(account, now) };
}

const both = asking(["isolation", "canary"]);
const passed = (rung: Rung, days: number) => aRungRecord(rung, { passedAt: daysAgo(days) });

describe("mode automatic is in force", () => {
  test("by the rungs that passed: their ages, when it lapses and what renews it are told", () => {
    const { account, words } = told(both, [passed("isolation", 3), passed("canary", 9)]);
    expect(account).toMatchObject({
      ...{ set: "automatic", inForce: "automatic" },
      arming: { kind: "armed", lapsesAt: now + 26 * DAY },
      rungs: [
        { rung: "isolation", by: "isolation", passedAt: daysAgo(3) },
        { rung: "canary", by: "canary", passedAt: daysAgo(9) },
      ],
      next: "cognito-failover practice customers --rung canary",
    });
    expect(words).toBe(
      "automatic, armed as isolation passed 3 days ago and canary passed 9 days ago; lapses 2026-07-27 03:00:00 UTC, unless before: cognito-failover practice customers --rung canary",
    );
  });

  test("by a rung further up, which is named", () => {
    const { account, words } = told(asking(["canary"]), [passed("full", 2)]);
    expect(account.rungs).toMatchObject([{ rung: "canary", by: "full", passedAt: daysAgo(2) }]);
    expect(words).toContain("armed as full (for canary) passed 2 days ago; lapses ");
  });

  test("without practice where none is asked for", () => {
    const { account, words } = told(asking([]));
    expect(account).toMatchObject({ inForce: "automatic", rungs: [], next: null });
    expect(words).toBe(
      "automatic, without practice: practice.arming.rungs asks for no practice run",
    );
  });
});

describe("mode advise is in force, though automatic is set,", () => {
  test("while a rung is missing; the lowest of them is the next", () => {
    const { account, words } = told(both);
    expect(account).toMatchObject({
      ...{ set: "automatic", inForce: "advise" },
      next: "cognito-failover practice customers --rung isolation",
    });
    expect(words).toBe(
      'advise in force, as "automatic" is set and not armed: isolation has never passed; canary has never passed; next: cognito-failover practice customers --rung isolation',
    );
  });

  test("while one has failed: what passed is told as well", () => {
    const failed = aRungRecord("canary", {
      ...{ outcome: "failed", because: "too many failed", passedAt: null },
    });
    expect(told(both, [passed("isolation", 3), failed]).words).toBe(
      'advise in force, as "automatic" is set and not armed: canary failed at last: too many failed; isolation passed 3 days ago; next: cognito-failover practice customers --rung canary',
    );
  });

  test("and what must pass before the missing rung comes first, unless the pool cannot do it", () => {
    const next = (policy: Policy, rehearsed: readonly RungRecord[] = []) =>
      told(policy, rehearsed).account.next?.split(" ").at(-1);
    expect(next(asking(["full"]))).toBe("isolation");
    expect(next(asking(["full"]), [passed("isolation", 1)])).toBe("canary");
    const managedLoginAlone = asking(["canary"], { paths: { ...paths, sdk: null } });
    expect(next(managedLoginAlone, [passed("isolation", 1)])).toBe("full");
  });
});

test.each(["observe", "advise"] as const)("mode %s needs no arming", (mode) => {
  const { account, words } = told(asking(["isolation"], { mode }));
  expect(account).toEqual({ set: mode, inForce: mode, arming: null, rungs: [], next: null });
  expect(words).toBe(mode);
});

describe("where a check of readiness is what is missing", () => {
  const asked = aPolicy({ readiness: { maxAge: millis(7 * DAY) } });

  test("that is what comes next, and what keeps it from acting", () => {
    const { account, words } = told(asked);
    expect(account).toMatchObject({ inForce: "advise", next: "cognito-failover check customers" });
    expect(words).toBe(
      'advise in force, as "automatic" is set and not armed: readiness: no check was complete yet; next: cognito-failover check customers',
    );
  });

  test("practice that is missing as well comes first", () => {
    const { arming } = both.practice;
    const policy = { ...asked, practice: { ...asked.practice, arming } };
    expect(told(policy).account.next).toBe("cognito-failover practice customers --rung isolation");
  });

  test("a pool that is ready acts", () => {
    const ready = { completeAt: daysAgo(1), blockers: [] };
    expect(told(asked, [], ready).account).toMatchObject({ inForce: "automatic" });
  });
});
