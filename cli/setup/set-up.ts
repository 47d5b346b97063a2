// Carries a wish out, in an order that may stop anywhere. New users come first and are seen to sign in at
// both Regions, then the secret names them, then every vantage reads it, and last the former users go. So
// the secret never names a user that does not work in both Regions, and a run that was stopped leaves at most
// users that no secret names, which the next one deletes.

import { lackingPermissions } from "../../aws/cognito/attribute-permissions.ts";
import type { ReplicaReading } from "../../core/detect/observation.ts";
import type { ProbeCredentials, SignInSecret } from "../../core/probe-users/probe-secret.ts";
import { probeUserProblems } from "../../core/probe-users/probe-user-problem.ts";
import {
  changesSecret,
  type Plan,
  planInWords,
  planUsers,
} from "../../core/probe-users/probe-users.ts";
import { ActionError } from "../../core/values/errors.ts";
import { millis } from "../../core/values/types.ts";
import { counted, listed } from "../../core/values/words.ts";
import { deleteFormer, type Former, type Gone } from "./former-users.ts";
import { look, type SetupFound, type SetupOrder } from "./look.ts";
import { newUsers } from "./new-users.ts";
import { type SetupContext, until } from "./setup-context.ts";

const inSyncWithinMs = millis(5 * 60_000);

/** Tells what it does as it goes. Throws what a person can do about it. */
export async function setUp(
  context: SetupContext,
  order: SetupOrder,
  replica: () => Promise<ReplicaReading>,
): Promise<void> {
  const { telling, policy } = context;
  const found = await look(context, order, replica);
  const plan = planUsers(order.wish, found.users, policy.probeUser.count);
  tellFound(context, found, plan);
  if (order.wish !== "remove") tellLag(context, found);
  const words = planInWords(plan);
  if (order.isDryRun) {
    const told = words.length === 0 ? "would do nothing" : `would ${words.join("; ")}`;
    return telling.tell("plan", told, { steps: words });
  }
  const made = await newUsers(context, found, plan.make);
  const hasWritten = await publish(context, order, { found, plan, made });
  if (order.wish !== "remove" || hasWritten) await everywhere(context, found);
  const gone = await deleted(context, order, { found, plan });
  tellSpared(context, plan);
  const users = plan.keep.length + plan.make;
  telling.tell("end", `${policy.name} has ${counted(users, "probe user")}`, {
    ...{ pool: policy.name, users, made: plan.make, ...gone },
  });
  checkKept(context, found, plan);
}

function tellFound(
  { telling, policy }: SetupContext,
  { users }: SetupFound,
  { strays }: Plan,
): void {
  const named = users.filter(({ isInSecret }) => isInSecret);
  const facts = { inSecret: named.length, strays: strays.length, wanted: policy.probeUser.count };
  const told = `the secret names ${counted(named.length, "user")}, of ${facts.wanted} wanted`;
  telling.tell("found", told, facts);
  for (const { name, ailment } of named) {
    if (ailment !== null)
      telling.tell("ailing", `${name} ${probeUserProblems[ailment]}`, { name, ailment });
  }
}

/** No reason to refuse: the users sign in all the same, and may have to be replaced tonight. */
function tellLag({ telling, policy }: SetupContext, { client }: SetupFound): void {
  const { journeys, clientId } = policy;
  if (journeys.replicationLag === null) return;
  const { attribute } = journeys.replicationLag;
  const lacking = lackingPermissions(client.attributes, attribute);
  if (lacking.length === 0) return;
  const told = `the lag will not be known: ${clientId} lacks ${attribute} in ${listed(lacking)}; see docs/deploy.md#the-attribute-of-the-lag`;
  telling.tell("lagUnknown", told, { attribute, lacking });
}

interface Work {
  readonly found: SetupFound;
  readonly plan: Plan;
}

/** Whether the secret was written. */
async function publish(
  context: SetupContext,
  { wish }: SetupOrder,
  { found, plan, made }: Work & { readonly made: readonly ProbeCredentials[] },
): Promise<boolean> {
  const { version, client } = found;
  const before = version?.value ?? { users: [], clientSecret: null };
  const kept = before.users.filter(({ username }) => plan.keep.includes(username));
  const value: SignInSecret = {
    users: [...kept, ...made],
    clientSecret: wish === "remove" ? before.clientSecret : client.clientSecret,
  };
  if (!changesSecret(plan) && value.clientSecret === before.clientSecret) return false;
  if (found.isSecretThere) await context.secret.write(value, version);
  else await context.secret.create(value);
  const { secret } = context.policy.probeUser;
  const told = `the secret ${secret} names ${counted(value.users.length, "user")}`;
  context.telling.tell("written", told, { users: value.users.length });
  return true;
}

/** Looked for in every run: an earlier one may have been stopped before. */
async function everywhere(context: SetupContext, { isSecretThere }: SetupFound): Promise<void> {
  const { policy, secret, telling } = context;
  if (secret.elsewhere.length === 0) return;
  await until(context, {
    cannot: `go on with the probe users of "${policy.name}"`,
    must: "every vantage must read the new secret within five minutes",
    next: `cognito-failover setup probe-users ${policy.name}`,
    limit: inSyncWithinMs,
    look: async () => {
      const behind = await secret.behind();
      if (behind.length === 0) return null;
      return `the secret is on its way to ${listed(behind)}${isSecretThere ? "" : ", where it is new"}`;
    },
  });
  telling.tell("replicated", `the secret is the same in ${listed(policy.vantages)}`);
}

/** Probes without users have nothing to lose, so that --remove waits for nobody. */
async function deleted(
  context: SetupContext,
  { wish, waits }: SetupOrder,
  { found, plan }: Work,
): Promise<Gone> {
  const leaving = plan.leave
    .filter(({ isOurs, because }) => isOurs && because !== "missing")
    .map(({ name }) => name);
  const isRemoval = wish === "remove";
  const strays: Former = {
    names: plan.strays,
    since: isRemoval ? null : (found.version?.writtenAt ?? null),
  };
  const former: Former = { names: leaving, since: isRemoval ? null : context.now() };
  const first = await deleteFormer(context, strays, waits);
  const second = await deleteFormer(context, former, waits);
  return { deleted: first.deleted + second.deleted, left: first.left + second.left };
}

function tellSpared({ telling }: SetupContext, { leave }: Plan): void {
  const spared = leave.filter(({ isOurs, because }) => !isOurs && because !== "missing");
  if (spared.length === 0) return;
  const names = spared.map(({ name }) => name);
  const told = `${listed(names)} stay in the pool, made by somebody else`;
  telling.tell("left", names.length === 1 ? told.replace(" stay ", " stays ") : told, {
    users: names,
  });
}

/** Whoever stays although a probe cannot sign it in. */
function checkKept(
  { policy: { name } }: SetupContext,
  { users }: SetupFound,
  { keep }: Plan,
): void {
  const ailing = users.filter((user) => keep.includes(user.name) && user.ailment !== null);
  if (ailing.length === 0) return;
  throw new ActionError({
    ...{ code: "Forbidden", cannot: `call the probe users of "${name}" complete` },
    must: "each must be able to sign in at both Regions",
    value: `${ailing.length} cannot`,
    next: `cognito-failover setup probe-users ${name} --repair`,
  });
}
