import { describe, expect, test } from "vitest";
import {
  asked,
  isAsked,
  questionAnswered,
  questionEnd,
  questionHeard,
  questionOver,
} from "../../../core/failover/question.ts";
import { millis } from "../../../core/values/types.ts";
import { minutes, now } from "../builders/a-policy.ts";
import { aQuestion, aState } from "../builders/a-state.ts";

const executionName = "customers-7-1";
const another = "customers-8-1";
const cooldown = millis(30 * 60_000);
const open = aState({ asked: aQuestion({ executionName, until: minutes(20) }) });

describe("a question", () => {
  test("is a notice too, and remembers how many before it were lost", () => {
    const before = aState({ asked: aQuestion({ end: "lost", lost: 3 }), noticedAt: [minutes(-1)] });
    const state = asked(before, executionName, { now, until: minutes(30) });
    expect(state.asked).toEqual({ executionName, until: minutes(30), end: "open", lost: 3 });
    expect(state.noticedAt).toEqual([minutes(-1), now]);
    expect(asked(aState(), executionName, { now, until: minutes(30) }).asked?.lost).toBe(0);
  });

  test("waits for an answer while it is open, and of its own execution alone", () => {
    expect(isAsked(open, executionName)).toBe(true);
    expect(isAsked(open, another)).toBe(false);
    expect(isAsked(aState({ asked: aQuestion({ end: "declined" }) }), executionName)).toBe(false);
    expect(isAsked(aState(), executionName)).toBe(false);
  });

  test.each([
    ["Declined", "declined"],
    ["States.Timeout", "unanswered"],
    ["States.TaskFailed", "lost"],
    ["", "lost"],
  ])("that ends with %j is %s", (error, end) => {
    expect(questionEnd(error)).toBe(end);
  });
});

describe("a question that is over", () => {
  const over = (end: "declined" | "unanswered" | "lost", lost = 0) =>
    questionOver(
      aState({ asked: aQuestion({ executionName, lost }) }),
      { executionName, end },
      { now, cooldown },
    );

  test.each(["declined", "unanswered"] as const)("%s, is not asked again for a cooldown", (end) => {
    expect(over(end, 4)?.asked).toEqual({ executionName, until: minutes(30), end, lost: 0 });
  });

  test.each([
    [0, 0.5],
    [1, 1],
    [4, 8],
    [5, 15],
    [40, 15],
  ])("lost after %d others, is asked again in %d minutes", (lost, wait) => {
    const after = { executionName, until: minutes(wait), end: "lost", lost: lost + 1 };
    expect(over("lost", lost)?.asked).toEqual(after);
  });

  test("takes room for a notice where people hear of it: of a question that nobody answered", () => {
    expect(over("unanswered")?.noticedAt).toEqual([now]);
    expect(over("declined")?.noticedAt).toEqual([]);
    expect(over("lost")?.noticedAt).toEqual([]);
  });

  test("stays as it was closed, however often that is tried", () => {
    const closed = aState({ asked: aQuestion({ executionName, end: "declined" }) });
    const again = questionOver(closed, { executionName, end: "lost" }, { now, cooldown });
    expect(again).toBe(closed);
  });

  test("is nobody's where another move has begun meanwhile", () => {
    const ended = { executionName: another, end: "unanswered" } as const;
    expect(questionOver(open, ended, { now, cooldown })).toBeNull();
    expect(questionOver(aState(), ended, { now, cooldown })).toBeNull();
  });
});

test("a question that was answered with yes may be asked again at once, but no other one", () => {
  expect(questionAnswered(open, executionName)).toEqual({ ...open, asked: null });
  expect(questionAnswered(open, another)).toBeNull();
});

describe("a question that is heard late", () => {
  const heard = (until: number, { lost = 0, of = executionName } = {}) =>
    questionHeard(aState({ asked: aQuestion({ executionName, until: minutes(20), lost }) }), {
      executionName: of,
      until: minutes(until),
    });

  test("leaves as long for the answer, and was not lost", () => {
    const late = { executionName, until: minutes(21), end: "open", lost: 0 };
    expect(heard(21)?.asked).toEqual(late);
    expect(heard(21, { lost: 2 })?.asked).toEqual(late);
    expect(heard(20, { lost: 2 })?.asked).toEqual({ ...late, until: minutes(20) });
  });

  test("changes nothing where it was in time, or is another's", () => {
    expect(heard(20)).toBeNull();
    expect(heard(19)).toBeNull();
    expect(heard(21, { of: another })).toBeNull();
  });
});
