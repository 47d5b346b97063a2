// The three machines, from the definitions that the pretend AWS runs too, and the schedules that start them.

import { SCHEDULE } from "../../core/practice/practice-input.ts";
import { names } from "../names.ts";
import type { Notices } from "../notices.ts";
import type { Given } from "../permissions/given.ts";
import { logical } from "../regions.ts";
import { schedule, scheduleAt } from "../schedules.ts";
import { serviceRole } from "../service-role.ts";
import { config, home } from "../settings.ts";
import type { Actions } from "./actions.ts";
import { failover } from "./failover.asl.ts";
import { logged } from "./machine-log.ts";
import { practice } from "./practice.asl.ts";
import { watch } from "./watch.asl.ts";

export function machines(
  { whole, isolated }: Actions,
  notices: Notices,
  given: $util.Output<Given>,
) {
  const named = names($app.stage);
  const { assess, notify, ...moving } = whole;
  const topicArn = notices.arnIn(home);
  const move = new aws.sfn.StateMachine("Failover", {
    name: named.failover,
    type: "STANDARD",
    roleArn: serviceRole("FailoverMachine", "failover-machine", given).arn,
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
    roleArn: serviceRole("WatchMachine", "watch-machine", given).arn,
    definition: $resolve([assess, notify, move.arn]).apply(
      ([assessArn, notifyArn, failoverMachineArn]) =>
        JSON.stringify(watch({ assessArn, notifyArn, failoverMachineArn })),
    ),
    loggingConfiguration: logged(named.watch, "ERROR"),
  });
  const rehearse = new aws.sfn.StateMachine("Practice", {
    name: named.practice,
    type: "STANDARD",
    roleArn: serviceRole("PracticeMachine", "practice-machine", given).arn,
    definition: $resolve({ whole, isolated }).apply(({ whole: arns, isolated: apart }) =>
      JSON.stringify(
        practice({
          prepareArn: arns["practice-prepare"],
          shiftArn: arns["practice-shift"],
          judgeArn: arns["practice-judge"],
          completeArn: arns["practice-complete"],
          notifyArn: arns.notify,
          isolated: {
            prepareArn: apart.prepare,
            shiftArn: apart.shift,
            verifyArn: apart.verify,
            completeArn: apart.complete,
          },
        }),
      ),
    ),
    loggingConfiguration: logged(named.practice, "ALL"),
  });
  practiceSchedules(rehearse.arn, given);
  const role = serviceRole("WatchScheduler", "watch-scheduler", given);
  for (const { name } of config.pools) {
    const target = { arn: look.arn, input: { pool: name }, role };
    const [logicalName, word] = [logical("WatchSchedule", name), `watch-${name}`];
    schedule({ logicalName, word, every: config.cadence.watch, target }, {});
  }
  return { watch: look.arn, failover: move.arn, practice: rehearse.arn };
}

/** What the settings have run by itself, in the time zone of each pool. */
function practiceSchedules(arn: $util.Output<string>, given: $util.Output<Given>): void {
  const scheduled = config.pools.filter(({ practice: { schedules } }) => schedules.length > 0);
  if (scheduled.length === 0) return;
  const role = serviceRole("PracticeScheduler", "practice-scheduler", given);
  for (const { name, practice } of scheduled) {
    for (const [at, { rung, cron }] of practice.schedules.entries()) {
      const input = { pool: name, rung, by: SCHEDULE };
      scheduleAt(
        {
          logicalName: logical("PracticeSchedule", `${name}-${at}`),
          word: `practice-${name}-${at}`,
          ...{ cron, timeZone: practice.timeZone, target: { arn, input, role } },
        },
        {},
      );
    }
  }
}

export type Machines = ReturnType<typeof machines>;
