// What the vantages say of a pool, each read from the partition that its own role alone can write. Nothing that
// lies there is taken as it is: core/detect/trusted-report.ts says what may count.

import type { Statistic } from "../../core/detect/statistic.ts";
import {
  type Origin,
  trustedSightings,
  trustedStatistic,
} from "../../core/detect/trusted-report.ts";
import type { Sightings } from "../../core/probe/last-seen.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { poolPartition, vantagePartition } from "../../core/values/partitions.ts";
import type { Instant } from "../../core/values/types.ts";
import { reportPrefix, sightingsKey, statisticKey } from "./record-round.ts";
import { parseSightings } from "./stored-sightings.ts";
import { parseStatistic } from "./stored-statistic.ts";
import { type Attributes, bodyIfAny, type Table, textOf } from "./table.ts";

export interface VantageReports {
  /** At most one a vantage and target. */
  readonly statistics: readonly Statistic[];
  /** At most one a vantage. */
  readonly sightings: readonly Sightings[];
}

/** More than a vantage ever says: whoever fills its partition with more keeps nobody from reading the others. */
const mostItemsPerVantage = 8;

/** Of all vantages that are configured. */
export async function readVantageReports(
  table: Table,
  policy: Policy,
  now: Instant,
): Promise<VantageReports> {
  const all = await Promise.all(
    policy.vantages.map((vantage) => readVantageReport(table, { policy, vantage, now })),
  );
  return {
    statistics: all.flatMap(({ statistics }) => statistics),
    sightings: all.flatMap(({ sightings }) => sightings),
  };
}

/** Of one. */
export async function readVantageReport(table: Table, origin: Origin): Promise<VantageReports> {
  const { policy, vantage } = origin;
  const partition = vantagePartition(policy.name, vantage);
  const items = await table.query(partition, reportPrefix, mostItemsPerVantage);
  const itemOf = async (sort: string, former: string) =>
    items.find((item) => textOf(item, "sk") === sort) ?? formerly(table, policy, former);
  const [seen, ...told] = await Promise.all([
    itemOf(sightingsKey, `sightings#${vantage}`),
    ...[policy.primary, policy.secondary].map((target) =>
      itemOf(statisticKey(target), `statistic#${vantage}#${target}`),
    ),
  ]);
  const sightings = parseSightings(bodyIfAny(seen));
  return {
    statistics: told
      .map((item) => parseStatistic(bodyIfAny(item)))
      .map((one) => one && trustedStatistic(one, origin))
      .filter((one) => one !== null),
    sightings: [sightings && trustedSightings(sightings, origin)].filter((one) => one !== null),
  };
}

/**
 * Where all vantages wrote before each had a partition. It counts until the vantage has written anything of the
 * kind in its own; no vantage can write there any more, and what lies there grows too old.
 */
function formerly(table: Table, { name }: Policy, sort: string): Promise<Attributes | null> {
  return table.read(poolPartition(name), sort);
}
