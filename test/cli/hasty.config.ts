// The story's settings, with one false failover allowed in each year.

import settings from "../../sim/story.config.ts";

const [pool] = settings.pools;

export default {
  ...settings,
  pools: [{ ...pool, mode: "observe", budget: { yearsPerFalseFailover: 1 } }],
};
