import { describe, expect, test } from "vitest";
import {
  hasRoom,
  isReminderDue,
  markPaged,
  pagesHolding,
  recent,
} from "../../../core/state/paging-memory.ts";
import type { Page } from "../../../core/state/state.ts";
import type { Instant } from "../../../core/values/types.ts";
import { minutes } from "../builders/a-policy.ts";

const news = (minute: number) => ({ now: minutes(minute), said: "it is dead", isReminder: false });
const reminder = (minute: number) => ({ ...news(minute), isReminder: true });

/** Holding in the minutes marked x; the first mark is minute 0. */
function over(marks: string, told = -1): readonly (Page | undefined)[] {
  let pages: readonly Page[] = [];
  return [...marks].map((mark, minute) => {
    pages = pagesHolding(pages, mark === "x" ? ["throttled"] : [], minutes(minute));
    if (minute === told) pages = markPaged(pages, ["throttled"], news(minute));
    return pages[0];
  });
}

describe("pagesHolding()", () => {
  test("keeps since when a page holds, also over a lapse of three minutes", () => {
    expect(over("xx...x").at(-1)).toMatchObject({ since: minutes(0), endedAt: null });
    expect(over("xx....x").at(-1)).toMatchObject({ since: minutes(6) });
  });

  test("keeps who was told for half an hour after it ended, and no longer", () => {
    expect(over(`x${".".repeat(30)}x`, 0).at(-1)).toMatchObject({ count: 1, since: minutes(31) });
    expect(over(`x${".".repeat(32)}x`, 0).at(-1)).toMatchObject({ count: 0, pagedAt: null });
  });

  test("forgets it as well when nobody looked meanwhile", () => {
    const told = markPaged(pagesHolding([], ["throttled"], minutes(0)), ["throttled"], news(0));
    const ended = pagesHolding(told, [], minutes(1));
    expect(pagesHolding(ended, ["throttled"], minutes(31))).toMatchObject([{ count: 1 }]);
    expect(pagesHolding(ended, ["throttled"], minutes(32))).toMatchObject([{ count: 0 }]);
  });

  test("drops a page that has been gone for half an hour", () => {
    expect(over(`x${".".repeat(31)}`).at(-1)).toMatchObject({ name: "throttled" });
    expect(over(`x${".".repeat(32)}`).at(-1)).toBeUndefined();
  });

  test("writes nothing anew of a page that only goes on", () => {
    const pages = pagesHolding([], ["throttled"], minutes(0));
    expect(pagesHolding(pages, ["throttled"], minutes(600))).toEqual(pages);
  });
});

test("markPaged() marks those that it names, and counts a further time for a reminder alone", () => {
  const pages = pagesHolding([], ["a", "b"], minutes(0));
  const once = markPaged(pages, ["b"], news(1));
  expect(once.map(({ count }) => count)).toEqual([0, 1]);
  expect(once[1]).toMatchObject({ pagedAt: minutes(1), said: "it is dead" });
  expect(markPaged(once, ["b"], news(2))[1]).toMatchObject({ count: 1, pagedAt: minutes(2) });
  expect(markPaged(once, ["b"], reminder(2))[1]).toMatchObject({ count: 2 });
  expect(markPaged(once, ["a"], reminder(2))[0]).toMatchObject({ count: 2 });
});

/** The minutes in which people are told of what holds from minute 0 on. */
function toldWithin(minutesLong: number, firstAt: number | null): readonly number[] {
  let pages = pagesHolding([], ["it"], minutes(0));
  const at: number[] = [];
  for (let minute = 0; minute <= minutesLong; minute++) {
    const [page] = pages;
    const isFirst = minute === firstAt;
    if (page === undefined || !(isFirst || isReminderDue(page, minutes(minute)))) continue;
    at.push(minute);
    pages = markPaged(pages, ["it"], isFirst ? news(minute) : reminder(minute));
  }
  return at;
}

describe("isReminderDue()", () => {
  test("reminds after 15 minutes, then 30, then each hour", () => {
    expect(toldWithin(300, 0)).toEqual([0, 15, 45, 105, 165, 225, 285]);
  });

  test("counts from the notice of something newer, where there was one", () => {
    expect(toldWithin(60, 8)).toEqual([8, 23, 53]);
  });

  test("tells after 15 minutes what nobody was told at first", () => {
    expect(toldWithin(110, null)).toEqual([15, 45, 105]);
  });

  test("waits anew when the page lapsed: who was told is not woken the moment it is back", () => {
    const told = markPaged(pagesHolding([], ["it"], minutes(0)), ["it"], news(0));
    const [back] = pagesHolding(pagesHolding(told, [], minutes(2)), ["it"], minutes(20));
    expect(back).toMatchObject({ since: minutes(20), count: 1 });
    expect(back && isReminderDue(back, minutes(34))).toBe(false);
    expect(back && isReminderDue(back, minutes(35))).toBe(true);
  });
});

describe("hasRoom()", () => {
  const noticed = (...at: readonly number[]): readonly Instant[] => at.map(minutes);

  test("allows three notices in 25 minutes, and two of what may wait", () => {
    expect(hasRoom(noticed(0, 8), "urgent", minutes(10))).toBe(true);
    expect(hasRoom(noticed(0, 8), "other", minutes(10))).toBe(false);
    expect(hasRoom(noticed(0, 8, 10), "urgent", minutes(24))).toBe(false);
    expect(hasRoom(noticed(0, 8, 10), "urgent", minutes(25))).toBe(true);
  });

  test("forgets what no longer counts", () => {
    expect(recent(noticed(0, 8, 10), minutes(33))).toEqual(noticed(10));
  });
});
