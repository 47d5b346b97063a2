// The shipped settings, with one false failover allowed in each year.

import settings from "../../failover.config.ts";

const [pool] = settings.pools;

export default {
  ...settings,
  pools: [{ ...pool, mode: "observe", budget: { yearsPerFalseFailover: 1 } }],
};
