import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import { eventsOf } from "../../../core/report/event.ts";
import type { State } from "../../../core/state/state.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { now } from "../builders/a-policy.ts";
import { aState } from "../builders/a-state.ts";
import { aRound } from "../builders/a-statistic.ts";
import { aTick } from "../builders/a-tick.ts";

const events = (state: State, tick = aTick()) => eventsOf(state, decide(state, tick), now);
const outage = aTick({ statistics: aRound({ primary: "sick" }) });
const VOTES = "3 of 3 vantages say so (us-west-2, us-east-1, eu-west-1)";

describe("eventsOf()", () => {
  test("is empty when nothing is new", () => {
    expect(events(aState())).toEqual([]);
  });

  test("says everything that is new once: health, diagnosis, decision, in this order", () => {
    expect(events(aState(), outage)).toEqual([
      {
        at: now,
        pool: "customers",
        type: "healthChanged",
        sentence:
          "us-west-2 is down: a majority has seen us-west-2 fail for 4 min, longer than transient failures last.",
        facts: { region: "us-west-2", role: "primary", from: "up", to: "down" },
      },
      {
        at: now,
        pool: "customers",
        type: "diagnosisChanged",
        sentence: `Sign-in in us-west-2, the primary, is down: ${VOTES}.`,
        facts: { from: "allWell", to: "primaryDead" },
      },
      {
        at: now,
        pool: "customers",
        type: "decided",
        sentence: "The primary is down and the secondary signs users in: moving sign-in over.",
        facts: { situation: "primaryDownMayMove", action: "failOver" },
      },
    ]);
  });

  test("says nothing more on the next tick of the same", () => {
    const { state } = decide(aState(), outage);
    expect(events(state, outage)).toEqual([]);
  });

  test("tells the two Regions apart", () => {
    const state = aState({ health: { primary: aDownHealth(), secondary: aDownHealth() } });
    const changed = events(state).filter(({ type }) => type === "healthChanged");
    expect(changed.map(({ facts }) => [facts["region"], facts["role"], facts["to"]])).toEqual([
      ["us-west-2", "primary", "up"],
      ["us-east-1", "secondary", "up"],
    ]);
  });

  test("is about names, not about sentences: another count of votes is no event", () => {
    const { state } = decide(aState(), outage);
    const two = aTick({ statistics: aRound({ primary: "sick" }).slice(2) });
    expect(events(state, two)).toEqual([]);
  });

  test("has flat facts, which any reader of JSON can filter by", () => {
    const state = aState({
      health: { primary: aHealth({ name: "suspect" }), secondary: aHealth() },
    });
    for (const { facts } of events(state, outage)) {
      for (const value of Object.values(facts)) {
        expect(value === null || typeof value !== "object").toBe(true);
      }
    }
  });
});
