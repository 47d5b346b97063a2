// The controller as it is deployed, in the pretend AWS: the customer's pool, names and secret, the
// ledger, the Lambdas of every Region, the machines and their schedules. The same handlers and the same
// machine definitions as in production; only the surroundings are brought along.

import { createHash } from "node:crypto";
import type { Runtime } from "../aws/sdk/clients.ts";
// Loaded beforehand: a virtual clock goes on while a Lambda loads what it seldom needs.
import "../aws/route53/health-checks.ts";
import "../aws/lambda/probe-lambdas.ts";
import "../aws/route53/hosted-zones.ts";
import "../aws/s3/beacon-objects.ts";
import "../aws/states/watch-machine.ts";
import type { PoolSeed } from "pretend-aws/cognito/api/seed.ts";
import { arnOf } from "pretend-aws/iam/principal.ts";
import { poolKeyPolicy } from "pretend-aws/kms/pool-key-policy.ts";
import type { PretendAws } from "pretend-aws/pretend-aws.ts";
import { record } from "../aws/route53/weighted-records.ts";
import type { Lambda, LogLine } from "../controller/lambda.ts";
import type { Uses } from "../controller/services.ts";
import { ISOLATED } from "../core/practice/isolated-alias.ts";
import { SCHEDULE } from "../core/practice/practice-input.ts";
import type { Config, ManagedLoginPath, Policy } from "../core/settings/policy.ts";
import { PUBLIC_OBJECT_SAYS, publicKeyOf } from "../core/values/public-object.ts";
import { certificatesRegion } from "../core/values/regions.ts";
import { instant, type Region } from "../core/values/types.ts";
import { assess } from "../functions/assess.ts";
import { check } from "../functions/check.ts";
import { complete } from "../functions/complete.ts";
import { guard } from "../functions/guard.ts";
import { healthEvent } from "../functions/health-event.ts";
import { notify } from "../functions/notify.ts";
import { practiceComplete } from "../functions/practice-complete.ts";
import { practiceJudge } from "../functions/practice-judge.ts";
import { practicePrepare } from "../functions/practice-prepare.ts";
import { practiceShift } from "../functions/practice-shift.ts";
import { prepare } from "../functions/prepare.ts";
import { probe } from "../functions/probe.ts";
import { shift } from "../functions/shift.ts";
import { signals } from "../functions/signals.ts";
import { verify } from "../functions/verify.ts";
import { beaconPolicy } from "../stacks/beacons/beacon-policy.ts";
import {
  environmentOf,
  everyOf,
  type LambdaWord,
  lambdaRow,
  secondsOf,
} from "../stacks/lambdas.ts";
import { failover } from "../stacks/machines/failover.asl.ts";
import { practice } from "../stacks/machines/practice.asl.ts";
import { watch } from "../stacks/machines/watch.asl.ts";
import { names } from "../stacks/names.ts";
import { lambdaArn, machineArn, roleArn as serviceRoleArn } from "../stacks/permissions/arns.ts";
import { type Given, guardNamesOf, homeOf, topicRegionsOf } from "../stacks/permissions/given.ts";
import type { ServiceWord } from "../stacks/permissions/services.ts";
import { providerOf } from "./identity-providers.ts";
import { rehearsedItems } from "./rehearsed.ts";
import { lambdaRole, listenerPolicy, serviceRoles } from "./roles.ts";

/** The stage that a pretend deployment has. */
export const STAGE = "local";

const named = names(STAGE);
const SECOND = 1_000;

/** One line of a Lambda's log, with where it ran. */
export interface Logged {
  readonly lambda: string;
  readonly region: Region;
  readonly line: LogLine;
}

/** What of a pretend AWS a deployment uses. */
export type Deployable = Pick<
  PretendAws,
  | "accountId"
  | "clock"
  | "dynamodb"
  | "iam"
  | "lambda"
  | "random"
  | "route53"
  | "s3"
  | "scheduler"
  | "secrets"
  | "sns"
  | "states"
> & {
  readonly cognito: { seedPool(seed: PoolSeed): unknown };
  /** Absent where nobody looks at keys. */
  readonly kms?: Pick<PretendAws["kms"], "seedKey">;
  /** Absent where nobody looks at certificates. */
  readonly acm?: Pick<PretendAws["acm"], "seedCertificate">;
};

export interface DeployOptions {
  /** As written in failover.config.ts, with the endpoints of this pretend AWS. */
  readonly settings: unknown;
  readonly config: Config;
  readonly runtime: Omit<Runtime, "now" | "credentials">;
  /** Instead of a Lambda's own makers of services. */
  readonly drivers?: Uses;
  readonly onLog?: (logged: Logged) => void;
  readonly onInvoked?: (invoked: Invoked) => void;
}

/** One run of a Lambda, as it begins. */
export interface Invoked {
  readonly lambda: string;
  readonly region: Region;
  readonly event: unknown;
}

export interface Deployed {
  readonly home: Region;
  readonly table: string;
  /** Of the probe Lambda, in every vantage. */
  readonly probeName: string;
  readonly topicArn: string;
  readonly watchMachineArn: string;
  readonly failoverMachineArn: string;
  readonly practiceMachineArn: string;
  /** Where home's event bus takes what AWS Health says. */
  readonly healthEventArn: string;
  /** What its permissions are made from. */
  readonly given: Given;
  /** Sets the clock of the Lambdas in a Region so far ahead; behind, when negative. */
  setClock(region: Region, aheadMs: number): void;
  /** Puts the Lambdas there anew, with these settings; what runs ends under the ones before. */
  redeploy(changed: Pick<DeployOptions, "settings" | "config">): void;
  /** An ordinary user and the probe users of each pool, by the pool's name. */
  readonly users: Readonly<Record<string, PoolUsers>>;
}

export interface PretendUser {
  readonly username: string;
  readonly password: string;
}

export interface PoolUsers {
  readonly ordinary: PretendUser;
  readonly probes: readonly PretendUser[];
  /** The client that machines get tokens as; null where the settings name none. */
  readonly machine: { readonly clientId: string; readonly clientSecret: string } | null;
}

const handlers: Readonly<Record<LambdaWord, Lambda>> = {
  ...{ assess, check, complete, guard, notify, prepare, probe, shift, signals, verify },
  "health-event": healthEvent,
  "practice-prepare": practicePrepare,
  "practice-shift": practiceShift,
  "practice-judge": practiceJudge,
  "practice-complete": practiceComplete,
};

export function deploy(aws: Deployable, options: DeployOptions): Deployed {
  const { config } = options;
  const home = homeOf(config);
  const users = Object.fromEntries(
    config.pools.map((policy) => [policy.name, own(aws, config, policy)]),
  );
  aws.dynamodb.seedTable({
    region: home,
    name: named.ledger,
    hash: { name: "pk", type: "S" },
    range: { name: "sk", type: "S" },
    timeToLive: "expires",
    items: config.pools.flatMap((policy) => rehearsedItems(policy, instant(aws.clock.now()))),
  });
  const given = givenOf(aws, config);
  seedBuckets(aws, given);
  const roles = serviceRoles(aws, given);
  const topicArns = new Map(
    topicRegionsOf(config).map((region) => [region, topic(aws, given, region)]),
  );
  const topicArn = topicArns.get(home) ?? "";
  const clocks = new Map<Region, number>();
  const registrations: Registration[] = [];
  const put = (word: LambdaWord, region = home) => {
    const own = topicArns.get(region) ?? topicArn;
    const registration = { word, region, topicArn: own, options, clocks, given };
    registrations.push(registration);
    return register(aws, registration);
  };
  const vantages = [...new Set(config.pools.flatMap((policy) => policy.vantages))];
  const probes = vantages.map((region) => ({ region, arn: put("probe", region) }));
  const notifyArn = put("notify");
  const moving = {
    prepareArn: put("prepare"),
    shiftArn: put("shift"),
    verifyArn: put("verify"),
    completeArn: put("complete"),
  };
  const failoverMachineArn = stateMachine(
    aws,
    { region: home, name: "failover", type: "STANDARD", roleArn: roles["failover-machine"].arn },
    failover({ ...moving, notifyArn, topicArn }),
  );
  const watchMachineArn = stateMachine(
    aws,
    { region: home, name: "watch", type: "EXPRESS", roleArn: roles["watch-machine"].arn },
    watch({
      assessArn: put("assess"),
      notifyArn,
      failoverMachineArn,
    }),
  );
  const looking = { signalsArn: put("signals"), checkArn: put("check") };
  schedule(aws, { config, probes, home, watchMachineArn, ...looking, roles });
  const practiceMachineArn = stateMachine(
    aws,
    { region: home, name: "practice", type: "STANDARD", roleArn: roles["practice-machine"].arn },
    practice({
      prepareArn: put("practice-prepare"),
      shiftArn: put("practice-shift"),
      judgeArn: put("practice-judge"),
      completeArn: put("practice-complete"),
      notifyArn,
      isolated: {
        prepareArn: `${moving.prepareArn}:${ISOLATED}`,
        shiftArn: `${moving.shiftArn}:${ISOLATED}`,
        verifyArn: `${moving.verifyArn}:${ISOLATED}`,
        completeArn: `${moving.completeArn}:${ISOLATED}`,
      },
    }),
  );
  practiceSchedules(aws, { config, home, practiceMachineArn, roles });
  const healthEventArn = put("health-event");
  for (const region of topicRegionsOf(config)) put("guard", region);
  return {
    ...{ home, table: named.ledger, topicArn, watchMachineArn, failoverMachineArn, users },
    ...{ given, healthEventArn, practiceMachineArn, probeName: named.lambda("probe") },
    setClock: (region, aheadMs) => clocks.set(region, aheadMs),
    redeploy: (changed) => {
      for (const one of registrations) {
        const given = givenOf(aws, changed.config);
        register(aws, { ...one, given, options: { ...one.options, ...changed } });
      }
    },
  };
}

function givenOf({ accountId }: Deployable, config: Config): Given {
  const checks = config.pools.flatMap(({ name, paths: { managedLogin } }) =>
    managedLogin === null ? [] : [[name, checkIdOf(name, managedLogin)] as const],
  );
  return {
    ...{ config, named, account: accountId, healthChecks: Object.fromEntries(checks) },
    noticesKeys: Object.fromEntries(
      topicRegionsOf(config).map((region) => [
        region,
        `arn:aws:kms:${region}:${accountId}:key/${named.notices}`,
      ]),
    ),
  };
}

function topic({ sns }: Deployable, { noticesKeys }: Given, region: Region): string {
  const keyArn = noticesKeys[region];
  return sns.seedTopic({
    region,
    name: named.notices,
    ...(keyArn === undefined ? {} : { keyArn }),
  });
}

/** What the customer has before the controller comes: the pool with its replica, the names, the secrets. */
function own(aws: Deployable, config: Config, policy: Policy): PoolUsers {
  const { managedLogin, sdk } = policy.paths;
  const probes = Array.from({ length: policy.probeUser.count }, () =>
    user(aws, `cognito-failover-${aws.random.text(10)}`),
  );
  const ordinary = user(aws, "maria");
  const machine =
    policy.journeys.clientCredentials === null
      ? null
      : { clientId: aws.random.text(26), clientSecret: aws.random.text(48) };
  if (managedLogin !== null) {
    const { bucket, key } = managedLogin;
    aws.route53.seedHealthCheck({
      id: checkIdOf(policy.name, managedLogin),
      // Nobody finds the beacon at first, and the inverted check is healthy for it.
      found: "unhealthy",
      config: {
        Type: "HTTPS_STR_MATCH",
        SearchString: soughtBy(policy.name, managedLogin),
        FullyQualifiedDomainName: `${bucket}.s3.${policy.secondary}.amazonaws.com`,
        ResourcePath: `/${key}`,
        Port: 443,
        RequestInterval: 10,
        FailureThreshold: 3,
        Inverted: true,
      },
    });
  }
  aws.cognito.seedPool({
    ...keyOf(aws, policy),
    id: policy.userPoolId,
    name: policy.name,
    region: policy.primary,
    secondary: policy.secondary,
    clientId: policy.clientId,
    clientName: "web",
    furtherClients: policy.signals.traffic.clients,
    issuer: policy.issuer,
    users: [...probes, ordinary],
    ...federated(policy),
    ...(machine === null ? {} : machineOf(policy, machine)),
    ...(policy.domain === null ? {} : domainOf(aws, policy.domain)),
    ...(managedLogin === null
      ? {}
      : {
          healthCheckId: checkIdOf(policy.name, managedLogin),
          callbackUrls: [managedLogin.redirectUri],
        }),
  });
  if (sdk !== null) {
    aws.route53.seedZone({
      id: sdk.zoneId,
      name: zoneNameOf(config, sdk.zoneId),
      records: [record(sdk, "primary", 100), record(sdk, "secondary", 0)],
    });
  }
  // In home, and replicated to every other vantage.
  const others = policy.vantages.filter((region) => region !== policy.secondary);
  aws.secrets.seedSecret({
    name: policy.probeUser.secret,
    regions: [policy.secondary, ...others],
    value: JSON.stringify({ users: probes, ...(machine === null ? {} : { machine }) }),
  });
  return { ordinary, probes, machine };
}

/** One family in both Regions, as the guide has it. */
function keyOf({ kms, accountId }: Deployable, policy: Policy): Pick<PoolSeed, "kmsKeyArn"> {
  if (kms === undefined) return {};
  const { primary, secondary, userPoolId, name } = policy;
  const poolArns = [primary, secondary].map(
    (region) => `arn:aws:cognito-idp:${region}:${accountId}:userpool/${userPoolId}`,
  );
  const kmsKeyArn = kms.seedKey({
    id: `mrk-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`,
    regions: [primary, secondary],
    policyIn: (region) => poolKeyPolicy({ accountId, region, poolArns }),
  });
  return { kmsKeyArn };
}

function domainOf(
  { acm, accountId }: Deployable,
  domain: string,
): Pick<PoolSeed, "domain" | "certificateArn"> {
  if (acm === undefined) return { domain };
  const id = createHash("sha256").update(domain).digest("hex").slice(0, 32);
  const certificateArn = `arn:aws:acm:${certificatesRegion}:${accountId}:certificate/${id}`;
  acm.seedCertificate({ arn: certificateArn, domain });
  return { domain, certificateArn };
}

/** The prefix domains and identity providers that the settings name. */
function federated({ primary, secondary, prefixDomains, journeys }: Policy) {
  const prefixes = Object.fromEntries(
    [
      [primary, prefixDomains.primary],
      [secondary, prefixDomains.secondary],
    ].filter((pair): pair is [Region, string] => pair[1] !== null),
  );
  const providers = journeys.federation?.providers ?? [];
  return { prefixes, identityProviders: providers.map(providerOf) };
}

/** The machine's client, with a resource server for each scope that it asks for. */
function machineOf({ journeys }: Policy, client: NonNullable<PoolUsers["machine"]>) {
  const named = journeys.clientCredentials?.scopes ?? [];
  const scopes = named.length === 0 ? ["pretend/all"] : named;
  const servers = Map.groupBy(scopes, (scope) => scope.slice(0, scope.lastIndexOf("/")));
  return {
    machineClient: { ...client, scopes },
    resourceServers: [...servers].map(([identifier, own]) => ({
      identifier,
      scopes: own.map((scope) => scope.slice(identifier.length + 1)),
    })),
  };
}

function user({ random }: Deployable, username: string): PretendUser {
  return { username, password: `Pretend-${random.text(20)}-1` };
}

/** A check that the settings do not name is the deployment's own. */
function checkIdOf(pool: string, { healthCheckId }: ManagedLoginPath): string {
  return healthCheckId ?? `0-${Buffer.from(pool).toString("hex")}`;
}

/** What it looks for: what the settings say, or what the deployment made up once. */
export function soughtBy(pool: string, { healthCheckId, searchString }: ManagedLoginPath): string {
  return healthCheckId === null
    ? createHash("sha256").update(pool).digest("hex").slice(0, 16)
    : searchString;
}

/** Something of those that the settings do not name, by the pool's name. */
function ownChecksOf(
  { pools }: Config,
  something: (pool: string, path: ManagedLoginPath) => string,
): Readonly<Record<string, string>> {
  const made = pools.flatMap(({ name, paths: { managedLogin } }) =>
    managedLogin === null || managedLogin.healthCheckId !== null
      ? []
      : [[name, something(name, managedLogin)] as const],
  );
  return Object.fromEntries(made);
}

/** Each bucket once, however many pools keep their beacons in it, and guarded as it is deployed. */
function seedBuckets({ iam, s3 }: Deployable, given: Given): void {
  const paths = given.config.pools.flatMap(({ secondary, paths: { managedLogin } }) =>
    managedLogin === null ? [] : [{ region: secondary, ...managedLogin }],
  );
  const roleOf = (word: LambdaWord, region: string) =>
    lambdaRole({ iam }, given, { word, region }).arn;
  const writers = [
    roleOf("shift", homeOf(given.config)),
    roleOf("practice-shift", homeOf(given.config)),
    ...topicRegionsOf(given.config).map((region) => roleOf("guard", region)),
  ];
  // The one person of a pretend account has taken the role for emergencies already.
  const person = arnOf(iam.administrator);
  for (const [name, beacons] of Map.groupBy(paths, ({ bucket }) => bucket)) {
    const guarded = beacons.map(({ key, breakGlassRole }) => ({
      key,
      writers: [...writers, breakGlassRole ?? person],
    }));
    s3.seedBucket({
      ...{ name, region: beacons[0]?.region ?? "", keepsVersions: true },
      policy: beaconPolicy(name, guarded),
      objects: Object.fromEntries(
        beacons.map(({ key }) => [publicKeyOf(key), PUBLIC_OBJECT_SAYS] as const),
      ),
    });
  }
}

/** "sign-in.customers.example" lives in "customers.example", and so does every other record of the zone. */
function zoneNameOf({ pools }: Config, zoneId: string): string {
  const zones = pools.flatMap(({ paths: { sdk } }) =>
    sdk?.zoneId === zoneId ? [sdk.record.toLowerCase().split(".").slice(1)] : [],
  );
  return zones.reduce(commonEnd).join(".");
}

function commonEnd(a: readonly string[], b: readonly string[]): string[] {
  const from = a.findIndex((_, index) => {
    const end = a.slice(index);
    return b.slice(-end.length).join(".") === end.join(".");
  });
  return from === -1 ? [] : a.slice(from);
}

interface Registration {
  readonly word: LambdaWord;
  readonly region: Region;
  readonly topicArn: string;
  readonly options: DeployOptions;
  readonly clocks: ReadonlyMap<Region, number>;
  readonly given: Given;
}

function register(aws: Deployable, registration: Registration): string {
  const { word, region, topicArn, options, clocks, given } = registration;
  const { arn: roleArn, ...credentials } = lambdaRole(aws, given, { word, region });
  const runtime: Runtime = {
    ...options.runtime,
    now: () => instant(aws.clock.now() + (clocks.get(region) ?? 0)),
    credentials,
  };
  const values = {
    GUARD_FUNCTION_NAME: named.lambda("guard"),
    GUARD_ROLE_ARN: serviceRoleArn(given, "guard-scheduler"),
    GUARD_SCHEDULES: JSON.stringify(guardNamesOf(options.config, named)),
    LEDGER_TABLE: named.ledger,
    NOTICES_TOPIC_ARN: topicArn,
    PROBE_FUNCTION_NAME: named.lambda("probe"),
    ACCOUNT_ID: aws.accountId,
    BEACON_CHECKS: JSON.stringify(ownChecksOf(options.config, checkIdOf)),
    BEACON_SEARCH_STRINGS: JSON.stringify(ownChecksOf(options.config, soughtBy)),
    WATCH_MACHINE_ARN: machineArn(given, "watch"),
  };
  const handler = handlers[word].on({
    config: options.settings,
    environment: { AWS_REGION: region, ...environmentOf(word, values) },
    runtime,
    ...(options.drivers === undefined ? {} : { drivers: options.drivers }),
    log: (line) => options.onLog?.({ lambda: word, region, line }),
  });
  return aws.lambda.register({
    region,
    name: named.lambda(word),
    timeoutMs: secondsOf(word) * SECOND,
    retries: lambdaRow(word).events?.retries ?? 0,
    roleArn,
    aliases: lambdaRow(word).isolatedFor === undefined ? [] : [ISOLATED],
    ...(word === "health-event" && {
      policy: listenerPolicy(given, lambdaArn(given, region, word)),
    }),
    handler: (event, context) => {
      options.onInvoked?.({ lambda: word, region, event });
      return handler(event, context as never);
    },
  });
}

function stateMachine(
  aws: Deployable,
  {
    region,
    name,
    ...machine
  }: { region: Region; name: string; type: "STANDARD" | "EXPRESS"; roleArn: string },
  definition: object,
): string {
  return aws.states.createStateMachine(region, {
    ...machine,
    name: named.lambda(name),
    definition: JSON.stringify(definition),
    loggingConfiguration: { level: "ERROR", includeExecutionData: false },
  });
}

/** As the settings have them, by the clock of the pool's time zone. */
function practiceSchedules(
  aws: Deployable,
  { config, home, practiceMachineArn, roles }: PracticeScheduling,
): void {
  for (const { name, practice } of config.pools) {
    for (const [at, { rung, cron }] of practice.schedules.entries()) {
      aws.scheduler.create(home, {
        Name: named.schedule(`practice-${name}-${at}`),
        ScheduleExpression: `cron(${cron})`,
        ScheduleExpressionTimezone: practice.timeZone,
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: {
          Arn: practiceMachineArn,
          RoleArn: roles["practice-scheduler"].arn,
          Input: JSON.stringify({ pool: name, rung, by: SCHEDULE }),
        },
      });
    }
  }
}

interface PracticeScheduling {
  readonly config: Config;
  readonly home: Region;
  readonly practiceMachineArn: string;
  readonly roles: ReturnType<typeof serviceRoles>;
}

/** Vantages take turns within the minute; the watch looks when all have spoken, signals too. */
function schedule(
  aws: Deployable,
  {
    config,
    probes,
    home,
    watchMachineArn,
    signalsArn,
    checkArn,
    roles,
  }: {
    readonly config: Config;
    readonly probes: readonly { readonly region: Region; readonly arn: string }[];
    readonly home: Region;
    readonly watchMachineArn: string;
    readonly signalsArn: string;
    readonly checkArn: string;
    readonly roles: ReturnType<typeof serviceRoles>;
  },
): void {
  const start = aws.clock.now() + 5 * SECOND;
  const every = (ms: number) => `rate(${ms / 60_000} minute${ms === 60_000 ? "" : "s"})`;
  const create = (region: Region, { word, ms, after, role, arn, input }: Due) =>
    aws.scheduler.create(region, {
      Name: named.schedule(word),
      ScheduleExpression: every(ms),
      StartDate: new Date(start + after),
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: arn,
        RoleArn: roles[role].arn,
        Input: JSON.stringify(input),
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    });
  const { watch } = config.cadence;
  probes.forEach(({ region, arn }, index) => {
    const after = index * Math.floor(45 / probes.length) * SECOND;
    const role = "probe-scheduler" as const;
    create(region, { word: "probe", ms: everyOf("probe", config), after, role, arn, input: {} });
  });
  const soon = {
    ms: everyOf("signals", config),
    after: 40 * SECOND,
    role: "signals-scheduler" as const,
  };
  create(home, { word: "signals", ...soon, arn: signalsArn, input: {} });
  const { check } = config.cadence;
  const daily = { word: "check", ms: check, after: check, role: "check-scheduler" } as const;
  create(home, { ...daily, arn: checkArn, input: {} });
  for (const { name: pool } of config.pools) {
    const due = { word: `watch-${pool}`, ms: watch, after: 50 * SECOND };
    create(home, { ...due, role: "watch-scheduler", arn: watchMachineArn, input: { pool } });
  }
}

interface Due {
  readonly word: string;
  readonly ms: number;
  /** How long after the others begin. */
  readonly after: number;
  readonly role: ServiceWord;
  readonly arn: string;
  readonly input: object;
}
