// What probes set off elsewhere at a first failure. All of it is known by its name before it is there: the
// machine comes after the probes, and each probe may wake the others.

import { account, type Statement } from "./lambda.ts";
import { names } from "./names.ts";
import { config, home } from "./settings.ts";

/** In `region`: the probes of the other vantages of its pools, and the watch. */
export function mayWake(region: string): readonly Statement[] {
  const shared = config.pools.filter((pool) => pool.vantages.some((one) => one === region));
  const others = new Set<string>(shared.flatMap((pool) => pool.vantages));
  others.delete(region);
  return [
    {
      actions: ["lambda:InvokeFunction"],
      resources: [...others].map((other) => probeArn(other)),
    },
    { actions: ["states:StartExecution"], resources: [watchArn()] },
  ];
}

/** The ARN of the probe in `region`. */
export function probeArn(region: string): $util.Output<string> {
  return $interpolate`arn:aws:lambda:${region}:${account()}:function:${names($app.stage).lambda("probe")}`;
}

/** The ARN of the machine that decides. */
export function watchArn(): $util.Output<string> {
  return $interpolate`arn:aws:states:${home}:${account()}:stateMachine:${names($app.stage).watch}`;
}
