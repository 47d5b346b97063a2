// The story's settings with an alarm of the customer's own, looked at each minute.

import settings from "../../sim/story.config.ts";

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
