import { expect, it } from "vitest";
import { poolChecks } from "../../../cli/smoke/pool-checks.ts";
import type { SmokeContext } from "../../../cli/smoke/smoke-context.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import story from "../../../sim/story.config.ts";

/** What would be looked at; nothing is. */
function namesOf(clientCredentials: object | null): readonly string[] {
  const [pool] = story.pools;
  const journeys = { ...pool?.journeys, clientCredentials };
  const parsed = parseConfig({ ...story, pools: [{ ...pool, journeys }] });
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  const [policy] = parsed.config.pools as [Policy];
  return poolChecks({ context: {} as SmokeContext, policy }).map(({ name }) => name);
}

it.each([
  ["is looked for where tokens are asked for", {}, true],
  ["is not where the token endpoint alone is asked", { tokenEvery: null }, false],
  ["is not where machines are not probed", null, false],
])("a machine's client %s", (_, clientCredentials, isLookedFor) => {
  const names = namesOf(clientCredentials);
  expect(names.includes("machine client")).toBe(isLookedFor);
  expect(names).toContain("secret");
});
