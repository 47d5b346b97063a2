// The app clients that the settings name: each must be there, and allow what is done with it.

import type { AppClientReading } from "../../aws/cognito/user-pool.ts";
import { signsUsersIn } from "../../core/settings/journey.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { listed } from "../../core/values/words.ts";
import { type Check, holds, skipped } from "./check.ts";
import { asking } from "./cognito-command.ts";
import type { About } from "./smoke-context.ts";

export function appClientChecks(about: About): readonly Check[] {
  const { paths, journeys, signals } = about.policy;
  const isTokenAsked = (journeys.clientCredentials?.tokenEvery ?? null) !== null;
  return [
    ...(signsUsersIn(journeys) ? [appClient(about), clientSecrets(about)] : []),
    ...(paths.managedLogin === null ? [] : [callbackUrl(about, paths.managedLogin.redirectUri)]),
    ...(isTokenAsked ? [machineScopes(about)] : []),
    ...(signals.traffic.clients.length === 0 ? [] : [trafficClients(about)]),
  ];
}

/** Flows by the journeys that begin with them. Older clients have names without ALLOW, and always SRP. */
const flows = { password: "USER_PASSWORD_AUTH", srp: "USER_SRP_AUTH" } as const;

function appClient({ context, policy }: About): Check {
  const { name, userPoolId, clientId, journeys } = policy;
  const wanted = (["password", "srp"] as const).filter((one) => journeys[one] !== null);
  return {
    about: name,
    name: "app client",
    must: `${clientId} must be an app client of ${userPoolId} and allow ${listed(wanted.map((one) => `ALLOW_${flows[one]}`))}`,
    next: askingForClient(policy, "ExplicitAuthFlows"),
    look: async () => {
      const found = await context.userPools.appClient(policy, clientId);
      if (found === null) return holds(false, "the pool has no such client");
      const lacking = wanted.filter((one) => !allows(found, one)).map((one) => flows[one]);
      return lacking.length === 0
        ? holds(true, `allows ${listed(wanted.map((one) => flows[one]))}`)
        : holds(false, `does not allow ${listed(lacking)}`);
    },
  };
}

function allows({ authFlows }: AppClientReading, journey: keyof typeof flows): boolean {
  const isOld = authFlows.every((flow) => !flow.startsWith("ALLOW_"));
  if (isOld && journey === "srp") return true;
  return authFlows.some((flow) => flow === flows[journey] || flow === `ALLOW_${flows[journey]}`);
}

/** Two while one replaces the other; a secret that has not arrived would be refused there. */
function clientSecrets({ context, policy }: About): Check {
  const { name, userPoolId, clientId, primary, secondary } = policy;
  return {
    about: name,
    name: "client's secrets",
    must: `${clientId} must have the same secrets in ${primary} and in ${secondary}`,
    next: `aws cognito-idp list-user-pool-client-secrets --region ${secondary} --user-pool-id ${userPoolId} --client-id ${clientId}`,
    look: async () => {
      const [here, there] = await Promise.all(
        [primary, secondary].map((region) =>
          context.userPools.clientSecretIds(region, policy, clientId),
        ),
      );
      const lacking = (here ?? []).filter((id) => there?.includes(id) !== true);
      if (lacking.length > 0) return holds(false, `${listed(lacking)} has not arrived`);
      const count = here?.length ?? 0;
      if (count === 0) return holds(true, "it has none");
      return holds(true, count === 1 ? "one, in both Regions" : "two, a rotation is under way");
    },
  };
}

function callbackUrl({ context, policy }: About, redirectUri: string): Check {
  const { name, clientId } = policy;
  return {
    about: name,
    name: "callback URL",
    must: `${redirectUri} must be a callback URL of ${clientId}, which must have the flow "code"`,
    next: askingForClient(
      policy,
      "[CallbackURLs,AllowedOAuthFlows,AllowedOAuthFlowsUserPoolClient]",
    ),
    look: async () => {
      const found = await context.userPools.appClient(policy, clientId);
      if (found === null) return holds(false, "the pool has no such client");
      if (!found.oauthFlows.includes("code")) return holds(false, 'the client has no flow "code"');
      const urls = listed(found.callbackUrls);
      return holds(found.callbackUrls.includes(redirectUri), `the client has ${urls || "none"}`);
    },
  };
}

/** The machine's client is known by the secret alone, of which another check tells. */
function machineScopes({ context, policy }: About): Check {
  const { name, userPoolId, journeys, probeUser } = policy;
  const wanted = journeys.clientCredentials?.scopes ?? [];
  const words = wanted.length === 0 ? "a scope" : listed(wanted);
  return {
    about: name,
    name: "machine's scopes",
    must: `${userPoolId} must have ${words} for the machine client, and that client the flow "client_credentials"`,
    next: asking("list-resource-servers", policy, "--max-results 50"),
    look: async () => {
      const machine = await context
        .secretsIn(context.home)
        .machineClient(probeUser.secret)
        .catch(() => null);
      if (machine === null) return skipped("the secret names no machine client");
      const there = await context.userPools.scopes(policy);
      const lacking = wanted.filter((scope) => !there.includes(scope));
      if (lacking.length > 0) return holds(false, `the pool has no scope ${listed(lacking)}`);
      const client = await context.userPools.appClient(policy, machine.clientId);
      if (client === null) return holds(false, "the pool has no such client");
      if (!client.oauthFlows.includes("client_credentials")) {
        return holds(false, 'the client has no flow "client_credentials"');
      }
      const barred = wanted.filter((scope) => !client.scopes.includes(scope));
      if (barred.length > 0) return holds(false, `the client may not have ${listed(barred)}`);
      return holds(
        client.scopes.length > 0,
        `the client may have ${listed(client.scopes) || "none"}`,
      );
    },
  };
}

function trafficClients({ context, policy }: About): Check {
  const { clients } = policy.signals.traffic;
  return {
    about: policy.name,
    name: "traffic's clients",
    must: `${listed(clients)} must be app clients of ${policy.userPoolId}`,
    next: asking("list-user-pool-clients", policy),
    look: async () => {
      const there = await context.userPools.clientIds(policy);
      const lacking = clients.filter((one) => !there.includes(one));
      return lacking.length === 0
        ? holds(true, `${clients.length} are there`)
        : holds(false, `the pool has no ${listed(lacking)}`);
    },
  };
}

/** The query keeps the client's secret off the screen. */
function askingForClient(policy: Policy, members: string): string {
  const query = members.startsWith("[")
    ? `"UserPoolClient.${members}"`
    : `UserPoolClient.${members}`;
  return asking(
    "describe-user-pool-client",
    policy,
    `--client-id ${policy.clientId} --query ${query}`,
  );
}
