// What does Cognito say of the user pool? In each of both Regions, in the words of its API.

import type { Instant, Region } from "../values/types.ts";

/** One line of ListUserPoolReplicas. */
export interface ReplicaListed {
  readonly region: Region;
  /** "ACTIVE" */
  readonly status: string;
  /** "PRIMARY" or "SECONDARY". */
  readonly role: string;
}

/** What DescribeUserPool answers in one Region. */
export interface UserPoolFacts {
  /** Of this Region: a secondary's differs in its Region from the id's beginning. */
  readonly arn: string;
  /** "ESSENTIALS" */
  readonly plan: string;
  /** Null for a key of AWS's own. */
  readonly keyArn: string | null;
  /** "UPDATED" */
  readonly issuer: string;
  /** MfaConfiguration. */
  readonly mfa: string;
  readonly email: EmailSetting;
  /** Null where the pool sends no SMS. */
  readonly sms: SmsSetting | null;
  readonly triggers: readonly TriggerSetting[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface EmailSetting {
  /** "DEVELOPER" for Amazon SES, "COGNITO_DEFAULT" for Cognito's own mails. */
  readonly sendsBy: string;
  /** Of the identity in SES; its Region may be another than the pool's. */
  readonly identityArn: string | null;
  readonly from: string | null;
  readonly replyTo: string | null;
}

export interface SmsSetting {
  /** The role by which Cognito sends. */
  readonly callerArn: string;
  /** Where SNS sends from. */
  readonly region: Region;
}

export interface TriggerSetting {
  /** "PreTokenGeneration" */
  readonly name: string;
  readonly arn: string;
  /** Of the event, "V2_0"; null where there is only one. */
  readonly version: string | null;
}

/** What may be asked of a user besides the password, or instead of it. */
export interface SignInFactors {
  /** MfaConfiguration: "ON" demands a second factor of everybody. */
  readonly mfa: string;
  readonly hasTotp: boolean;
  /** Whether codes of a sign-in, first factor or second, go by it. */
  readonly hasSmsCodes: boolean;
  readonly hasEmailCodes: boolean;
  readonly hasPasskeys: boolean;
}

/** The custom domain as one Region describes it. */
export interface DomainFacts {
  readonly userPoolId: string;
  readonly status: string;
  readonly certificateArn: string | null;
  /** Both of Routing.Failover; null without one. */
  readonly healthCheckId: string | null;
  readonly secondary: string | null;
  /** 1 for the classic hosted UI, 2 for managed login. */
  readonly brandingVersion: number;
  /** Whether the app client has a style; null where the version needs none. */
  readonly hasStyle: boolean | null;
}

export interface CertificateFacts {
  readonly arn: string;
  /** "ISSUED" */
  readonly status: string;
  readonly names: readonly string[];
  /** When it ends; null while it was never issued. */
  readonly endsAt: Instant | null;
  /** Whether ACM renews it: "ELIGIBLE" or "INELIGIBLE". */
  readonly renewal: string;
}

export interface HealthCheckFacts {
  readonly id: string;
  readonly type: string;
  /** "https://bucket.s3.us-east-1.amazonaws.com:443/key" */
  readonly asks: string;
  readonly looksFor: string | null;
  readonly isInverted: boolean;
  readonly isDisabled: boolean;
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
}

/** What keeps threat protection from telling users in one Region; null where nothing is told. */
export interface ThreatMail {
  readonly identityArn: string;
  readonly from: string | null;
}

export interface LogExport {
  /** "userAuthEvents" */
  readonly source: string;
  /** "INFO" */
  readonly level: string;
  readonly to: "CloudWatch Logs" | "S3" | "Firehose";
}
