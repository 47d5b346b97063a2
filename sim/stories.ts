// All stories, by name, in the order in which help lists them.

import { clockSkew } from "./stories/clock-skew.ts";
import { lag } from "./stories/lag.ts";
import { regionalOutage } from "./stories/regional-outage.ts";
import { secondarySick } from "./stories/secondary-sick.ts";
import { throttled } from "./stories/throttled.ts";
import { triggerBrokenInBoth } from "./stories/trigger-broken-in-both.ts";
import { vantageBlind } from "./stories/vantage-blind.ts";
import { wrongSecret } from "./stories/wrong-secret.ts";
import type { Story } from "./story.ts";

export const stories: readonly Story[] = [
  regionalOutage,
  vantageBlind,
  secondarySick,
  triggerBrokenInBoth,
  throttled,
  wrongSecret,
  clockSkew,
  lag,
];
