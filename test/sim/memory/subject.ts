// The two drivers that one list of promises is kept by: what stands below aws/ is the SDK over the pretend AWS, or
// memory.

import { createIssuer, type Issuer } from "../../../aws/cognito/issuer.ts";
import type { Place } from "../../../aws/sdk/clients.ts";
import type { Region } from "../../../core/values/types.ts";
import { region } from "../../../core/values/types.ts";
import { byItsWord } from "../../../sim/memory/tokens.ts";
import { memoryWorld } from "../../../sim/memory/world.ts";
import settings from "../../../sim/story.config.ts";
import { type VirtualWorld, virtualWorld, type Watchable } from "../../../sim/world.ts";

export interface Subject {
  readonly world: VirtualWorld<Watchable>;
  readonly primary: Region;
  readonly secondary: Region;
  /** Where a Lambda calls from. */
  at(vantage: string, caller?: string): Place;
  issuer(place: Place): Issuer;
  /** Moves the clock until it is done. */
  done<T>(work: Promise<T>): Promise<T>;
}

export const drivers: readonly { readonly driver: string; readonly open: () => Subject }[] = [
  {
    driver: "the SDK over the pretend AWS",
    open: () => subject(virtualWorld({ settings, seed: 5 }), (place) => createIssuer(place)),
  },
  {
    driver: "memory",
    open: () =>
      subject(memoryWorld({ settings, seed: 5 }), (place) => createIssuer(place, byItsWord)),
  },
];

function subject(world: VirtualWorld<Watchable>, issuer: Subject["issuer"]): Subject {
  const { desk, policy } = world;
  return {
    ...{ world, issuer, primary: policy.primary, secondary: policy.secondary },
    at: (vantage, caller = "cli") => ({ ...desk, caller, region: region(vantage) }),
    done: (work) => world.run(work),
  };
}

/** What came of it, with an error as the controller sees one. */
export async function cameOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => value ?? "done",
    (error: unknown) => error,
  );
}
