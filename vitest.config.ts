import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { HANGS_AFTER_MS } from "./test/hangs-after.ts";

const common = {
  // Each file would read the same hundreds of modules anew: none of ours keeps anything between two tests.
  isolate: false,
  testTimeout: HANGS_AFTER_MS,
  hookTimeout: HANGS_AFTER_MS,
  teardownTimeout: HANGS_AFTER_MS,
  env: { AWS_EC2_METADATA_DISABLED: "true", NO_COLOR: "1" },
};

/** Node runs the TypeScript as it is: to have Vite read it costs as much as half of the tests. */
const native = { experimental: { viteModuleRunner: false, nodeLoader: false } };

// Workers and the programs that they start read their code as it was compiled the last time.
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "cognito-failover-compile-cache");

export default defineConfig({
  test: {
    // Much of the work is in child processes, which leave their worker waiting.
    maxWorkers: 3,
    projects: [
      {
        test: {
          ...common,
          ...native,
          name: "unit",
          include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
          exclude: ["test/infra/**"],
        },
      },
      {
        test: {
          ...common,
          ...native,
          name: "infra",
          include: ["test/infra/**/*.test.ts"],
          globalSetup: ["test/infra/global-setup.ts"],
        },
      },
    ],
  },
});
