// Are the users of a practice run back? Its levers are read as their readers see them. What somebody else moved since
// is theirs: it is not waited for.

import { stepsOn } from "../../core/levers/plan.ts";
import type { RunInHand } from "../../core/practice/run-in-hand.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { type Instant, millis } from "../../core/values/types.ts";
import { within } from "../deadline.ts";
import { levers, type ReadServices } from "../levers/table.ts";
import type { Services } from "../services.ts";

const readTimeoutMs = millis(12_000);

interface Task {
  readonly run: RunInHand;
  readonly policy: Policy;
  readonly now: Instant;
}

/** Not before every lever was seen to stand at the primary; one that cannot be read was not. */
export async function areBack(
  services: ReadServices & Pick<Services, "place">,
  { run, policy, now }: Task,
): Promise<boolean> {
  const stands = await Promise.all(
    stepsOn(run.paths, policy).map(({ lever }) =>
      within(services.place, readTimeoutMs, async () => {
        const reading = await levers[lever].read(services, policy, now);
        return reading?.stands ?? null;
      }).catch(() => null),
    ),
  );
  return stands.every((where) => where === policy.primary);
}
