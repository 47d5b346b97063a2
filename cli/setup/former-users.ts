// The users that leave. A probe keeps what the secret said for a while: whoever was named there stays until
// nobody can remember it, so that no probe signs in as a user who is gone.

import { secretCachedMs } from "../../aws/secrets/secrets.ts";
import { between, type Instant, later, type Millis, millis } from "../../core/values/types.ts";
import { counted, inWords } from "../../core/values/words.ts";
import { type SetupContext, until } from "./setup-context.ts";

/** A minute for a probe that is under way, and for clocks that differ. */
const rememberedMs = millis(secretCachedMs + 60_000);

export interface Former {
  readonly names: readonly string[];
  /** Since when no vantage reads these names; null: none ever did. */
  readonly since: Instant | null;
}

export interface Gone {
  readonly deleted: number;
  /** Left to the next run. */
  readonly left: number;
}

export async function deleteFormer(
  context: SetupContext,
  former: Former,
  waits: boolean,
): Promise<Gone> {
  const { telling, users, policy } = context;
  if (former.names.length === 0) return { deleted: 0, left: 0 };
  if (remaining(context, former) > 0) {
    if (!waits) return left(context, former);
    await forgotten(context, former);
  }
  // Another run may have ended meanwhile, and may have put some of them into the secret.
  const secret = await context.secret.look();
  const named = secret.kind === "there" ? (secret.version?.value.users ?? []) : [];
  const gone = former.names.filter((name) => named.every(({ username }) => username !== name));
  const began = context.now();
  for (const [index, name] of gone.entries()) {
    await users.remove(name);
    const told = `${index + 1} of ${gone.length} users are deleted`;
    telling.waiting(told, between(began, context.now()));
  }
  telling.tell("deleted", `deleted ${counted(gone.length, "user")} in ${policy.primary}`, {
    users: gone,
  });
  return { deleted: gone.length, left: 0 };
}

function left(context: SetupContext, former: Former): Gone {
  const { names } = former;
  const still = inWords(remaining(context, former));
  const told = `${counted(names.length, "former user")} may be remembered for ${still}, and the next run after that deletes them`;
  context.telling.tell("left", told, { users: names });
  return { deleted: 0, left: names.length };
}

async function forgotten(context: SetupContext, former: Former): Promise<void> {
  await until(context, {
    cannot: "delete the former probe users",
    must: "no probe may remember them",
    next: `cognito-failover setup probe-users ${context.policy.name}`,
    limit: millis(rememberedMs * 2),
    look: async () => {
      const still = remaining(context, former);
      if (still === 0) return null;
      return `probes may remember the ${counted(former.names.length, "former user")} for ${inWords(still)}; it is safe to stop, the next run deletes them`;
    },
  });
}

/** A pretend world's clock may be far ahead of this one's: never more than the whole. */
function remaining({ now }: SetupContext, { since }: Former): Millis {
  if (since === null) return millis(0);
  return millis(Math.min(rememberedMs, between(now(), later(since, rememberedMs))));
}
