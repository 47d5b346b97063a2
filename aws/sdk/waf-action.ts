// What a web ACL does with a request instead of letting it through or blocking it: it asks for a proof that only a
// browser can give. A header of the answer says so; the SDK takes the 202 of a challenge for an empty success.
// https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html

import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { ActionError } from "../../core/values/errors.ts";

export const WAF_HEADER = "x-amzn-waf-action";

/** By the header's value, in lower case. */
const names: Readonly<Record<string, string>> = {
  challenge: "WafChallenge",
  captcha: "WafCaptcha",
};

/** Null for an answer of which WAF says nothing. */
export function wafRefusal(
  headers: Readonly<Record<string, string | undefined>>,
  status: number,
): ActionError | null {
  const action = headers[WAF_HEADER]?.toLowerCase();
  if (action === undefined) return null;
  const error = new ActionError({
    code: "UnexpectedAnswer",
    cannot: "ask Cognito",
    must: "the web ACL must let the request through",
    value: action,
  });
  const name = names[action] ?? "WafAction";
  return Object.assign(error, { name, code: name, status });
}

/** Has each answer of a web ACL thrown as what it is: beside the deserialiser, where headers still are. */
export function refuseWafActions(client: CognitoIdentityProviderClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { headers = {}, statusCode = 0, body } = (answer.response ?? {}) as Answered;
      const refusal = wafRefusal(headers, statusCode);
      if (refusal === null) return answer;
      // Nobody reads the page, and a connection is kept for what is left of it.
      body?.destroy?.();
      throw refusal;
    },
    { step: "deserialize", priority: "low", name: "refuseWafActions" },
  );
}

interface Answered {
  readonly headers?: Readonly<Record<string, string>>;
  readonly statusCode?: number;
  readonly body?: { destroy?: () => void };
}
