// One page a deployment, in home: how the controller sees each Region, and that it sees at all.

import { names } from "./names.ts";
import { config, home } from "./settings.ts";

export function dashboard(): void {
  const widgets = config.pools.flatMap(({ name, primary, secondary }, index) => {
    const graph = (x: number, title: string, metrics: readonly (readonly [string, string])[]) => ({
      type: "metric",
      x,
      y: index * 6,
      width: 12,
      height: 6,
      properties: {
        title: `${name}: ${title}`,
        region: home,
        period: 60,
        stat: "Maximum",
        metrics: metrics.map(([metric, label]) => [
          "CognitoFailover",
          metric,
          "Pool",
          name,
          { label },
        ]),
      },
    });
    return [
      graph(0, "health (0 up, 1 recovering, 2 suspect, 3 down)", [
        ["PrimaryHealth", primary],
        ["SecondaryHealth", secondary],
      ]),
      graph(12, "controller", [
        ["Heartbeat", "heartbeat"],
        ["Votes", "votes"],
      ]),
    ];
  });
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: names($app.stage).dashboard,
    dashboardBody: JSON.stringify({ widgets }),
  });
}
