// AWS Health's word about a primary Region, forwarded to home's bus: from the Region itself, and from the
// Region to which Health sends public events a second time
// (https://docs.aws.amazon.com/health/latest/ug/choosing-a-region.html). Best effort.

import { account } from "./lambda.ts";
import { names } from "./names.ts";
import { logical, type Placed } from "./regions.ts";
import { healthSources, home } from "./settings.ts";

export function healthEvents(placed: Placed): void {
  const bus = $interpolate`arn:aws:events:${home}:${account()}:event-bus/default`;
  const role = new aws.iam.Role("HealthEvents", {
    name: names($app.stage).role("health-events"),
    assumeRolePolicy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": account() } },
        },
      ],
    }),
    inlinePolicies: [
      {
        name: "forward",
        policy: $jsonStringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: ["events:PutEvents"], Resource: [bus] }],
        }),
      },
    ],
  });
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
