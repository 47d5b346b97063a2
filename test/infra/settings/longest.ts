// The two pools under names as long as a pool's may be, which differ in their last letter alone.

import { defineConfig } from "../../../core/settings/parse.ts";
import twoPools from "./two-pools.ts";

const long = "pool-of-the-longest-name-there-i";

export default defineConfig({
  ...twoPools,
  pools: twoPools.pools.map((pool, index) => ({
    ...pool,
    name: `${long.slice(0, 31)}${"st"[index]}`,
  })),
});
