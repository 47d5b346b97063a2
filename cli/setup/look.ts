// Looks at everything before anything is touched: the pool, the app client, the replica, the secret, and each
// user that the secret names. What cannot end well is refused here.

import type { ClientFound, PoolFound } from "../../aws/cognito/probe-pool.ts";
import type { Version } from "../../aws/secrets/probe-secret.ts";
import type { ReplicaReading } from "../../core/detect/observation.ts";
import type { ProbeCredentials } from "../../core/probe-users/probe-secret.ts";
import type { ProbeUserProblem } from "../../core/probe-users/probe-user-problem.ts";
import type { UserFound, Wish } from "../../core/probe-users/probe-users.ts";
import { signsUsersIn } from "../../core/settings/journey.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import { between, type Region } from "../../core/values/types.ts";
import { listed } from "../../core/values/words.ts";
import type { SetupContext } from "./setup-context.ts";

export interface SetupOrder {
  readonly wish: Wish;
  readonly isDryRun: boolean;
  readonly mayCreateSecret: boolean;
  /** Stays until the former users can be deleted. */
  readonly waits: boolean;
}

export interface SetupFound {
  readonly pool: PoolFound;
  /** With the client's secret as the probes' secret says it, where Cognito does not tell it. */
  readonly client: ClientFound;
  /** Null without a value. */
  readonly version: Version | null;
  readonly isSecretThere: boolean;
  readonly users: readonly UserFound[];
}

export async function look(
  context: SetupContext,
  { wish, mayCreateSecret }: SetupOrder,
  replica: () => Promise<ReplicaReading>,
): Promise<SetupFound> {
  const { users, policy, start } = context;
  const [pool, described, secret] = await Promise.all([
    users.pool(),
    users.client(),
    context.secret.look(),
  ]);
  const version = secret.kind === "there" ? secret.version : null;
  const client = await withSecret(context, described, version?.value.clientSecret ?? null);
  if (wish !== "remove") {
    checkPool(policy, pool);
    checkClient(context, client);
    checkReplica(context, await replica());
    if (secret.kind === "there") checkReplicated(context, secret.replicas);
    else if (!mayCreateSecret) throw noSecret(context);
  }
  const named = version?.value.users ?? [];
  const ailments = await examined(
    context,
    wish === "complete" || wish === "repair" ? named : [],
    client,
  );
  const inPool = await users.startingWith(start, pool.signInNames);
  const found = named.map(({ username: name }) => ({
    ...{ name, isInSecret: true, isOurs: name.startsWith(start) },
    ailment: ailments.get(name) ?? null,
  }));
  const strays = inPool
    .filter((name) => !found.some((user) => user.name === name))
    .map((name) => ({ name, isInSecret: false, isOurs: true, ailment: null }));
  return {
    pool,
    client,
    version,
    isSecretThere: secret.kind === "there",
    users: [...found, ...strays],
  };
}

/**
 * Cognito describes one of two secrets, and both are good: the one that the probes use stays, until it is the one that
 * is gone.
 */
async function withSecret(
  { users }: SetupContext,
  described: ClientFound,
  used: string | null,
): Promise<ClientFound> {
  const { clientSecret } = described;
  if (used === null || clientSecret === used) return described;
  const isKept = clientSecret === null || (await users.isSecretRotating());
  return isKept ? { ...described, clientSecret: used } : described;
}

/** One after the other: what is asked counts against the same quotas as the customers' sign-ins. */
async function examined(
  context: SetupContext,
  named: readonly ProbeCredentials[],
  client: ClientFound,
): Promise<ReadonlyMap<string, ProbeUserProblem | null>> {
  const began = context.now();
  const ailments = new Map<string, ProbeUserProblem | null>();
  for (const user of named) {
    ailments.set(user.username, await examine(context, user, client));
    const told = `${ailments.size} of ${named.length} users of the secret are looked at`;
    context.telling.waiting(told, between(began, context.now()));
  }
  return ailments;
}

/**
 * First what can be seen, then a sign-in at each Region, which alone shows a wrong password or a lockout. One
 * try each, and none for a user that cannot come in, since each failure counts.
 */
async function examine(
  { users, policy: { primary, secondary } }: SetupContext,
  user: ProbeCredentials,
  client: ClientFound,
): Promise<ProbeUserProblem | null> {
  const there = await users.ailmentIn(primary, user.username);
  if (there !== null) return there;
  const further = await users.ailmentIn(secondary, user.username);
  if (further !== null) return further === "missing" ? "notInSecondary" : further;
  return (
    (await users.signIn(primary, user, client)) ?? (await users.signIn(secondary, user, client))
  );
}

const PAGE = "docs/deploy.md#the-probe-users";
const MFA_PAGE = "docs/deploy.md#a-pool-that-demands-mfa";

function checkPool({ name, journeys }: Policy, { isMfaDemanded, signInNames }: PoolFound): void {
  const cannot = `make probe users for "${name}"`;
  if (!signsUsersIn(journeys)) {
    throw new ActionError({
      ...{ code: "Forbidden", cannot, value: { password: null, srp: null }, next: MFA_PAGE },
      must: "journeys.password or journeys.srp must be switched on, since nobody else signs them in",
    });
  }
  if (isMfaDemanded) {
    throw new ActionError({
      ...{ code: "Forbidden", cannot, value: "MfaConfiguration ON", next: MFA_PAGE },
      must: "the user pool must let a user sign in without MFA, or the journeys password and srp be null and managedLogin be walked every round",
    });
  }
  if (signInNames === "phoneNumber") {
    throw new ActionError({
      ...{ code: "Forbidden", cannot, value: "UsernameAttributes phone_number", next: PAGE },
      must: "users must be able to sign in by a name or an e-mail address, since each phone number may be somebody's",
    });
  }
}

/** What the journeys will do must be allowed, or each of their probes fails as credentials. */
function checkClient({ policy }: SetupContext, { allows }: ClientFound): void {
  const { journeys, clientId, userPoolId, primary } = policy;
  const missing = [
    ...(journeys.password !== null && !allows.password ? ["ALLOW_USER_PASSWORD_AUTH"] : []),
    ...(journeys.srp !== null && !allows.srp ? ["ALLOW_USER_SRP_AUTH"] : []),
  ];
  if (missing.length === 0) return;
  throw new ActionError({
    ...{ code: "Forbidden", cannot: `make probe users for "${policy.name}"` },
    must: `the app client ${clientId} must allow ${listed(missing)}, or the journeys that need it be null`,
    next: `aws cognito-idp describe-user-pool-client --region ${primary} --user-pool-id ${userPoolId} --client-id ${clientId}`,
  });
}

function checkReplica({ policy }: SetupContext, replica: ReplicaReading): void {
  const { primary, secondary, userPoolId } = policy;
  if (replica.kind === "known" && replica.status === "ACTIVE") return;
  throw new ActionError({
    ...{ code: "Forbidden", cannot: `set up the probe users of "${policy.name}"` },
    must: `the replica in ${secondary} must be ACTIVE, so that they can be seen to sign in there`,
    value: replica.kind === "known" ? replica.status : replica.because,
    next: `aws cognito-idp update-user-pool-replica --region ${primary} --user-pool-id ${userPoolId} --region-name ${secondary} --status ACTIVE`,
  });
}

function checkReplicated(
  { policy, home, secret }: SetupContext,
  replicas: readonly Region[],
): void {
  const missing = secret.elsewhere.filter((region) => !replicas.includes(region));
  if (missing.length === 0) return;
  const { secret: name } = policy.probeUser;
  throw new ActionError({
    ...{ code: "Forbidden", cannot: `use the secret "${name}"` },
    must: `it must be replicated to ${listed(missing)}, where probes read it`,
    value: replicas,
    next: `aws secretsmanager replicate-secret-to-regions --region ${home} --secret-id ${name} --add-replica-regions ${missing.map((region) => `Region=${region}`).join(" ")}`,
  });
}

function noSecret({ policy, home }: SetupContext): ActionError {
  return new ActionError({
    ...{ code: "Forbidden", cannot: `set up the probe users of "${policy.name}"` },
    must: `the secret "${policy.probeUser.secret}" must be in ${home}: a deployment makes it, and so does --create-secret`,
    value: null,
    next: "npx sst deploy",
  });
}
