// The Lambdas of the machines, all in home.

import { ISOLATED } from "../../core/practice/isolated-alias.ts";
import type { BeaconBuckets } from "../beacons/beacons.ts";
import type { Guards } from "../guards.ts";
import type { Lambdas } from "../lambda.ts";
import { type IsolatedLambda, isolatedOf, lambdasOf, type MachineLambda } from "../lambdas.ts";
import { logical } from "../regions.ts";

export interface Actions {
  /** Their ARNs, by their words. */
  readonly whole: Readonly<Record<MachineLambda, $util.Output<string>>>;
  /** Of the aliases by which they write nothing. */
  readonly isolated: Readonly<Record<IsolatedLambda, $util.Output<string>>>;
}

export function actions(lambda: Lambdas, beacons: BeaconBuckets, guards: Guards): Actions {
  const words = [
    ...new Set([...lambdasOf("watch"), ...lambdasOf("failover"), ...lambdasOf("practice")]),
  ];
  const made = Object.fromEntries(words.map((word) => [word, lambda(word)])) as Readonly<
    Record<MachineLambda, ReturnType<Lambdas>>
  >;
  const writers = [made.shift, made["practice-shift"]];
  beacons.keepTo([...writers.map(({ nodes }) => nodes.role.arn), ...guards.roles]);
  const arns = words.map((word) => [word, made[word].arn]);
  const aliases = isolatedOf("practice").map((word) => [word, alias(word, made[word].name)]);
  return {
    whole: Object.fromEntries(arns) as Actions["whole"],
    isolated: Object.fromEntries(aliases) as Actions["isolated"],
  };
}

/** Always of the newest code: it tries what a move would run now. */
function alias(word: string, functionName: $util.Output<string>): $util.Output<string> {
  const name = logical(word, ISOLATED);
  return new aws.lambda.Alias(name, { name: ISOLATED, functionName, functionVersion: "$LATEST" })
    .arn;
}
