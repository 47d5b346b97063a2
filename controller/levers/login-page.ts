// The login page of the domain, as a browser is answered: before a lever moves, while it moves, and in calm.

import type { ManagedLogin } from "../../aws/cognito/managed-login.ts";
import type { Place } from "../../aws/sdk/clients.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { within } from "../deadline.ts";

export interface PageServices {
  readonly managedLogin: Pick<ManagedLogin, "loginPage">;
  readonly place: Place;
}

/** An HTTP status, "200" for the page itself; whatever does not fit the client is sent to an error page: "302". */
export type PageAnswer = string;

export const PAGE: PageAnswer = "200";
export const NO_ANSWER: PageAnswer = "no answer";

/** Never rejects. */
export async function askLoginPage(
  { managedLogin, place }: PageServices,
  policy: Policy,
): Promise<PageAnswer> {
  const { domain, clientId, paths, criteria } = policy;
  const redirectUri = paths.managedLogin?.redirectUri ?? "";
  try {
    const status = await within(place, criteria.stepDeadline, (signal) =>
      managedLogin.loginPage(domain ?? "", { clientId, redirectUri }, signal),
    );
    return `${status}`;
  } catch {
    return NO_ANSWER;
  }
}

/** Whether Cognito itself sends the client away: looking again changes nothing, and no Region is to blame. */
export function isTurnedAway(answer: PageAnswer): boolean {
  const status = Number(answer);
  return status >= 300 && status < 500 && status !== 429;
}

export function pageInWords({ domain }: Policy, answer: PageAnswer): string {
  return answer === NO_ANSWER
    ? `https://${domain}/login does not answer`
    : `https://${domain}/login answers with ${answer}`;
}

/** What must be so for the page to be shown. */
export function pageNeeds({ clientId, paths }: Policy): string {
  return `the page is shown only while paths.managedLogin.redirectUri, "${paths.managedLogin?.redirectUri}", is a callback URL of the app client ${clientId}`;
}
