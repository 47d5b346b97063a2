// Settings without a pool, which nothing can be made from.

import { defineConfig } from "../../../core/policy.ts";

export default defineConfig({ pools: [] });
