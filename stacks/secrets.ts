// The secret of each pool's probes, empty until a person fills it in home; replicated to every vantage, so
// that a vantage asks nobody but its own Region.

import { logical } from "./regions.ts";
import { config, home } from "./settings.ts";

export function secrets(): void {
  for (const { probeUser, vantages } of config.pools) {
    new aws.secretsmanager.Secret(logical("ProbeUser", probeUser.secret), {
      name: probeUser.secret,
      description:
        "Whom cognito-failover signs in as, as JSON: users, each with username and password, and machine",
      replicas: vantages.filter((region) => region !== home).map((region) => ({ region })),
      recoveryWindowInDays: $app.protect ? 30 : 0,
    });
  }
}
