// The probe users' secrets, empty until a person writes the values into home; replicated to every
// vantage, so that a vantage asks nobody but its own Region.

import type { Policy } from "../core/policy.ts";
import { account, type Statement } from "./lambda.ts";
import { logical } from "./regions.ts";
import { config, home } from "./settings.ts";

export function secrets() {
  const pools = Map.groupBy(config.pools, ({ probeUser }) => probeUser.secret);
  for (const [name, sharing] of pools) {
    new aws.secretsmanager.Secret(logical("ProbeUser", name), {
      name,
      description: "The user that cognito-failover signs in as, as JSON: username, password",
      replicas: vantagesOf(sharing)
        .filter((region) => region !== home)
        .map((region) => ({ region })),
      recoveryWindowInDays: $app.protect ? 30 : 0,
    });
  }
  return {
    /** Reading, in one Region, what is probed from there; the ARN ends in six random characters. */
    mayIn: (region: string): Statement => ({
      actions: ["secretsmanager:GetSecretValue"],
      resources: [...pools]
        .filter(([, sharing]) => vantagesOf(sharing).some((vantage) => vantage === region))
        .map(
          ([name]) =>
            $interpolate`arn:aws:secretsmanager:${region}:${account()}:secret:${name}-??????`,
        ),
    }),
  };
}

export type Secrets = ReturnType<typeof secrets>;

function vantagesOf(sharing: readonly Policy[]) {
  return [...new Set(sharing.flatMap(({ vantages }) => vantages))];
}
