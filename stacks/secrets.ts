// The secret of each pool's probes, empty until a person fills it in home; replicated to every vantage, so
// that a vantage asks nobody but its own Region.

import { account, type Statement } from "./lambda.ts";
import { logical } from "./regions.ts";
import { config, home } from "./settings.ts";

export function secrets() {
  for (const { probeUser, vantages } of config.pools) {
    new aws.secretsmanager.Secret(logical("ProbeUser", probeUser.secret), {
      name: probeUser.secret,
      description:
        "Whom cognito-failover signs in as, as JSON: users, each with username and password, and machine",
      replicas: vantages.filter((region) => region !== home).map((region) => ({ region })),
      recoveryWindowInDays: $app.protect ? 30 : 0,
    });
  }
  return {
    /** Reading, in one Region, what is probed from there; the ARN ends in six random characters. */
    mayIn: (region: string): Statement =>
      reading(
        region,
        config.pools.filter(({ vantages }) => vantages.some((vantage) => vantage === region)),
      ),
    /** Reading, in home, the machine clients whose tokens tell the Regions apart. */
    mayReadMarkers: (): readonly Statement[] => {
      const marked = config.pools.filter(
        ({ paths }) => (paths.managedLogin?.marker ?? null) !== null,
      );
      return marked.length === 0 ? [] : [reading(home, marked)];
    },
  };
}

function reading(region: string, pools: typeof config.pools): Statement {
  return {
    actions: ["secretsmanager:GetSecretValue"],
    resources: pools.map(
      ({ probeUser: { secret } }) =>
        $interpolate`arn:aws:secretsmanager:${region}:${account()}:secret:${secret}-??????`,
    ),
  };
}

export type Secrets = ReturnType<typeof secrets>;
