// What about the Region that a move leads to forbids it: that its replica does not sign users in, or that it is not
// healthy. A majority that looked lately may prove the contrary.

import { between } from "../values/types.ts";
import { inWords } from "../values/words.ts";
import { isHeard } from "./heard-lately.ts";
import { isProved, type SafetyRule } from "./safety-rule.ts";

export const targetRules = [
  {
    name: "replicaNotActive",
    binds: "everyone",
    overridable: false,
    about: "failOver",
    forbids: ({ to, tick: { observation } }) => {
      const { replica } = observation;
      if (replica.kind === "undetermined" || replica.status === "ACTIVE") return null;
      return `the replica in ${to.region} must be ACTIVE and is ${replica.status}`;
    },
    mend: () => ["replica=ACTIVE"],
  },
  {
    name: "replicaUnknown",
    binds: "everyone",
    overridable: true,
    endangers: true,
    about: "failOver",
    forbids: ({ to, state, tick }) => {
      const { replica } = tick.observation;
      if (replica.kind === "known") return null;
      const last = state.replica;
      const unread = `the replica's status in ${to.region} could not be read (${replica.because})`;
      if (last !== null && last.status !== "ACTIVE") {
        const ago = inWords(between(last.at, tick.now));
        return `${unread}; ${ago} ago it was ${last.status}, and only an ACTIVE one signs users in`;
      }
      if (to.verdict.kind === "healthy" && isHeard(to.region, tick)) return null;
      const known =
        last === null
          ? "it never was read"
          : `${inWords(between(last.at, tick.now))} ago it was ACTIVE`;
      return `${unread}; ${known}, and no majority signs in there now`;
    },
    mend: () => ["replica=ACTIVE"],
  },
  {
    name: "targetNotHealthy",
    binds: "everyone",
    overridable: true,
    endangers: true,
    forbids: ({ to, tick, ...known }) => {
      if (isProved({ ...known, to }) && isHeard(to.region, tick)) return null;
      switch (to.verdict.kind) {
        case "healthy":
          return to.health.name === "up" ? null : `${to.region} ${notSteady(to.health.name)}`;
        case "unhealthy":
          return `${to.region} fails right now`;
        case "undetermined":
          return `whether ${to.region} is healthy could not be told: ${to.verdict.because}`;
      }
    },
    mend: ({ to }) => [`region:${to.region}=well`],
  },
] as const satisfies readonly SafetyRule[];

function notSteady(health: string): string {
  return health === "recovering" ? "answers again, but not yet for long enough" : `is ${health}`;
}
