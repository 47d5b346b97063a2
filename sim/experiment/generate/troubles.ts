// What goes wrong beside a Region: an operation that the controller needs, a vantage's line, secret or clock.

import type { Effect } from "pretend-aws/faults.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { names } from "../../../stacks/names.ts";
import { STAGE } from "../../deployment.ts";
import type { Random } from "../../random.ts";
import { chance, oneOf, time, weighted } from "../chance.ts";
import type { FaultToInject, Happening } from "../happening.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Everything that is called, by service. */
const operations = {
  dynamodb: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
  s3: ["PutObject", "GetObject", "DeleteObject"],
  route53: [
    ...["ListResourceRecordSets", "ChangeResourceRecordSets", "GetChange"],
    ...["GetHostedZone", "GetHealthCheckStatus"],
  ],
  "cognito-idp": ["ListUserPoolReplicas", "InitiateAuth", "GetTokensFromRefreshToken"],
  "cognito-domain": ["GET /login"],
  sns: ["Publish"],
  monitoring: ["PutMetricData", "GetMetricData"],
  secretsmanager: ["GetSecretValue"],
  states: ["StartExecution"],
  lambda: ["Invoke"],
} as const;

/** What a move writes. */
const writes: readonly [Operation, ...Operation[]] = [
  { service: "dynamodb", operation: "PutItem" },
  { service: "dynamodb", operation: "UpdateItem" },
  { service: "s3", operation: "PutObject" },
  { service: "route53", operation: "ChangeResourceRecordSets" },
];

type Operation = Pick<FaultToInject, "service" | "operation">;

const services = Object.keys(operations) as [keyof typeof operations];

const lambdas = [
  ...["assess", "prepare", "shift", "verify", "complete", "notify", "signals", "probe"],
] as [string, ...string[]];

export function trouble(random: Random, policy: Policy, at: number): readonly Happening[] {
  const lastsMs = lengthOf(random);
  const kind = weighted(random, [
    [6, "operation"],
    [2, "write"],
    [1, "notices"],
    [2, "lambda"],
    [2, "line"],
    [1, "secret"],
    [1, "clock"],
  ] as const);
  if (kind === "clock") {
    const size = oneOf(random, [2 * SECOND, 30 * SECOND, 4 * MINUTE, 20 * MINUTE]);
    const aheadMs = chance(random, 0.5) ? size : -size;
    return [{ kind, at, lastsMs, region: vantageOf(random, policy), aheadMs }];
  }
  return [{ kind: "fault", at, lastsMs, trouble: troubles[kind](random, policy) }];
}

type Kind = "operation" | "write" | "notices" | "lambda" | "line" | "secret";

const troubles: Readonly<Record<Kind, (random: Random, policy: Policy) => FaultToInject>> = {
  operation: (random) => {
    const service = oneOf(random, services);
    const all = operations[service] as readonly [string, ...string[]];
    const isWhole = service !== "cognito-idp" && chance(random, 0.25);
    return {
      service,
      ...(isWhole ? {} : { operation: oneOf(random, all) }),
      ...(chance(random, 0.3) ? { caller: oneOf(random, lambdas) } : {}),
      ...rateOf(random),
      effect: effectOf(random),
    };
  },
  write: (random) => ({
    ...oneOf(random, writes),
    caller: oneOf(random, ["prepare", "shift", "verify", "complete", "notify"]),
    ...rateOf(random),
    effect: chance(random, 0.5) ? { kind: "lostAnswer" } : effectOf(random),
  }),
  notices: (random) => ({
    ...{ service: "sns", operation: "Publish" },
    ...rateOf(random),
    effect: effectOf(random),
  }),
  lambda: (random) => ({
    ...{ service: "lambda", operation: "Invoke" },
    resource: names(STAGE).lambda(oneOf(random, lambdas)),
    ...rateOf(random),
    effect: effectOf(random),
  }),
  line: (random, policy) => {
    const vantage = vantageOf(random, policy);
    return weighted<FaultToInject>(random, [
      [2, { vantage, service: "cognito-idp", effect: effectOf(random) }],
      [1, { vantage, caller: "probe", effect: { kind: "reset" } }],
      [1, { vantage, service: "dynamodb", caller: "probe", effect: effectOf(random) }],
      [2, { vantage, service: "cognito-idp", region: policy.primary, effect: effectOf(random) }],
    ]);
  },
  secret: (random, policy) => ({
    ...{ vantage: vantageOf(random, policy), service: "secretsmanager" },
    effect: oneOf<Effect>(random, [
      { kind: "error", name: "AccessDeniedException" },
      { kind: "error", name: "ResourceNotFoundException" },
      { kind: "reset" },
    ]),
  }),
};

function vantageOf(random: Random, { vantages }: Policy) {
  return oneOf(random, vantages as readonly [(typeof vantages)[number]]);
}

function rateOf(random: Random): Pick<FaultToInject, "rate"> {
  return chance(random, 0.3) ? { rate: oneOf(random, [0.2, 0.5, 0.8]) } : {};
}

function effectOf(random: Random): Effect {
  return weighted<Effect>(random, [
    [3, { kind: "throttle" }],
    [3, { kind: "status", status: 503 }],
    [2, { kind: "reset" }],
    [2, { kind: "blackHole" }],
    [2, { kind: "delay", ms: time(random, SECOND, 20 * SECOND) }],
    [2, { kind: "error", name: "InternalServerError", status: 500 }],
    [1, { kind: "error", name: "AccessDeniedException", status: 403 }],
    [4, { kind: "lostAnswer" }],
  ]);
}

function lengthOf(random: Random): number {
  return weighted(random, [
    [3, time(random, SECOND, 15 * SECOND)],
    [3, time(random, 15 * SECOND, 2 * MINUTE)],
    [2, time(random, 2 * MINUTE, 6 * MINUTE)],
  ]);
}
