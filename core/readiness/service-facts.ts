// What do the services say on which a Region's sign-in hangs: keys, mails, SMS, triggers, the firewall?

import type { Instant, Region } from "../values/types.ts";
import type { VariableOfPrimary } from "./variables-of-primary.ts";

export interface KeyFacts {
  readonly arn: string;
  /** Of all keys of a family the same: "mrk-1234". */
  readonly id: string;
  readonly isMultiRegion: boolean;
  /** "Enabled", "PendingDeletion" */
  readonly state: string;
  readonly deletedAt: Instant | null;
  /** Of the family's own primary key, which may be in any Region. */
  readonly primaryArn: string;
  /** The text of its own policy. */
  readonly policy: string;
}

export interface KeyRotation {
  readonly isOn: boolean;
  /** False for material of the customer's own, which only the customer can replace. */
  readonly canBeOn: boolean;
}

/** An identity of SES and the account around it, in the identity's Region. */
export interface SenderFacts {
  readonly region: Region;
  /** "customers.example" */
  readonly identity: string;
  /** False where SES knows no such identity. */
  readonly isVerified: boolean;
  /** False in the sandbox, from which only known addresses hear. */
  readonly isProduction: boolean;
  /** False while SES has paused the account. */
  readonly isSending: boolean;
  /** Mails that it may send in 24 hours; -1 for as many as it likes. */
  readonly perDay: number;
  /** And has sent in the last 24. */
  readonly sentLastDay: number;
}

export interface SmsFacts {
  readonly region: Region;
  readonly isInSandbox: boolean;
  /** Dollars a month; null where nobody set any. */
  readonly spendLimit: number | null;
  /** Numbers and sender ids that messages come from, with the countries they serve. */
  readonly originations: readonly { readonly number: string; readonly country: string }[];
}

/** The function of one trigger. */
export interface TriggerFunction {
  /** "PreTokenGeneration" */
  readonly trigger: string;
  readonly arn: string;
  /** "Active" */
  readonly state: string;
  /** "Successful" */
  readonly lastUpdate: string;
  readonly runtime: string;
  readonly codeHash: string;
  /** Executions that are kept for it; null where none are. */
  readonly reserved: number | null;
  /** Who may invoke it; null where it has no such policy. */
  readonly policy: string | null;
  /** By name: no value travels. */
  readonly ofPrimary: readonly VariableOfPrimary[];
}

export interface WebAclFacts {
  readonly name: string;
  readonly arn: string;
  /** "Allow" or "Block". */
  readonly otherwise: string;
  /** In order of their priority. */
  readonly rules: readonly WebAclRule[];
}

export interface WebAclRule {
  readonly name: string;
  /** What it does to whom, without what is a Region's own (web-acl.ts). */
  readonly effect: string;
}

/** Requests a second that Cognito lets through in one Region, of one category of operations. */
export interface CategoryLimit {
  /** "UserAuthentication" */
  readonly category: string;
  readonly perSecond: number;
}

/** The busiest minute of a category in one Region. */
export interface CategoryPeak {
  readonly category: string;
  /** Requests a second, the mean of that minute. */
  readonly perSecond: number;
  readonly at: Instant;
}

/** An interface endpoint of the customer's for Cognito in one Region. */
export interface PrivateEndpoint {
  readonly id: string;
  /** "available" */
  readonly state: string;
  readonly hasPrivateDns: boolean;
}
