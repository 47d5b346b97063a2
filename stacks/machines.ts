// The two machines, from the definitions that the pretend AWS runs too, and the watch's schedules.

import type { Actions } from "./actions.ts";
import { failover } from "./failover.asl.ts";
import { logged, machineRole } from "./machine-role.ts";
import { names } from "./names.ts";
import type { Notices } from "./notices.ts";
import { logical } from "./regions.ts";
import { schedule, schedulerRole } from "./schedules.ts";
import { config, home } from "./settings.ts";
import { watch } from "./watch.asl.ts";

export function machines(actions: Actions, notices: Notices) {
  const named = names($app.stage);
  const { assess, notify, ...moving } = actions;
  const topicArn = notices.arnIn(home);
  const move = new aws.sfn.StateMachine("Failover", {
    name: named.failover,
    type: "STANDARD",
    roleArn: machineRole("failover", [
      { actions: ["lambda:InvokeFunction"], resources: [...Object.values(moving), notify] },
      ...notices.may(),
    ]),
    definition: $resolve({ ...moving, notify, topicArn }).apply((arns) =>
      JSON.stringify(
        failover({
          prepareArn: arns.prepare,
          shiftArn: arns.shift,
          verifyArn: arns.verify,
          completeArn: arns.complete,
          notifyArn: arns.notify,
          topicArn: arns.topicArn,
        }),
      ),
    ),
    loggingConfiguration: logged(named.failover, "ALL"),
  });
  const look = new aws.sfn.StateMachine("Watch", {
    name: named.watch,
    type: "EXPRESS",
    roleArn: machineRole("watch", [
      { actions: ["lambda:InvokeFunction"], resources: [assess, notify] },
      { actions: ["states:StartExecution"], resources: [move.arn] },
    ]),
    definition: $resolve([assess, notify, move.arn]).apply(
      ([assessArn, notifyArn, failoverMachineArn]) =>
        JSON.stringify(watch({ assessArn, notifyArn, failoverMachineArn })),
    ),
    loggingConfiguration: logged(named.watch, "ERROR"),
  });
  const role = schedulerRole("WatchScheduler", "watch-scheduler", {
    action: "states:StartExecution",
    resources: [look.arn],
  });
  for (const { name } of config.pools) {
    const target = { arn: look.arn, input: { pool: name }, role };
    const [logicalName, word] = [logical("WatchSchedule", name), `watch-${name}`];
    schedule({ logicalName, word, every: config.cadence.watch, target }, {});
  }
  return { watch: look.arn, failover: move.arn };
}

export type Machines = ReturnType<typeof machines>;
