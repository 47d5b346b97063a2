import { expect, it, vi } from "vitest";
import { planJson, planText } from "../../../cli/practice/plan-text.ts";
import { MINUTE } from "../../../core/values/duration.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy, now } from "../../core/builders/a-policy.ts";
import { aPause } from "../../core/builders/a-state.ts";
import { aPlan } from "./a-plan.ts";

vi.stubEnv("NO_COLOR", "1");

it("the plan of a canary says who is sent when, until when, at what cost, and what its end will have shown", () => {
  expect(planText(aPlan("canary", { lasts: millis(20 * MINUTE) }))).toBe(
    `customers: practice run (canary), us-west-2 to us-east-1 and back
  does        A small share of users is sent to the secondary for a while, step
              by step, and brought back.
  paths       SDK sign-in, by weighted records.
  03:00:00    1 % of users are sent to us-east-1, for 6 min 40 s.
  03:06:40    5 % of users are sent to us-east-1, for 6 min 40 s.
  03:13:20    10 % of users are sent to us-east-1, for 6 min 40 s.
  03:20:00    all are sent to us-west-2 again.
  03:43:00    guards in us-east-1 and eu-west-1 do so where the run did not.
  until       2026-07-01 03:45:00 UTC at the latest. Times are those of a start
              now; a share is held while there is doubt.
  exposure    214 sign-ins are expected at the secondary, of which 10 % need
              what it cannot do: 22 user-minutes, and 500 may be.
  proves      The lever moves users and brings them back, and those who were
              sent can sign in as well as those who were not.
  cannot      It says nothing of the secondary under the load of all users, and
              nothing of paths whose lever carries no share.
  in its way  nothing.`,
  );
});

it("the plan of what moves nobody has no times, no cost and no question", () => {
  const policy = aPolicy();
  const asking = { ...policy, practice: { ...policy.practice, approval: true } };
  const text = planText(aPlan("isolation", { policy: asking }));
  expect(text).toContain("  paths       managed login, by the beacon and SDK sign-in, by weighted");
  expect(text).not.toMatch(/until|exposure|approval|guards/);
  expect(planText(aPlan("full", { policy: asking }))).toContain("a person must agree first");
  expect(planJson(aPlan("isolation", { policy: asking }))).toMatchObject({
    ...{ shares: [], times: null, needsApproval: false, inTheWay: [] },
  });
});

it("a plan that cannot be names all that is in its way", () => {
  const barred = aPlan("canary", {
    ...{ lasts: millis(MINUTE), state: { paused: aPause(), rehearsed: [] } },
  });
  expect(barred.plan.obstacles.map(({ name }) => name)).toEqual(["length", "rungBelow", "paused"]);
  const text = planText(barred);
  expect(text).toContain("in its way  length: it must last 3 minutes or longer");
  expect(text).toContain("in its way  rungBelow: isolation has never passed: run isolation first.");
  expect(text).toContain("in its way  paused: anna paused");
  expect(text).not.toContain("nothing.");
});

it("the plan as JSON has instants and figures", () => {
  expect(planJson(aPlan("canary"))).toMatchObject({
    ...{ type: "plan", pool: "customers", rung: "canary", at: now },
    ...{ from: "us-west-2", to: "us-east-1", paths: ["sdk"] },
    shares: [
      { share: 1, at: now, until: now + 5 * MINUTE },
      { share: 5, at: now + 5 * MINUTE, until: now + 10 * MINUTE },
      { share: 10, at: now + 10 * MINUTE, until: now + 15 * MINUTE },
    ],
    times: { endsAt: now + 15 * MINUTE, until: now + 45 * MINUTE },
    exposure: { kind: "known" },
    budget: { kind: "within" },
  });
});
