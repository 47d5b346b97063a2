import { describe, expect, test } from "vitest";
import { pairOf } from "../../../core/practice/pair.ts";
import type { ProbeOutcome } from "../../../core/probe/probe.ts";
import { aPolicy, primary, secondary, witness } from "../builders/a-policy.ts";
import { aFailure, aProbe } from "../builders/a-probe-result.ts";

const ok: ProbeOutcome = { kind: "ok" };
const pair = (there: ProbeOutcome | null, here: ProbeOutcome | null) =>
  pairOf(
    [
      ...(here === null ? [] : [aProbe({ target: primary, outcome: here })]),
      ...(there === null ? [] : [aProbe({ target: secondary, outcome: there })]),
    ],
    witness,
    aPolicy(),
  );

describe("a pair of sign-ins at the same time", () => {
  test.each<[string, readonly [ProbeOutcome | null, ProbeOutcome | null], string]>([
    ["both succeed", [ok, ok], "good"],
    ["the secondary succeeds, whatever the primary does", [ok, aFailure()], "good"],
    ["the secondary alone fails", [aFailure(), ok], "bad"],
    ["the secondary alone is slow", [aFailure("slow"), ok], "bad"],
    ["both fail, as the line or the user may", [aFailure(), aFailure()], "leftOut"],
    ["the secondary fails by a class that never votes", [aFailure("credentials"), ok], "leftOut"],
    [
      "the secondary fails, and the primary says nothing",
      [aFailure(), aFailure("observer")],
      "leftOut",
    ],
    ["the primary was not asked", [aFailure(), null], "leftOut"],
    ["nobody was asked", [null, null], "leftOut"],
  ])("%s", (_, [there, here], word) => {
    expect(pair(there, here).word).toBe(word);
  });

  test("says how it failed", () => {
    expect(pair(aFailure("serverError"), ok)).toEqual({ word: "bad", failure: "serverError" });
  });
});
