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

/** Complete "it counts against the Region …". */
export const votingInWords: Readonly<Record<Voting, string>> = {
  always: "always",
  whileOtherRegionIsClean: "while the other Region is clean",
  onCondition: "on a condition",
  never: "never",
};

export interface ClassFacts {
  readonly voting: Voting;
  /** Completes "the probe failed as …". */
  readonly because: string;
  /** Completes "it counts once …"; null where it votes on none. */
  readonly condition: string | null;
  /** What could make all vantages meet it at once although users can sign in; null where nothing is known to. */
  readonly sharedCause: string | null;
}

export const failureClasses: Readonly<Record<FailureClass, ClassFacts>> = {
  unreachable: {
    voting: "always",
    because: "the Region could not be reached",
    condition: null,
    sharedCause: "the way there: it counts only while some vantage does not get through",
  },
  serverError: {
    voting: "always",
    because: "the Region answered with an error of its own",
    condition: null,
    sharedCause: null,
  },
  slow: {
    voting: "always",
    because: "the answer took longer than the latency budget",
    condition: null,
    sharedCause: "a latency budget that is too short: the wait and the other Region's answers tell",
  },
  wrongAnswer: {
    voting: "always",
    because: "the answer was wrong: token, issuer or signature",
    condition: null,
    sharedCause: null,
  },
  throttled: {
    voting: "onCondition",
    because: "a call was refused for its rate",
    condition:
      "half of either Region's quota is enough for all sign-ins of both, in the busiest minute of the last half hour, two minutes of the throttling among them, by AWS's own counts and by what Cognito says that it enforces",
    sharedCause: "a used-up quota of the account",
  },
  replicaOff: {
    voting: "never",
    because: "the replica does not accept sign-in",
    condition: null,
    sharedCause: "the replica was switched off",
  },
  trigger: {
    voting: "whileOtherRegionIsClean",
    because: "a Lambda trigger of the pool failed",
    condition: null,
    sharedCause: null,
  },
  blocked: {
    voting: "onCondition",
    because: "a web ACL blocked the request",
    condition: "real traffic or an alarm has said for three minutes that users fail there",
    sharedCause: "a rule against the addresses that all vantages have, a cloud's",
  },
  key: {
    voting: "whileOtherRegionIsClean",
    because: "the pool's KMS key could not be used",
    condition: null,
    sharedCause: null,
  },
  refused: {
    voting: "onCondition",
    because: "a password, a client's secret or a session was refused",
    condition:
      "most vantages are refused with two kinds of credentials that the Region took before and the other still takes, for longer than five minutes and ten times the measured lag",
    sharedCause: "credentials that somebody changed, until the change has replicated",
  },
  credentials: {
    voting: "never",
    because: "the probe user or the client is not set up correctly",
    condition: null,
    sharedCause: "a probe user that somebody locked, disabled or changed",
  },
  observer: {
    voting: "never",
    because: "the vantage itself could not judge",
    condition: null,
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
