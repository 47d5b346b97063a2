// Settings without a pool, which nothing can be made from.

import { defineConfig } from "../../../core/settings/parse.ts";

export default defineConfig({ pools: [] });
