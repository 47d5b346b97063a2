// Where things are put. Home is the default provider; every other Region has a provider of its own,
// which inherits neither tags nor anything else from the default one.

import { pascalCase } from "../core/values/pascal-case.ts";
import { healthSources, home, vantages, witnesses } from "./settings.ts";

/** The options that put a resource into a Region. */
export type Placed = (region: string) => { provider?: aws.Provider };

export function regions(): Placed {
  const tags = { "sst:app": $app.name, "sst:stage": $app.stage };
  const heard = healthSources.map(({ region }) => region);
  const all = new Set<string>([...vantages, ...witnesses, ...heard]);
  const elsewhere = [...all].filter((region) => region !== home);
  const providers = new Map(
    elsewhere.map((region) => [
      region,
      new aws.Provider(logical("Aws", region), { region, defaultTags: { tags } }),
    ]),
  );
  return (region) => {
    const provider = providers.get(region);
    return provider === undefined ? {} : { provider };
  };
}

/** "Probe" in "eu-west-1" is "ProbeEuWest1": logical names are unique in the whole app. */
export function logical(...parts: readonly string[]): string {
  return parts.map(pascalCase).join("");
}
