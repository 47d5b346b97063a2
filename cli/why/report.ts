// What `why` found, for a page and for machines.

import type { Account } from "../../core/explain/why.ts";
import type { Config } from "../../core/settings/policy.ts";
import type { SuppositionsMade } from "../why.ts";
import type { Rebuilt } from "./decision-inputs.ts";
import type { supposedInput } from "./what-if-options.ts";

export interface WhyReport extends Account {
  readonly pool: string;
  readonly config: Config;
  readonly input: ReturnType<typeof supposedInput>["input"];
  readonly rebuilt: Rebuilt | null;
  readonly supposed: SuppositionsMade | null;
}
