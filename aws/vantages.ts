// The probe Lambdas of other vantages, asked directly when a move is to be verified from more than one
// place. A vantage that does not answer counts as no word, never as a failure of the target.

import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import { ActionError } from "../core/errors.ts";
import { millis, type Region } from "../core/types.ts";
import { acting, clientOptions, once, type Patience, type Place } from "./clients.ts";

/** A whole round takes longer than a call of AWS's own, and is not to be walked twice. */
const unhurried: Patience = { ...acting, attempts: 1, requestTimeout: millis(60_000) };

export function createVantages(
  place: Place,
  functionName: string,
  patience: "acting" | "unhurried" = "acting",
) {
  const how = patience === "acting" ? acting : unhurried;
  const clientOf = once(
    (region: Region) => new LambdaClient(clientOptions(place, { region, service: "lambda" }, how)),
  );
  return {
    /** "Active" when the probe Lambda in `vantage` can be invoked; null when there is none. */
    async state(vantage: Region): Promise<string | null> {
      try {
        const { State } = await clientOf(vantage).send(
          new GetFunctionConfigurationCommand({ FunctionName: functionName }),
        );
        return State ?? "unknown";
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return null;
        throw error;
      }
    },

    /** The answer of the probe Lambda in `vantage`. */
    async ask(vantage: Region, event: object): Promise<unknown> {
      const { Payload, FunctionError } = await clientOf(vantage).send(
        new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
      );
      const text = Payload === undefined ? "" : Buffer.from(Payload).toString("utf8");
      if (FunctionError === undefined && text !== "") return JSON.parse(text);
      throw new ActionError({
        code: "UnexpectedAnswer",
        cannot: `probe from ${vantage}`,
        must: "its probe Lambda must answer",
        value: FunctionError ?? "nothing",
        retriable: true,
      });
    },
  };
}
