// Every call of one isolated invocation: what was asked, and whether it was sent, answered without being sent, or
// refused. A refused one meets its caller as a Region that does not answer would.

import type { CommandToSend } from "../../aws/sdk/clients.ts";
import {
  type AskedCall,
  callInWords,
  ROUTE_53_IS_IN,
  verdictOn,
} from "../../core/practice/isolated-call.ts";
import type { IsolatedCall } from "../../core/practice/run-in-hand.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";

export interface CallLog {
  readonly calls: readonly IsolatedCall[];
  /** Throws for what is refused. */
  take(asked: AskedCall): "sent" | "dry";
}

export function callLog(by: string, policy: Policy): CallLog {
  const calls: IsolatedCall[] = [];
  return {
    calls,
    take: (asked) => {
      const { service, region, operation } = asked;
      const verdict = verdictOn(asked, policy);
      calls.push({ by, service, region, operation, kind: verdict.kind });
      if (verdict.kind !== "refused") return verdict.kind;
      throw new ActionError({
        code: "Unreachable",
        cannot: `ask ${callInWords(asked)}`,
        must: `an isolated failover may ask for it, and ${verdict.because}`,
      });
    },
  };
}

/** A vantage is asked for a look, and waited for: everything else might have something written. */
export function askedBy({ service, region, operation, input }: CommandToSend): AskedCall {
  const isRoute53 = service === "route53";
  const isOther = operation === "Invoke" && !isLook(input as Invoke);
  return {
    ...{ service, isSdk: true, region: isRoute53 ? ROUTE_53_IS_IN : region },
    operation: isOther ? `${operation} of more than a look` : operation,
  };
}

interface Invoke {
  readonly InvocationType?: string;
  readonly Payload?: unknown;
}

function isLook({ InvocationType, Payload }: Invoke): boolean {
  if (InvocationType !== undefined || typeof Payload !== "string") return false;
  const event: unknown = JSON.parse(Payload);
  return typeof event === "object" && event !== null && "only" in event;
}
