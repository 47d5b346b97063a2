import { expect, test } from "vitest";
import { type Call, heldOn, tellAll } from "../../core/told.ts";
import { minutes } from "./builders/a-policy.ts";

/** Holding in the minutes marked x; the first mark is minute 0. */
function over(marks: string, told = -1): readonly (Call | undefined)[] {
  let calls: readonly Call[] = [];
  return [...marks].map((mark, minute) => {
    calls = heldOn(calls, mark === "x" ? ["throttled"] : [], minutes(minute));
    if (minute === told) calls = tellAll(calls, ["throttled"]);
    return calls[0];
  });
}

test("a call holds since it first did, and a lapse of three minutes does not end it", () => {
  expect(over("xx...x").at(-1)).toMatchObject({ since: minutes(0), endedAt: null });
  expect(over("xx....x").at(-1)).toMatchObject({ since: minutes(6) });
});

test("who was told stays told for half an hour after it ended, and no longer", () => {
  expect(over(`x${".".repeat(30)}x`, 0).at(-1)).toMatchObject({ isTold: true, since: minutes(31) });
  expect(over(`x${".".repeat(32)}x`, 0).at(-1)).toMatchObject({ isTold: false });
});

test("nor does who was told stay so when nobody looked meanwhile", () => {
  const told = tellAll(heldOn([], ["throttled"], minutes(0)), ["throttled"]);
  const ended = heldOn(told, [], minutes(1));
  expect(heldOn(ended, ["throttled"], minutes(31))).toMatchObject([{ isTold: true }]);
  expect(heldOn(ended, ["throttled"], minutes(32))).toMatchObject([{ isTold: false }]);
});

test("a call that has been gone for half an hour is forgotten", () => {
  expect(over(`x${".".repeat(31)}`).at(-1)).toMatchObject({ name: "throttled" });
  expect(over(`x${".".repeat(32)}`).at(-1)).toBeUndefined();
});

test("a call that only goes on is not written anew", () => {
  const calls = heldOn([], ["throttled"], minutes(0));
  expect(heldOn(calls, ["throttled"], minutes(600))).toEqual(calls);
});

test("tellAll() marks those that it names, and leaves the others", () => {
  const calls = heldOn([], ["a", "b"], minutes(0));
  expect(tellAll(calls, ["b"]).map(({ isTold }) => isTold)).toEqual([false, true]);
});
