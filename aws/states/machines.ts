// Step Functions executions, for the command line and for approvals.

import {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  type ListStateMachinesCommandOutput,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { Region } from "../../core/values/types.ts";
import { type Place, sdkClient } from "../sdk/clients.ts";

export interface Execution {
  readonly status: string;
  /** What it ended with, as JSON; null while it runs, and when it failed. */
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

export function createMachines(place: Place, home: Region) {
  const client = sdkClient(SFNClient, place, { region: home, service: "states" });
  return {
    /** Answers the execution's ARN; the same name and input is the same execution. */
    async start(machineArn: string, name: string, input: object): Promise<string> {
      const { executionArn } = await client.send(
        new StartExecutionCommand({
          stateMachineArn: machineArn,
          name,
          input: JSON.stringify(input),
        }),
      );
      return executionArn ?? "";
    },

    /** The ARN of the machine with this name, null when there is none. */
    async find(name: string): Promise<string | null> {
      let nextToken: string | undefined;
      do {
        const page: ListStateMachinesCommandOutput = await client.send(
          new ListStateMachinesCommand(nextToken === undefined ? {} : { nextToken }),
        );
        const found = page.stateMachines?.find((machine) => machine.name === name);
        if (found?.stateMachineArn !== undefined) return found.stateMachineArn;
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return null;
    },

    async describe(executionArn: string): Promise<Execution> {
      const { status, output, error, cause } = await client.send(
        new DescribeExecutionCommand({ executionArn }),
      );
      return {
        status: status ?? "unknown",
        output: output ?? null,
        error: error ?? null,
        cause: cause ?? null,
      };
    },

    async approve(
      taskToken: string,
      { by, reason }: { readonly by: string; readonly reason?: string | undefined },
    ): Promise<void> {
      const output = JSON.stringify({ approvedBy: by, reason });
      await client.send(new SendTaskSuccessCommand({ taskToken, output }));
    },

    async decline(taskToken: string, by: string, reason: string): Promise<void> {
      const cause = `${by}: ${reason}`.slice(0, 32_768);
      await client.send(new SendTaskFailureCommand({ taskToken, error: "Declined", cause }));
    },
  };
}
