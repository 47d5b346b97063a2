import {
  byDay,
  ends,
  isShared,
  practiceBegins,
  practiceSettings,
  practise,
  reportIn,
  tellUsers,
} from "../practice-stage.ts";
import type { Story } from "../story.ts";

export const practicePreempted: Story = {
  name: "practice-preempted",
  promise: "the primary dies in the middle of a practice run; a failover takes over at once",
  change: practiceSettings,
  run: async (stage) => {
    const { policy, clock } = stage.world;
    const { primary, secondary } = policy;
    const traffic = await practiceBegins(stage, { perMinute: byDay(240) });
    await practise(stage, "canary");
    await stage.until("the first share to be written", () => isShared(stage), 3);
    await stage.minutes(2);
    stage.say(
      "scene",
      `Outage. Everything in ${primary} is cut off, 1 % of users is at ${secondary}.`,
    );
    const since = clock.now();
    const heal = stage.strike(`${primary}: every connection is cut`, {
      ...{ region: primary, effect: { kind: "reset" } },
    });
    await stage.until("the failover", () => stage.has("completed", { move: "failOver" }), 15);
    const sickRegionCalls = stage.callsFromFailoverPath(primary, since);
    await ends(stage, 5);
    stage.say(
      "scene",
      "The time limit of the practice run passes: its guards find nothing of its own.",
    );
    await stage.until("the time limit", () => clock.now() > reportIn(stage).run.until, 30);
    await stage.minutes(1);
    heal();
    tellUsers(stage, traffic, since);
    traffic.stop();
    const isPreempted = reportIn(stage).outcome === "interrupted";
    const { serving } = stage;
    return {
      outcome: "moved",
      isAsPromised: isPreempted && serving === secondary && sickRegionCalls === 0,
      serving,
      sickRegionCalls,
    };
  },
};
