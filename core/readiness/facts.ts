// Everything that a check reads, by name. Each is gathered by one adapter; what stands in both Regions is two facts,
// side by side. Null stands for "there is none", which is known.

import type {
  ApiAuthorizer,
  Coverage,
  IdentityPoolFacts,
  IssuerSeen,
  LoadBalancerSignIn,
} from "./consumer-facts.ts";
import type {
  DeployedAlarm,
  DeployedPart,
  LeverTrouble,
  ProbeSignIn,
  ProbeUserSeen,
  Recipient,
  RungPassed,
  SettingsCompared,
  SimulatedCall,
  TriedCall,
} from "./deployment-facts.ts";
import type { Fact } from "./fact.ts";
import type {
  CertificateFacts,
  DomainFacts,
  HealthCheckFacts,
  LogExport,
  ReplicaListed,
  SignInFactors,
  ThreatMail,
  UserPoolFacts,
} from "./pool-facts.ts";
import type {
  CategoryLimit,
  CategoryPeak,
  KeyFacts,
  KeyRotation,
  PrivateEndpoint,
  SenderFacts,
  SmsFacts,
  TriggerFunction,
  WebAclFacts,
} from "./service-facts.ts";

/** What there is in each of both Regions. */
interface InOneRegion {
  readonly pool: UserPoolFacts;
  readonly key: KeyFacts | null;
  readonly domain: DomainFacts | null;
  /** Null where the pool sends no mails through SES. */
  readonly sender: SenderFacts | null;
  readonly sms: SmsFacts | null;
  readonly triggers: readonly TriggerFunction[];
  readonly webAcl: WebAclFacts | null;
  readonly threatMail: ThreatMail | null;
  readonly logExports: readonly LogExport[];
  readonly limits: readonly CategoryLimit[];
  readonly peaks: readonly CategoryPeak[];
  readonly privateEndpoints: readonly PrivateEndpoint[];
  /** Ids of the app client's secrets. */
  readonly secretIds: readonly string[];
}

type InBoth = {
  readonly [Name in keyof InOneRegion as
    | `${Name}InPrimary`
    | `${Name}InSecondary`]: InOneRegion[Name];
};

export interface FactValues extends InBoth {
  readonly replicas: readonly ReplicaListed[];
  readonly factors: SignInFactors;
  readonly keyRotation: KeyRotation | null;
  readonly certificate: CertificateFacts | null;
  /** The one that the settings name, or that the domain follows. */
  readonly healthCheck: HealthCheckFacts | null;
  readonly issuerDocuments: readonly IssuerSeen[];
  readonly loadBalancers: readonly LoadBalancerSignIn[];
  readonly restAuthorizers: readonly ApiAuthorizer[];
  readonly jwtAuthorizers: readonly ApiAuthorizer[];
  readonly identityPools: readonly IdentityPoolFacts[];
  readonly coverage: Coverage;
  readonly leverTroubles: readonly LeverTrouble[];
  /** AcceleratedRecoveryStatus of the zone of the records, "ENABLED"; null where the pool has no records. */
  readonly acceleratedRecovery: string | null;
  /** Of the categories that AWS does not raise on request. */
  readonly fixedLimitsInSecondary: readonly CategoryLimit[];
  readonly probeSignIns: readonly ProbeSignIn[];
  readonly probeUsers: readonly ProbeUserSeen[];
  readonly deployedLambdas: readonly DeployedPart[];
  readonly deployedSchedules: readonly DeployedPart[];
  readonly deployedMachines: readonly DeployedPart[];
  readonly deployedAlarms: readonly DeployedAlarm[];
  readonly simulatedCalls: readonly SimulatedCall[];
  readonly triedCalls: readonly TriedCall[];
  readonly settingsCompared: SettingsCompared;
  readonly recipients: readonly Recipient[];
  readonly practised: readonly RungPassed[];
}

export type FactName = keyof FactValues;

export type ReadinessFacts = { readonly [Name in FactName]: Fact<FactValues[Name]> };

/** Those that a check gathers. What rests on any other is not asked: it would be unknown for ever. */
export const gatheredFacts = [
  ...(["replicas", "factors", "poolInPrimary", "poolInSecondary"] as const),
  ...(["secretIdsInPrimary", "secretIdsInSecondary"] as const),
  ...(["keyInPrimary", "keyInSecondary", "keyRotation"] as const),
  ...(["triggersInPrimary", "triggersInSecondary"] as const),
  ...(["domainInPrimary", "domainInSecondary", "certificate", "healthCheck"] as const),
  ...(["senderInPrimary", "senderInSecondary", "smsInPrimary", "smsInSecondary"] as const),
  ...(["webAclInPrimary", "webAclInSecondary"] as const),
  ...(["threatMailInPrimary", "threatMailInSecondary"] as const),
  ...(["logExportsInPrimary", "logExportsInSecondary"] as const),
  ...(["limitsInPrimary", "limitsInSecondary", "fixedLimitsInSecondary"] as const),
  ...(["peaksInPrimary", "peaksInSecondary", "acceleratedRecovery"] as const),
  ...(["issuerDocuments", "probeSignIns", "leverTroubles", "practised"] as const),
] as const satisfies readonly FactName[];
