import { describe, expect, it } from "vitest";
import type { ProbeUserProblem } from "../../../core/probe-users/probe-user-problem.ts";
import {
  changesSecret,
  planInWords,
  planUsers,
  type UserFound,
} from "../../../core/probe-users/probe-users.ts";

const named = (name: string, ailment: ProbeUserProblem | null = null): UserFound => ({
  ...{ name, ailment, isInSecret: true, isOurs: true },
});
const foreign = (name: string, ailment: ProbeUserProblem | null = null): UserFound => ({
  ...named(name, ailment),
  isOurs: false,
});
const stray = (name: string): UserFound => ({ ...named(name), isInSecret: false });

describe("planUsers() to complete", () => {
  it("makes as many as are missing and keeps the others", () => {
    expect(planUsers("complete", [named("a"), named("b")], 5)).toEqual({
      ...{ keep: ["a", "b"], make: 3, leave: [], strays: [] },
    });
  });

  it("does nothing when all are there", () => {
    const plan = planUsers("complete", [named("a"), named("b")], 2);
    expect(plan).toEqual({ keep: ["a", "b"], make: 0, leave: [], strays: [] });
    expect(changesSecret(plan)).toBe(false);
    expect(planInWords(plan)).toEqual([]);
  });

  it("replaces those that the pool does not know, and leaves the other ailing ones to repair", () => {
    const plan = planUsers("complete", [named("a", "missing"), named("b", "lockedOut")], 2);
    expect(plan).toMatchObject({ keep: ["b"], make: 1 });
    expect(plan.leave).toEqual([{ name: "a", isOurs: true, because: "missing" }]);
  });

  it("drops what is above the count, the ailing first, and keeps the order of the others", () => {
    const found = [named("a"), named("b", "disabled"), named("c"), named("d")];
    const plan = planUsers("complete", found, 2);
    expect(plan.keep).toEqual(["a", "c"]);
    expect(plan.leave.map(({ name, because }) => `${name} ${because}`)).toEqual([
      "b surplus",
      "d surplus",
    ]);
    expect(changesSecret(plan)).toBe(true);
  });

  it("counts users that it did not make, and deletes those that no secret names", () => {
    const plan = planUsers("complete", [foreign("byHand"), stray("s"), stray("t")], 2);
    expect(plan).toEqual({ keep: ["byHand"], make: 1, leave: [], strays: ["s", "t"] });
  });

  it("leaves alone users of the pool that neither it made nor the secret names", () => {
    const theirs = { ...foreign("somebody"), isInSecret: false };
    expect(planUsers("remove", [theirs, named("a")], 1).strays).toEqual([]);
    expect(planUsers("complete", [theirs], 1)).toEqual({
      ...{ keep: [], make: 1, leave: [], strays: [] },
    });
  });

  it("does not take a stray for a user: nobody knows its password", () => {
    expect(planUsers("complete", [stray("s")], 1)).toMatchObject({ keep: [], make: 1 });
  });
});

describe("planUsers() to repair", () => {
  it.each<ProbeUserProblem>([
    ...(["missing", "disabled", "unconfirmed", "passwordChangeForced", "mfaEnrolled"] as const),
    ...(["passwordWrong", "lockedOut", "notInSecondary"] as const),
  ])("replaces one that is %s and nobody else", (ailment) => {
    expect(planUsers("repair", [named("a", ailment), named("b")], 2)).toEqual({
      ...{ keep: ["b"], make: 1, strays: [] },
      leave: [{ name: "a", isOurs: true, because: ailment }],
    });
  });
});

describe("planUsers() to rotate and to remove", () => {
  it("keeps nobody and makes all anew when rotating", () => {
    const plan = planUsers("rotate", [named("a"), foreign("b"), stray("s")], 2);
    expect(plan).toMatchObject({ keep: [], make: 2, strays: ["s"] });
    expect(plan.leave.map(({ because }) => because)).toEqual(["rotated", "rotated"]);
  });

  it("keeps nobody and makes nobody when removing", () => {
    expect(planUsers("remove", [named("a")], 2)).toEqual({
      ...{ keep: [], make: 0, strays: [] },
      leave: [{ name: "a", isOurs: true, because: "removed" }],
    });
  });
});

describe("planInWords()", () => {
  it("neither deletes nor leaves who is not there", () => {
    const plan = planUsers("complete", [named("a"), foreign("gone", "missing")], 1);
    expect(planInWords(plan)).toEqual(["write 1 user into the secret"]);
    expect(changesSecret(plan)).toBe(true);
    expect(changesSecret(planUsers("complete", [], 1))).toBe(true);
  });

  it("says each thing that will be done, and which users are left alone", () => {
    const found = [...["a", "b"].map((name) => named(name)), named("gone", "missing")];
    found.push(foreign("byHand"), stray("s"));
    expect(planInWords(planUsers("rotate", found, 3))).toEqual([
      "make 3 new users",
      "write 3 users into the secret",
      "delete 2 users that the secret names now",
      "delete 1 user that an earlier run left behind",
      "leave byHand in the pool, which this command did not make",
    ]);
  });
});
