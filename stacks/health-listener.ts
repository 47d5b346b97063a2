// Whoever takes AWS Health's word in home: what home's own bus hears of the secondary, and what health-events.ts
// forwards there of the primaries.

import { listened } from "../core/signals/weigh-signals.ts";
import type { Lambdas } from "./lambda.ts";
import { names } from "./names.ts";
import { config } from "./settings.ts";

export function healthListener(lambda: Lambdas): void {
  const pools = config.pools.filter((pool) => listened(pool).services.length > 0);
  if (pools.length === 0) return;
  const { arn, name } = lambda("health-event");
  const regions = pools.flatMap(({ primary, secondary }) => [primary, secondary]);
  const services = pools.flatMap((pool) => listened(pool).services);
  const rule = new aws.cloudwatch.EventRule("HealthHeard", {
    name: names($app.stage).schedule("health-heard"),
    description: "AWS Health's open and closed issues, for the ledger",
    eventPattern: JSON.stringify({
      source: ["aws.health"],
      "detail-type": ["AWS Health Event"],
      detail: {
        eventRegion: [...new Set(regions)],
        eventTypeCategory: ["issue"],
        service: [...new Set(services)],
      },
    }),
  });
  new aws.cloudwatch.EventTarget("HealthHeardTarget", { rule: rule.name, arn });
  new aws.lambda.Permission("HealthHeardPermission", {
    action: "lambda:InvokeFunction",
    function: name,
    principal: "events.amazonaws.com",
    sourceArn: rule.arn,
  });
}
