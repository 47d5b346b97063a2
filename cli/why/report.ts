// What `why` found, for a page and for machines.

import type { Account } from "../../core/explain/why.ts";
import type { ModeAccount } from "../../core/practice/mode-account.ts";
import type { Config } from "../../core/settings/policy.ts";
import type { Rebuilt } from "./decision-inputs.ts";
import type { supposedInput } from "./what-if-options.ts";

export interface SuppositionsMade {
  readonly texts: readonly string[];
  /** How each reads: "the replica were INACTIVE". */
  readonly words: readonly string[];
  /** What is decided without any of it. */
  readonly asItIs: Account["decision"];
  /** Whether the evidence itself would have been collected otherwise, and was not. */
  readonly isCollectedOtherwise: boolean;
}

export interface WhyReport extends Account {
  readonly pool: string;
  readonly config: Config;
  readonly input: ReturnType<typeof supposedInput>["input"];
  readonly mode: ModeAccount;
  readonly rebuilt: Rebuilt | null;
  readonly supposed: SuppositionsMade | null;
}
