// A user pool's triggers, as Lambda tells of them. Their variables are looked through and left behind: a value may be
// a secret.

import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import type { TriggerSetting } from "../../core/readiness/pool-facts.ts";
import type { TriggerFunction } from "../../core/readiness/service-facts.ts";
import { variablesOfPrimary } from "../../core/readiness/variables-of-primary.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";

export type TriggerFunctions = ReturnType<typeof createTriggerFunctions>;

export function createTriggerFunctions(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(LambdaClient, place, { region, service: "lambda" }),
  );
  return {
    /** Throws for a function that is not there: that Cognito would find nothing is told by its own name. */
    async read(
      region: Region,
      { name: trigger, arn }: TriggerSetting,
      policy: Pick<Policy, "primary" | "userPoolId">,
    ): Promise<TriggerFunction> {
      const client = clientOf(region);
      const FunctionName = arn;
      const [found, { ReservedConcurrentExecutions }, invokers] = await Promise.all([
        client.send(new GetFunctionConfigurationCommand({ FunctionName })),
        client.send(new GetFunctionConcurrencyCommand({ FunctionName })),
        policyText(client, FunctionName),
      ]);
      return {
        ...{ trigger, arn, policy: invokers },
        state: found.State ?? "unknown",
        lastUpdate: found.LastUpdateStatus ?? "unknown",
        runtime: found.Runtime ?? found.PackageType ?? "unknown",
        codeHash: found.CodeSha256 ?? "",
        reserved: ReservedConcurrentExecutions ?? null,
        ofPrimary: variablesOfPrimary(found.Environment?.Variables ?? {}, policy),
      };
    },
  };
}

/** Null for a function that lets nobody but its own account invoke it. */
async function policyText(client: LambdaClient, FunctionName: string): Promise<string | null> {
  try {
    const { Policy } = await client.send(new GetPolicyCommand({ FunctionName }));
    return Policy ?? null;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}
