import { expect, test } from "vitest";
import { homeOf } from "../../stacks/permissions/given.ts";
import { config, home } from "../../stacks/settings.ts";

test("settings that cannot be deployed yet can be read: SST does so to install itself", () => {
  expect(home).toBe(homeOf(config));
});
