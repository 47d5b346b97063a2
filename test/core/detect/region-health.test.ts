// Line by line, as it happens: one verdict a minute goes in; health, since and why come out.

import { expect, test } from "vitest";
import { blipWait } from "../../../core/detect/error-budget.ts";
import {
  type Health,
  type HealthTick,
  health,
  startingHealth,
} from "../../../core/detect/region-health.ts";
import { millis } from "../../../core/values/types.ts";
import { timeOfDay } from "../../../core/values/words.ts";
import { aPolicy, minutes, primary } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";
import {
  aHealthyVerdict,
  anUndeterminedVerdict,
  anUnhealthyVerdict,
} from "../builders/a-verdict.ts";

const verdicts = {
  well: aHealthyVerdict,
  /** Healthy, and a majority has the evidence that coming back needs. */
  proved: aHealthyVerdict,
  sick: anUnhealthyVerdict,
  unsure: anUndeterminedVerdict,
};

type Word = keyof typeof verdicts;

function tick(told: Pick<HealthTick, "verdict" | "now"> & Partial<HealthTick>): HealthTick {
  const { criteria } = aPolicy();
  return {
    target: primary,
    isRecovered: false,
    wait: blipWait(aPolicy(), { perYear: 12, mean: millis(40_000) }),
    tooOldAfter: criteria.evidenceTooOldAfter,
    ...told,
  };
}

/** "minute  verdict -> health since hh:mm, onset, why" for each verdict; trouble begins at `onset`. */
function lines(words: readonly Word[], onset = minutes(1)): string[] {
  let known: Health = startingHealth(minutes(0));
  return words.map((word, index) => {
    const now = minutes(index + 1);
    const verdict = word === "sick" ? anUnhealthyVerdict(onset) : verdicts[word]();
    known = health(known, tick({ verdict, isRecovered: word === "proved", now }));
    const began = known.onset === null ? "" : `, onset ${timeOfDay(known.onset).slice(0, 5)}`;
    return `${word} -> ${known.name} since ${timeOfDay(known.since).slice(0, 5)}${began}: ${known.because}`;
  });
}

const WAITS = "a majority sees us-west-2 fail; transient failures heal within 3 min 15 s, so wait";
const DOWN = "a majority has seen us-west-2 fail for 4 min, longer than transient failures last";
const PROVING = "us-west-2 answers again, not yet for long enough";
const PROVED = "us-west-2 has been healthy for long enough";

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
    "sick -> down since 03:07, onset 03:01: us-west-2 failed again while recovering",
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
  const sickAt = (known: Health, minute: number, onset: number) =>
    health(known, tick({ verdict: anUnhealthyVerdict(minutes(onset)), now: minutes(minute) }));
  const first = sickAt(startingHealth(minutes(0)), 2, 1);
  expect([first.onset, sickAt(first, 3, 3).onset]).toEqual([minutes(1), minutes(1)]);
});

const LAPSED = "nobody could tell about us-west-2 for too long, so the suspicion lapses";
const unsure = (count: number) => Array<Word>(count).fill("unsure");

test("a suspicion that nobody can confirm lapses after the age at which evidence is too old", () => {
  expect(lines(["unsure", "sick", ...unsure(4)]).slice(1)).toEqual([
    `sick -> suspect since 03:02, onset 03:01: ${WAITS}`,
    `unsure -> suspect since 03:02, onset 03:01: ${WAITS}`,
    `unsure -> suspect since 03:02, onset 03:01: ${WAITS}`,
    `unsure -> suspect since 03:02, onset 03:01: ${WAITS}`,
    `unsure -> up since 03:06: ${LAPSED}`,
  ]);
});

test("every sick verdict confirms a suspicion anew", () => {
  const told = lines(["sick", ...unsure(2), "sick", ...unsure(4)]);
  expect(told.slice(3).map((line) => line.replace(/ since.*/, ""))).toEqual([
    "sick -> suspect",
    "unsure -> suspect",
    "unsure -> suspect",
    "unsure -> suspect",
    "unsure -> up",
  ]);
});

/** A Region that looked sick at minute 1; nobody looked again before `minute`. */
const lookedAgain = (name: Health["name"], minute: number, since: number) => {
  const known = {
    ...startingHealth(minutes(0)),
    name,
    onset: minutes(-9),
    sickAt: minutes(1),
    because: "it was so",
  };
  const next = health(
    known,
    tick({ verdict: anUnhealthyVerdict(minutes(since)), now: minutes(minute) }),
  );
  return { name: next.name, onset: next.onset, since: next.since, sickAt: next.sickAt };
};

test("when the watch itself was away for too long, a suspicion counts from what is known now", () => {
  const sickAt = minutes(30);
  expect(lookedAgain("suspect", 30, 29)).toEqual({
    name: "suspect",
    onset: minutes(29),
    since: minutes(30),
    sickAt,
  });
  expect(lookedAgain("suspect", 30, 2)).toEqual({
    name: "down",
    onset: minutes(2),
    since: minutes(30),
    sickAt,
  });
});

test("a suspicion is still known at exactly the age at which evidence is too old", () => {
  expect(lookedAgain("suspect", 4, 3)).toMatchObject({ name: "down", onset: minutes(-9) });
  expect(lookedAgain("suspect", 4 + 1 / 60_000, 3)).toMatchObject({
    name: "suspect",
    onset: minutes(3),
  });
});

test.each([
  "down",
  "recovering",
] as const)("however long nobody called it sick, what is %s does not become better by failing", (name) => {
  expect(lookedAgain(name, 30, 29)).toMatchObject({ name: "down", onset: minutes(-9) });
});

test("what was down stays down while nobody can tell, and must then be proved well", () => {
  const story: Word[] = ["sick", "sick", "sick", "sick", "sick", ...unsure(30), "sick", "well"];
  expect(lines(story).slice(-3)).toEqual([
    `unsure -> down since 03:05, onset 03:01: ${DOWN}`,
    `sick -> down since 03:05, onset 03:01: ${DOWN}`,
    `well -> recovering since 03:37, onset 03:01: ${PROVING}`,
  ]);
});

test("a Region that is up keeps nothing of its last trouble", () => {
  const trouble = { ...startingHealth(minutes(0)), name: "suspect", onset: minutes(0) } as const;
  const known: Health = { ...trouble, sickAt: minutes(1) };
  const well = health(known, tick({ verdict: aHealthyVerdict(), now: minutes(2) }));
  const lapsed = health(known, tick({ verdict: anUndeterminedVerdict(), now: minutes(9) }));
  for (const { name, onset, sickAt } of [well, lapsed]) {
    expect({ name, onset, sickAt }).toEqual({ name: "up", onset: null, sickAt: null });
  }
});

test("names a signal where that alone calls it unhealthy, which no good answer of probes ends", () => {
  const since = minutes(1);
  const { votes } = aHealthyVerdict();
  const said = {
    kind: "unhealthy",
    since,
    reading: "dead",
    decidedBy: [aSignal()],
    votes,
  } as const;
  const at = (minute: number) =>
    health(startingHealth(minutes(0)), tick({ verdict: said, now: minutes(minute) }));
  expect(at(2)).toMatchObject({
    name: "suspect",
    because: "a signal sees us-west-2 fail; transient failures heal within 3 min 15 s, so wait",
  });
  expect(at(5)).toMatchObject({
    name: "down",
    because: "a signal has seen us-west-2 fail for 4 min, longer than transient failures last",
  });
});
