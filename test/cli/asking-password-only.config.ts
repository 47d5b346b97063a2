// No journey but the password's, and a person is asked before anything moves.

import passwordOnly from "./password-only.config.ts";

export default {
  ...passwordOnly,
  pools: passwordOnly.pools.map((pool) => ({
    ...pool,
    mode: "advise",
    approval: { timeout: "1 day" },
  })),
};
