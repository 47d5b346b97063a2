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
  | "credentials"
  | "observer";

/** When a failure of a class is evidence against the Region it happened in. */
export type Voting = "always" | "whileOtherRegionIsClean" | "never";

export interface ClassFacts {
  readonly voting: Voting;
  /** Completes "the probe failed as …". */
  readonly because: string;
}

export const failureClasses: Readonly<Record<FailureClass, ClassFacts>> = {
  unreachable: { voting: "always", because: "the Region could not be reached" },
  serverError: { voting: "always", because: "the Region answered with an error of its own" },
  slow: { voting: "always", because: "the answer took longer than the latency budget" },
  wrongAnswer: { voting: "always", because: "the answer was wrong: token, issuer or signature" },
  throttled: { voting: "never", because: "a quota was exceeded, which would follow the traffic" },
  replicaOff: { voting: "never", because: "the replica does not accept sign-in" },
  trigger: { voting: "whileOtherRegionIsClean", because: "a Lambda trigger of the pool failed" },
  blocked: { voting: "whileOtherRegionIsClean", because: "a web ACL blocked the request" },
  key: { voting: "whileOtherRegionIsClean", because: "the pool's KMS key could not be used" },
  credentials: { voting: "never", because: "the probe user or the client is not set up correctly" },
  observer: { voting: "never", because: "the vantage itself could not judge" },
};
