// Is it what lies in front of both Regions that fails: DNS, the domain's certificate, a CDN, the way there? In go what
// was found and the tallies of both Regions; out comes a clause, or null. It blames no Region.

import type { Statistic } from "../detect/statistic.ts";
import { sum } from "../detect/tally.ts";
import { isUnhealthy, type Standpoint } from "./diagnosis-row.ts";
import type { Finding } from "./finding.ts";

/** Of the failures, the share that got no answer. */
const unansweredShare = 0.9;

export interface EdgeInput {
  readonly found: readonly Finding[];
  /** Of the vantages that may be heard. */
  readonly statistics: readonly Statistic[];
  readonly sides: readonly Standpoint[];
}

export function edgeTrouble({ found, statistics, sides }: EdgeInput): string | null {
  const domain = found.find(isOfTheEdge);
  if (domain !== undefined) return domain.says;
  const isAll = sides.every((side) => isUnhealthy(side) && isUnanswered(side, statistics));
  return isAll
    ? "neither can be reached from most vantages, and it is likelier what they share than both at once"
    : null;
}

/** A finding that is told by this diagnosis, and not once more by itself. */
export function isOfTheEdge({ name }: Pick<Finding, "name">): boolean {
  return name === "customDomainTrouble";
}

function isUnanswered({ region }: Standpoint, statistics: readonly Statistic[]): boolean {
  const own = statistics.filter(({ target }) => target === region);
  const { here, unreachable } = sum(own.map(({ lately }) => lately));
  return here > 0 && unreachable >= unansweredShare * here;
}
