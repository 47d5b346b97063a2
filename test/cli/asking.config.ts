// The shipped settings, but a person is asked before anything moves.

import settings from "../../failover.config.ts";

export default {
  ...settings,
  pools: settings.pools.map((pool) => ({
    ...pool,
    mode: "advise",
    approval: { timeout: "1 day" },
  })),
};
