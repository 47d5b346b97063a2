// Which invariants an experiment broke.

import type { Chronicle } from "./experiment.ts";
import type { InvariantBreach } from "./invariants/invariant.ts";
import { invariants } from "./invariants.ts";

export interface Broken extends InvariantBreach {
  readonly invariant: string;
}

export function broken(chronicle: Chronicle): readonly Broken[] {
  return invariants.flatMap(({ name, check }) =>
    check(chronicle).map((breach) => ({ ...breach, invariant: name })),
  );
}
