import { open, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { TimelapseClock, VirtualClock } from "../clock.ts";

/** Takes the processor for so many real milliseconds. */
function hog(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe("a clock in time-lapse", () => {
  test("passes no timer that has not fired, however long the machine has no time for it", async () => {
    const clock = new TimelapseClock(1_000);
    const seen: number[] = [];
    for (const ms of [1_000, 2_000, 3_000]) clock.after(ms, () => seen.push(clock.now()));
    const begun = clock.now();
    // Fifty seconds of pretend time, in which all of them would be long due.
    hog(50);
    expect(clock.now()).toBeLessThanOrEqual(begun + 1_000);
    await clock.wait(4_000);
    clock.close();
    expect(seen).toHaveLength(3);
    expect(seen[0]).toBeLessThanOrEqual(begun + 2_000);
    expect(seen[1]).toBeLessThanOrEqual(begun + 3_000);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

describe("a clock that a test moves", () => {
  test("stands still while a file is read, and for what comes of it", async () => {
    const clock = new VirtualClock(0);
    const file = fileURLToPath(new URL("../../../package-lock.json", import.meta.url));
    const seen: number[] = [];
    const reading = readFile(file).then(async () => {
      seen.push(clock.now());
      const handle = await open(file);
      await handle.close();
      seen.push(clock.now());
    });
    await clock.advance(1);
    expect(seen).toEqual([0, 0]);
    await reading;
  });
});
