// Ids that nobody has, as settings are shipped with them.

import story from "../../../sim/story.config.ts";

export default story;
