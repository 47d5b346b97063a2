// The two records of a pair among all that Route 53 lists under a name.

import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { SdkPath } from "../../core/settings/policy.ts";
import type { Region } from "../../core/values/types.ts";

export type RecordSet = ResourceRecordSet;

export type Side = "primary" | "secondary";
export const sides = ["primary", "secondary"] as const satisfies readonly Side[];

export type RecordWeights = Readonly<Record<Side, number>>;

/** Null where either is missing, or is no weighted record. */
export type Pair = Readonly<Record<Side, RecordSet>> | null;

export function pairOf(sets: readonly RecordSet[], path: SdkPath): Pair {
  const [primary, secondary] = sides.map((side) =>
    sets.find(
      ({ Type, SetIdentifier, Weight }) =>
        Type === path.type && SetIdentifier === path.identifiers[side] && Weight !== undefined,
    ),
  );
  return primary === undefined || secondary === undefined ? null : { primary, secondary };
}

export function weightsOf({ primary, secondary }: NonNullable<Pair>): RecordWeights {
  return { primary: primary.Weight ?? 0, secondary: secondary.Weight ?? 0 };
}

/** The side with all the weight of the pair; null where either or both have some or none. */
export function heavySide({ primary, secondary }: RecordWeights): Side | null {
  if (primary > 0 === secondary > 0) return null;
  return primary > 0 ? "primary" : "secondary";
}

/** What the record answers by itself; nothing for an alias, which answers what its target does. */
export function valuesOf({ ResourceRecords = [] }: RecordSet): readonly string[] {
  return ResourceRecords.flatMap(({ Value }) => Value ?? []);
}

/** The side of the pair that stands for `to`. */
export function sideOf(to: Region, primary: Region): Side {
  return to === primary ? "primary" : "secondary";
}

/** The command that shows what is there. */
export function lookAt({ zoneId, record }: Pick<SdkPath, "zoneId" | "record">): string {
  return `aws route53 list-resource-record-sets --hosted-zone-id ${zoneId} --start-record-name ${record}`;
}
