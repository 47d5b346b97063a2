import { defineConfig } from "vitest/config";

const common = {
  testTimeout: 20_000,
  env: { AWS_EC2_METADATA_DISABLED: "true", NO_COLOR: "1" },
};

export default defineConfig({
  test: {
    // Much of the work is in child processes, which leave their worker waiting.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          ...common,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/infra/**"],
        },
      },
      {
        test: {
          ...common,
          name: "infra",
          include: ["test/infra/**/*.test.ts"],
          globalSetup: ["test/infra/global-setup.ts"],
        },
      },
    ],
  },
});
