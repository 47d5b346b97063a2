import { expect, test } from "vitest";
import { type CapacityReading, capacitySignals } from "../../../core/signals/capacity.ts";
import { minutes, primary, secondary } from "../builders/a-policy.ts";

const category = "UserAuthentication";
const point = (region: typeof primary, requests: number, minute = -3) => ({
  ...{ region, at: minutes(minute), category, requests },
});
const limit = (region: typeof primary, perSecond = 120) => ({ region, category, perSecond });

const reading: CapacityReading = {
  regions: [primary, secondary],
  demand: [point(primary, 1_200), point(primary, 600, -20), point(secondary, 60)],
  limits: [limit(primary), limit(secondary)],
  from: minutes(-30),
  to: minutes(0),
};
const said = (change: Partial<CapacityReading> = {}) =>
  capacitySignals({ ...reading, ...change }, minutes(4)).map(({ region }) => region);

test("there is room where both Regions' busiest minutes together take half of a quota at most", () => {
  expect(capacitySignals(reading, minutes(4))).toEqual(
    [primary, secondary].map((region) => ({
      ...{ kind: "capacity", id: region, region, says: "well" },
      ...{ from: minutes(-30), to: minutes(-2), holdsUntil: minutes(4) },
      because: `all sign-ins of both Regions would take 18 % of UserAuthentication in ${region}`,
    })),
  );
});

test("a Region whose quota is smaller has none", () => {
  expect(said({ limits: [limit(primary), limit(secondary, 30)] })).toEqual([primary]);
});

test("an earlier minute counts: the storm may have just let up", () => {
  expect(said({ demand: [...reading.demand, point(primary, 7_200, -25)] })).toEqual([]);
});

test("what could not be read is no room", () => {
  expect(said({ limits: [limit(primary)] })).toEqual([primary]);
  expect(said({ demand: [point(primary, 1_200)] })).toEqual([]);
  expect(said({ demand: [point(primary, 1_200, -20), point(secondary, 60)] })).toEqual([]);
  expect(said({ demand: [] })).toEqual([]);
});

test("each category counts, and one without a limit leaves no room", () => {
  const federated = { ...point(primary, 60), category: "UserFederation" };
  expect(said({ demand: [...reading.demand, federated] })).toEqual([]);
  const limits = [
    ...reading.limits,
    ...[primary, secondary].map((region) => ({
      ...limit(region, 25),
      category: "UserFederation",
    })),
  ];
  expect(said({ demand: [...reading.demand, federated], limits })).toEqual([primary, secondary]);
});
