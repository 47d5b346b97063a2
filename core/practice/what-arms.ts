// What must pass for mode "automatic" to act, by the settings alone? For `policy explain`: each rung, and whose place it
// takes where the pool cannot do that one. What has passed is mode-account.ts.

import type { Policy } from "../settings/policy.ts";
import { type Rung, rungNames } from "../state/practice-run.ts";
import { inWords, listed } from "../values/words.ts";
import { rungsToRun } from "./arming.ts";
import { inPlaceOf, whyNotApplicable } from "./ladder.ts";

export interface RungThatArms {
  readonly rung: Rung;
  /** What is asked for and cannot be done by this pool, with the reason. */
  readonly insteadOf: readonly { readonly rung: Rung; readonly because: string }[];
}

export function whatArms(policy: Policy): readonly RungThatArms[] {
  const known = { canarySignIns: null };
  const asked = rungsToRun(policy.practice.arming).map((rung) => ({
    rung,
    by: inPlaceOf(rung, policy, known),
    because: whyNotApplicable(rung, policy, known),
  }));
  return rungNames.flatMap((rung) => {
    const own = asked.filter(({ by }) => by === rung);
    const insteadOf = own.flatMap((one) =>
      one.because === null ? [] : [{ rung: one.rung, because: one.because }],
    );
    return own.length === 0 ? [] : [{ rung, insteadOf }];
  });
}

/** "acts while isolation and canary have passed within 35 days, and asks a person otherwise" */
export function whatArmsInWords(policy: Policy): string {
  const { mode, practice } = policy;
  const all = whatArms(policy);
  const verb = mode === "automatic" ? "acts" : `is not the mode, which is "${mode}"; it would act`;
  if (all.length === 0) {
    return `${verb} without practice: practice.arming.rungs asks for no practice run`;
  }
  const rungs = listed(all.map(({ rung }) => rung));
  const instead = all.flatMap(({ rung, insteadOf }) =>
    insteadOf.map((one) => `; ${rung} in place of ${one.rung}, as ${one.because}`),
  );
  const have = all.length === 1 ? "has" : "have";
  const within = `while ${rungs} ${have} passed within ${inWords(practice.arming.maxAge)}, and ask`;
  return `${verb} ${within}${mode === "automatic" ? "s" : ""} a person otherwise${instead.join("")}`;
}
