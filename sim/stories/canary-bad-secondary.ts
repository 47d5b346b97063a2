import {
  ends,
  failedOf,
  isShared,
  practiceBegins,
  practiceSettings,
  practise,
  practised,
  tellUsers,
} from "../practice-stage.ts";
import type { Story } from "../story.ts";

/** Of users, in all: their share is one in a hundred, and the first look comes after some seconds. */
const mostFailed = 10;

export const canaryBadSecondary: Story = {
  name: "canary-bad-secondary",
  promise: "the secondary breaks once 1 % of users is there; they are back after one look",
  change: practiceSettings,
  run: async (stage) => {
    const { policy, clock } = stage.world;
    const { secondary } = policy;
    const traffic = await practiceBegins(stage, 240);
    const since = clock.now();
    await practise(stage, "canary");
    await stage.until("the first share to be written", () => isShared(stage), 3);
    const heal = stage.strike(`${secondary}: Cognito answers InternalErrorException`, {
      ...{ region: secondary, service: "cognito-idp" },
      effect: { kind: "error", name: "InternalErrorException", status: 500 },
    });
    const report = await ends(stage, 5);
    heal();
    await stage.minutes(6);
    tellUsers(stage, traffic, since);
    traffic.stop();
    const failed = failedOf(traffic.seen.filter(({ at }) => at >= since));
    const written = report.run.steps.filter(({ writtenAt }) => writtenAt !== null);
    const isEarly = written.length === 1 && report.run.ticks.length <= 2;
    const isGood = report.outcome === "failed" && isEarly && failed.length <= mostFailed;
    return practised(stage, report, isGood);
  },
};
