// Fewer probe users, so that tests that make them are quick.

import settings from "../../sim/story.config.ts";
import { merge } from "../settings/merge.ts";

export default merge(settings, { pools: { 0: { probeUser: { count: 2 } } } });
