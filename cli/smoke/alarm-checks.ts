// Alarms of the customer's own: one that is not there never rings, and nobody would hear of it.

import type { Region } from "../../core/values/types.ts";
import { listed } from "../../core/values/words.ts";
import { type Check, holds } from "./check.ts";
import type { About } from "./smoke-context.ts";

export function alarmChecks(about: About): readonly Check[] {
  const { alarms } = about.policy.signals;
  const places = Map.groupBy(alarms, ({ region }) => region);
  return [...places].map(([region, own]) =>
    alarmsIn(
      about,
      region,
      own.map(({ name }) => name),
    ),
  );
}

function alarmsIn({ context, policy }: About, region: Region, names: readonly string[]): Check {
  const quoted = (some: readonly string[]) => listed(some.map((name) => `"${name}"`));
  return {
    about: policy.name,
    name: `alarms in ${region}`,
    must: `CloudWatch in ${region} must have ${names.length === 1 ? "the alarm" : "the alarms"} ${quoted(names)}`,
    next: `aws cloudwatch describe-alarms --region ${region} --alarm-types MetricAlarm CompositeAlarm`,
    look: async () => {
      const states = await context.alarms.states(region, names);
      const lacking = names.filter((name) => !states.has(name));
      if (lacking.length > 0) return holds(false, `there is no ${quoted(lacking)}`);
      return holds(true, listed(names.map((name) => `${name} is ${states.get(name)?.value}`)));
    },
  };
}
