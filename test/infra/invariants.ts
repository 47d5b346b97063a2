// What must hold in every stage, since Pulumi's mocks accept anything: AWS's own rules, and ours. Each
// row finds its breaches, and names what was found.

import { homeOf } from "../../sim/deployment.ts";
import { names } from "../../stacks/names.ts";
import {
  type AlarmInputs,
  all,
  allows,
  arnsIn,
  type FunctionInputs,
  type MachineInputs,
  type RoleInputs,
  regionOf,
  roleOf,
  type ScheduleInputs,
  statementsOf,
} from "./ask.ts";
import { failoverPath } from "./failover-path.ts";
import type { Graph } from "./graph.ts";

export interface Invariant {
  /** A sentence, the title of its test. */
  readonly holds: string;
  readonly breaches: (graph: Graph) => readonly string[];
}

export const invariants: readonly Invariant[] = [
  { holds: "every vantage has one probe and one schedule that wakes it", breaches: vantages },
  {
    holds: "every schedule wakes something of its own Region that its role may wake",
    breaches: schedules,
  },
  {
    holds: "every alarm rings an encrypted topic of its own Region that lets it",
    breaches: alarms,
  },
  {
    holds: "silence is noticed: in home for every pool, and in every witness",
    breaches: watchdogs,
  },
  { holds: "every ARN in a machine is in its Region and allowed by its role", breaches: machines },
  { holds: "every Task has a time limit, and every machine a longer one", breaches: timeLimits },
  {
    holds: "no role can be taken by an account, and none has a policy from elsewhere",
    breaches: trust,
  },
  {
    holds: "no statement allows a whole service, nor any resource save where AWS knows none",
    breaches: wildcards,
  },
  { holds: "no Lambda is linked, since links grant whole services", breaches: links },
  {
    holds: "the ledger has the keys, the expiry and the backup that the code counts on",
    breaches: ledger,
  },
  { holds: "the world can read the beacons and nothing else", breaches: beacons },
  { holds: "no record is owned, and every health check made is inverted", breaches: route53 },
  { holds: "the probe user's secret is in every vantage of its pools", breaches: secrets },
  { holds: "every Region but home has a provider with the app's tags", breaches: providers },
  { holds: "home is nobody's primary", breaches: home },
  { holds: "only production is protected and kept", breaches: protection },
  { holds: "every log is kept for a while and not for ever", breaches: logs },
  {
    holds: "every Lambda is arm64 on Node 24 with JSON lines in a log group of its own",
    breaches: lambdas,
  },
  { holds: "names fit AWS's limits", breaches: lengths },
  { holds: "every text is a text, and no output that was never awaited", breaches: outputs },
  {
    holds: "nothing on the failover path names a primary Region, nor a control plane in us-east-1",
    breaches: failoverPath,
  },
];

function vantages(graph: Graph): string[] {
  const named = names(graph.stage);
  const wanted = [...new Set(graph.config.pools.flatMap((policy) => policy.vantages))].sort();
  const inRegions = (kind: string, name: string) =>
    all<{ name: string }>(graph, kind)
      .filter(({ inputs }) => inputs.name === name)
      .map(({ region }) => region)
      .sort();
  const minutes = graph.config.cadence.probe / 60_000;
  const rate = `rate(${minutes} minute${minutes === 1 ? "" : "s"})`;
  return [
    ...differ("probes in", inRegions("Function", named.lambda("probe")), wanted),
    ...differ("schedules in", inRegions("Schedule", named.schedule("probe")), wanted),
    ...all<ScheduleInputs>(graph, "Schedule")
      .filter(({ inputs }) => inputs.name === named.schedule("probe"))
      .filter(({ inputs }) => inputs.scheduleExpression !== rate)
      .map(({ name }) => `${name} is not ${rate}`),
  ];
}

function schedules(graph: Graph): string[] {
  return all<ScheduleInputs>(graph, "Schedule").flatMap(({ name, region, inputs }) => {
    const { target, flexibleTimeWindow, startDate } = inputs;
    const role = roleOf(graph, target.roleArn);
    const action = target.arn.includes(":lambda:")
      ? "lambda:InvokeFunction"
      : "states:StartExecution";
    return [
      ...when(regionOf(target.arn) !== region, `${name} in ${region} wakes ${target.arn}`),
      ...when(!existing(graph).has(target.arn), `${name} wakes what is not there: ${target.arn}`),
      ...when(
        !allows(statementsOf(role), { action, resource: target.arn }),
        `${name} may not wake ${target.arn}`,
      ),
      ...when(!trusted(role).includes("scheduler.amazonaws.com"), `${name} may not take its role`),
      ...when(target.retryPolicy.maximumRetryAttempts !== 0, `${name} retries`),
      ...when(flexibleTimeWindow.mode !== "OFF", `${name} is not punctual`),
      ...when(startDate !== undefined, `${name} has a start that a later change is refused for`),
    ];
  });
}

function alarms(graph: Graph): string[] {
  const topics = all<{ name: string; kmsMasterKeyId?: string }>(graph, "Topic");
  const keys = all<{ policy: string }>(graph, "Key");
  return all<AlarmInputs>(graph, "MetricAlarm").flatMap(({ name, region, inputs }) => {
    const topic = topics.find(
      (one) =>
        one.region === region &&
        inputs.alarmActions.some((arn) => arn.endsWith(`:${one.inputs.name}`)),
    );
    const key = keys.find(
      (one) => one.region === region && topic?.inputs.kmsMasterKeyId?.endsWith(`key/${one.name}`),
    );
    return [
      ...inputs.alarmActions
        .filter((arn) => regionOf(arn) !== region)
        .map((arn) => `${name} in ${region} rings ${arn}`),
      ...when(inputs.alarmActions.length === 0, `${name} rings nothing`),
      ...when(topic === undefined, `${name} rings no topic of ${region}`),
      ...when(key === undefined, `the topic of ${name} has no key of its own in ${region}`),
      ...when(
        key !== undefined && !key.inputs.policy.includes("cloudwatch.amazonaws.com"),
        `the key of ${name}'s topic does not let alarms in`,
      ),
      ...when(
        inputs.namespace === "AWS/Route53" && region !== "us-east-1",
        `${name} hears nothing in ${region}`,
      ),
    ];
  });
}

function watchdogs(graph: Graph): string[] {
  const { config } = graph;
  const found = all<AlarmInputs>(graph, "MetricAlarm").filter(
    ({ inputs }) => inputs.treatMissingData === "breaching",
  );
  const heard = (region: string, metric: string, dimension: string) =>
    found.some(
      (alarm) =>
        alarm.region === region &&
        alarm.inputs.metricName === metric &&
        Object.values(alarm.inputs.dimensions).includes(dimension),
    );
  return config.pools.flatMap(({ name, witness }) => [
    ...when(!heard(homeOf(config), "Heartbeat", name), `nobody hears that ${name} is not assessed`),
    ...when(
      !heard(witness, "Errors", names(graph.stage).lambda("probe")),
      `${witness} does not hear that home is gone`,
    ),
  ]);
}

/** What the machine does to each kind of thing that its definition names. */
const verbs: Readonly<Record<string, string>> = {
  lambda: "lambda:InvokeFunction",
  sns: "sns:Publish",
  states: "states:StartExecution",
};

function machines(graph: Graph): string[] {
  return all<MachineInputs>(graph, "StateMachine").flatMap(({ name, region, inputs }) => {
    const role = roleOf(graph, inputs.roleArn);
    const statements = statementsOf(role);
    return [
      ...when(!trusted(role).includes("states.amazonaws.com"), `${name} may not take its role`),
      ...arnsIn(inputs.definition).flatMap((resource) => {
        const action = verbs[resource.split(":")[2] ?? ""] ?? "unknown";
        return [
          ...when(regionOf(resource) !== region, `${name} in ${region} calls ${resource}`),
          ...when(!existing(graph).has(resource), `${name} calls what is not there: ${resource}`),
          ...when(
            !allows(statements, { action, resource }),
            `${name} may not ${action} ${resource}`,
          ),
        ];
      }),
    ];
  });
}

function timeLimits(graph: Graph): string[] {
  interface State {
    readonly Type: string;
    readonly TimeoutSeconds?: number;
    readonly TimeoutSecondsPath?: string;
  }
  return all<MachineInputs>(graph, "StateMachine").flatMap(({ name, inputs }) => {
    const machine = JSON.parse(inputs.definition) as {
      TimeoutSeconds?: number;
      States: Readonly<Record<string, State>>;
    };
    const whole = machine.TimeoutSeconds ?? 0;
    const limit = inputs.type === "EXPRESS" ? 300 : 31_536_000;
    return [
      ...when(whole === 0 || whole > limit, `${name} has no time limit that AWS keeps`),
      ...Object.entries(machine.States)
        .filter(([, { Type }]) => Type === "Task")
        .filter(([, state]) => state.TimeoutSecondsPath === undefined)
        .filter(([, state]) => !((state.TimeoutSeconds ?? Number.POSITIVE_INFINITY) < whole))
        .map(([state]) => `${name}: ${state} has no time limit within the machine's`),
    ];
  });
}

function trust(graph: Graph): string[] {
  return all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) => [
    ...trusted(inputs)
      .filter((principal) => !/^[a-z]+\.amazonaws\.com$/.test(principal))
      .map((principal) => `${name} can be taken by ${principal}`),
    ...(inputs.managedPolicyArns ?? []).map((arn) => `${name} has ${arn}`),
  ]);
}

/** Actions that know no resources, by AWS's service authorization reference. */
const withoutResource =
  /^(logs:\w*(Delivery|Deliveries|ResourcePolicy|ResourcePolicies|LogGroups)|cloudwatch:PutMetricData)$/;

function wildcards(graph: Graph): string[] {
  return all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) =>
    statementsOf(inputs).flatMap((statement) => [
      ...statement.Action.filter((action) => action.includes("*")).map(
        (action) => `${name} may ${action}`,
      ),
      ...statement.Action.filter(
        (action) => statement.Resource.includes("*") && !withoutResource.test(action),
      ).map((action) => `${name} may ${action} everything`),
      ...when(statement.Resource.length === 0, `${name} has a statement about nothing`),
      ...when(
        statement.Action.includes("cloudwatch:PutMetricData") &&
          statement.Condition?.["StringEquals"]?.["cloudwatch:namespace"] === undefined,
        `${name} may write metrics of anybody`,
      ),
    ]),
  );
}

function links({ builds }: Graph): string[] {
  return Object.entries(builds).flatMap(([name, built]) =>
    Object.keys(built.links).map((link) => `${name} is linked to ${link}`),
  );
}

function ledger(graph: Graph): string[] {
  interface Table {
    readonly name: string;
    readonly hashKey: string;
    readonly rangeKey: string;
    readonly billingMode: string;
    readonly attributes: readonly { readonly type: string }[];
    readonly ttl: { readonly attributeName: string; readonly enabled: boolean };
    readonly pointInTimeRecovery: { readonly enabled: boolean };
    readonly deletionProtectionEnabled: boolean;
  }
  const tables = all<Table>(graph, "Table");
  const [table] = tables;
  if (table === undefined || tables.length > 1) return [`${tables.length} tables`];
  const { inputs, region } = table;
  return [
    ...when(region !== homeOf(graph.config), `the ledger is in ${region}`),
    ...when(inputs.name !== names(graph.stage).ledger, `the ledger is called ${inputs.name}`),
    ...when(`${inputs.hashKey} ${inputs.rangeKey}` !== "pk sk", "the ledger has other keys"),
    ...when(
      inputs.attributes.some(({ type }) => type !== "S"),
      "a key is no text",
    ),
    ...when(!inputs.ttl.enabled || inputs.ttl.attributeName !== "expires", "nothing expires"),
    ...when(!inputs.pointInTimeRecovery.enabled, "the ledger has no backup"),
    ...when(inputs.billingMode !== "PAY_PER_REQUEST", "the ledger has a capacity to run out of"),
    ...when(
      inputs.deletionProtectionEnabled !== (graph.stage === "production"),
      "the ledger is protected in production alone",
    ),
  ];
}

function beacons(graph: Graph): string[] {
  interface Block {
    readonly blockPublicAcls: boolean;
    readonly ignorePublicAcls: boolean;
  }
  const wanted = graph.config.pools.flatMap(({ paths: { managedLogin } }) =>
    managedLogin === null ? [] : [`arn:aws:s3:::${managedLogin.bucket}/${managedLogin.key}`],
  );
  const policies = all<{ policy: string }>(graph, "BucketPolicy").flatMap(
    ({ inputs }) => JSON.parse(inputs.policy).Statement as { Action: string; Resource: string[] }[],
  );
  const blocks = all<Block>(graph, "BucketPublicAccessBlock");
  const buckets = all(graph, "Bucket");
  return [
    ...differ("public", policies.flatMap(({ Resource }) => Resource).sort(), wanted.sort()),
    ...policies
      .filter(({ Action }) => Action !== "s3:GetObject")
      .map(({ Action }) => `public ${Action}`),
    ...when(blocks.length !== buckets.length, "a bucket has no block on public access"),
    ...blocks
      .filter(({ inputs }) => !inputs.blockPublicAcls || !inputs.ignorePublicAcls)
      .map(({ name }) => `${name} lets objects be made public one by one`),
    ...buckets
      .filter(({ region }) => region !== homeOf(graph.config))
      .map(({ name, region }) => `${name} is in ${region}`),
  ];
}

function route53(graph: Graph): string[] {
  const checks = all<{ invertHealthcheck: boolean; fqdn: string; resourcePath: string }>(
    graph,
    "HealthCheck",
  );
  const unnamed = graph.config.pools.flatMap(({ paths: { managedLogin: path }, secondary }) =>
    path === null || path.healthCheckId !== null
      ? []
      : [`${path.bucket}.s3.${secondary}.amazonaws.com/${path.key}`],
  );
  return [
    ...all(graph, "Record").map(({ name }) => `${name} is owned by the stack`),
    ...differ(
      "checks of",
      checks.map(({ inputs }) => inputs.fqdn + inputs.resourcePath),
      unnamed,
    ),
    ...checks
      .filter(({ inputs }) => !inputs.invertHealthcheck)
      .map(({ name }) => `${name} is not inverted`),
  ];
}

function secrets(graph: Graph): string[] {
  const found = all<{ name: string; replicas: { region: string }[] }>(graph, "Secret");
  return graph.config.pools.flatMap(({ probeUser, vantages }) => {
    const secret = found.find(({ inputs }) => inputs.name === probeUser.secret);
    const regions = [
      secret?.region,
      ...(secret?.inputs.replicas ?? []).map(({ region }) => region),
    ];
    return vantages
      .filter((vantage) => !regions.includes(vantage))
      .map((vantage) => `${probeUser.secret} is not in ${vantage}`);
  });
}

function providers(graph: Graph): string[] {
  const found = graph.resources.filter(({ type }) => type === "pulumi:providers:aws");
  const elsewhere = new Set(
    graph.resources.map(({ region }) => region).filter((region) => region !== undefined),
  );
  elsewhere.delete(homeOf(graph.config));
  return [
    ...differ(
      "providers of",
      found.map(({ inputs }) => String(inputs["region"])).sort(),
      [...elsewhere].sort(),
    ),
    ...found
      .filter(
        ({ inputs }) =>
          !["sst:app", "sst:stage"].every((tag) => String(inputs["defaultTags"]).includes(tag)),
      )
      .map(({ name }) => `${name} leaves its resources without tags`),
  ];
}

function home({ config, app }: Graph): string[] {
  const where = (app as { providers: { aws: { region: string } } }).providers.aws.region;
  return [
    ...when(where !== homeOf(config), `the app is at home in ${where}`),
    ...config.pools
      .filter(({ primary }) => primary === where)
      .map(({ name }) => `home is the primary of ${name}`),
  ];
}

function protection({ stage, app }: Graph): string[] {
  const { removal, protect } = app as { removal: string; protect: boolean };
  const isProduction = stage === "production";
  return [
    ...when(protect !== isProduction, `protect is ${protect} in ${stage}`),
    ...when(removal !== (isProduction ? "retain" : "remove"), `removal is ${removal} in ${stage}`),
  ];
}

function logs(graph: Graph): string[] {
  return all<{ retentionInDays?: number }>(graph, "LogGroup")
    .filter(({ inputs }) => (inputs.retentionInDays ?? 0) === 0)
    .map(({ name }) => `${name} is kept for ever`);
}

function lambdas(graph: Graph): string[] {
  const groups = all<{ name: string }>(graph, "LogGroup");
  const retries = all<{ maximumRetryAttempts: number }>(graph, "FunctionEventInvokeConfig");
  return [
    ...all<FunctionInputs>(graph, "Function").flatMap(({ name, region, inputs }) => {
      const { logGroup, logFormat } = inputs.loggingConfig;
      const lines = `arn:aws:logs:${region}:123456789012:log-group:${logGroup}:log-stream:x`;
      const statements = statementsOf(roleOf(graph, inputs.role));
      return [
        ...when(inputs.runtime !== "nodejs24.x", `${name} is on ${inputs.runtime}`),
        ...when(inputs.architectures.join() !== "arm64", `${name} is on ${inputs.architectures}`),
        ...when(logFormat !== "JSON", `${name} writes ${logFormat}`),
        ...when(
          !groups.some((group) => group.region === region && group.inputs.name === logGroup),
          `${name} writes to ${logGroup}, which is not there`,
        ),
        ...when(
          !allows(statements, { action: "logs:PutLogEvents", resource: lines }),
          `${name} may not write its log`,
        ),
      ];
    }),
    ...retries
      .filter(({ inputs }) => inputs.maximumRetryAttempts !== 0)
      .map(({ name }) => `${name} retries what was invoked asynchronously`),
    ...when(retries.length !== all(graph, "Function").length, "a Lambda has Lambda's own retries"),
  ];
}

function outputs({ resources }: Graph): string[] {
  return resources
    .filter(({ inputs }) => JSON.stringify(inputs).includes("Calling [toString] on an [Output"))
    .map(({ name }) => `${name} has an output in a text`);
}

/** The limits of the names that we give, by the kind of thing. */
const longest: Readonly<Record<string, number>> = {
  Function: 64,
  Role: 64,
  Schedule: 64,
  StateMachine: 80,
  Table: 255,
  Topic: 256,
  MetricAlarm: 255,
};

function lengths(graph: Graph): string[] {
  return Object.entries(longest).flatMap(([kind, limit]) =>
    all<{ name?: string }>(graph, kind)
      .filter(({ inputs }) => (inputs.name?.length ?? Number.POSITIVE_INFINITY) > limit)
      .map(({ name, inputs }) => `${name} is called ${inputs.name}`),
  );
}

function trusted(role: RoleInputs | undefined): readonly string[] {
  const policy = role?.assumeRolePolicy ?? "{}";
  const { Statement = [] } = (typeof policy === "string" ? JSON.parse(policy) : policy) as {
    Statement?: { Principal: Readonly<Record<string, string | readonly string[]>> }[];
  };
  return Statement.flatMap(({ Principal }) => Object.values(Principal).flat());
}

/** The ARNs of everything that something else may call. */
function existing(graph: Graph): ReadonlySet<string> {
  const arn =
    (service: string, prefix: string) => (one: { region: string; inputs: { name: string } }) =>
      `arn:aws:${service}:${one.region}:123456789012:${prefix}${one.inputs.name}`;
  return new Set([
    ...all<{ name: string }>(graph, "Function").map(arn("lambda", "function:")),
    ...all<{ name: string }>(graph, "StateMachine").map(arn("states", "stateMachine:")),
    ...all<{ name: string }>(graph, "Topic").map(arn("sns", "")),
  ]);
}

function when(isBreach: boolean, found: string): readonly string[] {
  return isBreach ? [found] : [];
}

function differ(
  what: string,
  found: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  return when(
    found.join() !== wanted.join(),
    `${what} ${found.join(" ")} instead of ${wanted.join(" ")}`,
  );
}
