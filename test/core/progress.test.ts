import { describe, expect, test } from "vitest";
import type { Progress } from "../../core/move.ts";
import { plan } from "../../core/plan.ts";
import { type Look, onward, started } from "../../core/progress.ts";
import { millis } from "../../core/types.ts";
import { aPolicy } from "./builders/a-policy.ts";

const steps = plan("failOver", aPolicy());
const again = { attempts: 3, every: millis(15_000) };
const proved: Look = { kind: "proved", because: "signed in" };
const notYet: Look = { kind: "notYet", because: "still out" };
const notShifted: Look = { kind: "notShifted", because: "AccessDenied" };

const looks = (list: readonly Look[], from: Progress = started(steps)) =>
  list.reduce((progress, look) => onward({ steps, progress }, look, again), from);

test("started() shifts the first step, and waits for it to settle before the first look", () => {
  expect(started(steps)).toEqual({
    index: 0,
    attempt: 0,
    onward: "shift",
    waitSeconds: 40,
    outcomes: [],
  });
  expect(started([]).waitSeconds).toBe(0);
});

describe("onward()", () => {
  test("goes to the next step once one is proved", () => {
    expect(looks([proved])).toEqual({
      index: 1,
      attempt: 0,
      onward: "shift",
      waitSeconds: 10,
      outcomes: ["managed login to us-east-1, by the beacon: proved, signed in"],
    });
  });

  test("completes once the last one is proved, with one line a step", () => {
    expect(looks([proved, proved])).toMatchObject({
      index: 1,
      onward: "complete",
      outcomes: [
        "managed login to us-east-1, by the beacon: proved, signed in",
        "SDK sign-in to us-east-1, by weighted records: proved, signed in",
      ],
    });
  });

  test("looks again after the wait of the policy while it is not proved yet", () => {
    expect(looks([notYet])).toMatchObject({
      index: 0,
      attempt: 1,
      onward: "verify",
      waitSeconds: 15,
    });
    expect(looks([notYet, notYet])).toMatchObject({ attempt: 2, onward: "verify", outcomes: [] });
  });

  test("undoes the move when a blocking step is not proved at the last look", () => {
    expect(looks([notYet, notYet, notYet])).toMatchObject({
      index: 0,
      attempt: 3,
      onward: "undo",
      outcomes: ["managed login to us-east-1, by the beacon: NOT proved, still out"],
    });
  });

  test("is content with the last look", () => {
    expect(looks([notYet, notYet, proved])).toMatchObject({ index: 1, onward: "shift" });
  });

  test("undoes at once when a blocking lever could not be moved", () => {
    expect(looks([notShifted])).toMatchObject({ onward: "undo", attempt: 1 });
  });

  test("completes, and says so, when only a step that blocks nothing is not proved", () => {
    expect(looks([proved, notShifted])).toMatchObject({
      onward: "complete",
      outcomes: [
        "managed login to us-east-1, by the beacon: proved, signed in",
        "SDK sign-in to us-east-1, by weighted records: NOT proved, AccessDenied",
      ],
    });
    expect(looks([proved, notYet, notYet, notYet]).onward).toBe("complete");
  });

  test("counts the looks anew for each step", () => {
    expect(looks([notYet, notYet, proved, notYet])).toMatchObject({ attempt: 1, onward: "verify" });
  });

  test("completes when there is no step in hand", () => {
    expect(looks([proved], { ...started(steps), index: 2 }).onward).toBe("complete");
  });

  test("rounds waits up to whole seconds, as the machine counts them", () => {
    const short = { attempts: 3, every: millis(1_001) };
    const next = onward({ steps, progress: started(steps) }, notYet, short);
    expect(next.waitSeconds).toBe(2);
  });
});

describe("a move that dies after any look", () => {
  const story: readonly Look[] = [notYet, proved, notYet, proved];

  test.each(
    story.map((_, index) => index),
  )("ends in the same place when it is started again after look %d", (died) => {
    const before = looks(story.slice(0, died));
    const kept = JSON.parse(JSON.stringify(before)) as Progress;
    expect(looks(story.slice(died), kept)).toEqual(looks(story));
  });
});
