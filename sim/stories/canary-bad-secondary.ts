import {
  ends,
  failedOf,
  isShared,
  looksSoFar,
  practiceBegins,
  practiceSettings,
  practise,
  practised,
  tellUsers,
} from "../practice-stage.ts";
import type { Story } from "../story.ts";

/** Of users, in all: their share is one in a hundred, and the next look comes within half a minute. */
const mostFailed = 10;

/** So many, by so many resolvers, that some sign in over there within each half minute, and seldom more than ten. */
const crowd = { perMinute: 780, resolvers: 600 };

export const canaryBadSecondary: Story = {
  name: "canary-bad-secondary",
  promise:
    "the secondary breaks while 1 % of users is there; a handful fail, and one look later all are sent back",
  change: practiceSettings,
  run: async (stage) => {
    const { policy, clock } = stage.world;
    const { secondary } = policy;
    const traffic = await practiceBegins(stage, crowd);
    const since = clock.now();
    const ofRun = () => traffic.seen.filter(({ at }) => at >= since);
    await practise(stage, "canary");
    await stage.until("the first share to be written", () => isShared(stage), 3);
    const areThere = () => ofRun().some(({ region }) => region === secondary);
    await stage.until(`users to sign in at ${secondary}`, areThere, 3);
    const looks = await looksSoFar(stage);
    while ((await looksSoFar(stage)) === looks) await clock.wait(1_000);
    const struckAt = clock.now();
    const heal = stage.strike(`${secondary}: Cognito answers InternalErrorException`, {
      ...{ region: secondary, service: "cognito-idp" },
      effect: { kind: "error", name: "InternalErrorException", status: 500 },
    });
    const report = await ends(stage, 5);
    heal();
    await stage.minutes(6);
    tellUsers(stage, traffic, since);
    traffic.stop();
    const failed = failedOf(ofRun()).length;
    const { steps, ticks } = report.run;
    const written = steps.filter(({ writtenAt }) => writtenAt !== null);
    const isEarly = written.length === 1 && ticks.filter(({ at }) => at > struckAt).length <= 2;
    const isHandful = failed > 0 && failed <= mostFailed;
    return practised(stage, report, report.outcome === "failed" && isEarly && isHandful);
  },
};
