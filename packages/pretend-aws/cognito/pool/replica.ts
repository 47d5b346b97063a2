// A pool in one Region. The primary is written to; what it writes reaches the secondary after the
// lag, in order. Nothing that a secondary writes leaves it.

import type {
  LogConfigurationType,
  ReplicaRoleType,
  ReplicaStatusType,
  UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import { Logins } from "../oauth/login-sessions.ts";
import type { BlockRule } from "../quotas/web-acl.ts";
import { SignInAttempts } from "../sign-in/attempts.ts";
import { Challenges } from "../sign-in/challenges.ts";
import { copyOf, type Directory, type RegionalSettings } from "../users/directory.ts";

/** KMS's own names, as DescribeKey shows them. */
export type KeyState = "Enabled" | "Disabled" | "PendingDeletion";

/** As threat protection grades a sign-in. */
export type RiskLevel = "LOW" | "MEDIUM" | "HIGH";

/** Where the messages of threat protection come from. */
export interface NoticeSender {
  readonly SourceArn?: string;
  readonly From?: string;
}

export type DeliveryFailures = Pick<
  UserPoolType,
  "EmailConfigurationFailure" | "SmsConfigurationFailure"
>;

export type Change = (directory: Directory) => void;

export interface Replication {
  readonly clock: Clock;
  /** How far a secondary is behind, in pretend milliseconds. */
  lagMs: number;
}

interface Arriving {
  readonly writtenAt: number;
  readonly change: Change;
}

export class Replica {
  readonly region: string;
  readonly arn: string;
  readonly role: ReplicaRoleType;
  status: ReplicaStatusType;
  regional: RegionalSettings;
  /** Why its messages do not go out, as DescribeUserPool says it. */
  deliveryFailures: DeliveryFailures = {};
  /** Where its logs go. */
  logs: readonly LogConfigurationType[] = [];
  /** By client id, and "ALL" for every client without one. */
  readonly noticeSenders = new Map<string, NoticeSender>();
  /** What the Region's web ACL blocks; null without one. */
  webAcl: BlockRule | null = null;
  /** How risky threat protection finds each sign-in; null: it sees nothing. */
  riskLevel: RiskLevel | null = null;
  /** Of the customer's key in this Region. */
  keyState: KeyState = "Enabled";
  readonly attempts: SignInAttempts;
  readonly challenges: Challenges;
  /** Authorization codes and browsers of managed login, known to this Region alone. */
  readonly logins: Logins;
  readonly #replication: Replication;
  readonly #directory: Directory;
  #arriving: Arriving[] = [];

  constructor(
    identity: Pick<Replica, "region" | "arn" | "role" | "status" | "regional">,
    directory: Directory,
    replication: Replication,
  ) {
    this.region = identity.region;
    this.arn = identity.arn;
    this.role = identity.role;
    this.status = identity.status;
    this.regional = identity.regional;
    this.attempts = new SignInAttempts(replication.clock);
    this.challenges = new Challenges(replication.clock);
    this.logins = new Logins(replication.clock);
    this.#replication = replication;
    this.#directory = directory;
  }

  /** A secondary's directory is the primary's as it was `lagMs` ago, plus its own writes. */
  get directory(): Directory {
    this.#takeIn();
    return this.#directory;
  }

  write(change: Change): void {
    change(this.directory);
  }

  receive(change: Change): void {
    this.#arriving.push({ writtenAt: this.#replication.clock.now(), change });
    this.#takeIn();
  }

  snapshot(): Directory {
    return copyOf(this.directory);
  }

  #takeIn(): void {
    const arrived = this.#replication.clock.now() - this.#replication.lagMs;
    while (this.#arriving[0] !== undefined && this.#arriving[0].writtenAt <= arrived) {
      this.#arriving.shift()?.change(this.#directory);
    }
  }
}
