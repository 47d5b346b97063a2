// The Lambdas of the machines, all in home.

import type { BeaconBuckets } from "../beacons/beacons.ts";
import type { Guards } from "../guards.ts";
import type { Lambdas } from "../lambda.ts";
import { lambdasOf, type MachineLambda } from "../lambdas.ts";

export type Actions = Readonly<Record<MachineLambda, $util.Output<string>>>;

/** Their ARNs, by their words. */
export function actions(lambda: Lambdas, beacons: BeaconBuckets, guards: Guards): Actions {
  const words = [
    ...new Set([...lambdasOf("watch"), ...lambdasOf("failover"), ...lambdasOf("practice")]),
  ];
  const made = Object.fromEntries(words.map((word) => [word, lambda(word)])) as Readonly<
    Record<MachineLambda, ReturnType<Lambdas>>
  >;
  const writers = [made.shift, made["practice-shift"]];
  beacons.keepTo([...writers.map(({ nodes }) => nodes.role.arn), ...guards.roles]);
  return Object.fromEntries(words.map((word) => [word, made[word].arn])) as Actions;
}
