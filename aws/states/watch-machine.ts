// The watch, started out of turn, through Step Functions' own API. Loaded when it is needed: see wakes.ts.

import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { Region } from "../../core/values/types.ts";
import { type Place, type RetryPolicy, sdkClient } from "../sdk/clients.ts";

export interface WatchMachineName {
  readonly machine: string;
  readonly home: Region;
}

export function watchMachine(
  place: Place,
  { machine, home }: WatchMachineName,
  retryPolicy: RetryPolicy,
) {
  const client = sdkClient(SFNClient, place, { region: home, service: "states", retryPolicy });
  return {
    /** An Express machine starts anew each time, whatever the name. */
    async start(pool: string, name: string, signal: AbortSignal): Promise<void> {
      const input = JSON.stringify({ pool });
      await client.send(new StartExecutionCommand({ stateMachineArn: machine, name, input }), {
        abortSignal: signal,
      });
    },
  };
}
