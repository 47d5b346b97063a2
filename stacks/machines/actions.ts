// The Lambdas of the two machines, all in home.

import type { BeaconBuckets } from "../beacons/beacons.ts";
import type { Lambdas } from "../lambda.ts";
import { type LambdaWord, lambdasOf } from "../lambdas.ts";

export type Actions = Readonly<Record<LambdaWord, $util.Output<string>>>;

/** Their ARNs, by their words. */
export function actions(lambda: Lambdas, beacons: BeaconBuckets): Actions {
  const words = new Set([...lambdasOf("watch"), ...lambdasOf("failover")]);
  const made = [...words].map((word) => [word, lambda(word)] as const);
  for (const [word, { nodes }] of made) if (word === "shift") beacons.keepTo(nodes.role.arn);
  return Object.fromEntries(made.map(([word, { arn }]) => [word, arn])) as Actions;
}
