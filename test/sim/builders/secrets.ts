// The places of a world that hold one of its secrets.

import { type Secrets, textsIn } from "../../../sim/experiment/secrets.ts";
import type { StageLine } from "../../../sim/stage.ts";
import type { WorldOfTest } from "./a-world.ts";

export function leaks(world: WorldOfTest, lines: readonly StageLine[], { telltales }: Secrets) {
  const held = Object.entries(textsIn(world, { logs: world.logged, told: lines }));
  return {
    /** Characters read, so that an empty place is noticed. */
    read: Object.fromEntries(held.map(([name, text]) => [name, text.length])),
    found: held.flatMap(([name, text]) =>
      [...telltales].some((telltale) => text.includes(telltale)) ? [name] : [],
    ),
  };
}
