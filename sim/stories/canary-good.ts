import { observedShare } from "../../core/practice/practice-report.ts";
import {
  byDay,
  ends,
  failedOf,
  practiceBegins,
  practiceSettings,
  practise,
  practised,
  tellUsers,
} from "../practice-stage.ts";
import type { Story } from "../story.ts";

export const canaryGood: Story = {
  name: "canary-good",
  promise: "1, 5 and 10 % of users go to a healthy secondary and come back; nobody notices",
  change: practiceSettings,
  run: async (stage) => {
    const { policy, clock } = stage.world;
    const traffic = await practiceBegins(stage, { perMinute: byDay(240) });
    const since = clock.now();
    stage.say(
      "scene",
      `A share of users goes to ${policy.secondary}, to see whether it serves them.`,
    );
    await practise(stage, "canary");
    const report = await ends(stage, 30);
    await stage.minutes(1);
    tellUsers(stage, traffic, since);
    traffic.stop();
    const failed = failedOf(traffic.seen.filter(({ at }) => at >= since));
    const shares = report.run.steps.map(observedShare);
    const isSeen = shares.every((share) => share !== null && share > 0);
    const isCounted = (report.run.ticks.at(-1)?.traffic?.practised.signIns ?? 0) > 0;
    const isGood = report.outcome === "passed" && failed.length === 0 && isSeen && isCounted;
    return practised(stage, report, isGood);
  },
};
