// What the settings name inside the user pool: each must be there, as they say.

import { lackingPermissions } from "../../aws/cognito/attribute-permissions.ts";
import type { UserPoolReading } from "../../aws/cognito/user-pool.ts";
import { onFirstUse } from "../../aws/sdk/clients.ts";
import { signsUsersIn } from "../../core/settings/journey.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { listed } from "../../core/values/words.ts";
import { appClientChecks } from "./app-client-checks.ts";
import { type Check, holds, skipped } from "./check.ts";
import { asking } from "./cognito-command.ts";
import type { About } from "./smoke-context.ts";

/** Described once for all that is looked for in it. */
type Pool = () => Promise<UserPoolReading>;

export function userPoolChecks(about: About): readonly Check[] {
  const { context, policy } = about;
  const { replicationLag } = policy.journeys;
  const pool = onFirstUse(() => context.userPools.read(policy));
  return [
    issuer(about, pool),
    ...(signsUsersIn(policy.journeys)
      ? [secondFactor(about, pool), threatProtection(about, pool), devices(about, pool)]
      : []),
    ...appClientChecks(about),
    ...(providersOf(policy).length === 0 ? [] : [identityProviders(about)]),
    ...(replicationLag === null ? [] : [marker(about, pool, replicationLag.attribute)]),
  ];
}

function issuer({ policy }: About, pool: Pool): Check {
  const { name, userPoolId } = policy;
  return {
    about: name,
    name: "issuer",
    must: `the issuer of ${userPoolId} must be ${policy.issuer}, as the settings have it`,
    next: asking("describe-user-pool", policy, "--query UserPool.IssuerConfiguration"),
    look: async () => {
      const found = await pool();
      return holds(found.issuer === policy.issuer, found.issuer);
    },
  };
}

/** Who has no second factor must get in without one, or every sign-in of a probe ends at a challenge. */
function secondFactor({ policy }: About, pool: Pool): Check {
  const { name, userPoolId } = policy;
  return {
    about: name,
    name: "MFA",
    must: `${userPoolId} must let users sign in without MFA, or the journeys password and srp be null and managedLogin be walked every round`,
    next: "docs/deploy.md#a-pool-that-demands-mfa",
    look: async () => {
      const { mfa } = await pool();
      return holds(mfa !== "ON", `MfaConfiguration ${mfa}`);
    },
  };
}

/** Users who sign in from several Regions each minute look risky; what is done about it is the pool's to say. */
function threatProtection({ context, policy }: About, pool: Pool): Check {
  const { name, userPoolId, clientId } = policy;
  return {
    about: name,
    name: "threat protection",
    must: `threat protection of ${userPoolId} must let ${clientId} sign probe users in, however risky that looks`,
    next: "docs/deploy.md#a-pool-with-threat-protection",
    look: async () => {
      const { threatProtection: mode } = await pool();
      if (mode !== "ENFORCED") return holds(true, `AdvancedSecurityMode ${mode}`);
      const actions = Object.entries(await context.userPools.riskActions(policy, clientId));
      const acting = actions.filter(([, action]) => action !== "NO_ACTION");
      const told = acting.map(([risk, action]) => `${action} at ${risk} risk`);
      return acting.length === 0
        ? holds(true, "ENFORCED, without an action for this client")
        : holds(false, `ENFORCED, with ${listed(told)}`);
    },
  };
}

/** Nothing is wrong with a pool that remembers devices; but some of what probes look at cannot be seen in it. */
function devices({ policy }: About, pool: Pool): Check {
  const { name, userPoolId } = policy;
  return {
    about: name,
    name: "remembered devices",
    must: `${userPoolId} must let a session go on without a confirmed device, or nobody sees whether it does`,
    next: "docs/deploy.md#a-pool-that-remembers-devices",
    look: async () => {
      const { remembersDevices } = await pool();
      return remembersDevices
        ? skipped("the pool remembers devices: no probe refreshes a session")
        : holds(true, "the pool remembers none");
    },
  };
}

/** Those that probes try, then those whose sign-ins are counted besides. */
function providersOf({ journeys, signals }: Policy): readonly string[] {
  const tried = (journeys.federation?.providers ?? []).map(({ name }) => name);
  return [...new Set([...tried, ...signals.traffic.identityProviders])];
}

function identityProviders({ context, policy }: About): Check {
  const { name, userPoolId, clientId, journeys } = policy;
  const all = providersOf(policy);
  const tried = (journeys.federation?.providers ?? []).map((provider) => provider.name);
  const offered = tried.length === 0 ? "" : `, and ${clientId} must offer ${listed(tried)}`;
  return {
    about: name,
    name: "identity providers",
    must: `${userPoolId} must have ${listed(all)}${offered}`,
    next: asking("list-identity-providers", policy),
    look: async () => {
      const there = await context.userPools.identityProviders(policy);
      const lacking = all.filter((one) => !there.includes(one));
      if (lacking.length > 0) return holds(false, `the pool has no ${listed(lacking)}`);
      if (tried.length === 0) return holds(true, `${all.length} are there`);
      const client = await context.userPools.appClient(policy, clientId);
      const unoffered = tried.filter((one) => client?.identityProviders.includes(one) !== true);
      return unoffered.length === 0
        ? holds(true, `${all.length} are there, ${tried.length} offered`)
        : holds(false, `the client offers no ${listed(unoffered)}`);
    },
  };
}

/** Without any of it the lag is unknown: nothing else may write a user's profile. */
function marker({ context, policy }: About, pool: Pool, attribute: string): Check {
  const { name, userPoolId, clientId } = policy;
  return {
    about: name,
    name: "lag's attribute",
    must: `${attribute} must be an attribute of ${userPoolId} that can be changed, and ${clientId} must have it in its WriteAttributes and ReadAttributes`,
    next: LAG_PAGE,
    look: async () => {
      const { mutableAttributes } = await pool();
      if (!mutableAttributes.includes(attribute)) {
        const next = asking("describe-user-pool", policy, "--query UserPool.SchemaAttributes");
        return { kind: "failed", found: "there is none that can be changed", next };
      }
      const client = await context.userPools.appClient(policy, clientId);
      if (client === null) return holds(false, "the pool has no such client");
      const lacking = lackingPermissions(client.attributes, attribute);
      return lacking.length === 0
        ? holds(true, "can be changed, written and read")
        : holds(false, `the client lacks it in ${listed(lacking)}`);
    },
  };
}

const LAG_PAGE = "docs/deploy.md#the-attribute-of-the-lag";
