// AWS Health's word about a primary Region, forwarded to home's bus: from the Region itself, and from the
// Region to which Health sends public events a second time
// (https://docs.aws.amazon.com/health/latest/ug/choosing-a-region.html). Best effort.

import { names } from "./names.ts";
import { busArn } from "./permissions/arns.ts";
import type { Given } from "./permissions/given.ts";
import { logical, type Placed } from "./regions.ts";
import { serviceRole } from "./service-role.ts";
import { healthSources, home } from "./settings.ts";

export function healthEvents(placed: Placed, given: $util.Output<Given>): void {
  const bus = given.apply(busArn);
  const role = serviceRole("HealthEvents", "health-events", given);
  for (const { region, about } of healthSources) {
    const rule = new aws.cloudwatch.EventRule(
      logical("HealthRule", region),
      {
        name: names($app.stage).schedule("health"),
        description: `AWS Health events about ${about.join(", ")}, forwarded to ${home}`,
        eventPattern: JSON.stringify({ source: ["aws.health"], detail: { eventRegion: about } }),
      },
      placed(region),
    );
    new aws.cloudwatch.EventTarget(
      logical("HealthTarget", region),
      { rule: rule.name, arn: bus, roleArn: role.arn },
      placed(region),
    );
  }
}
