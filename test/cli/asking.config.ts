// The story's settings, but a person is asked before anything moves.

import settings from "../../sim/story.config.ts";

export default {
  ...settings,
  pools: settings.pools.map((pool) => ({
    ...pool,
    mode: "advise",
    approval: { timeout: "1 day" },
  })),
};
