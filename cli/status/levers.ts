// Where each lever stands as its readers see it, and not from memory: one may have been moved by hand. What cannot
// be read says why, and hides nothing else.

import { levers } from "../../controller/levers/table.ts";
import { plan } from "../../core/levers/plan.ts";
import type { LeverNow } from "../../core/report/users-meet.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { Instant } from "../../core/values/types.ts";
import type { Connection } from "../connection/connection.ts";

export async function readLevers(
  services: Connection["services"],
  policy: Policy,
  now: Instant,
): Promise<readonly LeverNow[]> {
  return Promise.all(
    plan("failOver", policy).map(({ path, lever }) =>
      levers[lever].read(services, policy, now).then(
        (reading): LeverNow => ({ path, reading, unread: null }),
        (error): LeverNow => ({ path, reading: null, unread: nameOf(error) }),
      ),
    ),
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "no answer";
}
