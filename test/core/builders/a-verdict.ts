import type { Verdict, Vote } from "../../../core/detect/verdict.ts";
import { aPolicy, minutes } from "./a-policy.ts";

const votes = (vote: (vantage: Vote["vantage"]) => Vote) => aPolicy().vantages.map(vote);

export function aHealthyVerdict(): Verdict {
  return { kind: "healthy", votes: votes((vantage) => ({ kind: "healthy", vantage })) };
}

/** All vantages say so, since four minutes ago unless told otherwise. */
export function anUnhealthyVerdict(since = minutes(-4), failsNow = true): Verdict {
  return {
    kind: "unhealthy",
    since,
    reading: "dead",
    decidedBy: [],
    votes: votes((vantage) => ({ kind: "unhealthy", vantage, against: ["dead"], since, failsNow })),
  };
}

export function anUndeterminedVerdict(): Verdict {
  const because = "no result yet";
  return {
    kind: "undetermined",
    because: "0 say unhealthy and 0 say healthy, 2 of 3 must agree",
    votes: votes((vantage) => ({ kind: "undetermined", vantage, because })),
  };
}
