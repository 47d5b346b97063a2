// Whoever sends users to a Region that a majority calls unhealthy types its name. The evidence is looked at as
// `status` does it, with the order in hand, before anything is started.

import { createInterface } from "node:readline/promises";
import { observe } from "../../controller/observe.ts";
import { type Decision, decide } from "../../core/decide/decide.ts";
import { isBroken } from "../../core/decide/safety-rules.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import type { Order } from "../../core/values/order.ts";
import { between, type Instant } from "../../core/values/types.ts";
import { inWords } from "../../core/values/words.ts";
import type { Connection } from "../connection/connection.ts";
import { timeOf } from "../connection/world-time.ts";

export interface TypedName {
  readonly policy: Policy;
  readonly order: Order;
  /** What `--yes` was given; undefined without it. */
  readonly yes: string | undefined;
}

/** Resolves with what deciding says of the order, when nobody's word is missing for it. */
export async function confirmTarget(
  connection: Connection,
  { policy, order, yes }: TypedName,
): Promise<Decision> {
  const aimedAt = order.move === "failOver" ? policy.secondary : policy.primary;
  if (yes !== undefined && yes !== aimedAt) throw otherRegion(policy, order, { yes, aimedAt });
  const now = await timeOf(connection, policy.name);
  const { state, observation } = await observe(connection.services, policy, now);
  const probeEvery = connection.config.cadence.probe;
  const decision = decide(state, { now, observation, policy, probeEvery, order });
  const danger = dangerOf(decision, order, now);
  if (danger === null) return decision;
  const { target, says } = danger;
  const typed = yes ?? (await ask(`${says}\nType the name of the Region to move users there: `));
  if (typed === target) return decision;
  const verb = order.move === "failOver" ? "failover" : "failback";
  throw new ActionError({
    code: "Forbidden",
    cannot: `start the ${verb} of "${policy.name}"`,
    must: `${says} Its name must be typed, or given with --yes`,
    value: typed ?? undefined,
    next: `cognito-failover why ${policy.name}`,
  });
}

function otherRegion(
  policy: Policy,
  { move }: Order,
  { yes, aimedAt }: { readonly yes: string; readonly aimedAt: string },
): ActionError {
  const verb = move === "failOver" ? "failover" : "failback";
  return new ActionError({
    code: "InvalidInput",
    cannot: `start the ${verb} of "${policy.name}"`,
    must: `--yes must name the Region that users are moved to, ${aimedAt}`,
    value: yes,
    next: `cognito-failover status ${policy.name}`,
  });
}

/** Null where the target is not known to fail, and where the order as it is would be refused for it anyway. */
function dangerOf(
  { assessment: { primary, secondary }, rules }: Decision,
  order: Order,
  now: Instant,
): { readonly target: string; readonly says: string } | null {
  const { region, verdict } = order.move === "failOver" ? secondary : primary;
  if (verdict.kind !== "unhealthy" || isBroken(rules, "targetNotHealthy")) return null;
  const voters = verdict.votes.filter(({ kind }) => kind === "unhealthy").length;
  const lasted = inWords(between(verdict.since, now));
  const says = `${voters} of ${verdict.votes.length} vantages have seen sign-in fail in ${region} for ${lasted}.`;
  return { target: region, says };
}

/** Null where nobody can be asked. */
async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}
