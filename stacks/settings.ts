// The settings of this deployment, checked before anything is planned.

import { refusedByDeployment } from "../core/advice/deployable.ts";
import { withinLimit } from "../core/cost/cost.ts";
import { parseConfig } from "../core/settings/parse.ts";
import type { Problem } from "../core/settings/problem.ts";
import input from "../failover.config.ts";
import { homeOf } from "./permissions/given.ts";

const parsed = withinLimit(parseConfig(input));

if (parsed.kind === "invalid") throw refusal(parsed.problems);

export const { config } = parsed;

/** Before anything is planned, and not when the settings are only read: SST reads them to install itself, too. */
export function refuseWhatCannotBeDeployed(): void {
  const refused = refusedByDeployment(config);
  if (refused.length > 0) throw refusal(refused);
}

function refusal(problems: readonly Problem[]): Error {
  const lines = problems.map(({ message, next }) => `  ${message}\n    next: ${next}`);
  return new Error(`Cannot deploy failover.config.ts:\n${lines.join("\n")}`);
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
