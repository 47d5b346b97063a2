// No journey but the password's, and a person is asked before anything moves: in a long outage, with few looks.

import passwordOnly from "./password-only.config.ts";

export default {
  ...passwordOnly,
  cadence: { burst: "20 seconds" },
  pools: passwordOnly.pools.map((pool) => ({
    ...pool,
    mode: "advise",
    approval: { timeout: "1 day" },
  })),
};
