import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type LeverProgress,
  type Looked,
  leverStages,
  mayBePutBack,
  type TargetLook,
  type WriteOutcome,
} from "../../../core/failover/lever-progress.ts";
import { onward, type Sides } from "../../../core/failover/onward.ts";
import {
  endOf,
  outcomesOf,
  type Progress,
  remembering,
  started,
  undid,
  wrote,
} from "../../../core/failover/progress.ts";
import type { LeverLook, PathState } from "../../../core/levers/lever-evidence.ts";
import { plan } from "../../../core/levers/plan.ts";
import { type Instant, later, millis } from "../../../core/values/types.ts";
import { aPolicy, now, primary, secondary } from "../builders/a-policy.ts";

const steps = plan("failOver", aPolicy());
const attempts = 24;

const signsIn: TargetLook = { kind: "signsIn", because: `signed in at ${secondary}` };
const fails: TargetLook = { kind: "fails", because: `cannot sign in at ${secondary}` };
const nobodyKnows: TargetLook = { kind: "unknown", because: "no vantage could tell" };

const sees = (kind: LeverLook["kind"], because = `it is ${kind}`): LeverLook => ({ kind, because });
const written: WriteOutcome = { kind: "written", changeId: "C1", before: "302", at: now };
const refused: WriteOutcome = { kind: "refused", because: "Route 53 refused" };

/** A lever as far as it has come. */
const lever = (stage: LeverProgress["stage"], change: Partial<LeverProgress> = {}) => ({
  ...{ stage, because: `it is ${stage}`, isUnseen: false, looks: 0 },
  ...{ changeId: null, before: null, writtenAt: null },
  ...change,
});
/** One lever a stage: managed login, then the SDK path. */
const at = (
  [login, sdk]: readonly [LeverProgress["stage"], LeverProgress["stage"]],
  change: Partial<Progress> = {},
): Progress => ({
  ...{ onward: "verify", waitSeconds: 5, attempt: 1, targetFailed: 0 },
  levers: [lever(login), lever(sdk)],
  ...change,
});

type Looks = Looked["levers"];
const look = (
  progress: Progress,
  levers: Looks,
  { target = signsIn, left = "unhealthy", isInsisted = false }: Partial<Sides & Looked> = {},
) => {
  const sides = { attempts, every: millis(5_000), left, isInsisted };
  return onward(progress, { levers, target }, sides);
};
const stagesOf = ({ levers }: Progress) => levers.map(({ stage }) => stage);

describe("started()", () => {
  test("begins with every lever due, and waits for the one that takes effect first", () => {
    expect(started(steps, () => null)).toMatchObject({
      ...{ onward: "shift", waitSeconds: 10, attempt: 0, targetFailed: 0 },
      levers: [{ stage: "due" }, { stage: "due" }],
    });
  });

  test.each([
    ["confirmed", "confirmed"],
    ["applied", "written"],
    ["unknown", "due"],
  ] as const)("a lever that an earlier execution left %s begins as %s, with what is known", (kind, stage) => {
    const because = `it is ${kind}`;
    const progress = started(steps, ({ path }) =>
      path === "sdk" ? { kind, because, at: now } : null,
    );
    expect(progress.levers).toMatchObject([{ stage: "due" }, { stage, because }]);
  });

  test("knows when a lever was written only of one that was", () => {
    const writtenAt = (kind: "confirmed" | "applied" | "unknown") =>
      started(steps, () => ({ kind, because: "", at: now })).levers.map((one) => one.writtenAt);
    expect(writtenAt("confirmed")).toEqual([now, now]);
    expect(writtenAt("applied")).toEqual([now, now]);
    expect(writtenAt("unknown")).toEqual([null, null]);
  });

  test("waits for no lever that is not to be written", () => {
    const there = { kind: "applied", because: "it was written", at: now } as const;
    expect(started(steps, ({ path }) => (path === "sdk" ? there : null)).waitSeconds).toBe(
      (steps[0]?.settle ?? 0) / 1_000,
    );
    expect(started(steps, () => there).waitSeconds).toBe(0);
  });
});

describe("wrote()", () => {
  test("tells of each lever what came of it: one refused holds up no other", () => {
    const progress = wrote(
      started(steps, () => null),
      [refused, written],
    );
    expect(progress.levers).toMatchObject([
      { stage: "due", because: "Route 53 refused" },
      { stage: "written", changeId: "C1", before: "302", writtenAt: now },
    ]);
  });

  test("keeps what users met before the first write, not before a later one", () => {
    const first = lever("due", { before: "200" });
    const progress = wrote(at(["due", "due"], { levers: [first, lever("due")] }), [written, null]);
    expect(progress.levers.map(({ before }) => before)).toEqual(["200", null]);
  });

  test.each(
    leverStages.filter((stage) => stage !== "due"),
  )("leaves a lever that is %s as it is, whatever an older write says", (stage) => {
    const before = at([stage, stage]);
    expect(wrote(before, [written, refused])).toEqual(before);
  });
});

describe("onward()", () => {
  test("ends as soon as every lever is confirmed, and says what was seen of lever and Region", () => {
    const progress = look(at(["written", "written"]), [sees("confirmed"), sees("confirmed")]);
    expect(progress.onward).toBe("complete");
    expect(progress.levers.map(({ because }) => because)).toEqual([
      "it is confirmed; signed in at us-east-1",
      "it is confirmed; signed in at us-east-1",
    ]);
  });

  test.each<[LeverProgress["stage"], LeverLook["kind"], LeverProgress["stage"]]>([
    ["due", "confirmed", "confirmed"],
    ["due", "applied", "applied"],
    ["due", "notYet", "due"],
    ["due", "unknown", "due"],
    ["written", "confirmed", "confirmed"],
    ["written", "applied", "applied"],
    ["written", "notYet", "written"],
    ["written", "unknown", "written"],
    ["applied", "confirmed", "confirmed"],
    ["applied", "applied", "applied"],
    ["applied", "notYet", "written"],
    ["applied", "unknown", "applied"],
    ["confirmed", "notYet", "confirmed"],
    ["confirmed", "unknown", "confirmed"],
    ["putBack", "confirmed", "putBack"],
    ["notPutBack", "confirmed", "notPutBack"],
  ])("a lever that is %s and was seen as %s is %s", (stage, kind, after) => {
    expect(stagesOf(look(at([stage, "written"]), [sees(kind), null]))[0]).toBe(after);
  });

  test("what leads to a Region that fails has moved nobody, and is not confirmed", () => {
    const progress = look(at(["written", "written"]), [sees("confirmed"), null], { target: fails });
    expect(progress.levers[0]).toMatchObject({
      stage: "applied",
      because: "it is confirmed; cannot sign in at us-east-1",
    });
  });

  test("what stands there says beside it why nobody signs in, and of a Region that is well nothing", () => {
    const told = (target: TargetLook) =>
      look(at(["written", "due"]), [sees("applied"), sees("applied")], { target }).levers.map(
        ({ because }) => because,
      );
    expect(told(fails)).toEqual(Array(2).fill("it is applied; cannot sign in at us-east-1"));
    expect(told(signsIn)).toEqual(Array(2).fill("it is applied"));
  });

  test("a lever is unseen while nobody could look, and no longer", () => {
    const once = look(at(["written", "applied"]), [sees("unknown"), sees("unknown", "timed out")]);
    expect(once.levers).toMatchObject([
      { stage: "written", isUnseen: true, because: "it is unknown" },
      { stage: "applied", isUnseen: true, because: "timed out" },
    ]);
    const again = look(once, [sees("notYet"), sees("applied")]);
    expect(again.levers.map(({ isUnseen }) => isUnseen)).toEqual([false, false]);
  });

  test("that nobody could sign in to try keeps nothing from being confirmed", () => {
    const progress = look(at(["written", "written"]), [sees("confirmed"), null], {
      target: nobodyKnows,
    });
    expect(progress.levers[0]?.stage).toBe("confirmed");
  });

  test("writes again what was refused, after looks 1, 2, 4 and 8, and only looks at the rest", () => {
    const looks = Array.from({ length: 10 }, (_, attempt) =>
      look(at(["due", "written"], { attempt, waitSeconds: 30 }), [sees("notYet"), sees("notYet")]),
    );
    const written = looks.filter(({ onward }) => onward === "shift");
    expect(written.map(({ attempt }) => attempt)).toEqual([1, 2, 4, 8]);
    expect(looks.every(({ waitSeconds }) => waitSeconds === 5)).toBe(true);
    expect(look(at(["written", "confirmed"]), [sees("notYet"), null]).onward).toBe("verify");
  });

  test("leaves to the watch what could not be written by then, once all else rests", () => {
    const end = (stage: LeverProgress["stage"], attempt: number) =>
      look(at(["due", stage], { attempt }), [sees("notYet"), sees("notYet")]).onward;
    expect([end("confirmed", 7), end("confirmed", 8)]).toEqual(["shift", "complete"]);
    expect(end("written", 8)).toBe("verify");
  });

  test("keeps why a lever could not be written, whatever a look finds of it", () => {
    const { levers } = look(at(["due", "due"]), [
      sees("unknown", "timed out"),
      sees("notYet", "it answers us-west-2"),
    ]);
    expect(levers.map(({ because, isUnseen }) => [because, isUnseen])).toEqual([
      ["it is due", true],
      ["it is due", false],
    ]);
  });

  test("rests after six looks at which nothing told the Regions apart, in a row", () => {
    const applied = [sees("applied"), sees("applied")];
    const many = (looks: readonly Looks[]) =>
      looks.reduce((progress, one) => look(progress, one), at(["written", "written"]));
    expect(many(Array(5).fill(applied)).onward).toBe("verify");
    expect(many(Array(6).fill(applied)).onward).toBe("complete");
    const broken = [...Array(5).fill(applied), [sees("notYet"), sees("applied")], applied];
    expect(many(broken).onward).toBe("verify");
  });

  test("a look that could not tell neither counts as one nor ends the row", () => {
    const looks = [...Array(5).fill("applied"), "unknown", "applied"] as const;
    const seen = looks.map((kind) => look(at(["applied", "confirmed"]), [sees(kind), null]));
    expect(seen.every(({ onward }) => onward === "verify")).toBe(true);
    const last = looks.reduce<Progress>(
      (progress, kind) => look(progress, [sees(kind), null]),
      at(["written", "confirmed"]),
    );
    expect([last.onward, last.levers[0]?.looks]).toEqual(["complete", 6]);
  });

  test("ends after the last look, whatever is not confirmed", () => {
    const before = at(["written", "due"], { attempt: attempts - 2 });
    const next = look(before, [sees("notYet"), sees("unknown")]);
    expect(next.onward).toBe("verify");
    expect(look(next, [sees("notYet"), sees("unknown")]).onward).toBe("complete");
  });

  describe("where the Region aimed at fails", () => {
    const twice = at(["written", "written"], { targetFailed: 2 });
    const both: Looks = [sees("applied"), sees("applied")];
    const third = (sides: Partial<Sides & Looked>) =>
      look(twice, both, { target: fails, ...sides });

    test("looks again at first: one look may be a line's", () => {
      expect(
        look(at(["written", "written"]), both, { target: fails, left: "healthy" }).onward,
      ).toBe("verify");
      expect(third({ left: "healthy" }).onward).toBe("undo");
    });

    test("counts only looks in a row, and one that could not tell is no failure", () => {
      for (const target of [signsIn, nobodyKnows]) {
        const between = look(twice, both, { target });
        expect(between.targetFailed).toBe(0);
        expect(look(between, both, { target: fails, left: "healthy" }).onward).toBe("verify");
      }
    });

    test.each<[Sides["left"], Progress["onward"]]>([
      ["healthy", "undo"],
      ["unhealthy", "verify"],
      ["undetermined", "verify"],
    ])("and the Region being left is %s: %s", (left, next) => {
      expect(third({ left }).onward).toBe(next);
    });

    test("keeps at the last look what never failed three times in a row, or has no better place", () => {
      const last = { ...twice, attempt: attempts - 1 };
      expect(look(last, both, { target: fails, left: "unhealthy" }).onward).toBe("complete");
      const once = { ...last, targetFailed: 0 };
      expect(look(once, both, { target: fails, left: "healthy" }).onward).toBe("complete");
    });

    test("keeps what a person wanted whether it is well or not", () => {
      expect(third({ left: "healthy", isInsisted: true }).onward).toBe("verify");
    });

    test("does not put back what was confirmed, nor what is back already", () => {
      const done = at(["confirmed", "putBack"], { targetFailed: 2 });
      expect(look(done, [null, null], { target: fails, left: "healthy" }).onward).toBe("verify");
      expect(leverStages.filter((stage) => !mayBePutBack(lever(stage)))).toEqual([
        "confirmed",
        "putBack",
      ]);
    });

    test("no lever rests, though each stands there for long", () => {
      const levers = [lever("applied", { looks: 9 }), lever("applied", { looks: 9 })];
      expect(look(at(["applied", "applied"], { levers }), both, { target: fails }).onward).toBe(
        "verify",
      );
    });
  });
});

describe("remembering()", () => {
  const evidence = { kind: "confirmed", at: later(now, millis(1_000)), because: "seen" } as const;
  const stood = { wanted: secondary, evidence, attempts: 0, nextAttemptAt: null };
  const [login] = steps;
  const wroteAt = (writtenAt: Instant | null, stage: LeverProgress["stage"] = "written") => ({
    ...at(["written", "written"]),
    levers: [lever(stage, { writtenAt }), lever("written", { writtenAt })],
  });
  const stages = (progress: Progress, change: Partial<PathState> = {}) =>
    remembering(progress, steps, [{ path: login?.path ?? "sdk", ...stood, ...change }]).levers.map(
      ({ stage }) => stage,
    );

  test("takes what an earlier look confirmed, whatever is seen now", () => {
    expect(stages(wroteAt(now))).toEqual(["confirmed", "written"]);
  });

  test("takes nothing from before the write, of another Region, or not confirmed", () => {
    expect(stages(wroteAt(later(now, millis(2_000))))).toEqual(["written", "written"]);
    expect(stages(wroteAt(null))).toEqual(["written", "written"]);
    expect(stages(wroteAt(now), { wanted: primary })).toEqual(["written", "written"]);
    const applied = { ...evidence, kind: "applied" } as const;
    expect(stages(wroteAt(now), { evidence: applied })).toEqual(["written", "written"]);
  });

  test("leaves alone what was put back since", () => {
    expect(stages(wroteAt(now, "putBack"))).toEqual(["putBack", "written"]);
  });
});

describe("undid()", () => {
  test("tells of each lever whether it is back, and leaves what was confirmed or left alone", () => {
    const progress = undid(at(["applied", "due"]), [written, refused]);
    expect(progress.levers).toMatchObject([
      { stage: "putBack", because: "it was put back" },
      { stage: "notPutBack", because: "Route 53 refused" },
    ]);
    expect(stagesOf(undid(at(["confirmed", "written"]), [written, null]))).toEqual([
      "confirmed",
      "written",
    ]);
  });
});

describe("endOf() and outcomesOf()", () => {
  const unseen = lever("written", { isUnseen: true });
  const row = (
    levers: readonly LeverProgress[],
    { targetFailed = 0 }: Partial<Progress> = {},
  ): Progress => ({ ...at(["due", "due"]), levers, targetFailed });

  test.each([
    ["confirmed", row([lever("confirmed"), lever("confirmed")]), ["confirmed", "confirmed"]],
    ["applied", row([lever("confirmed"), lever("applied")]), ["confirmed", "applied"]],
    ["applied", row([unseen, unseen]), ["applied", "applied"]],
    ["inPart", row([lever("confirmed"), lever("written")]), ["confirmed", "unknown"]],
    ["inPart", row([lever("due"), lever("applied")]), ["unknown", "applied"]],
    ["inPart", row([lever("due", { isUnseen: true }), unseen]), ["unknown", "applied"]],
    ["turnedBack", row([lever("putBack"), lever("confirmed")]), ["putBack", "confirmed"]],
    ["turnedBack", row([lever("notPutBack"), lever("putBack")]), ["notPutBack", "putBack"]],
    [
      "kept",
      row([lever("applied"), lever("confirmed")], { targetFailed: 3 }),
      ["applied", "confirmed"],
    ],
    ["kept", row([lever("due"), lever("written")], { targetFailed: 3 }), ["unknown", "unknown"]],
    [
      "turnedBack",
      row([lever("putBack"), lever("putBack")], { targetFailed: 3 }),
      ["putBack", "putBack"],
    ],
  ])("%s: %j", (end, progress, kinds) => {
    expect(endOf(progress)).toBe(end);
    const outcomes = outcomesOf(steps, progress);
    expect(outcomes.map(({ kind }) => kind)).toEqual(kinds);
    expect(outcomes.map(({ step }) => step)).toEqual(steps);
    expect(outcomes.map(({ because }) => because)).toEqual(
      progress.levers.map(({ because }) => because),
    );
  });
});

test("outcomesOf() says of what is not known whether it was written", () => {
  const writtenOr = (stage: LeverProgress["stage"], writtenAt: Instant | null) => {
    const progress = at([stage, "due"], { levers: [lever(stage, { writtenAt }), lever("due")] });
    return outcomesOf(steps, progress).map((one) => [one.kind, one.isWritten]);
  };
  expect(writtenOr("written", now)).toEqual([
    ["unknown", true],
    ["unknown", undefined],
  ]);
  expect(writtenOr("written", null)[0]).toEqual(["unknown", undefined]);
  expect(writtenOr("confirmed", now)[0]).toEqual(["confirmed", undefined]);
});

/** Anything that a machine may hand over, in any order. */
const anyLook = fc.constantFrom<LeverLook["kind"]>("confirmed", "applied", "notYet", "unknown");
const anyLooks = fc.tuple(anyLook, anyLook).map((kinds) => kinds.map((kind) => sees(kind)));
const anyTarget = fc.constantFrom(signsIn, fails, nobodyKnows);
const anyLeft = fc.constantFrom<Sides["left"]>("healthy", "unhealthy", "undetermined");
const anyWritten = fc.constantFrom<WriteOutcome | null>(written, refused, null);
const anyResults = fc.tuple(anyWritten, anyWritten);
const anyRound = fc.record({
  results: anyResults,
  levers: anyLooks,
  target: anyTarget,
  left: anyLeft,
  isInsisted: fc.boolean(),
});
const anyRounds = fc.array(anyRound, { minLength: 1, maxLength: 30 });
type Round = typeof anyRound extends fc.Arbitrary<infer T> ? T : never;

/** The progress after each look, until the machine would end. */
function played(
  rounds: readonly Round[],
): readonly (Progress & Pick<Round, "left" | "isInsisted">)[] {
  const all: (Progress & Pick<Round, "left" | "isInsisted">)[] = [];
  let progress = started(steps, () => null);
  for (const { results, levers, target, left, isInsisted } of rounds) {
    progress = look(wrote(progress, results), levers, { target, left, isInsisted });
    all.push({ ...progress, left, isInsisted });
    if (progress.onward === "undo" || progress.onward === "complete") break;
  }
  return all;
}

test("what was confirmed once stays so through whatever is looked at, written or put back", () => {
  fc.assert(
    fc.property(anyRounds, anyResults, (rounds, undone) => {
      const all = played(rounds);
      const last = all.at(-1);
      if (last === undefined) throw new Error("no round");
      const ended = stagesOf(undid(last, undone));
      for (const progress of all) {
        stagesOf(progress).forEach((stage, index) => {
          if (stage === "confirmed") expect(ended[index]).toBe("confirmed");
        });
      }
    }),
  );
});

test("something is put back only where a majority calls the Region being left healthy", () => {
  let undone = 0;
  fc.assert(
    fc.property(anyRounds, (rounds) => {
      const last = played(rounds).at(-1);
      if (last?.onward !== "undo") return;
      undone += 1;
      expect([last.left, last.isInsisted]).toEqual(["healthy", false]);
      expect(last.targetFailed).toBeGreaterThan(0);
      expect(last.levers.some(mayBePutBack)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(undone).toBeGreaterThan(20);
});

test("looks that never could tell lead to no undo, whatever was written", () => {
  const blind = fc.record({ results: anyResults, left: anyLeft });
  fc.assert(
    fc.property(fc.array(blind, { minLength: attempts, maxLength: attempts }), (rounds) => {
      const levers = [sees("unknown"), sees("unknown")];
      const all = played(
        rounds.map((one) => ({ ...one, levers, target: nobodyKnows, isInsisted: false })),
      );
      expect(all.map(({ onward }) => onward)).not.toContain("undo");
      const last = all.at(-1);
      if (last === undefined) throw new Error("no round");
      expect(["applied", "inPart"]).toContain(endOf(last));
    }),
  );
});

test("a machine ends within its looks, and merging a write or an undo twice is once", () => {
  fc.assert(
    fc.property(anyRounds, anyResults, (rounds, results) => {
      for (const progress of played(rounds)) {
        expect(progress.attempt).toBeLessThanOrEqual(attempts);
        const once = wrote(progress, results);
        expect(wrote(once, results)).toEqual(once);
        const back = undid(progress, results);
        expect(undid(back, results)).toEqual(back);
      }
    }),
  );
});

test("one lever's looks change nothing of the other", () => {
  fc.assert(
    fc.property(anyLooks, anyTarget, anyLook, ([mine, theirs], target, other) => {
      if (mine === undefined || theirs === undefined) throw new Error("no look");
      const before = at(["written", "written"]);
      const [first] = look(before, [mine, theirs], { target }).levers;
      const [again] = look(before, [mine, sees(other)], { target }).levers;
      expect(again).toEqual(first);
    }),
  );
});
