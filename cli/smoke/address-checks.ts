// The addresses of the pool that no lever moves: they are only asked, and must be the pool's own.

import { loginHosts } from "../../aws/cognito/login-host.ts";
import { signatureOf } from "../../aws/sdk/failure-signature.ts";
import { deadline, inTime } from "../../controller/deadline.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { millis, type Region } from "../../core/values/types.ts";
import { type Check, type CheckFinding, holds } from "./check.ts";
import type { About, SmokeContext } from "./smoke-context.ts";

/** For one request, as probes have it by default. */
const requestTimeoutMs = millis(8_000);

export function addressChecks(about: About): readonly Check[] {
  const { primary, secondary, domain, paths } = about.policy;
  return [
    ...[primary, secondary].flatMap((region) => prefixDomain(about, region)),
    // The domain of a path is looked at with its lever.
    ...(domain === null || paths.managedLogin !== null ? [] : [customDomain(about, domain)]),
  ];
}

/**
 * Asked as a browser does, since a secondary's cannot be described: the login page is shown to a client of the pool
 * alone. Without a callback URL the token endpoint has to do.
 */
function prefixDomain({ context, policy }: About, region: Region): readonly Check[] {
  const [host] = loginHosts(policy, { target: region, serving: null });
  if (host === undefined) return [];
  const redirectUri = policy.paths.managedLogin?.redirectUri;
  const check = {
    about: policy.name,
    name: `prefix domain, ${region}`,
    next: domainOf(policy, region),
  };
  if (redirectUri === undefined) {
    return [
      {
        ...check,
        must: `${host} must be a prefix domain`,
        look: async () => {
          await inShort(context, (signal) => context.tokenEndpoint.refusesStrangers(host, signal));
          return holds(true, "its token endpoint answers");
        },
      },
    ];
  }
  const client = { clientId: policy.clientId, redirectUri };
  return [
    {
      ...check,
      must: `${host} must be a prefix domain of ${policy.userPoolId}, and show ${policy.clientId} its login page`,
      look: async (): Promise<CheckFinding> => {
        try {
          await inShort(context, (signal) => context.managedLogin.form(host, client, signal));
          return holds(true, "shows its login page");
        } catch (error) {
          // Whoever has one provider and no users of its own is sent on, which a stranger is not.
          if (signatureOf(error).name !== "LoginPageNotOffered") throw error;
          return holds(true, "sends the client's users on");
        }
      },
    },
  ];
}

async function inShort(
  { place }: SmokeContext,
  ask: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { signal, clear } = deadline(place, requestTimeoutMs);
  try {
    await inTime(ask(signal), signal);
  } finally {
    clear();
  }
}

function domainOf({ userPoolId }: Policy, region: Region): string {
  return `aws cognito-idp describe-user-pool --region ${region} --user-pool-id ${userPoolId} --query UserPool.Domain`;
}

function customDomain({ context, policy }: About, domain: string): Check {
  const { name, userPoolId, primary } = policy;
  return {
    about: name,
    name: "domain",
    must: `${domain} must be a domain of ${userPoolId}`,
    next: `aws cognito-idp describe-user-pool-domain --region ${primary} --domain ${domain}`,
    look: async () => {
      const found = await context.domains.read(primary, domain);
      if (found === null) return holds(false, "Cognito knows no such domain");
      if (found.userPoolId !== userPoolId) return holds(false, `it is ${found.userPoolId}'s`);
      return holds(found.status === "ACTIVE", found.status ?? "without a status");
    },
  };
}
