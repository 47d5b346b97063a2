// The SDK waits between its tries on setTimeout. On a virtual clock that wait must be pretend time as
// well, or minutes pass in it and every state of the machine runs out of time.

import { vi } from "vitest";
import type { WorldOfTest } from "./a-world.ts";

/** Until `vi.unstubAllGlobals()` and `vi.restoreAllMocks()`. */
export function timersOn<World extends Pick<WorldOfTest, "clock">>(world: World): World {
  const set = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const cancel = world.clock.after(ms, () => run(...args));
    return Object.assign(cancel, { ref: () => cancel, unref: () => cancel });
  };
  vi.stubGlobal("setTimeout", set);
  vi.stubGlobal("clearTimeout", (cancel: unknown) => {
    if (typeof cancel === "function") cancel();
  });
  // The SDK's jitter, which is not of the seed: half of the longest wait.
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  return world;
}
