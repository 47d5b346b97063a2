// What permissions are made from: the settings, the stage's names, the account, and the few ids that AWS
// makes up. SST's graph knows them while it deploys, the pretend AWS from the beginning.

import type { Config } from "../../core/settings/policy.ts";
import type { Region } from "../../core/values/types.ts";
import type { Names } from "../names.ts";

export interface Given {
  readonly config: Config;
  readonly named: Names;
  /** "123456789012" */
  readonly account: string;
  /** The health check of each pool's beacon, by the pool's name. */
  readonly healthChecks: Readonly<Record<string, string>>;
  /** The ARN of the key of each Region's topic, by the Region. */
  readonly noticesKeys: Readonly<Record<string, string>>;
}

/** With which the names of the schedules begin that guard practice runs, by the pool's name. */
export function guardNamesOf({ pools }: Config, named: Names): Readonly<Record<string, string>> {
  return Object.fromEntries(pools.map(({ name }) => [name, named.guard(name)]));
}

/** One statement of a role's policy; all of them allow. */
export interface RoleStatement {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: { test: string; variable: string; values: string[] }[];
}

/** The Region the controller lives in: the one secondary of all pools. */
export function homeOf({ pools }: Config): Region {
  const [first] = pools;
  if (first === undefined) throw new RangeError("settings without a pool");
  return first.secondary;
}

/** The Regions with a topic for notices, home first: when one is silent, another speaks. */
export function topicRegionsOf(config: Config): readonly Region[] {
  return [...new Set([homeOf(config), ...config.pools.map(({ witness }) => witness)])];
}

/** As IAM writes it. */
export function policyDocument(statements: readonly RoleStatement[]): object {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, conditions = [] }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(conditions.length === 0 ? {} : { Condition: conditionsOf(conditions) }),
    })),
  };
}

function conditionsOf(conditions: NonNullable<RoleStatement["conditions"]>): object {
  const byTest = Map.groupBy(conditions, ({ test }) => test);
  return Object.fromEntries(
    [...byTest].map(([test, rows]) => [
      test,
      Object.fromEntries(rows.map(({ variable, values }) => [variable, values])),
    ]),
  );
}
