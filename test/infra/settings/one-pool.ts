// The pool of the story as an account might have it: no id that says it is pretended, which no deployment takes.

import story from "../../../sim/story.config.ts";
import { merge } from "../../settings/merge.ts";

const ids = {
  userPoolId: "us-west-2_Customer1",
  clientId: "1customers2client3example4",
  paths: { sdk: { zoneId: "Z00000000000CUSTOMERS" } },
  prefixDomains: { primary: "customers-west", secondary: "customers-east" },
};

/** Its deployment lives through an outage, and a round every few seconds of each would be most of that. */
const cadence = { burst: "20 seconds" };

export default merge(story, { pools: { 0: ids }, cadence }) as typeof story;
