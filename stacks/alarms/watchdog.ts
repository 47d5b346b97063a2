// Silence is noticed. In home, alarms on each pool that nobody assesses and on machines that fail without a
// word; in a witness, where home's death must be heard, on the heartbeat and on a probe that cannot write to home.

import type { Machines } from "../machines/machines.ts";
import { names } from "../names.ts";
import type { Notices } from "../notices.ts";
import { logical, type Placed } from "../regions.ts";
import { config, home, witnesses } from "../settings.ts";
import { ended, heartbeat, homeUnreachable, type Silence } from "./heartbeat-alarms.ts";

export function watchdog(machines: Machines, notices: Notices, placed: Placed): void {
  const alarm = (region: string, { word, says, metric }: Silence) =>
    new aws.cloudwatch.MetricAlarm(
      logical(word, "Alarm", region),
      {
        name: names($app.stage).alarm(word),
        alarmDescription: says,
        threshold: 1,
        ...metric,
        alarmActions: [notices.arnIn(region)],
        okActions: [notices.arnIn(region)],
      },
      placed(region),
    );
  for (const { name } of config.pools) alarm(home, heartbeat(name, "PrimaryHealth"));
  const { watch, failover } = machines;
  alarm(home, ended("watch-failed", { metricName: "ExecutionsFailed", machine: watch }));
  alarm(home, ended("watch-timed-out", { metricName: "ExecutionsTimedOut", machine: watch }));
  alarm(home, ended("failover-timed-out", { metricName: "ExecutionsTimedOut", machine: failover }));
  for (const region of witnesses) alarm(region, homeUnreachable());
  for (const { name, witness } of config.pools) alarm(witness, heartbeat(name, "Heartbeat"));
}
