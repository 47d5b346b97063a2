import { expect, test } from "vitest";
import { hasTurned, wantsBurst } from "../../core/burst.ts";
import { minutes } from "./builders/a-policy.ts";
import {
  anIdleStatistic,
  aSickStatistic,
  aStatistic,
  overSince,
  zero,
} from "./builders/a-statistic.ts";

test("a vantage looks again at once while it suspects either Region, and not for what says nothing", () => {
  const gray = overSince(minutes(-1));
  const suspects = aStatistic({ sick: { dead: zero, half: zero, gray } });
  expect(wantsBurst([aStatistic(), suspects])).toBe(true);
  expect(wantsBurst([aStatistic(), anIdleStatistic()])).toBe(false);
});

test("the watch is called when a vote turns against a Region, not while it stays or turns back", () => {
  const [well, sick] = [aStatistic(), aSickStatistic()];
  const turned = (before: typeof well, after: typeof well) => hasTurned({ before, after }, 10);
  expect([turned(well, sick), turned(sick, sick), turned(sick, well)]).toEqual([
    true,
    false,
    false,
  ]);
});
