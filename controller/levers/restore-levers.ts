// Puts back what a practice wrote, path by path and each within its own time: what hangs or fails at one keeps no other.

import type { Lever } from "../../core/levers/lever.ts";
import type { Path } from "../../core/levers/plan.ts";
import { within } from "../deadline.ts";
import type { Practised, RestoreTask } from "./lever.ts";
import { reasonOf, writeTimeoutMs } from "./move-levers.ts";
import { levers, type RestoreServices } from "./table.ts";

export interface RestoredPath {
  readonly path: Path;
  /** Null where the settings have no such path any more. */
  readonly lever: Lever | null;
  readonly result: Practised | { readonly kind: "failed"; readonly because: string };
}

export function restoreLevers(
  services: RestoreServices,
  { paths, ...task }: Omit<RestoreTask, "signal"> & { readonly paths: readonly Path[] },
): Promise<readonly RestoredPath[]> {
  return Promise.all(
    paths.map(async (path): Promise<RestoredPath> => {
      const lever = task.policy.paths[path]?.lever ?? null;
      if (lever === null) {
        const because = "the settings name no such path any more";
        return { path, lever, result: { kind: "failed", because } };
      }
      const result = within(services.place, writeTimeoutMs, (signal) =>
        levers[lever].restore(services, { ...task, signal }),
      ).catch((error: unknown) => ({ kind: "failed" as const, because: reasonOf(error) }));
      return { path, lever, result: await result };
    }),
  );
}
