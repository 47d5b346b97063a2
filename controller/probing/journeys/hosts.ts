// Where the journeys through managed login begin, and the custom domain as what it is: a way in that both
// Regions share.

import { type HostName, loginHosts } from "../../../aws/cognito/login-host.ts";
import type { LoginClient } from "../../../aws/cognito/managed-login.ts";
import { inShort, signatureOf } from "../../../aws/sdk/failure-signature.ts";
import { type JourneyContext, type JourneyOutcome, LeftOut, type RunStep } from "../journey.ts";

export interface Hosts {
  /** Speaks for the target: its own prefix domain, or the custom domain where there is no other. */
  readonly own: HostName;
  /** Asked besides; null when it is the one that speaks for the target, or leads elsewhere now. */
  readonly shared: HostName | null;
}

/** Without a host that leads to the target now, the journey is left out. */
export function hostsOf({ policy, ...where }: JourneyContext): Hosts {
  const [own, shared = null] = loginHosts(policy, where);
  if (own === undefined) throw new LeftOut();
  return { own, shared };
}

/** The client whose login page is asked for; without a callback URL there is no page to ask for. */
export function loginClientOf({ policy: { clientId, paths } }: JourneyContext): LoginClient {
  if (paths.managedLogin === null) throw new LeftOut();
  return { clientId, redirectUri: paths.managedLogin.redirectUri };
}

/** What fails at the custom domain alone, while the Region's own answers, is no fault of the Region. */
export async function alsoAtCustomDomain(
  { own, shared }: Hosts,
  step: RunStep,
  look: (host: HostName, signal: AbortSignal) => Promise<void>,
): Promise<JourneyOutcome> {
  if (shared === null) return { kind: "ok" };
  try {
    await step(["customDomain", shared], (signal) => look(shared, signal));
    return { kind: "ok" };
  } catch (failed) {
    const trouble = inShort(signatureOf(failed instanceof Error ? failed.cause : failed));
    const says = `${shared} fails with ${trouble}, and ${own} does not`;
    return { kind: "finding", finding: "customDomainTrouble", step: "customDomain", says };
  }
}
