// What did the user decide? In goes what failover.config.ts exports; out come settings with all
// defaults filled in, or every problem at once. It reads no file and asks no AWS: whether a bucket or
// a replica exists is readiness.

import * as z from "zod/mini";
import type { Region } from "../values/types.ts";
import { adviceAbout } from "./advice.ts";
import { type Journeys, paced } from "./journey-schema.ts";
import { NAME_IN_KEY } from "./path-schema.ts";
import { rulesBetweenFields } from "./policy-rules.ts";
import type { pool } from "./pool-schema.ts";
import { type Problem, problems } from "./problem.ts";
import type { Settled } from "./setting.ts";
import { type PoolDraft, type SettingsDraft, settings } from "./settings-schema.ts";

/** What a user writes: lengths of time as text, and only what differs from the defaults. */
export type ConfigInput = z.input<typeof settings>;

/** The settings of one deployment, with every default. */
export interface Config extends Settled<typeof settings> {
  readonly pools: readonly Policy[];
}

/** What the controller knows about one user pool and may do to it. */
export interface Policy extends Settled<typeof pool> {
  /** All Regions that probe, one vote each: primary, secondary, witness, then the further ones. */
  readonly vantages: readonly Region[];
  readonly journeys: Journeys;
}

export type Cadence = Config["cadence"];
export type Endpoints = NonNullable<Config["endpoints"]>;
export type ManagedLoginPath = NonNullable<Policy["paths"]["managedLogin"]>;
export type SdkPath = NonNullable<Policy["paths"]["sdk"]>;

/** A service in a Region, by the name that requests to it are signed with. */
export type RegionalService = ServiceIn<Endpoints["regions"][Region]>;
export type GlobalService = ServiceIn<Endpoints["global"]>;

type ServiceIn<Urls> = Extract<keyof Exclude<Urls, string | undefined>, string>;

export type Parsed =
  | {
      readonly kind: "valid";
      readonly config: Config;
      /** What is allowed but not advised, a full sentence each. */
      readonly advice: readonly string[];
    }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** Gives failover.config.ts its types; it checks nothing. */
export function defineConfig(input: ConfigInput): ConfigInput {
  return input;
}

/** What they cost is held against their limit by `withinLimit`, where somebody can still change them. */
export function parseConfig(input: unknown): Parsed {
  const result = schema.safeParse(input);
  if (!result.success) return { kind: "invalid", problems: problems(result.error.issues, input) };
  const config = result.data;
  return { kind: "valid", config, advice: config.pools.flatMap(adviceAbout) };
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
