// Which classes of failure are there, and may each count as evidence that a Region is unhealthy? Which failure is of which
// class is failure-table.ts, and classify-failure.ts reads it.

export type FailureClass =
  | "unreachable"
  | "serverError"
  | "slow"
  | "wrongAnswer"
  | "throttled"
  | "replicaOff"
  | "trigger"
  | "blocked"
  | "key"
  | "refused"
  | "credentials"
  | "observer";

/**
 * When a failure of a class is evidence against the Region it happened in. What votes on a condition votes while the
 * other Region is clean as well; the conditions are core/diagnose/conditional-votes.ts.
 */
export type Voting = "always" | "whileOtherRegionIsClean" | "onCondition" | "never";

export interface ClassFacts {
  readonly voting: Voting;
  /** Completes "the probe failed as …". */
  readonly because: string;
  /** What could make all vantages meet it at once although users can sign in; null where nothing is known to. */
  readonly sharedCause: string | null;
}

export const failureClasses: Readonly<Record<FailureClass, ClassFacts>> = {
  unreachable: {
    voting: "always",
    because: "the Region could not be reached",
    sharedCause: "the way there: it counts only while some vantage does not get through",
  },
  serverError: {
    voting: "always",
    because: "the Region answered with an error of its own",
    sharedCause: null,
  },
  slow: {
    voting: "always",
    because: "the answer took longer than the latency budget",
    sharedCause: "a latency budget that is too short: the wait and the other Region's answers tell",
  },
  wrongAnswer: {
    voting: "always",
    because: "the answer was wrong: token, issuer or signature",
    sharedCause: null,
  },
  throttled: {
    voting: "onCondition",
    because: "a quota was exceeded, which would follow the traffic",
    sharedCause: "a used-up quota of the account",
  },
  replicaOff: {
    voting: "never",
    because: "the replica does not accept sign-in",
    sharedCause: "the replica was switched off",
  },
  trigger: {
    voting: "whileOtherRegionIsClean",
    because: "a Lambda trigger of the pool failed",
    sharedCause: null,
  },
  blocked: {
    voting: "onCondition",
    because: "a web ACL blocked the request",
    sharedCause: "a rule against the addresses that all vantages have, a cloud's",
  },
  key: {
    voting: "whileOtherRegionIsClean",
    because: "the pool's KMS key could not be used",
    sharedCause: null,
  },
  refused: {
    voting: "onCondition",
    because: "a password, a client's secret or a session was refused",
    sharedCause: "credentials that somebody changed, until the change has replicated",
  },
  credentials: {
    voting: "never",
    because: "the probe user or the client is not set up correctly",
    sharedCause: "a probe user that somebody locked, disabled or changed",
  },
  observer: {
    voting: "never",
    because: "the vantage itself could not judge",
    sharedCause: "a deployment of the probes",
  },
};

/** Whether a user, a client or a session of ours was turned away. */
export function isTurnedAway(name: FailureClass): boolean {
  return name === "refused" || name === "credentials";
}

/** Those that vote on a condition. */
export const conditionalClasses = (Object.keys(failureClasses) as readonly FailureClass[]).filter(
  (name) => failureClasses[name].voting === "onCondition",
);
