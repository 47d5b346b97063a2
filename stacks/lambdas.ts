// Every Lambda of the deployment, a row each, by the one word that its file in functions/ is called: where it is,
// what it is told, who invokes it and what it may do. The graph, the pretend deployment and the policies that the
// command line prints are made from it.

import type { Config } from "../core/settings/policy.ts";
import { type Millis, millis } from "../core/values/types.ts";
import { LAMBDA_SECONDS } from "./machines/asl.ts";
import { lambdaArn, type MachineWord, machineArn, roleArn, topicArn } from "./permissions/arns.ts";
import {
  beat,
  limits,
  markers,
  metrics,
  practiceAlarms,
  practiceMetrics,
  replicas,
  secretsIn,
} from "./permissions/data.ts";
import { type Given, homeOf, type RoleStatement } from "./permissions/given.ts";
import { guardSchedules, passing } from "./permissions/guards.ts";
import {
  approvalKept,
  healthKept,
  looksKept,
  otherEvidenceKept,
  otherEvidenceRead,
  ownWords,
  poolItems,
  usualRead,
  wordsRead,
} from "./permissions/ledger.ts";
import {
  beaconLook,
  beaconPractise,
  beaconShift,
  checkers,
  recordsCheck,
  recordsLook,
  recordsShift,
} from "./permissions/levers.ts";
import { readinessKept, readinessRead } from "./permissions/readiness.ts";

/** What a Lambda may be told by its environment. */
export type Variable =
  | "ACCOUNT_ID"
  | "BEACON_CHECKS"
  | "BEACON_SEARCH_STRINGS"
  | "GUARD_FUNCTION_NAME"
  | "GUARD_ROLE_ARN"
  | "GUARD_SCHEDULES"
  | "LEDGER_TABLE"
  | "NOTICES_TOPIC_ARN"
  | "PROBE_FUNCTION_NAME"
  | "WATCH_MACHINE_ARN";

export interface LambdaRow {
  /** Each Region that looks has one, or each that has a topic for notices, or home alone. */
  readonly where: "vantages" | "guards" | "home";
  /** Those that its file in functions/ asks for. */
  readonly variables: readonly Variable[];
  /** The machines that invoke it. */
  readonly machines?: readonly MachineWord[];
  /** The machines that invoke it by its alias alone, by which it writes nothing. */
  readonly isolatedFor?: readonly MachineWord[];
  /** How often a schedule of its own wakes it. */
  readonly every?: (config: Config) => Millis;
  /** After how many seconds it is cut off, where no machine waits for it. */
  readonly seconds?: number;
  /** What becomes of an event that is left for it, where that is more than being dropped. */
  readonly events?: { readonly retries: number; readonly maximumAgeSeconds: number };
  /** What its file calls, and nothing else. */
  readonly permissions: (given: Given, region: string) => readonly RoleStatement[];
}

export type LambdaWord = keyof typeof LAMBDAS;

const HOUR_SECONDS = 3_600;

/** What no machine waits for may take as long as a round of probes is apart from the next. */
const UNLESS_INVOKED_SECONDS = 60;

/** A pool takes it twenty at the most, and many are looked at side by side. */
const CHECK_SECONDS = 120;

/** What the guards of a practice run are made by. */
const GUARDING = [
  ...(["ACCOUNT_ID", "GUARD_FUNCTION_NAME", "GUARD_ROLE_ARN", "GUARD_SCHEDULES"] as const),
] satisfies readonly Variable[];

const LAMBDAS = {
  probe: {
    where: "vantages",
    variables: ["LEDGER_TABLE", "PROBE_FUNCTION_NAME", "WATCH_MACHINE_ARN"],
    every: ({ cadence }) => cadence.probe,
    permissions: (given, region) => [
      ...ownWords(given, region),
      secretsIn(given, region),
      ...wakes(given, region),
    ],
  },
  signals: {
    where: "home",
    variables: ["LEDGER_TABLE", "PROBE_FUNCTION_NAME", "BEACON_CHECKS", "BEACON_SEARCH_STRINGS"],
    // Mostly nothing is due, but once anything is wrong a minute counts.
    every: () => millis(60_000),
    permissions: (given) => [
      poolItems(given, "GetItem", "Query"),
      otherEvidenceRead(given),
      otherEvidenceKept(given),
      ...checkers(given),
      ...recordsCheck(given),
      ...metrics(given),
      ...limits(given),
    ],
  },
  check: {
    where: "home",
    variables: ["LEDGER_TABLE", "BEACON_CHECKS", "BEACON_SEARCH_STRINGS"],
    every: ({ cadence }) => cadence.check,
    seconds: CHECK_SECONDS,
    permissions: (given) => [
      // News, and what arming remembers; of the rest it reads alone.
      poolItems(given, "GetItem", "PutItem"),
      wordsRead(given),
      readinessKept(given),
      ...readinessRead(given),
      ...recordsCheck(given),
    ],
  },
  "health-event": {
    where: "home",
    variables: ["LEDGER_TABLE"],
    // Nobody says it a second time, and taking it twice is taking it once.
    events: { retries: 2, maximumAgeSeconds: HOUR_SECONDS },
    permissions: (given) => [healthKept(given)],
  },
  assess: {
    where: "home",
    variables: ["LEDGER_TABLE"],
    machines: ["watch"],
    permissions: (given) => [
      poolItems(given, "GetItem", "Query", "PutItem", "UpdateItem"),
      wordsRead(given),
      otherEvidenceRead(given),
      replicas(given),
      beat,
    ],
  },
  prepare: {
    where: "home",
    variables: ["LEDGER_TABLE", "BEACON_SEARCH_STRINGS"],
    machines: ["failover"],
    isolatedFor: ["practice"],
    permissions: (given) => [
      poolItems(given, "GetItem", "Query", "PutItem", "UpdateItem"),
      wordsRead(given),
      otherEvidenceRead(given),
      replicas(given),
      ...recordsCheck(given),
    ],
  },
  shift: {
    where: "home",
    variables: ["LEDGER_TABLE", "ACCOUNT_ID", "BEACON_SEARCH_STRINGS"],
    machines: ["failover"],
    isolatedFor: ["practice"],
    permissions: (given) => [
      poolItems(given, "GetItem", "PutItem", "UpdateItem"),
      wordsRead(given),
      ...beaconShift(given),
      ...recordsShift(given),
    ],
  },
  verify: {
    where: "home",
    variables: [
      "LEDGER_TABLE",
      "PROBE_FUNCTION_NAME",
      "ACCOUNT_ID",
      "BEACON_CHECKS",
      "BEACON_SEARCH_STRINGS",
    ],
    machines: ["failover"],
    isolatedFor: ["practice"],
    permissions: (given) => [
      poolItems(given, "GetItem", "PutItem", "UpdateItem"),
      wordsRead(given),
      ...beaconLook(given),
      ...checkers(given),
      ...recordsLook(given),
      ...markers(given),
      allVantages(given),
    ],
  },
  complete: {
    where: "home",
    variables: ["LEDGER_TABLE"],
    machines: ["failover"],
    isolatedFor: ["practice"],
    permissions: (given) => [poolItems(given, "GetItem", "PutItem", "UpdateItem")],
  },
  "practice-prepare": {
    where: "home",
    variables: ["LEDGER_TABLE", "BEACON_SEARCH_STRINGS", ...GUARDING],
    machines: ["practice"],
    permissions: (given) => [
      poolItems(given, "GetItem", "Query", "PutItem", "UpdateItem"),
      wordsRead(given),
      otherEvidenceRead(given),
      usualRead(given),
      replicas(given),
      ...practiceAlarms(given),
      ...recordsCheck(given),
      ...guardSchedules(given, "CreateSchedule", "GetSchedule"),
      passing(roleArn(given, "guard-scheduler")),
    ],
  },
  "practice-shift": {
    where: "home",
    variables: ["LEDGER_TABLE", "ACCOUNT_ID", "BEACON_SEARCH_STRINGS"],
    machines: ["practice"],
    permissions: (given) => [
      poolItems(given, "GetItem", "PutItem"),
      ...beaconPractise(given),
      ...recordsShift(given),
    ],
  },
  "practice-judge": {
    where: "home",
    variables: ["LEDGER_TABLE", "PROBE_FUNCTION_NAME", "BEACON_CHECKS", "BEACON_SEARCH_STRINGS"],
    machines: ["practice"],
    permissions: (given) => [
      poolItems(given, "GetItem", "Query"),
      looksKept(given),
      wordsRead(given),
      otherEvidenceRead(given),
      replicas(given),
      ...practiceAlarms(given),
      ...practiceMetrics(given),
      ...checkers(given),
      ...recordsCheck(given),
      allVantages(given),
    ],
  },
  "practice-complete": {
    where: "home",
    variables: ["LEDGER_TABLE"],
    machines: ["practice"],
    permissions: (given) => [
      poolItems(given, "GetItem", "PutItem"),
      ...guardSchedules(given, "DeleteSchedule"),
      beat,
    ],
  },
  guard: {
    where: "guards",
    variables: ["ACCOUNT_ID", "NOTICES_TOPIC_ARN"],
    // A practice that it does not end is ended by nobody else.
    events: { retries: 2, maximumAgeSeconds: HOUR_SECONDS },
    permissions: (given, region) => [
      ...beaconPractise(given),
      ...recordsShift(given),
      ...publishing(given, region),
    ],
  },
  notify: {
    where: "home",
    variables: ["LEDGER_TABLE", "NOTICES_TOPIC_ARN"],
    machines: ["failover", "watch", "practice"],
    permissions: (given) => [
      poolItems(given, "GetItem", "Query", "PutItem", "UpdateItem"),
      approvalKept(given),
      ...publishing(given),
    ],
  },
} as const satisfies Readonly<Record<string, LambdaRow>>;

export const lambdaWords = Object.keys(LAMBDAS) as readonly LambdaWord[];

export function lambdaRow(word: LambdaWord): LambdaRow {
  return LAMBDAS[word];
}

/** How often a schedule of its own wakes it. */
export function everyOf(word: "probe" | "signals" | "check", config: Config): Millis {
  return LAMBDAS[word].every(config);
}

/** Those that machines invoke. */
export type MachineLambda = {
  [Word in LambdaWord]: (typeof LAMBDAS)[Word] extends { readonly machines: unknown }
    ? Word
    : never;
}[LambdaWord];

export function lambdasOf(machine: MachineWord): readonly MachineLambda[] {
  const isItsOwn = (word: LambdaWord): word is MachineLambda =>
    lambdaRow(word).machines?.includes(machine) === true;
  return lambdaWords.filter(isItsOwn);
}

/** Those that a machine invokes by their alias. */
export type IsolatedLambda = {
  [Word in LambdaWord]: (typeof LAMBDAS)[Word] extends { readonly isolatedFor: unknown }
    ? Word
    : never;
}[LambdaWord];

export function isolatedOf(machine: MachineWord): readonly IsolatedLambda[] {
  const isItsOwn = (word: LambdaWord): word is IsolatedLambda =>
    lambdaRow(word).isolatedFor?.includes(machine) === true;
  return lambdaWords.filter(isItsOwn);
}

/** After how many seconds it is cut off. */
export function secondsOf(word: LambdaWord): number {
  const { machines, seconds = UNLESS_INVOKED_SECONDS } = lambdaRow(word);
  return machines === undefined ? seconds : LAMBDA_SECONDS;
}

/** Of all that a deployment could tell, what this one is told. */
export function environmentOf<Value>(
  word: LambdaWord,
  values: Readonly<Record<Variable, Value>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(lambdaRow(word).variables.map((name) => [name, values[name]]));
}

/** Lambda says for which function it takes a role in no key that such a policy can name. */
export const LAMBDA_TRUST = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
};

export function lambdaPermissions(word: LambdaWord, given: Given, region: string): RoleStatement[] {
  const lines: RoleStatement = {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [
      `arn:aws:logs:${region}:${given.account}:log-group:/aws/lambda/${given.named.lambda(word)}:*`,
    ],
  };
  return [...lambdaRow(word).permissions(given, region), lines];
}

/** In `region`: the probes of the other vantages of its pools, and the watch. */
function wakes(given: Given, region: string): RoleStatement[] {
  const shared = given.config.pools.filter(({ vantages }) =>
    vantages.some((one) => one === region),
  );
  const others = new Set<string>(shared.flatMap((pool) => pool.vantages));
  others.delete(region);
  return [invoking(given, [...others]), starting(machineArn(given, "watch"))];
}

/** Every vantage may be asked, but for that of the Region which a move leaves: out and home, that is all. */
function allVantages(given: Given): RoleStatement {
  return invoking(given, [...new Set(given.config.pools.flatMap(({ vantages }) => vantages))]);
}

function invoking(given: Given, vantages: readonly string[]): RoleStatement {
  return {
    actions: ["lambda:InvokeFunction"],
    resources: vantages.map((region) => lambdaArn(given, region, "probe")),
  };
}

export function starting(machine: string): RoleStatement {
  return { actions: ["states:StartExecution"], resources: [machine] };
}

/** Publishing in home, or in another Region with a topic. */
export function publishing(given: Given, region: string = homeOf(given.config)): RoleStatement[] {
  const key = given.noticesKeys[region];
  return [
    { actions: ["sns:Publish"], resources: [topicArn(given, region)] },
    { actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: key === undefined ? [] : [key] },
  ];
}
