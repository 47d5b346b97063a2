// The story's settings, with a round every five minutes.

import settings from "../../sim/story.config.ts";

const [pool] = settings.pools;

export default {
  ...settings,
  pools: [{ ...pool, criteria: { evidenceTooOldAfter: "15 minutes" } }],
  cadence: { probe: "5 minutes", watch: "5 minutes" },
};
