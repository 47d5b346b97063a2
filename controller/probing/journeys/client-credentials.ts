// In as a machine: the token endpoint answers, and now and then, since Cognito bills each, it gives a token.

import { checkMachineToken } from "../../../aws/cognito/token-endpoint.ts";
import { LeftOut, regionNow, type Walk } from "../journey.ts";
import { alsoAtCustomDomain, hostsOf } from "./hosts.ts";

export const clientCredentials: Walk = async (services, context, step) => {
  const { tokenEndpoint, secrets, issuer } = services;
  const { policy, target, isPaidDue } = context;
  const settings = policy.journeys.clientCredentials;
  if (settings === null) throw new LeftOut();
  const { scopes } = settings;
  const { secret } = policy.probeUser;
  const hosts = hostsOf(context);
  await step(["tokenEndpoint", hosts.own], (signal) =>
    tokenEndpoint.refusesStrangers(hosts.own, signal),
  );
  if (isPaidDue) {
    const client = await step("secret", () => secrets.machineClient(secret));
    const { accessToken, issuedAt } = await step(["token", hosts.own], (signal) =>
      tokenEndpoint.token(hosts.own, client, { scopes, signal }).catch((error: unknown) => {
        secrets.forget(secret);
        throw error;
      }),
    );
    const now = issuedAt ?? regionNow(services, target);
    await step("verifyToken", async (signal) => {
      const check = { ...policy, clientId: client.clientId };
      const claims = await issuer.verifyAccessToken(accessToken, check, { signal, now });
      checkMachineToken(claims, { clientId: client.clientId, scopes });
    });
  }
  return alsoAtCustomDomain(hosts, step, tokenEndpoint.refusesStrangers);
};
