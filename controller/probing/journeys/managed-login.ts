// In through the browser: the login page is shown, and authorize leads to it.

import type { HostName } from "../../../aws/cognito/login-host.ts";
import type { Walk } from "../journey.ts";
import { alsoAtCustomDomain, hostsOf, loginClientOf } from "./hosts.ts";

export const managedLogin: Walk = async ({ managedLogin }, context, step) => {
  const client = loginClientOf(context);
  const hosts = hostsOf(context);
  const form = (host: HostName, signal: AbortSignal) => managedLogin.form(host, client, signal);
  const toForm = (host: HostName, signal: AbortSignal) => managedLogin.toForm(host, client, signal);
  await step(["loginPage", hosts.own], (signal) => form(hosts.own, signal));
  await step(["authorize", hosts.own], (signal) => toForm(hosts.own, signal));
  return alsoAtCustomDomain(hosts, step, async (host, signal) => {
    await form(host, signal);
    await toForm(host, signal);
  });
};
