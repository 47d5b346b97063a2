// What is there of our own deployment, and does it do what it is for?

import type { Lever } from "../levers/lever.ts";
import type { RungRecord } from "../state/practice-run.ts";
import type { Instant, Region } from "../values/types.ts";

/** A part as the deployment made it, or should have. */
export interface DeployedPart {
  readonly region: Region;
  /** As AWS calls it. */
  readonly name: string;
  /** In AWS's word, "Active", "ENABLED"; null where there is no such part. */
  readonly state: string | null;
}

export interface DeployedAlarm extends DeployedPart {
  /** Whether it tells anybody when it rings. */
  readonly isHeard: boolean;
}

/** What IAM's simulation says of one call of a move. */
export interface SimulatedCall {
  /** "s3:PutObject" */
  readonly action: string;
  readonly resource: string;
  readonly role: string;
  /** "allowed", "implicitDeny", "explicitDeny" */
  readonly decision: string;
}

/** A permission that a resource's own policy has a say in, tried. */
export interface TriedCall {
  /** "read the beacon's neighbour in s3://bucket" */
  readonly what: string;
  /** In a clause; null where it was done. */
  readonly problem: string | null;
}

export interface LeverTrouble {
  readonly lever: Lever;
  readonly says: string;
  readonly next: string;
  readonly isFatal: boolean;
}

/** Settings are told apart by their hash. */
export interface SettingsCompared {
  readonly deployed: string;
  readonly here: string;
}

export interface Recipient {
  readonly region: Region;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** How the newest sign-in of a probe went at one Region, from one vantage. */
export interface ProbeSignIn {
  readonly vantage: Region;
  readonly target: Region;
  readonly at: Instant;
  /** In a clause; null where it succeeded. */
  readonly problem: string | null;
}

/** A probe user, by its place in the secret: no name travels. */
export interface ProbeUserSeen {
  readonly index: number;
  readonly lastSignedInAt: Instant | null;
}

export type RungPassed = Pick<RungRecord, "rung" | "outcome" | "because" | "passedAt">;
