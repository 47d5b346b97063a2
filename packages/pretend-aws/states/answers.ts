// How state machines and executions look in answers.

import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Execution } from "./execution/executions.ts";
import { isObject } from "./language/paths.ts";
import type { StateMachine } from "./machines.ts";

export function describedMachine(machine: StateMachine): object {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: machine.status,
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: new Date(machine.createdAt),
    revisionId: machine.revisionId,
    ...machine.settings,
  };
}

export function listedMachine({ arn, name, type, createdAt }: StateMachine): object {
  return { stateMachineArn: arn, name, type, creationDate: new Date(createdAt) };
}

export function describedExecution(execution: Execution): object {
  const { status, input, output, error, cause } = execution;
  const isFinal = status === "RUNNING" || status === "SUCCEEDED";
  return {
    ...listedExecution(execution),
    input,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    error,
    cause,
    redriveStatus: isFinal ? "NOT_REDRIVABLE" : "REDRIVABLE",
    redriveStatusReason: isFinal ? `Execution is ${status} and cannot be redriven` : undefined,
  };
}

export function listedExecution({
  arn,
  stateMachine,
  name,
  status,
  startedAt,
  stoppedAt,
}: Execution): object {
  return {
    executionArn: arn,
    stateMachineArn: stateMachine.arn,
    name,
    status,
    startDate: new Date(startedAt),
    stopDate: stoppedAt === null ? undefined : new Date(stoppedAt),
    redriveCount: 0,
  };
}

/** The answer of StartSyncExecution; billing counts in hundreds of milliseconds. */
export function syncExecution(execution: Execution): object {
  const { arn, stateMachine, name, status, startedAt, stoppedAt, input, output, error, cause } =
    execution;
  const end = stoppedAt ?? startedAt;
  return {
    executionArn: arn,
    stateMachineArn: stateMachine.arn,
    name,
    status,
    startDate: new Date(startedAt),
    stopDate: new Date(end),
    input,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    error,
    cause,
    billingDetails: {
      billedDurationInMilliseconds: Math.max(100, Math.ceil((end - startedAt) / 100) * 100),
      billedMemoryUsedInMB: 64,
    },
  };
}

/** Events without inputs and outputs, for `includeExecutionData: false`. */
export function withoutData(event: HistoryEvent): object {
  return Object.fromEntries(
    Object.entries(event).map(([key, details]) => {
      if (!isObject(details) || !key.endsWith("EventDetails")) return [key, details];
      const { input: _input, output: _output, ...rest } = details;
      return [key, rest];
    }),
  );
}
