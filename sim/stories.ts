// All stories, by name, in the order in which help lists them.

import { blockedWindow } from "./stories/blocked-window.ts";
import { canaryBadSecondary } from "./stories/canary-bad-secondary.ts";
import { canaryGood } from "./stories/canary-good.ts";
import { canaryTooQuiet } from "./stories/canary-too-quiet.ts";
import { clockSkew } from "./stories/clock-skew.ts";
import { isolationFindsACall } from "./stories/isolation-finds-a-call.ts";
import { lag } from "./stories/lag.ts";
import { practiceControllerDies } from "./stories/practice-controller-dies.ts";
import { practicePreempted } from "./stories/practice-preempted.ts";
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
  isolationFindsACall,
  canaryGood,
  canaryBadSecondary,
  canaryTooQuiet,
  practicePreempted,
  practiceControllerDies,
  blockedWindow,
];
