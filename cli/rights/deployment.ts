// Of whom a policy is: the settings, the stage's names, the account; and the ARNs of what is deployed.

import type { Config, Policy } from "../../core/settings/policy.ts";
import type { Region } from "../../core/values/types.ts";
import type { Names } from "../../stacks/names.ts";

export interface Deployment {
  readonly config: Config;
  readonly home: Region;
  readonly named: Names;
  readonly stage: string;
  /** "123456789012" */
  readonly account: string;
}

export function arn(
  { account }: Pick<Deployment, "account">,
  [service, region]: readonly [string, string],
  what: string,
): string {
  return `arn:aws:${service}:${region}:${account}:${what}`;
}

export function tableOf(deployment: Deployment): string {
  return arn(deployment, ["dynamodb", deployment.home], `table/${deployment.named.ledger}`);
}

export function poolsIn(of: "primary" | "secondary", deployment: Deployment): readonly string[] {
  return deployment.config.pools.map((pool) =>
    arn(deployment, ["cognito-idp", pool[of]], `userpool/${pool.userPoolId}`),
  );
}

export function vantagesOf({ config, home }: Pick<Deployment, "config" | "home">) {
  return [...new Set<Region>([home, ...config.pools.flatMap(({ vantages }) => vantages)])];
}

export function zonesOf({ config: { pools } }: Pick<Deployment, "config">): readonly string[] {
  return pools.flatMap(({ paths: { sdk } }) =>
    sdk === null ? [] : [`arn:aws:route53:::hostedzone/${sdk.zoneId}`],
  );
}

/** The checks that the settings name; of those that the deployment makes nobody knows the ids beforehand. */
export function checksOf({ config: { pools } }: Pick<Deployment, "config">): readonly string[] {
  return pools.flatMap(({ paths: { managedLogin } }) => {
    const id = managedLogin?.healthCheckId ?? null;
    return id === null ? [] : [`arn:aws:route53:::healthcheck/${id}`];
  });
}

export function loginsOf({ config: { pools } }: Pick<Deployment, "config">) {
  return pools.flatMap(({ paths: { managedLogin } }) =>
    managedLogin === null ? [] : [managedLogin],
  );
}

/** In every vantage of its pool. A secret's ARN ends in six random characters. */
export function secretsOf(deployment: Deployment): readonly string[] {
  return deployment.config.pools.flatMap((pool) =>
    pool.vantages.map((region) => secretIn(deployment, region, pool)),
  );
}

export function secretIn(
  deployment: Deployment,
  region: Region,
  { probeUser }: Pick<Policy, "probeUser">,
): string {
  return arn(deployment, ["secretsmanager", region], `secret:${probeUser.secret}-??????`);
}
