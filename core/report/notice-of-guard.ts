// What do people read when a guard had to end a practice? In goes what became of each path; out comes a notice, or null
// where there was nothing left to end. It sends nothing.

import { type Lever, leverFacts } from "../levers/lever.ts";
import { type Path, pathLabels } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { listed } from "../values/words.ts";
import { makeNotice, type Notice, type NoticeLine } from "./notice.ts";
import { occasionOf } from "./notice-id.ts";

export interface GuardedPath {
  readonly path: Path;
  readonly lever: Lever | null;
  readonly result:
    | { readonly kind: "written" | "unchanged" }
    | { readonly kind: "notOurs" | "failed"; readonly because: string };
}

interface Guarded {
  readonly executionName: string;
  readonly paths: readonly GuardedPath[];
}

export function noticeOfGuard(
  { executionName, paths }: Guarded,
  { name: pool, primary }: Pick<Policy, "name" | "primary">,
): Notice | null {
  const restored = paths.filter(({ result }) => result.kind === "written");
  const failed = paths.filter(({ result }) => result.kind === "failed");
  if (restored.length + failed.length === 0) return null;
  const back = listed(restored.map(({ path }) => pathLabels[path]));
  const by = listed(
    restored.flatMap(({ lever }) => (lever === null ? [] : leverFacts[lever].label)),
  );
  const isAll = failed.length === 0;
  const done =
    restored.length === 0
      ? `could send nothing back to ${primary}`
      : `sent ${back} back to ${primary}, by ${by}`;
  return makeNotice(
    { id: occasionOf(isAll ? "guarded" : "notGuarded", executionName), pool },
    isAll ? "a practice run was ended by its guard" : "a guard could not end a practice run",
    [
      ["What", `The guard of the practice run ${executionName} ${done}.`],
      ["Why", "Its time was over and nobody had ended it: the controller may not be able to act."],
      ...failed.map(problem),
      ["Next", `cognito-failover status ${pool}`],
    ],
  );
}

function problem({ path, result }: GuardedPath): NoticeLine {
  const because = "because" in result ? result.because : "";
  return ["Problem", `Nobody knows where ${pathLabels[path]} is: ${because}. It is tried again.`];
}
