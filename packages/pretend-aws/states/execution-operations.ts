// Operations on one Standard execution.

import type { GetExecutionHistoryInput, StopExecutionInput } from "@aws-sdk/client-sfn";
import type { Operations } from "../wire/json.ts";
import { describedExecution, withoutData } from "./answers.ts";
import type { Executions } from "./execution/executions.ts";
import { checkRequired, page } from "./requests.ts";

interface OfExecution {
  readonly executionArn?: string | undefined;
}

export function executionOperations(executions: Executions): Operations {
  const find = (input: OfExecution) => {
    checkRequired(input, ["executionArn"]);
    return executions.find(input.executionArn ?? "");
  };
  return {
    DescribeExecution: (input: OfExecution) => describedExecution(find(input)),
    DescribeStateMachineForExecution: (input: OfExecution) => {
      const { stateMachine } = find(input);
      const { arn, name, definition, roleArn, updatedAt, revisionId, settings } = stateMachine;
      const updateDate = new Date(updatedAt);
      return {
        stateMachineArn: arn,
        name,
        definition,
        roleArn,
        updateDate,
        revisionId,
        ...settings,
      };
    },
    StopExecution: (input: StopExecutionInput) => {
      const execution = find(input);
      executions.stop(execution, { error: input.error, cause: input.cause });
      return { stopDate: new Date(execution.stoppedAt ?? 0) };
    },
    GetExecutionHistory: (input: GetExecutionHistoryInput) => {
      const { events } = find(input).history;
      const { items, nextToken } = page(
        input.reverseOrder === true ? events.toReversed() : events,
        input,
      );
      return {
        events: input.includeExecutionData === false ? items.map(withoutData) : items,
        nextToken,
      };
    },
  };
}
