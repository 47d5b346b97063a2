// The story's settings with no journey but the password's, and with canaries of two shares, which are long enough for a
// pass. No practice run is asked for, so that none is remembered.

import { merge } from "../settings/merge.ts";
import base from "./password-only.config.ts";

const canary = { shares: [10, 20], largestShare: 20, bake: "6 minutes" };

export default merge(base, {
  pools: { 0: { practice: { canary, arming: { rungs: [] } } } },
}) as object;
