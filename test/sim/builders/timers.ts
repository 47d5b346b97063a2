// The SDK waits between its tries on setTimeout. On a clock that a test moves that wait must be pretend time
// as well: else minutes pass in it, more of them the faster the machine is, and every limit with them.

import { vi } from "vitest";
import type { VirtualClock } from "../../../emulator/clock.ts";
import type { WorldOfTest } from "./a-world.ts";

const real = globalThis.setTimeout;
const RETRY = /node_modules\/@smithy\/core\/\S*\/retry\//;
/** The clock that was moved last: nothing runs in a world but while its clock is moved. */
let moved: VirtualClock | undefined;

/** From now on the SDK's tries wait on whichever of these clocks is being moved. */
export function withRetriesOn<Clock extends VirtualClock>(clock: Clock): Clock {
  const advance = clock.advance.bind(clock);
  clock.advance = (ms) => {
    moved = clock;
    return advance(ms);
  };
  globalThis.setTimeout = Object.assign(pretended, real);
  return clock;
}

function pretended(run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) {
  const [, , caller = ""] = new Error().stack?.split("\n") ?? [];
  if (moved === undefined || !RETRY.test(caller)) return real(run, ms, ...args);
  moved.after(ms, () => run(...args));
  return undefined as unknown as NodeJS.Timeout;
}

/** And they wait always as long: half of the longest, until `vi.restoreAllMocks()`. */
export function timersOn<World extends Pick<WorldOfTest, "clock">>(world: World): World {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  return world;
}
