import { expect, test } from "vitest";
import { whatArms, whatArmsInWords } from "../../../core/practice/what-arms.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { Rung } from "../../../core/state/practice-run.ts";
import { DAY } from "../../../core/values/duration.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy } from "../builders/a-policy.ts";

const { practice, paths } = aPolicy();

function asking(rungs: readonly Rung[], change: Partial<Policy> = {}): Policy {
  const arming = { rungs, maxAge: millis(35 * DAY) };
  return aPolicy({ mode: "automatic", practice: { ...practice, arming }, ...change });
}

const managedLoginAlone = { paths: { ...paths, sdk: null } };

test.each([
  [
    asking(["canary", "isolation"]),
    "acts while isolation and canary have passed within 35 days, and asks a person otherwise",
  ],
  [
    asking(["shadow", "full"], { mode: "observe" }),
    'is not the mode, which is "observe"; it would act while full has passed within 35 days, and ask a person otherwise',
  ],
  [
    asking(["isolation", "canary"], managedLoginAlone),
    "acts while isolation and full have passed within 35 days, and asks a person otherwise; full in place of canary, as no lever of pool customers carries a share: managed login goes over as a whole or not at all",
  ],
  [asking(["shadow"]), "acts without practice: practice.arming.rungs asks for no practice run"],
])("what arms is told in words", (policy, words) => {
  expect(whatArmsInWords(policy)).toBe(words);
});

test("two rungs that come to one are asked for once", () => {
  expect(whatArms(asking(["canary", "full"], managedLoginAlone))).toEqual([
    { rung: "full", insteadOf: [{ rung: "canary", because: expect.stringContaining("no lever") }] },
  ]);
});
