// failover.config.ts with an alarm of the customer's own, looked at each minute.

import settings from "../../failover.config.ts";

const [customers] = settings.pools;

export default {
  ...settings,
  pools: [
    {
      ...customers,
      signals: {
        every: "1 minute",
        alarms: [{ name: "logins", region: "us-east-1", about: "primary" }],
      },
    },
  ],
};
