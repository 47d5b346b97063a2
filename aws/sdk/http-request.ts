// One HTTP request of the kind that no SDK client makes: the issuer's documents, managed login, a token
// for a machine, a ping. Redirects are not followed.

import type { Place } from "./clients.ts";
import { signatureOf } from "./failure-signature.ts";

/** How a kept connection fails that the other side has closed meanwhile, as it may while a Lambda sleeps. */
const closedConnectionCodes: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
]);

/** Sent once more when the connection was cut: only a new one says something of the other side. */
export async function plainRequest(
  place: Place,
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<Response> {
  const headers = { ...userAgent(place), ...init.headers };
  const send = () => place.runtime.fetch(url, { redirect: "manual", ...init, headers });
  try {
    return await send();
  } catch (error) {
    if (!closedConnectionCodes.has(signatureOf(error).code ?? "")) throw error;
    return await send();
  }
}

/** Who calls, as SDK clients say it too. */
function userAgent({ caller, region }: Place): { readonly "user-agent": string } {
  return { "user-agent": `cognito-failover/${caller} vantage/${region}` };
}
