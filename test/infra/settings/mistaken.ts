// Settings without a pool, which nothing can be made from.

import { defineConfig } from "../../../core/settings/policy.ts";

export default defineConfig({ pools: [] });
