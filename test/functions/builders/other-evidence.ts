// What the ledger of a world holds of signals.

import type { LeverReading } from "../../../core/detect/observation.ts";
import type { Signal } from "../../../core/signals/signal.ts";
import type { WorldOfTest } from "../../sim/builders/a-world.ts";

export function signalsIn(world: WorldOfTest): readonly Signal[] {
  return bodies(world, "other#signal#") as readonly Signal[];
}

export function leversIn(world: WorldOfTest): readonly LeverReading[] {
  return bodies(world, "other#lever#") as readonly LeverReading[];
}

function bodies({ aws, deployed }: WorldOfTest, prefix: string): readonly unknown[] {
  return aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter(({ sk }) => String(sk).startsWith(prefix))
    .map(({ body }) => JSON.parse(String(body)));
}

/** The reasons that a Lambda logged. */
export function reasonsOf({ logged }: WorldOfTest, name: string): readonly string[] {
  return logged.filter(({ lambda }) => lambda === name).map(({ line }) => line.reason);
}
