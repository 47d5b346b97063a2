import { whyClosed } from "../../core/calendar/windows.ts";
import { instant } from "../../core/values/types.ts";
import {
  byDay,
  ends,
  practiceBegins,
  practiceSettings,
  practise,
  practised,
} from "../practice-stage.ts";
import type { Story } from "../story.ts";

const windows = [{ days: ["SUN"], from: "03:00", to: "04:00" }];

export const blockedWindow: Story = {
  name: "blocked-window",
  promise: "outside of the hours in which it may, a practice run sends nobody anywhere",
  change: { ...practiceSettings, practice: { ...practiceSettings.practice, windows } },
  run: async (stage) => {
    const { policy, clock } = stage.world;
    // On a clock of today it may be that very hour.
    if (whyClosed(policy.practice, instant(clock.now())) === null) await stage.minutes(60);
    const traffic = await practiceBegins(stage, { perMinute: byDay(240) });
    await practise(stage, "canary");
    const report = await ends(stage, 5);
    traffic.stop();
    const isSpared = traffic.seen.every(({ region }) => region !== policy.secondary);
    const isWindow = report.run.blocked.some(({ name }) => name === "window");
    return practised(stage, report, report.outcome === "blocked" && isWindow && isSpared);
  },
};
