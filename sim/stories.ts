// All stories, by name, in the order in which help lists them.

import { probeCredentials } from "./stories/probe-credentials.ts";
import { regionalOutage } from "./stories/regional-outage.ts";
import { secondarySick } from "./stories/secondary-sick.ts";
import { vantageBlind } from "./stories/vantage-blind.ts";
import type { Story } from "./story.ts";

export const stories: readonly Story[] = [
  regionalOutage,
  vantageBlind,
  secondarySick,
  probeCredentials,
];
