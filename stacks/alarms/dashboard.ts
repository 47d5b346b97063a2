// One page a deployment, in home: how the controller sees each Region, and that it sees at all and is heard.

import { names } from "../names.ts";
import { config, home } from "../settings.ts";

/** A metric, and how it is drawn; of home, unless it names another Region. */
type Drawn = readonly [metric: string, drawn: { readonly label: string; readonly region?: string }];

export function dashboard(): void {
  const widgets = config.pools.flatMap(({ name, primary, secondary, witness }, index) => {
    const graph = (x: number, title: string, metrics: readonly Drawn[]) => ({
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
        metrics: metrics.map(([metric, drawn]) => ["CognitoFailover", metric, "Pool", name, drawn]),
      },
    });
    return [
      graph(0, "health (0 up, 1 recovering, 2 suspect, 3 down)", [
        ["PrimaryHealth", { label: primary }],
        ["SecondaryHealth", { label: secondary }],
      ]),
      graph(12, "controller", [
        ["Heartbeat", { label: `heartbeat in ${witness}`, region: witness }],
        ["Votes", { label: "votes" }],
      ]),
    ];
  });
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: names($app.stage).dashboard,
    dashboardBody: JSON.stringify({ widgets }),
  });
}
