// The story's settings with no journey but the password's. It loads little: programs read it when they start.

import { passwordOnly } from "../../sim/failure-table/password-only.ts";
import settings from "../../sim/story.config.ts";

export default passwordOnly(settings);
