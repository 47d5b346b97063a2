// Schedules that fire once and are gone: EventBridge Scheduler's own, which outlive whoever made them. It keeps to the
// minute and no closer.

import { createHash } from "node:crypto";
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  type ListSchedulesCommandOutput,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { isPassing } from "../../core/probe/classify-failure.ts";
import { ActionError } from "../../core/values/errors.ts";
import { oneLine } from "../../core/values/text.ts";
import type { Instant, Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";
import { inShort, signatureOf } from "../sdk/failure-signature.ts";

/** Where and under which name, of 64 characters at the most. */
export interface Named {
  readonly region: Region;
  readonly name: string;
}

export interface ScheduledOnce extends Named {
  /** It fires within the minute of it; what is past is refused. */
  readonly at: Instant;
  /** A Lambda's ARN. */
  readonly target: string;
  /** What Scheduler takes to invoke it. */
  readonly roleArn: string;
  readonly input: object;
}

export type OneShots = ReturnType<typeof createOneShots>;

/** What fires late is better than what never does: whoever is woken only puts back what is still there. */
const RetryPolicy = { MaximumRetryAttempts: 60, MaximumEventAgeInSeconds: 3_600 };

const QUOTAS_PAGE = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html";

/** Is told of what AWS says; input has no secret. */
const WORDS_LENGTH = 300;

export function createOneShots(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(SchedulerClient, place, { region, service: "scheduler" }),
  );

  /** Whether the one of that name is this very one. */
  async function isThere(shot: ScheduledOnce): Promise<boolean> {
    const call = { verb: "read", action: "GetSchedule", ...shot };
    const { ScheduleExpression, Target } = await inItsWords(call, () =>
      clientOf(shot.region).send(new GetScheduleCommand({ Name: shot.name })),
    );
    return (
      ScheduleExpression === expressionOf(shot) &&
      Target?.Arn === shot.target &&
      Target.Input === JSON.stringify(shot.input)
    );
  }

  return {
    /** Again is once; a name that something else has is refused. */
    async create(shot: ScheduledOnce): Promise<void> {
      const { name, region, target, roleArn, input } = shot;
      const command = new CreateScheduleCommand({
        Name: name,
        ClientToken: tokenOf(shot),
        ScheduleExpression: expressionOf(shot),
        ScheduleExpressionTimezone: "UTC",
        FlexibleTimeWindow: { Mode: "OFF" },
        ActionAfterCompletion: "DELETE",
        Target: { Arn: target, RoleArn: roleArn, Input: JSON.stringify(input), RetryPolicy },
      });
      await inItsWords({ verb: "make", action: "CreateSchedule", ...shot }, async () => {
        try {
          await clientOf(region).send(command);
        } catch (error) {
          const isKnown = nameOf(error) === "ConflictException" && (await isThere(shot));
          if (!isKnown) throw error;
        }
      });
    },

    /** What is gone already is gone. */
    async remove({ region, name }: Named): Promise<void> {
      await inItsWords({ verb: "delete", action: "DeleteSchedule", region, name }, async () => {
        try {
          await clientOf(region).send(new DeleteScheduleCommand({ Name: name }));
        } catch (error) {
          if (nameOf(error) !== "ResourceNotFoundException") throw error;
        }
      });
    },

    /** The names there that begin so. */
    async list({ region, name }: Named): Promise<readonly string[]> {
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const command = new ListSchedulesCommand({ NamePrefix: name, NextToken });
        const page: ListSchedulesCommandOutput = await inItsWords(
          { verb: "list", action: "ListSchedules", region, name },
          () => clientOf(region).send(command),
        );
        found.push(...(page.Schedules ?? []).flatMap(({ Name }) => Name ?? []));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
  };
}

function expressionOf({ at }: ScheduledOnce): string {
  return `at(${new Date(at).toISOString().slice(0, "2026-11-22T12:00:00".length)})`;
}

/** The same request has the same one, whoever sends it. */
function tokenOf({ region, ...shot }: ScheduledOnce): string {
  return createHash("sha256").update(JSON.stringify(shot)).digest("hex");
}

function nameOf(error: unknown): string {
  return signatureOf(error).name;
}

interface SchedulerCall extends Named {
  /** "make": completes "Cannot … the schedule x". */
  readonly verb: string;
  readonly action: string;
}

async function inItsWords<T>(call: SchedulerCall, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof ActionError ? error : refusal(call, error);
  }
}

function refusal({ verb, action, region, name }: SchedulerCall, cause: unknown): ActionError {
  const signature = signatureOf(cause);
  const told = { cannot: `${verb} the schedule ${name} in ${region}`, cause };
  const next = `aws scheduler get-schedule --region ${region} --name ${name}`;
  const says = `it says: ${inShort(signature)}: ${oneLine(signature.message ?? "").slice(0, WORDS_LENGTH)}`;
  if (signature.name.startsWith("AccessDenied")) {
    const must = `the caller must be allowed scheduler:${action}, and to pass the schedule's role; ${says}`;
    return new ActionError({ code: "Forbidden", ...told, must, next });
  }
  if (signature.name === "ServiceQuotaExceededException") {
    const must = `the account must have room for one more schedule there; ${says}`;
    return new ActionError({ code: "Forbidden", ...told, must, next: QUOTAS_PAGE });
  }
  if (signature.name === "ValidationException") {
    const must = `Scheduler must accept it, and takes no time in the past; ${says}`;
    return new ActionError({ code: "InvalidInput", ...told, must, next });
  }
  if (signature.name === "ConflictException") {
    const isTaken = action === "CreateSchedule";
    const must = isTaken ? "no other must have its name" : "nobody else must be changing it";
    return new ActionError({
      ...{ code: "VersionConflict", ...told, must: `${must}; ${says}`, next },
      retriable: !isTaken,
    });
  }
  const must = `Scheduler must answer scheduler:${action}; ${says}`;
  const retriable = isPassing(signature);
  const code = retriable ? "Unreachable" : "UnexpectedAnswer";
  return new ActionError({ code, ...told, must, next, retriable });
}
