// `setup probe-users`: brings a pool to the probe users that the settings ask for, renews, mends or removes
// them. It may be stopped anywhere and given again.

import { randomInt } from "node:crypto";
import { policyOf } from "../controller/policy-of.ts";
import type { Wish } from "../core/probe-users/probe-users.ts";
import { ActionError } from "../core/values/errors.ts";
import { type ConnectionOptions, connect } from "./connection/connection.ts";
import { setUp } from "./setup/set-up.ts";
import { setupContext } from "./setup/setup-context.ts";
import { telling } from "./setup/telling.ts";

export interface ProbeUsersOptions extends ConnectionOptions {
  readonly rotate?: boolean;
  readonly repair?: boolean;
  readonly remove?: boolean;
  readonly yes?: boolean;
  readonly createSecret?: boolean;
  readonly dryRun?: boolean;
  readonly wait: boolean;
}

export async function probeUsers(pool: string, options: ProbeUsersOptions): Promise<void> {
  const { config, home, place, services } = await connect(options);
  const policy = policyOf(config, pool);
  const wish = wishOf(options);
  const isDryRun = options.dryRun === true;
  if (wish === "remove" && options.yes !== true && !isDryRun) throw unconfirmed(pool);
  const teller = telling(options.json === true, process.stdout.isTTY === true);
  const context = setupContext(policy, {
    ...{ place, home, telling: teller },
    chance: (below) => randomInt(below),
  });
  const order = { wish, isDryRun, mayCreateSecret: options.createSecret === true };
  try {
    await setUp(context, { ...order, waits: options.wait }, () =>
      services.cognito.replica(policy.userPoolId, policy.secondary),
    );
  } finally {
    teller.close();
  }
}

function wishOf({ rotate, repair, remove }: ProbeUsersOptions): Wish {
  if (rotate === true) return "rotate";
  if (repair === true) return "repair";
  return remove === true ? "remove" : "complete";
}

function unconfirmed(pool: string): ActionError {
  return new ActionError({
    ...{ code: "InvalidInput", cannot: `remove the probe users of "${pool}"` },
    must: "--yes must be given, since its probes are blind without them",
    next: `cognito-failover setup probe-users ${pool} --remove --dry-run`,
  });
}
