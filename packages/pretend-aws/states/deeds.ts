// What Step Functions asks IAM. A task's token names no resource.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html

import type { Deed } from "../iam/policy.ts";

interface Input {
  readonly stateMachineArn?: string;
  readonly executionArn?: string;
}

export function deedsOf(operation: string, input: object): readonly Deed[] {
  const { stateMachineArn, executionArn } = input as Input;
  const resource = stateMachineArn ?? executionArn ?? "*";
  return [{ action: `states:${operation}`, resource }];
}
