// What each Lambda may do, by its one word: what its file in functions/ calls, and nothing else.

import { lambdaArn, machineArn, topicArn } from "./arns.ts";
import { beat, markers, metrics, replicas, secretsIn } from "./data.ts";
import type { Given, RoleStatement } from "./given.ts";
import {
  approvalKept,
  healthKept,
  otherEvidenceKept,
  otherEvidenceRead,
  ownWords,
  poolItems,
  wordsRead,
} from "./ledger.ts";
import {
  beaconLook,
  beaconShift,
  checkers,
  recordsCheck,
  recordsLook,
  recordsShift,
} from "./levers.ts";

type Permissions = (given: Given, region: string) => readonly RoleStatement[];

export type LambdaWord = keyof typeof LAMBDAS;

const LAMBDAS = {
  probe: (given, region) => [
    ...ownWords(given, region),
    secretsIn(given, region),
    ...wakes(given, region),
  ],
  signals: (given) => [
    poolItems(given, "GetItem", "Query"),
    otherEvidenceRead(given),
    otherEvidenceKept(given),
    ...checkers(given),
    ...recordsCheck(given),
    ...metrics(given),
  ],
  "health-event": (given) => [healthKept(given)],
  assess: (given) => [
    poolItems(given, "GetItem", "Query", "PutItem", "UpdateItem"),
    wordsRead(given),
    otherEvidenceRead(given),
    replicas(given),
    beat,
  ],
  prepare: (given) => [
    poolItems(given, "GetItem", "Query", "PutItem", "UpdateItem"),
    wordsRead(given),
    otherEvidenceRead(given),
    replicas(given),
    ...recordsCheck(given),
  ],
  shift: (given) => [
    poolItems(given, "GetItem", "PutItem", "UpdateItem"),
    wordsRead(given),
    ...beaconShift(given),
    ...recordsShift(given),
  ],
  verify: (given) => [
    poolItems(given, "GetItem", "PutItem", "UpdateItem"),
    wordsRead(given),
    ...beaconLook(given),
    ...checkers(given),
    ...recordsLook(given),
    ...markers(given),
    allVantages(given),
  ],
  complete: (given) => [poolItems(given, "GetItem", "PutItem", "UpdateItem")],
  notify: (given) => [
    poolItems(given, "GetItem", "Query", "PutItem", "UpdateItem"),
    approvalKept(given),
    ...publishing(given),
  ],
} as const satisfies Readonly<Record<string, Permissions>>;

export const lambdaWords = Object.keys(LAMBDAS) as readonly LambdaWord[];

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
  const permissions: Permissions = LAMBDAS[word];
  return [...permissions(given, region), lines];
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

/** Publishing in home. */
export function publishing(given: Given): RoleStatement[] {
  return [
    { actions: ["sns:Publish"], resources: [topicArn(given)] },
    { actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [given.noticesKey] },
  ];
}
