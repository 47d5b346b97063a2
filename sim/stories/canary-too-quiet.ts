import {
  byDay,
  ends,
  practiceBegins,
  practiceSettings,
  practise,
  practised,
} from "../practice-stage.ts";
import type { Story } from "../story.ts";

export const canaryTooQuiet: Story = {
  name: "canary-too-quiet",
  promise: "too few users sign in for a share of them to tell anything; nobody is sent anywhere",
  change: practiceSettings,
  run: async (stage) => {
    const { secondary } = stage.world.policy;
    const traffic = await practiceBegins(stage, { perMinute: byDay(6) });
    await practise(stage, "canary");
    const report = await ends(stage, 5);
    traffic.stop();
    const isSpared = traffic.seen.every(({ region }) => region !== secondary);
    const isNamed = report.run.blocked.some(({ name }) => name === "notApplicable");
    return practised(stage, report, report.outcome === "blocked" && isNamed && isSpared);
  },
};
