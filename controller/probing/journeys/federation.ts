// In through somebody else's door: authorize leads to each identity provider, with all that the provider
// needs to send the user back. The probe looks at the way and does not go it: nothing reaches a provider.

import type { IdentityProvider } from "../../../core/values/identity-provider.ts";
import { LeftOut, type Walk } from "../journey.ts";
import { hostsOf, loginClientOf } from "./hosts.ts";
import { troubleOnTheWay } from "./provider-url.ts";

export const federation: Walk = async ({ managedLogin }, context, step) => {
  const { journeys, userPoolId } = context.policy;
  if (journeys.federation === null) throw new LeftOut();
  const client = loginClientOf(context);
  const { own: host } = hostsOf(context);
  const wayTo = async (provider: IdentityProvider): Promise<string | null> => {
    const { name } = provider;
    const url = await step(["provider", name], (signal) =>
      managedLogin.toProvider(host, { ...client, provider: name }, signal),
    );
    const trouble =
      url === null
        ? "is not offered: managed login shows a page of its own"
        : troubleOnTheWay(url, { provider, host, userPoolId });
    return trouble === null ? null : `${name} ${trouble}`;
  };
  // All at once, and each to its end: many providers take no longer than one.
  const ways = await Promise.allSettled(journeys.federation.providers.map(wayTo));
  const problems = ways.flatMap((way) => {
    if (way.status === "rejected") throw way.reason;
    return way.value === null ? [] : [way.value];
  });
  if (problems.length === 0) return { kind: "ok" };
  return { kind: "finding", finding: "wrongRedirect", step: "provider", says: problems.join("; ") };
};
