// The evaluated graph of a stage, and how tests ask it.

import { inject } from "vitest";
import type { Config } from "../../core/settings/policy.ts";
import type { Resource } from "./mocks.ts";
import type { Built } from "./rpc.ts";

export interface Graph {
  readonly stage: string;
  readonly app: object;
  /** Sorted by type, then name. */
  readonly resources: readonly Resource[];
  /** What was bundled, by the logical name of the Lambda. */
  readonly builds: Readonly<Record<string, Built>>;
  readonly outputs: unknown;
  readonly config: Config;
}

declare module "vitest" {
  interface ProvidedContext {
    graphs: readonly Graph[];
    longest: Graph;
  }
}

export const graphs = inject("graphs");

/** One more, whose stage and pools have the longest names. */
export const longest = inject("longest");
