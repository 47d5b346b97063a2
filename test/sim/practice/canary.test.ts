import { describe, expect, test } from "vitest";
import { isLong } from "../../often.ts";
import { ended, eventsOf, noticeAbout, stored, subjects } from "../builders/a-move.ts";
import {
  aFull,
  aPracticeWorld,
  calm,
  climbed,
  endedAs,
  guards,
  isPractising,
  noTraces,
  practised,
  report,
  sentOver,
  startPractice,
  stopped,
  traces,
} from "../builders/a-practice.ts";
import {
  aWholeWorld,
  MINUTE,
  passwordOnly,
  SECOND,
  secondary,
  type WorldOfTest,
  witness,
} from "../builders/a-world.ts";

function breakSecondary({ aws }: WorldOfTest): () => void {
  const effect = { kind: "error", name: "InternalErrorException", status: 500 } as const;
  const { id } = aws.faults.add({ region: secondary, service: "cognito-idp", effect });
  return () => aws.faults.remove(id);
}

describe("a canary of a healthy secondary", () => {
  test("passes, and leaves everything as it was", async () => {
    const world = await aPracticeWorld();
    const before = stored(world);
    const execution = await practised(world);

    expect(execution.status).toBe("SUCCEEDED");
    expect(endedAs(world)).toBe("passed sustained");
    expect(await traces(world)).toEqual(noTraces);
    const { lastMove, standing } = stored(world);
    expect({ lastMove, standing }).toEqual({
      lastMove: before.lastMove,
      standing: before.standing,
    });
  });

  test("sends each share over in turn, and sees it at the name servers", async () => {
    const world = await aPracticeWorld();
    await practised(world);
    const { run } = report(world);
    expect(run.steps.map(({ share }) => share)).toEqual([1, 5, 10]);
    for (const { share, answers, answersThere, writtenAt } of run.steps) {
      expect(writtenAt).not.toBeNull();
      const observed = (100 * answersThere) / answers;
      expect(observed).toBeGreaterThan(share / 3);
      expect(observed).toBeLessThan(share * 2 + 1);
    }
  });

  test("is guarded in two Regions before anybody is sent over", async () => {
    const world = await aPracticeWorld();
    await sentOver(world);
    const { calls } = world.aws.gate;
    const written = (operation: string) =>
      calls.filter((call) => call.operation === operation && call.outcome === "ok");
    const made = calls.indexOf(written("CreateSchedule").at(-1)!);
    const sent = calls.indexOf(written("ChangeResourceRecordSets")[0]!);
    expect(written("CreateSchedule")).toHaveLength(2);
    expect(made).toBeLessThan(sent);
    expect(await guards(world)).toEqual([secondary, witness]);
  });

  test("says of each notice that it is practice, and pages nobody for drift", async () => {
    const world = await aPracticeWorld();
    await practised(world);
    await world.clock.advance(3 * MINUTE);
    expect(subjects(world)).toEqual([
      "customers: practice run (canary) begins",
      "customers: practice run (canary) passed",
    ]);
    expect(noticeAbout(world, "passed")).toContain("This was practice, no incident.");
  });

  test.runIf(isLong)("passes over the wire, with every role's rights", async () => {
    const change = { pools: { 0: { practice: { canary: { bake: "2 minutes" } } } } };
    const world = aWholeWorld(change, 1, passwordOnly);
    await calm(world);
    await climbed(world, "isolation");
    expect((await practised(world)).status).toBe("SUCCEEDED");
    expect(await traces(world)).toEqual(noTraces);
  });
});

describe("a canary of a secondary that fails", () => {
  test("fails at its first look, after ten failed sign-ins of probes at the most", async () => {
    const world = await aPracticeWorld();
    const arn = await sentOver(world);
    breakSecondary(world);
    const execution = await ended(world, arn);

    expect(execution.error).toBe("PracticeFailed");
    expect(endedAs(world)).toBe("failed failedPairs");
    const { run } = report(world);
    expect(run.ticks).toHaveLength(1);
    expect(run.ticks[0]?.bad).toBeLessThanOrEqual(10);
    expect(run.steps.map(({ writtenAt }) => writtenAt !== null)).toEqual([true, false, false]);
    expect(await traces(world)).toEqual(noTraces);
    expect(subjects(world)).toContain("customers: practice run (canary) failed");
  });

  test("in the middle of it, fails within a minute", async () => {
    const world = await aPracticeWorld();
    const arn = await sentOver(world);
    await world.clock.advance(150 * SECOND);
    const broke = world.clock.now();
    breakSecondary(world);
    await ended(world, arn);

    const { outcome, run } = report(world);
    expect(outcome).toBe("failed");
    expect(run.restoredAt! - broke).toBeLessThanOrEqual(MINUTE);
    expect(await traces(world)).toEqual(noTraces);
  });

  test("lets the rung count no more, also once a later run is blocked", async () => {
    const world = await aPracticeWorld();
    const arn = await sentOver(world);
    breakSecondary(world);
    await ended(world, arn);
    await practised(world);
    const record = stored(world).rehearsed.find(({ rung }) => rung === "canary");
    expect(record).toMatchObject({ outcome: "blocked", passedAt: null });
  });
});

describe("a full run", () => {
  test("goes over by every path and comes back, with the time it took", async () => {
    const world = await aPracticeWorld();
    const execution = await practised(world, aFull);

    expect(execution.status).toBe("SUCCEEDED");
    expect(endedAs(world)).toBe("passed recovery");
    const { run, because } = report(world);
    expect([...run.paths].sort()).toEqual(["managedLogin", "sdk"]);
    expect(because).toContain("after the shift");
    expect(await traces(world)).toEqual(noTraces);
  });

  test("fails where sign-in does not succeed over there within the RTO", async () => {
    const world = await aPracticeWorld({
      practice: { full: { rto: "1 minute" } },
    });
    const arn = await sentOver(world, aFull);
    breakSecondary(world);
    await ended(world, arn);
    expect(report(world).outcome).toBe("failed");
    expect(report(world).run.restoredAt! - report(world).run.steps[0]!.writtenAt!).toBeLessThan(
      2 * MINUTE,
    );
    expect(await traces(world)).toEqual(noTraces);
  });
});

describe("a person who has enough", () => {
  test.each([
    ["canary", undefined],
    ["full", aFull],
  ])("ends a run (%s) at the next look", async (_, input) => {
    const world = await aPracticeWorld();
    const arn = await sentOver(world, input);
    await world.clock.advance(45 * SECOND);
    const since = world.clock.now();
    await stopped(world);
    await ended(world, arn);
    expect(endedAs(world)).toBe("interrupted stopped");
    expect(report(world).run.restoredAt! - since).toBeLessThanOrEqual(40 * SECOND);
    expect(await traces(world)).toEqual(noTraces);
  });
});

test("the same request twice is one run", async () => {
  const world = await aPracticeWorld();
  const first = await startPractice(world, undefined, "practice-twice");
  const second = await startPractice(world, undefined, "practice-twice");
  expect(second).toBe(first);
  await ended(world, first);
  expect(eventsOf(world, "practiceBegun")).toHaveLength(1);
});

test("another run while one is under way is blocked, and disturbs nothing", async () => {
  const world = await aPracticeWorld();
  const first = await sentOver(world);
  await world.clock.advance(MINUTE);
  await practised(world);
  expect(endedAs(world)).toBe("blocked anotherRun");
  expect(isPractising(world)).toBe(true);
  await ended(world, first);
  expect(endedAs(world)).toBe("passed sustained");
  expect(await traces(world)).toEqual(noTraces);
});
