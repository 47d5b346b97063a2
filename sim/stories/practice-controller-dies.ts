import {
  byDay,
  isShared,
  practiceBegins,
  practiceSettings,
  practise,
  tellUsers,
} from "../practice-stage.ts";
import type { Story } from "../story.ts";

export const practiceControllerDies: Story = {
  name: "practice-controller-dies",
  promise: "home is gone in the middle of a practice run; the witness's guard brings users back",
  change: practiceSettings,
  run: async (stage) => {
    const { policy, clock } = stage.world;
    const { secondary, witness, primary } = policy;
    const traffic = await practiceBegins(stage, { perMinute: byDay(240) });
    const since = clock.now();
    await practise(stage, "canary");
    await stage.until("the first share to be written", () => isShared(stage), 3);
    const limit = clock.now() + policy.practice.longest;
    const isGuard = { kind: "reset" } as const;
    const heal = stage.strike(
      `${secondary}, home: nothing runs there any more, but Cognito`,
      ...["lambda", "states", "scheduler", "dynamodb"].map((service) => ({
        ...{ region: secondary, service, effect: isGuard },
      })),
    );
    await stage.until("the guard", () => !isShared(stage), 30);
    const isInTime = clock.now() <= limit;
    stage.say("scene", `The guard in ${witness} has sent all users to ${primary} again.`);
    heal();
    await stage.until(
      "home to take note",
      () => stage.has("practice", { event: "practiceEnded" }),
      15,
    );
    await stage.minutes(6);
    tellUsers(stage, traffic, since);
    traffic.stop();
    const { serving } = stage;
    const isBack = serving === primary && !isShared(stage);
    return {
      outcome: "broughtBack",
      isAsPromised: isInTime && isBack,
      serving,
      sickRegionCalls: 0,
    };
  },
};
