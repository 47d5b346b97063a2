// The shipped settings, with a cooldown that does not pass while a test looks away.

import settings from "../../failover.config.ts";

export default {
  ...settings,
  pools: settings.pools.map((pool) => ({ ...pool, cooldown: "12 hours" })),
};
