// Whose word counts when a move asks whether users can sign in over there.

import { VirtualClock } from "pretend-aws/clock.ts";
import { describe, expect, test } from "vitest";
import type { Place } from "../../../aws/sdk/clients.ts";
import { verifyFromVantages } from "../../../controller/probing/verify-from-vantages.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import type { ProbeOutcome, ProbeResult } from "../../../core/probe/probe.ts";
import { type Millis, millis, type Region, region } from "../../../core/values/types.ts";
import { aPolicyOfFive, now, primary, secondary } from "../../core/builders/a-policy.ts";
import { aProbe } from "../../core/builders/a-probe-result.ts";

const policy = aPolicyOfFive();
const [, second = secondary, third = secondary, fourth = secondary, fifth = secondary] =
  policy.vantages;

type Answer = FailureClass | "ok" | "silent" | "broken" | "odd" | "nobody";

async function said(answers: Readonly<Record<Region, Answer>>, from = primary, to = secondary) {
  const clock = new VirtualClock(now);
  const asked: Region[] = [];
  const ask = async (vantage: Region): Promise<unknown> => {
    asked.push(vantage);
    const answer = answers[vantage] ?? "ok";
    if (answer === "silent") return new Promise(() => undefined);
    if (answer === "broken") throw new Error("it could not be invoked");
    if (answer === "odd") return { results: "none" };
    return { results: answer === "nobody" ? [] : [resultOf(vantage, to, answer)] };
  };
  const runtime = { after: (length: Millis, run: () => void) => clock.after(length, run) };
  const place = { runtime } as unknown as Place;
  const look = verifyFromVantages({ vantages: { ask }, place }, { policy, from, to, now });
  // A vantage that never answers is given up by the given clock, and by no other.
  await clock.advance(20_000);
  return { ...(await look), asked };
}

function resultOf(vantage: Region, target: Region, answer: FailureClass | "ok"): ProbeResult {
  const outcome: ProbeOutcome =
    answer === "ok"
      ? { kind: "ok" }
      : { kind: "failed", class: answer, step: "signIn", error: "Injected 500" };
  return aProbe({ vantage, target, outcome, took: millis(400) });
}

describe("verifyFromVantages()", () => {
  test("asks every vantage but that of the Region being left", async () => {
    expect((await said({})).asked).toEqual([second, third, fourth, fifth]);
    const home = await said({}, secondary, primary);
    expect(home.asked).toEqual([primary, third, fourth, fifth]);
  });

  const rows: readonly [string, Readonly<Record<Region, Answer>>, string][] = [
    ["all sign in", {}, "signsIn"],
    ["one of four fails", { [second]: "serverError" }, "signsIn"],
    [
      "three of four fail",
      { [second]: "serverError", [third]: "unreachable", [fourth]: "slow" },
      "fails",
    ],
    ["as many fail as sign in", { [second]: "serverError", [third]: "serverError" }, "unknown"],
    ["one has a broken secret", { [second]: "observer" }, "signsIn"],
    [
      "three have wrong users",
      { [second]: "credentials", [third]: "credentials", [fourth]: "credentials" },
      "signsIn",
    ],
    [
      "one is throttled, the rest silent",
      { [second]: "throttled", [third]: "silent", [fourth]: "silent", [fifth]: "silent" },
      "unknown",
    ],
    [
      "two are silent and two fail",
      { [second]: "silent", [third]: "silent", [fourth]: "serverError", [fifth]: "serverError" },
      "fails",
    ],
    ["two cannot be invoked and two sign in", { [second]: "broken", [third]: "broken" }, "signsIn"],
    ["one answers nonsense, one nothing", { [second]: "odd", [third]: "nobody" }, "signsIn"],
    [
      "a trigger fails everywhere",
      { [second]: "trigger", [third]: "trigger", [fourth]: "trigger", [fifth]: "trigger" },
      "unknown",
    ],
    [
      "nobody answers",
      { [second]: "silent", [third]: "broken", [fourth]: "odd", [fifth]: "nobody" },
      "unknown",
    ],
  ];

  test.each(rows)("where %s: %j is %s", async (_, answers, kind) => {
    expect((await said(answers)).kind).toBe(kind);
  });

  test("says who could not sign in and why, and who could", async () => {
    const { because } = await said({ [second]: "serverError", [third]: "slow", [fourth]: "slow" });
    expect(because).toContain(`cannot sign in at ${secondary} from ${second} (serverError)`);
    expect((await said({})).because).toBe(
      `signed in at ${secondary} from ${second}, ${third}, ${fourth} and ${fifth}`,
    );
    expect((await said({ [region("nowhere-1")]: "ok" })).kind).toBe("signsIn");
  });
});
