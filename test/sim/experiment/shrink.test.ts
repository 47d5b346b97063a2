import fc from "fast-check";
import { expect, test } from "vitest";
import { smallest } from "../../../sim/experiment/shrink.ts";

const items = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 20 });

test("what is left breaks, and no part of it that lacks one does", async () => {
  await fc.assert(
    fc.asyncProperty(items, fc.infiniteStream(fc.boolean()), async (all, picks) => {
      const needed = all.filter(() => picks.next().value);
      const breaks = async (some: readonly number[]) => needed.every((one) => some.includes(one));
      expect(await smallest(all, breaks)).toEqual(needed);
    }),
  );
});

test("two that break only together are both kept, in their order", async () => {
  const breaks = async (some: readonly string[]) => some.includes("b") === some.includes("g");
  const left = await smallest(
    [..."abcdefgh"],
    async (some) => some.length > 0 && (await breaks(some)) && some.includes("b"),
  );
  expect(left).toEqual(["b", "g"]);
});

test("it asks far less often than there are parts", async () => {
  let asked = 0;
  const all = Array.from({ length: 64 }, (_, at) => at);
  const left = await smallest(all, async (some) => {
    asked++;
    return some.includes(41);
  });
  expect(left).toEqual([41]);
  expect(asked).toBeLessThan(40);
});
