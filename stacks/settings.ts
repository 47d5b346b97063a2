// The settings of this deployment, checked before anything is planned.

import { withinLimit } from "../core/cost/cost.ts";
import { parseConfig } from "../core/settings/policy.ts";
import input from "../failover.config.ts";
import { homeOf } from "./permissions/given.ts";

const parsed = withinLimit(parseConfig(input));

if (parsed.kind === "invalid") {
  const problems = parsed.problems.map(({ message, next }) => `  ${message}\n    next: ${next}`);
  throw new Error(`Cannot deploy failover.config.ts:\n${problems.join("\n")}`);
}

export const { config } = parsed;

if (config.endpoints !== null) {
  throw new Error("Cannot deploy failover.config.ts: its endpoints must be null, for AWS itself.");
}

export const home = homeOf(config);

/** All Regions that probe, home first. */
export const vantages = [...new Set([home, ...config.pools.flatMap((policy) => policy.vantages)])];

/** The Regions with a watchdog. */
export const witnesses = [...new Set(config.pools.map(({ witness }) => witness))];

/** Health sends public events about a Region to this one too. */
const secondBusOf = (region: string): string =>
  region === "us-west-2" ? "us-east-1" : "us-west-2";

/** Where Health speaks about the primaries, besides home, whose own bus hears it anyway. */
export const healthSources = [
  ...Map.groupBy(
    [...new Set(config.pools.map(({ primary }) => primary as string))].flatMap((primary) => [
      { region: primary, about: primary },
      { region: secondBusOf(primary), about: primary },
    ]),
    ({ region }) => region,
  ),
]
  .filter(([region]) => region !== home)
  .map(([region, heard]) => ({ region, about: heard.map(({ about }) => about) }));
