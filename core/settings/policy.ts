// What did the user decide? The settings with every default, as all who decide by them read them.

import type * as z from "zod/mini";
import type { Region } from "../values/types.ts";
import type { Journeys } from "./journey-schema.ts";
import type { pool } from "./pool-schema.ts";
import type { Settled } from "./setting.ts";
import type { settings } from "./settings-schema.ts";

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
