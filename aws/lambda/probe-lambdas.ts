// The probe Lambdas in all Regions, through Lambda's own API. Whoever seldom needs it loads this file when
// it does: the client is a sixth of what a probe would otherwise load before its first event.

import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import { ActionError } from "../../core/values/errors.ts";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, type RetryPolicy, sdkClient } from "../sdk/clients.ts";

export function probeLambdas(place: Place, functionName: string, retryPolicy: RetryPolicy) {
  const clientOf = once((region: Region) =>
    sdkClient(LambdaClient, place, { region, service: "lambda", retryPolicy }),
  );
  return {
    /** "Active" when it can be invoked; null when there is none. */
    async state(region: Region): Promise<string | null> {
      try {
        const { State } = await clientOf(region).send(
          new GetFunctionConfigurationCommand({ FunctionName: functionName }),
        );
        return State ?? "unknown";
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return null;
        throw error;
      }
    },

    /** Its answer to `event`. */
    async ask(region: Region, event: object): Promise<unknown> {
      const { Payload, FunctionError } = await clientOf(region).send(
        new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
      );
      const text = Payload === undefined ? "" : Buffer.from(Payload).toString("utf8");
      if (FunctionError === undefined && text !== "") return JSON.parse(text);
      throw new ActionError({
        code: "UnexpectedAnswer",
        cannot: `probe from ${region}`,
        must: "its probe Lambda must answer",
        value: FunctionError ?? "nothing",
        retriable: true,
      });
    },

    /** Leaves `event` for it, and waits for no answer. */
    async wake(region: Region, event: object, signal: AbortSignal): Promise<void> {
      await clientOf(region).send(
        new InvokeCommand({
          FunctionName: functionName,
          InvocationType: "Event",
          Payload: JSON.stringify(event),
        }),
        { abortSignal: signal },
      );
    },
  };
}
