// Who reads what the pool issues, and who are its people? Found by jobs with limits of their own, so that each fact
// may be older than the check.

import type { Instant, Region } from "../values/types.ts";

/** What an issuer's documents were like, asked from one vantage. */
export interface IssuerSeen {
  readonly vantage: Region;
  /** The Region whose documents they are. */
  readonly target: Region;
  /** In a clause; null where all was well. */
  readonly problem: string | null;
}

/** A rule of a load balancer that signs users in with the pool. */
export interface LoadBalancerSignIn {
  readonly region: Region;
  /** Of a rule, or of a listener that does so by default. */
  readonly arn: string;
  readonly isRule: boolean;
}

/** An authorizer of API Gateway that trusts the pool. */
export interface ApiAuthorizer {
  readonly region: Region;
  readonly apiId: string;
  readonly authorizerId: string;
  /** The issuer that it expects; null for one of a REST API, which names the pool. */
  readonly issuer: string | null;
}

/** An identity pool that trusts the pool. */
export interface IdentityPoolFacts {
  readonly region: Region;
  readonly id: string;
  readonly name: string;
}

/** A share of active users, 0 to 1, and how far off it may be: x ± y. */
export interface MeasuredShare {
  readonly share: number;
  readonly plusMinus: number;
}

/** How many users could not sign in over there, and why. */
export interface Coverage {
  readonly at: Instant;
  /** Users that were looked at. */
  readonly sampled: number;
  /** Can sign in at the secondary. */
  readonly canSignIn: MeasuredShare;
  readonly withTotp: MeasuredShare;
  /** Null where nobody can tell. */
  readonly withPasskeys: MeasuredShare | null;
  readonly mustChangePassword: MeasuredShare;
  /** Of a day's active users, those whom an identity provider sent for the first time; null where nobody counted. */
  readonly firstFederated: MeasuredShare | null;
}
