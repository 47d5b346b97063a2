import { describe, expect, it } from "vitest";
import { isFailing } from "../../../core/judging/early-end.ts";
import { paired } from "../builders/a-judged-run.ts";
import { now } from "../builders/a-policy.ts";

describe("the pairs of a canary", () => {
  it("are summed up, look by look", () => {
    const counted = paired([{ good: 3 }, { good: 2, bad: 1, leftOut: 1 }, { good: 3 }]);
    expect(counted).toMatchObject({ good: 8, bad: 1, leftOut: 1, failure: "serverError" });
  });

  it("speak against the secondary from the first look on", () => {
    expect(isFailing(paired([{ good: 0, bad: 3 }]).nats)).toBe(true);
    expect(
      isFailing(
        paired([
          { good: 0, bad: 2 },
          { good: 1, bad: 1 },
        ]).nats,
      ),
    ).toBe(true);
  });

  it("are told apart by share, which begins anew with each", () => {
    const counted = paired([{ share: 1 }, { share: 5, good: 4 }, { share: 5, good: 3, bad: 1 }]);
    expect(counted.atShare).toEqual({ share: 5, told: 8 });
  });

  it("leave looks that tell nothing to be counted in a row", () => {
    const blind = { good: 0, leftOut: 5 };
    expect(paired([{}, blind, blind]).blindLooks).toBe(2);
    expect(paired([blind, blind, {}, blind]).blindLooks).toBe(1);
    expect(paired([blind, blind, { good: 0, bad: 1 }]).blindLooks).toBe(0);
  });
});

describe("the pairs of a whole path", () => {
  const moving = { good: 0, bad: 5 };

  it("may fail until one succeeds: those are counted apart, and speak against nothing", () => {
    const counted = paired([moving, moving, { good: 2, bad: 1 }, { good: 3 }], "full");
    expect(counted).toMatchObject({ good: 5, bad: 0, badBeforeGood: 11 });
    expect(counted.nats).toBeLessThan(0);
    expect(counted.firstGoodAt).toBe(now - 30_000);
  });

  it("count from then on", () => {
    const counted = paired([moving, {}, { good: 0, bad: 3 }], "full");
    expect(counted).toMatchObject({ good: 15, bad: 3, badBeforeGood: 5 });
    expect(isFailing(counted.nats)).toBe(true);
  });
});
