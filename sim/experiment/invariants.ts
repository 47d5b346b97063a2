// What must hold in every experiment, whatever happens in it: a row each, asked of all that was seen. Each answers
// the instant and the sentence of every breach.

import { agreement } from "./invariants/agreement.ts";
import { directions } from "./invariants/directions.ts";
import { executions } from "./invariants/executions.ts";
import type { Invariant } from "./invariants/invariant.ts";
import { outages } from "./invariants/outages.ts";
import { passes } from "./invariants/passes.ts";
import { practices } from "./invariants/practices.ts";
import { rights } from "./invariants/rights.ts";
import { tellings } from "./invariants/tellings.ts";

export const invariants: readonly Invariant[] = [
  ...directions,
  ...rights,
  ...agreement,
  ...executions,
  ...outages,
  ...practices,
  ...passes,
  ...tellings,
];
