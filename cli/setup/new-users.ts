// New probe users, from nothing to a sign-in at both Regions. Until the secret names them nobody else knows
// their passwords, so that nothing can go wrong for the probes here.

import type { ClientFound } from "../../aws/cognito/probe-pool.ts";
import type { ProbeCredentials } from "../../core/probe-users/probe-secret.ts";
import { newAttributes, newName, newPassword } from "../../core/probe-users/probe-user.ts";
import {
  type ProbeUserProblem,
  probeUserProblems,
} from "../../core/probe-users/probe-user-problem.ts";
import { ActionError } from "../../core/values/errors.ts";
import { between, millis, type Region } from "../../core/values/types.ts";
import { counted } from "../../core/values/words.ts";
import type { SetupFound } from "./look.ts";
import { type SetupContext, until } from "./setup-context.ts";

/** Replication is a matter of seconds; no figure is published. */
const visibleWithinMs = millis(5 * 60_000);

/** Fewer than lock a user out. */
const signInAttempts = 3;
const betweenAttemptsMs = millis(5_000);
const NAMES_TRIED = 3;

/** Visible in the secondary, and signed in at both Regions. */
export async function newUsers(
  context: SetupContext,
  found: SetupFound,
  count: number,
): Promise<readonly ProbeCredentials[]> {
  if (count === 0) return [];
  const began = context.now();
  const made: ProbeCredentials[] = [];
  while (made.length < count) {
    made.push(await newUser(context, found));
    const told = `${made.length} of ${count} users are made`;
    context.telling.waiting(told, between(began, context.now()));
  }
  const names = made.map(({ username }) => username);
  const { primary, secondary } = context.policy;
  context.telling.tell("made", `made ${counted(count, "user")} in ${primary}`, { users: names });
  await visible(context, names);
  context.telling.tell("visible", `${counted(count, "user")} arrived in ${secondary}`);
  await proved(context, made, found.client);
  return made;
}

async function newUser(context: SetupContext, { pool }: SetupFound): Promise<ProbeCredentials> {
  const { users, start, chance } = context;
  for (let tried = 0; tried < NAMES_TRIED; tried++) {
    const username = newName(start, pool.signInNames, chance);
    const password = newPassword(pool.minimumLength, chance);
    const temporary = newPassword(pool.minimumLength, chance);
    const attributes = newAttributes(pool.required, username, chance);
    if (!(await users.create({ username, password: temporary }, attributes))) continue;
    await users.setPassword({ username, password });
    return { username, password };
  }
  throw new ActionError({
    ...{ code: "Forbidden", cannot: `make a probe user for "${context.policy.name}"` },
    must: `one of ${NAMES_TRIED} random names, addresses and numbers must be free`,
    next: `aws cognito-idp list-users --region ${context.policy.primary} --user-pool-id ${context.policy.userPoolId}`,
  });
}

/** A new user is CONFIRMED by its password, so that seeing the one is seeing the other. */
async function visible(context: SetupContext, names: readonly string[]): Promise<void> {
  const { secondary, name } = context.policy;
  const awaited = new Set(names);
  await until(context, {
    cannot: `go on with the probe users of "${name}"`,
    must: `all new users must arrive in ${secondary} within five minutes`,
    next: `cognito-failover setup probe-users ${name}`,
    limit: visibleWithinMs,
    look: async () => {
      for (const username of awaited) {
        if ((await context.users.ailmentIn(secondary, username)) === null) awaited.delete(username);
        else break;
      }
      if (awaited.size === 0) return null;
      return `${names.length - awaited.size} of ${names.length} users are in ${secondary}`;
    },
  });
}

async function proved(
  context: SetupContext,
  made: readonly ProbeCredentials[],
  client: ClientFound,
): Promise<void> {
  const { primary, secondary, name } = context.policy;
  if (client.flow === null) {
    const told = "no sign-in was tried: the app client allows no flow with a password";
    context.telling.tell("proved", told, { signedIn: 0 });
    return;
  }
  const began = context.now();
  for (const [index, user] of made.entries()) {
    for (const region of [primary, secondary]) {
      const ailment = await signInOf(context, { user, region, client });
      if (ailment !== null) throw unproved(name, { user, region, ailment });
    }
    const told = `${index + 1} of ${made.length} users signed in at both Regions`;
    context.telling.waiting(told, between(began, context.now()));
  }
  const told = `${counted(made.length, "user")} signed in at ${primary} and at ${secondary}`;
  context.telling.tell("proved", told, { signedIn: made.length });
}

interface SignInTrial {
  readonly user: ProbeCredentials;
  readonly region: Region;
  readonly client: ClientFound;
}

/** Again after a while: that a user is there does not promise that all of it is. */
async function signInOf(
  { users, wait }: SetupContext,
  { user, region, client }: SignInTrial,
): Promise<ProbeUserProblem | null> {
  for (let tries = 1; ; tries++) {
    const ailment = await users.signIn(region, user, client);
    if (ailment === null || tries === signInAttempts) return ailment;
    await wait(betweenAttemptsMs);
  }
}

function unproved(
  pool: string,
  { user, region, ailment }: Omit<SignInTrial, "client"> & { readonly ailment: ProbeUserProblem },
): ActionError {
  return new ActionError({
    ...{ code: "Forbidden", cannot: `use the new probe users of "${pool}"` },
    must: `each must sign in at ${region} before the secret names it`,
    value: `${user.username} ${probeUserProblems[ailment]}`,
    next: `docs/deploy.md#${ailment === "suspected" ? "a-pool-with-threat-protection" : "the-probe-users"}`,
  });
}
