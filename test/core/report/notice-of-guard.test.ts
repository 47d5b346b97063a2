import { describe, expect, test } from "vitest";
import { type GuardedPath, noticeOfGuard } from "../../../core/report/notice-of-guard.ts";
import { aPolicy } from "../builders/a-policy.ts";

const because = "the weights are somebody's";
const executionName = "practice-1";
const policy = aPolicy();

const managedLogin = (kind: "written" | "unchanged"): GuardedPath => ({
  ...{ path: "managedLogin", lever: "beacon" },
  result: { kind },
});
const sdk = (kind: "notOurs" | "failed"): GuardedPath => ({
  ...{ path: "sdk", lever: "weightedRecords" },
  result: { kind, because },
});

describe("noticeOfGuard()", () => {
  test("says what it sent back, and that nobody else had", () => {
    const notice = noticeOfGuard(
      { executionName, paths: [managedLogin("written"), sdk("notOurs")] },
      policy,
    );
    expect(notice).toEqual({
      ...{ id: "guarded@practice-1", pool: "customers" },
      subject: "[cognito-failover] customers: a practice run was ended by its guard",
      body: [
        "What: The guard of the practice run practice-1 sent managed login back to us-west-2, by the beacon.",
        "Why:  Its time was over and nobody had ended it: the controller may not be able to act.",
        "Next: cognito-failover status customers",
      ].join("\n"),
    });
  });

  test("says what it could not send back, and is another notice then", () => {
    const all = noticeOfGuard({ executionName, paths: [sdk("failed")] }, policy);
    expect(all).toMatchObject({
      id: "notGuarded@practice-1",
      subject: "[cognito-failover] customers: a guard could not end a practice run",
    });
    expect(all?.body).toContain("could send nothing back to us-west-2.");
    expect(all?.body).toContain(
      `Nobody knows where SDK sign-in is: ${because}. It is tried again.`,
    );
    const some = noticeOfGuard(
      { executionName, paths: [managedLogin("written"), sdk("failed")] },
      policy,
    );
    expect(some?.body).toContain("sent managed login back to us-west-2, by the beacon.");
    expect(some?.body).toContain("Problem:");
  });

  test("is none where nothing was left to end", () => {
    const paths = [managedLogin("unchanged"), sdk("notOurs")];
    expect(noticeOfGuard({ executionName, paths }, policy)).toBeNull();
  });
});
