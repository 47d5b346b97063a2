// What reads other evidence than probes, and what takes AWS Health's word: what they may, and that a failover
// needs neither.

import type { Policy } from "../../../core/settings/policy.ts";
import { names } from "../../../stacks/names.ts";
import { homeOf } from "../../../stacks/permissions/given.ts";
import {
  all,
  arnsIn,
  type FunctionInputs,
  type MachineInputs,
  matches,
  roleOf,
  type Statement,
  statementsOf,
} from "../ask.ts";
import type { Graph } from "../graph.ts";
import { ACCOUNT } from "../mocks.ts";
import { differ, when } from "./breach.ts";

const arnOf = ({ stage, config }: Graph, word: string) =>
  `arn:aws:lambda:${homeOf(config)}:${ACCOUNT}:function:${names(stage).lambda(word)}`;

interface PermissionInputs {
  readonly action: string;
  readonly function: string;
  readonly principal: string;
  readonly sourceArn?: string;
}

interface RuleInputs {
  readonly name: string;
  readonly eventPattern: string;
}

/** The rules of home that lead to the Lambda, what they let through, and whom it lets in. */
export function healthHeard(graph: Graph): string[] {
  const { config } = graph;
  const home = homeOf(config);
  const listener = arnOf(graph, "health-event");
  const targets = all<{ rule: string; arn: string }>(graph, "EventTarget").filter(
    ({ region, inputs }) => region === home && inputs.arn === listener,
  );
  const rules = all<RuleInputs>(graph, "EventRule").filter(
    (rule) =>
      rule.region === home && targets.some(({ inputs }) => inputs.rule === rule.inputs.name),
  );
  const heard = config.pools.filter(({ signals: { health } }) => health.may.length > 0);
  const unheard = heard.flatMap((pool) =>
    [pool.primary, pool.secondary].flatMap((eventRegion) =>
      pool.signals.health.services
        .filter((service) => !rules.some(({ inputs }) => passes(inputs, { eventRegion, service })))
        .map((service) => `nobody takes news of ${service} in ${eventRegion}`),
    ),
  );
  const permissions = all<PermissionInputs>(graph, "Permission").map(({ inputs }) => inputs);
  const wanted = rules.map(({ inputs }) => `arn:aws:events:${home}:${ACCOUNT}:rule/${inputs.name}`);
  return [
    ...unheard,
    ...permissions
      .filter(({ principal }) => principal !== "events.amazonaws.com")
      .map(({ principal }) => `${principal} may invoke a Lambda`),
    ...differ(
      "health-event may be invoked by",
      permissions.map(({ sourceArn = "any rule" }) => sourceArn),
      wanted,
    ),
    ...differ(
      "rules may invoke",
      permissions.map((one) => one.function),
      wanted.map(() => names(graph.stage).lambda("health-event")),
    ),
  ];
}

/** Whether EventBridge lets an issue through, by the parts of a pattern that are lists of values. */
function passes(
  { eventPattern }: RuleInputs,
  detail: { readonly eventRegion: string; readonly service: string },
): boolean {
  const event = {
    source: "aws.health",
    "detail-type": "AWS Health Event",
    detail: { ...detail, eventTypeCategory: "issue" },
  };
  return fits(JSON.parse(eventPattern), event);
}

function fits(pattern: object, event: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(pattern).every(([key, part]) =>
    Array.isArray(part)
      ? part.includes(event[key])
      : fits(part, (event[key] ?? {}) as Readonly<Record<string, unknown>>),
  );
}

/** Each permission, for a reason that the settings give. */
export function readings(graph: Graph): string[] {
  const may = mayOf(graph, "signals");
  const { pools } = graph.config;
  const alarms = pools.flatMap(watched);
  const named = pools.flatMap(({ paths: { sdk } }) => (sdk === null ? [] : [sdk.zoneId]));
  const zones = [...new Set(named)].map((zone) => `arn:aws:route53:::hostedzone/${zone}`);
  const logins = pools.some(({ paths }) => paths.managedLogin !== null);
  const wanted = [
    ...["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
    ...["logs:CreateLogStream", "logs:PutLogEvents"],
    ...(logins ? ["route53:GetHealthCheckStatus"] : []),
    ...zones.flatMap(() => ["route53:ListResourceRecordSets", "route53:GetHostedZone"]),
    ...["cloudwatch:GetMetricData", "cognito-idp:GetProvisionedLimit"],
    ...(alarms.length > 0 ? ["cloudwatch:DescribeAlarms"] : []),
  ];
  return [
    ...differ("signals may", actionsOf(may), [...new Set(wanted)].toSorted()),
    ...differ("signals may list", resourcesOf(may, "route53:ListResourceRecordSets"), zones),
    ...differ("signals may read metrics in", regionsOf(may, "cloudwatch:GetMetricData"), [
      ...new Set(pools.flatMap(({ primary, secondary }) => [primary, secondary])),
    ]),
    ...differ(
      "signals may read alarms in",
      regionsOf(may, "cloudwatch:DescribeAlarms"),
      alarms.map(({ region }) => region),
    ),
    ...differ("health-event may", actionsOf(mayOf(graph, "health-event")), [
      "dynamodb:PutItem",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]),
  ];
}

const watched = ({ signals }: Policy) => signals.alarms.filter(({ may }) => may.length > 0);

function mayOf(graph: Graph, word: string): readonly Statement[] {
  const found = all<FunctionInputs>(graph, "Function").find(
    ({ inputs }) => inputs.name === names(graph.stage).lambda(word),
  );
  return statementsOf(roleOf(graph, found?.inputs.role ?? ""));
}

function actionsOf(may: readonly Statement[]): readonly string[] {
  return [...new Set(may.flatMap(({ Action }) => Action))].toSorted();
}

function resourcesOf(may: readonly Statement[], action: string): readonly string[] {
  return may.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
}

function regionsOf(may: readonly Statement[], action: string): readonly string[] {
  return may
    .filter(({ Action }) => Action.includes(action))
    .flatMap(({ Condition }) => Condition?.["StringEquals"]?.["aws:RequestedRegion"] ?? ["*"]);
}

/** Neither machine, nor any Lambda of theirs, could even call them. */
export function apart(graph: Graph): string[] {
  const { stage } = graph;
  const words = ["signals", "health-event"];
  const arns = words.map((word) => arnOf(graph, word));
  const others = all<FunctionInputs>(graph, "Function").filter(
    ({ inputs }) => !words.some((word) => inputs.name === names(stage).lambda(word)),
  );
  const machines = all<MachineInputs>(graph, "StateMachine");
  const roles = [
    ...others.map(({ name, inputs }) => ({ name, role: inputs.role })),
    ...machines.map(({ name, inputs }) => ({ name, role: inputs.roleArn })),
  ];
  return [
    ...machines.flatMap(({ name, inputs }) =>
      arnsIn(inputs.definition)
        .filter((arn) => arns.includes(arn))
        .map((arn) => `${name} waits for ${arn}`),
    ),
    ...roles.flatMap(({ name, role }) =>
      resourcesOf(statementsOf(roleOf(graph, role)), "lambda:InvokeFunction")
        .filter((pattern) => arns.some((arn) => matches(pattern, arn)))
        .map((pattern) => `${name} may call ${pattern}`),
    ),
    ...when(
      arns.some((arn) => !isThere(graph, arn)),
      `${words.join(" or ")} is not there`,
    ),
  ];
}

function isThere(graph: Graph, arn: string): boolean {
  return all<FunctionInputs>(graph, "Function").some(({ inputs }) =>
    arn.endsWith(`:${inputs.name}`),
  );
}
