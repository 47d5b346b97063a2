import { expect, test } from "vitest";
import { type CapacityReading, capacitySignals } from "../../../core/signals/capacity.ts";
import { minutes, primary, secondary } from "../builders/a-policy.ts";

const category = "UserAuthentication";
const point = (region: typeof primary, requests: number, minute = -3) => ({
  ...{ region, at: minutes(minute), category, requests },
});
const limit = (region: typeof primary, perSecond = 120, at = minutes(-30)) => ({
  ...{ region, category, perSecond, at },
});

const reading: CapacityReading = {
  regions: [primary, secondary],
  demand: [point(primary, 1_200), point(primary, 600, -20), point(secondary, 60)],
  limits: [limit(primary), limit(secondary)],
  from: minutes(-30),
  to: minutes(0),
};
const said = (change: Partial<CapacityReading> = {}) =>
  capacitySignals({ ...reading, ...change }, minutes(4))
    .filter(({ says }) => says === "well")
    .map(({ region }) => region);
const full = (change: Partial<CapacityReading> = {}) =>
  capacitySignals({ ...reading, ...change }, minutes(4)).flatMap(({ says, because }) =>
    says === "sick" ? [because] : [],
  );

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

test("what is known to be too small is told, and what could not be read is not", () => {
  expect(full({ limits: [limit(primary), limit(secondary, 30)] })).toEqual([
    "all sign-ins of both Regions would take 70 % of UserAuthentication in us-east-1",
  ]);
  expect(full({ limits: [limit(primary), limit(secondary, 0)] })).toHaveLength(1);
  expect(full({ limits: [limit(primary)] })).toEqual([]);
  expect(full({ demand: [point(primary, 7_200)] })).toEqual([]);
  const federated = { ...point(primary, 60), category: "UserFederation" };
  const demand = [...reading.demand, point(primary, 7_200), federated];
  expect(full({ demand })).toEqual([
    "all sign-ins of both Regions would take 118 % of UserAuthentication in us-west-2",
    "all sign-ins of both Regions would take 118 % of UserAuthentication in us-east-1",
  ]);
});

test("a limit that was read on the day before is known with its age, and an older one is not", () => {
  const aged = (hours: number) => [limit(primary, 120, minutes(-60 * hours)), limit(secondary)];
  expect(said({ limits: aged(24) })).toEqual([primary, secondary]);
  expect(capacitySignals({ ...reading, limits: aged(23) }, minutes(4))[0]?.because).toBe(
    "all sign-ins of both Regions would take 18 % of UserAuthentication as it was 23 hours ago in us-west-2",
  );
  expect(said({ limits: aged(25) })).toEqual([secondary]);
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
