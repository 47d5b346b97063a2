// Line by line, as it happens: one verdict a minute goes in; health, since and why come out.

import { expect, test } from "vitest";
import { blipWait } from "../../core/budget.ts";
import { type Health, health, startingHealth } from "../../core/health.ts";
import { timeOfDay } from "../../core/words.ts";
import { aPolicy, minutes, primary } from "./builders/a-policy.ts";
import {
  aHealthyVerdict,
  anUndeterminedVerdict,
  anUnhealthyVerdict,
} from "./builders/a-verdict.ts";

const verdicts = {
  well: aHealthyVerdict,
  /** Healthy, and a majority has the evidence that coming back needs. */
  proved: aHealthyVerdict,
  sick: anUnhealthyVerdict,
  unsure: anUndeterminedVerdict,
};

type Word = keyof typeof verdicts;

/** "minute  verdict -> health since hh:mm, onset, why" for each verdict; trouble begins at `onset`. */
function lines(words: readonly Word[], onset = minutes(1)): string[] {
  let known: Health = startingHealth(minutes(0));
  return words.map((word, index) => {
    const now = minutes(index + 1);
    const verdict = word === "sick" ? anUnhealthyVerdict(onset) : verdicts[word]();
    const isRecovered = word === "proved";
    known = health(known, {
      target: primary,
      verdict,
      isRecovered,
      wait: blipWait(aPolicy()),
      now,
    });
    const began = known.onset === null ? "" : `, onset ${timeOfDay(known.onset).slice(0, 5)}`;
    return `${word} -> ${known.name} since ${timeOfDay(known.since).slice(0, 5)}${began}: ${known.because}`;
  });
}

const WAITS = "a majority sees us-west-2 fail; blips heal within 3 min 11 s, so wait";
const DOWN = "a majority has seen us-west-2 fail for 4 min, longer than blips last";
const PROVING = "us-west-2 answers again, not yet for long enough";
const PROVED = "us-west-2 has answered well for long enough";

test("a blip makes it suspect and heals by itself", () => {
  expect(lines(["well", "unsure", "sick", "sick", "well", "well"], minutes(2))).toEqual([
    "well -> up since 03:00: nothing bad is known",
    "unsure -> up since 03:00: nothing bad is known",
    `sick -> suspect since 03:03, onset 03:02: ${WAITS}`,
    `sick -> suspect since 03:03, onset 03:02: ${WAITS}`,
    "well -> up since 03:05: the trouble in us-west-2 passed by itself",
    "well -> up since 03:05: the trouble in us-west-2 passed by itself",
  ]);
});

test("an outage that outlasts the wait makes it down, and the wait counts from the onset", () => {
  expect(lines(["unsure", "unsure", "sick", "sick", "sick", "sick"])).toEqual([
    "unsure -> up since 03:00: nothing bad is known",
    "unsure -> up since 03:00: nothing bad is known",
    `sick -> suspect since 03:03, onset 03:01: ${WAITS}`,
    `sick -> suspect since 03:03, onset 03:01: ${WAITS}`,
    `sick -> down since 03:05, onset 03:01: ${DOWN}`,
    `sick -> down since 03:05, onset 03:01: ${DOWN}`,
  ]);
});

test("slow trouble whose onset lies long back is down at once", () => {
  expect(lines(["unsure", "unsure", "unsure", "unsure", "sick"])).toContain(
    `sick -> down since 03:05, onset 03:01: ${DOWN}`,
  );
});

test("coming back takes healthy verdicts and then the evidence of a majority", () => {
  const story: Word[] = [
    "sick",
    "sick",
    "sick",
    "sick",
    "sick",
    "unsure",
    "well",
    "well",
    "proved",
  ];
  expect(lines(story).slice(4)).toEqual([
    `sick -> down since 03:05, onset 03:01: ${DOWN}`,
    `unsure -> down since 03:05, onset 03:01: ${DOWN}`,
    `well -> recovering since 03:07, onset 03:01: ${PROVING}`,
    `well -> recovering since 03:07, onset 03:01: ${PROVING}`,
    `proved -> up since 03:09: ${PROVED}`,
  ]);
});

test("a relapse while recovering is down at once, with the old onset and no new wait", () => {
  const story: Word[] = ["sick", "sick", "sick", "sick", "sick", "well", "sick", "well", "proved"];
  expect(lines(story).slice(4)).toEqual([
    `sick -> down since 03:05, onset 03:01: ${DOWN}`,
    `well -> recovering since 03:06, onset 03:01: ${PROVING}`,
    "sick -> down since 03:07, onset 03:01: us-west-2 fell ill again while recovering",
    `well -> recovering since 03:08, onset 03:01: ${PROVING}`,
    `proved -> up since 03:09: ${PROVED}`,
  ]);
});

test("recovering lasts as long as the evidence is missing, and no time alone ends it", () => {
  const story: Word[] = ["sick", "sick", "sick", "sick", "sick", ...Array<Word>(30).fill("well")];
  expect(lines(story).at(-1)).toBe(`well -> recovering since 03:06, onset 03:01: ${PROVING}`);
});

test("a Region that was proved well in the first healthy minute is up at once", () => {
  const story: Word[] = ["sick", "sick", "sick", "sick", "sick", "proved"];
  expect(lines(story).at(-1)).toBe(`proved -> up since 03:06: ${PROVED}`);
});

test("undetermined changes nothing: not up, not suspect, not down, not recovering", () => {
  const story: Word[] = ["unsure", "sick", "unsure", "sick", "unsure", "sick", "unsure", "well"];
  const told = lines([...story, "unsure", "proved", "unsure"]);
  expect(told.map((line) => line.replace(/ since.*/, ""))).toEqual([
    "unsure -> up",
    "sick -> suspect",
    "unsure -> suspect",
    "sick -> suspect",
    "unsure -> suspect",
    "sick -> down",
    "unsure -> down",
    "well -> recovering",
    "unsure -> recovering",
    "proved -> up",
    "unsure -> up",
  ]);
});

test("the onset is the first one that was agreed on, though later verdicts estimate it anew", () => {
  const first = health(startingHealth(minutes(0)), {
    target: primary,
    verdict: anUnhealthyVerdict(minutes(1)),
    isRecovered: false,
    wait: blipWait(aPolicy()),
    now: minutes(2),
  });
  const second = health(first, {
    target: primary,
    verdict: anUnhealthyVerdict(minutes(3)),
    isRecovered: false,
    wait: blipWait(aPolicy()),
    now: minutes(3),
  });
  expect([first.onset, second.onset]).toEqual([minutes(1), minutes(1)]);
});
