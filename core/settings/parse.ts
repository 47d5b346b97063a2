// What does the settings file say? In goes what failover.config.ts exports; out come settings with all
// defaults filled in, or every problem at once. It reads no file and asks no AWS: whether a bucket or
// a replica exists is readiness.

import * as z from "zod/mini";
import { paced } from "./journey-schema.ts";
import { NAME_IN_KEY } from "./path-schema.ts";
import type { Cadence, Config, ConfigInput, Policy } from "./policy.ts";
import { rulesBetweenFields } from "./policy-rules.ts";
import { type Problem, problems } from "./problem.ts";
import { type PoolDraft, type SettingsDraft, settings } from "./settings-schema.ts";

export type Parsed =
  | { readonly kind: "valid"; readonly config: Config }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** Gives failover.config.ts its types; it checks nothing. */
export function defineConfig(input: ConfigInput): ConfigInput {
  return input;
}

/** What they cost is held against their limit by `withinLimit`, where somebody can still change them. */
export function parseConfig(input: unknown): Parsed {
  const result = schema.safeParse(input);
  if (!result.success) return { kind: "invalid", problems: problems(result.error.issues, input) };
  return { kind: "valid", config: result.data };
}

/** The rules between fields run beside other problems, so that all are told at once. */
const schema = z.pipe(
  settings.check(z.check(rulesBetweenFields, { when: () => true })),
  z.transform(complete),
);

function complete(draft: SettingsDraft): Config {
  return { ...draft, pools: draft.pools.map((pool) => completePool(pool, draft.cadence)) };
}

function completePool(
  { paths: { managedLogin, sdk }, ...pool }: PoolDraft,
  { probe }: Cadence,
): Policy {
  const { primary, secondary, witness, furtherVantages } = pool;
  return {
    ...pool,
    vantages: [primary, secondary, witness, ...furtherVantages],
    journeys: paced(pool.journeys, probe),
    paths: {
      managedLogin: managedLogin && {
        ...managedLogin,
        key: managedLogin.key.replace(NAME_IN_KEY, pool.name),
      },
      sdk,
    },
  };
}
