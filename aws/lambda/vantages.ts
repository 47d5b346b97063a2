// The probe Lambdas of other vantages, asked directly when a move is to be verified from more than one
// place. A vantage that does not answer counts as no word, never as a failure of the target.

import { millis, type Region } from "../../core/values/types.ts";
import { acting, onFirstUse, type Place, type RetryPolicy } from "../sdk/clients.ts";

/** A whole round takes longer than a call of AWS's own, and is not to be walked twice. */
const unhurried: RetryPolicy = { ...acting, attempts: 1, requestTimeout: millis(60_000) };

export function createVantages(
  place: Place,
  functionName: string,
  retryPolicy: "acting" | "unhurried" = "acting",
) {
  const how = retryPolicy === "acting" ? acting : unhurried;
  const lambdas = onFirstUse(async () => {
    const { probeLambdas } = await import("./probe-lambdas.ts");
    return probeLambdas(place, functionName, how);
  });
  return {
    /** "Active" when the probe Lambda in `vantage` can be invoked; null when there is none. */
    async state(vantage: Region): Promise<string | null> {
      return (await lambdas()).state(vantage);
    },

    /** The answer of the probe Lambda in `vantage`. */
    async ask(vantage: Region, event: object): Promise<unknown> {
      return (await lambdas()).ask(vantage, event);
    },
  };
}
