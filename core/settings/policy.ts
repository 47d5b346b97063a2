// What did the user decide? In goes what failover.config.ts exports; out come settings with all
// defaults filled in, or every problem at once. It reads no file and asks no AWS: whether a bucket or
// a replica exists is readiness.

import * as z from "zod/mini";
import type { Millis, Region, UserPoolId } from "../values/types.ts";
import { adviceAbout } from "./advice.ts";
import { paced } from "./journey-schema.ts";
import type { Journeys, PrefixDomains, ProbeUser } from "./journey-settings.ts";
import { NAME_IN_KEY } from "./path-schema.ts";
import { rulesBetweenFields } from "./policy-rules.ts";
import { type Problem, problems } from "./problem.ts";
import { type PoolDraft, type SettingsDraft, settings } from "./settings-schema.ts";
import type { Signals } from "./signal-settings.ts";

/** What a user writes: lengths of time as text, and only what differs from the defaults. */
export type ConfigInput = z.input<typeof settings>;

/** The settings of one deployment. */
export interface Config {
  /** The user pools that this deployment watches, each under its own name. */
  readonly pools: readonly Policy[];
  /** Who is told what happens. */
  readonly notices: Notices;
  /** How often it probes and how often it decides. */
  readonly cadence: Cadence;
  /** What it may cost. */
  readonly cost: CostLimit;
  /** The name of the IAM policy that bounds what every role of the deployment may do, printed by `cognito-failover iam-policy --for boundary`; null for none. */
  readonly permissionsBoundary: string | null;
  /** Where AWS is reached; null for AWS itself, anything else for an emulator. */
  readonly endpoints: Endpoints | null;
}

/** Who is told what happens. */
export interface Notices {
  /** Addresses that SNS mails each notice to, after each has confirmed. */
  readonly email: readonly string[];
  /** URLs that SNS posts each notice to, after each has confirmed. */
  readonly https: readonly string[];
}

/** How often the schedules fire. */
export interface Cadence {
  /** Time between two probes of one vantage while all is well. */
  readonly probe: Millis;
  /** Time between two decisions while all is well. */
  readonly watch: Millis;
  /** Time between two looks of a vantage that doubts a Region; every look signs in, and longer tells a part of an outage later. */
  readonly burst: Millis;
}

/** What a deployment may cost; above it the settings are refused. */
export interface CostLimit {
  /** Dollars a month, by the list prices that `cognito-failover cost` shows. */
  readonly limit: number;
}

/** Base URLs in place of AWS's own. A service that is not named is AWS's own. */
export interface Endpoints {
  /** For the services of each Region: one URL for all, or one for each service by its signing name. */
  readonly regions: Readonly<Record<Region, string | ServiceUrls<RegionalService>>>;
  /** For what has no Region: Route 53, the issuer's key sets and the custom domains. */
  readonly global: string | ServiceUrls<GlobalService>;
  /** The server that answers for the domains and records; null for the resolver of the machine. */
  readonly dns: DnsServer | null;
}

type ServiceUrls<Service extends string> = { readonly [Name in Service]?: string | undefined };

/** A service in a Region, by the name that requests to it are signed with. */
export type RegionalService =
  | "cognito-idp"
  | "dynamodb"
  | "s3"
  | "sns"
  | "secretsmanager"
  | "sts"
  | "lambda"
  | "states"
  | "monitoring";

export type GlobalService = "route53" | "issuer" | "domain";

/** A DNS server that is asked instead of the machine's resolver. */
export interface DnsServer {
  /** Its address, without the port. */
  readonly host: string;
  /** Its port, for UDP and TCP. */
  readonly port: number;
}

/** What the controller knows about one user pool and may do to it. */
export interface Policy {
  /** What the pool is called in commands, executions and keys; never change it while a move runs. */
  readonly name: string;
  /** The user pool's id, the same in both Regions. */
  readonly userPoolId: UserPoolId;
  /** The app client that the probe user signs in with. */
  readonly clientId: string;
  /** The Region of the user pool, where traffic belongs. */
  readonly primary: Region;
  /** The Region of the replica, where traffic can go and where the controller lives. */
  readonly secondary: Region;
  /** A third Region, which probes both and notices when the controller is silent. */
  readonly witness: Region;
  /** More Regions to probe from, an even number of them; two are advised for automatic mode. */
  readonly furtherVantages: readonly Region[];
  /** All Regions that probe, one vote each: primary, secondary, witness, then the further ones. */
  readonly vantages: readonly Region[];
  /** The custom domain of managed login; null when the pool has none. */
  readonly domain: string | null;
  /** The form of the issuer in tokens, which the probe checks. */
  readonly issuer: "ORIGINAL" | "UPDATED";
  /** How clients reach Cognito, and by which lever each way is moved. */
  readonly paths: Paths;
  /** The prefix domains of managed login, which lead to one Region each; null where there is none. */
  readonly prefixDomains: PrefixDomains;
  /** The ways in that a probe walks, each with how often; null leaves one out. */
  readonly journeys: Journeys;
  /** Whom a probe signs in. */
  readonly probeUser: ProbeUser;
  /** How often being wrong is acceptable. */
  readonly budget: Budget;
  /** What counts as sick, and what is known about this pool's ordinary failures. */
  readonly criteria: Criteria;
  /** Evidence of other kinds than probes, and what it may do. */
  readonly signals: Signals;
  /** What may happen alone: nothing, everything up to a person's word, or a failover. */
  readonly mode: "observe" | "advise" | "automatic";
  /** Shortest time between two moves of traffic. */
  readonly cooldown: Millis;
  /** How a person is asked. */
  readonly approval: Approval;
  /** How a cutover is confirmed. */
  readonly verify: Verification;
}

/** The ways to Cognito that are moved; at least one is given. */
export interface Paths {
  /** Sign-in at the custom domain: managed login, federation, token endpoint; null leaves it alone. */
  readonly managedLogin: ManagedLoginPath | null;
  /** Sign-in through the SDK at a record of your own; null leaves it alone. */
  readonly sdk: SdkPath | null;
}

/** Moved as a whole by Cognito, which follows the domain's health check, which follows the beacon. */
export interface ManagedLoginPath {
  /** What moves it: an object that is there while the secondary serves. */
  readonly lever: "beacon";
  /** The bucket of the beacon, in the secondary Region. */
  readonly bucket: string;
  /** The key of the beacon, which the health check asks for; {name} stands for the name of the pool. */
  readonly key: string;
  /** The inverted HTTPS health check that reads the beacon and that the domain's routing names. */
  readonly healthCheckId: string | null;
  /** What a health check that you made looks for in the beacon; of its own checks the deployment knows it. */
  readonly searchString: string;
  /** A role that may write and delete the beacon by hand, beside the controller's own; null: nobody may. */
  readonly breakGlassRole: string | null;
  /** A callback URL of the app client; the login page is not shown without one. */
  readonly redirectUri: string;
  /** What tells from outside which Region serves the domain; null leaves a move without that proof. */
  readonly marker: Marker | null;
}

/** A claim that a pre token generation trigger of version V3_0 adds to the machine client's access tokens, another text in each Region. */
export interface Marker {
  /** The name of the claim. */
  readonly claim: string;
  /** What it says where the primary serves. */
  readonly primary: string;
  /** What it says where the secondary serves. */
  readonly secondary: string;
}

/** Moved by the weights of two records under one name. */
export interface SdkPath {
  /** What moves it: the weights of two records. */
  readonly lever: "weightedRecords";
  /** The Route 53 hosted zone that holds the records. */
  readonly zoneId: string;
  /** The name of both records, which the application signs in at. */
  readonly record: string;
  /** The type of both records. */
  readonly type: "CNAME" | "A" | "AAAA";
  /** Seconds that resolvers may keep an answer, a floor for a cutover; no move changes it, smoke compares. */
  readonly ttl: number;
  /** What the record answers while the primary serves. */
  readonly primary: string;
  /** What the record answers while the secondary serves. */
  readonly secondary: string;
  /** Which record of the pair is which. */
  readonly identifiers: SetIdentifiers;
}

/** The set identifiers of the two records. */
export interface SetIdentifiers {
  /** Of the record that leads to the primary. */
  readonly primary: string;
  /** Of the record that leads to the secondary. */
  readonly secondary: string;
}

/** The error budget, from which the thresholds of detection are derived. */
export interface Budget {
  /** Years for one failover without an outage; more of them make a decision slower. */
  readonly yearsPerFalseFailover: number;
}

/** What detection takes for sick, and what it expects of a good day. */
export interface Criteria {
  /** A sign-in that takes longer counts as failed, as slow. */
  readonly latencyBudget: Millis;
  /** A vantage whose last result is older has no vote; at least twice cadence.probe. */
  readonly evidenceTooOldAfter: Millis;
  /** The share of probes that fail although nothing is wrong. */
  readonly backgroundFailureRate: number;
  /** Failures a year that heal before anyone could act. */
  readonly blipsPerYear: number;
  /** How long such a failure lasts on average. */
  readonly blipMean: Millis;
  /** How many times the evidence for going is asked for coming back. */
  readonly recoveryFactor: number;
  /** When a probe gives up one request. */
  readonly stepDeadline: Millis;
}

/** How a person is asked. */
export interface Approval {
  /** How long the question waits for an answer, in mode advise; then nothing is moved. */
  readonly timeout: Millis;
  /** How long a person's word, an order or a yes, covers further attempts at the same move. */
  readonly holds: Millis;
}

/** How a cutover is confirmed. With `approval.timeout`, and ten minutes for each look at the worst, all of it must fit into 30 hours. */
export interface Verification {
  /** Looks in one execution; what is not confirmed by then is looked at by the watch. */
  readonly attempts: number;
  /** Time between two looks. */
  readonly every: Millis;
  /** Time between a shift and the first look. */
  readonly settle: Millis;
}

export type Parsed =
  | {
      readonly kind: "valid";
      readonly config: Config;
      /** What is allowed but not advised, a full sentence each. */
      readonly advice: readonly string[];
    }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** Gives failover.config.ts its types; it checks nothing. */
export function defineConfig(input: ConfigInput): ConfigInput {
  return input;
}

/** What they cost is held against their limit by `withinLimit`, where somebody can still change them. */
export function parseConfig(input: unknown): Parsed {
  const result = schema.safeParse(input);
  if (!result.success) return { kind: "invalid", problems: problems(result.error.issues, input) };
  const config = result.data;
  return { kind: "valid", config, advice: config.pools.flatMap(adviceAbout) };
}

/** The rules between fields run beside other problems, so that all are told at once. */
const schema = z.pipe(
  settings.check(z.check(rulesBetweenFields, { when: () => true })),
  z.transform(complete),
);

function complete(draft: SettingsDraft): Config {
  return { ...draft, pools: draft.pools.map((pool) => completePool(pool, draft.cadence)) };
}

function completePool(
  { paths: { managedLogin, sdk }, ...pool }: PoolDraft,
  { probe }: Cadence,
): Policy {
  const { primary, secondary, witness, furtherVantages } = pool;
  return {
    ...pool,
    vantages: [primary, secondary, witness, ...furtherVantages],
    journeys: paced(pool.journeys, probe),
    paths: {
      managedLogin: managedLogin && {
        ...managedLogin,
        key: managedLogin.key.replace(NAME_IN_KEY, pool.name),
      },
      sdk,
    },
  };
}
