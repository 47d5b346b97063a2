// What is kept, and what the world can see of it.

import { PUBLIC_OBJECT_SAYS, publicKeyOf } from "../../../core/values/public-object.ts";
import { names } from "../../../stacks/names.ts";
import { homeOf } from "../../../stacks/permissions/given.ts";
import { all, type FunctionInputs, type RoleInputs, statementsOf } from "../ask.ts";
import type { Graph } from "../graph.ts";
import { differ, when } from "./breach.ts";

export function ledger(graph: Graph): string[] {
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

export function beacons(graph: Graph): string[] {
  interface Block {
    readonly blockPublicAcls: boolean;
    readonly ignorePublicAcls: boolean;
  }
  const wanted = graph.config.pools.flatMap(({ paths: { managedLogin } }) =>
    managedLogin === null
      ? []
      : [managedLogin.key, publicKeyOf(managedLogin.key)].map(
          (key) => `arn:aws:s3:::${managedLogin.bucket}/${key}`,
        ),
  );
  const beside = graph.config.pools.flatMap(({ paths: { managedLogin } }) =>
    managedLogin === null ? [] : [publicKeyOf(managedLogin.key)],
  );
  const objects = all<{ key: string; content: string }>(graph, "BucketObjectv2").filter(
    // SST keeps the Lambdas' code in objects too.
    ({ name }) => name.startsWith("BeaconReachable"),
  );
  const policies = policiesOf(graph).flatMap(({ statements }) =>
    statements.filter(({ Effect }) => Effect === "Allow"),
  );
  const blocks = all<Block>(graph, "BucketPublicAccessBlock");
  const buckets = all(graph, "Bucket");
  return [
    ...differ("public", policies.flatMap(({ Resource }) => Resource).sort(), wanted.sort()),
    ...differ("beside the beacons", objects.map(({ inputs }) => inputs.key).sort(), beside.sort()),
    ...objects
      .filter(({ inputs }) => inputs.content !== PUBLIC_OBJECT_SAYS)
      .map(({ name }) => `${name} says something else`),
    ...policies
      .filter(({ Action, Principal }) => Principal !== "*" || Action !== "s3:GetObject")
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

interface PolicyStatement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

function policiesOf(graph: Graph) {
  return all<{ policy: string; bucket: string }>(graph, "BucketPolicy").map(({ name, inputs }) => ({
    ...{ name, bucket: inputs.bucket },
    statements: JSON.parse(inputs.policy).Statement as readonly PolicyStatement[],
  }));
}

const WRITES = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:PutObject",
  "s3:ReplicateDelete",
  "s3:ReplicateObject",
];

/** Nobody but the roles that write levers and the one for emergencies; and nothing else is denied to anyone. */
export function beaconWriters(graph: Graph): string[] {
  const { lambda } = names(graph.stage);
  const functions = all<FunctionInputs>(graph, "Function");
  const rolesOf = (word: string) =>
    functions.filter(({ inputs }) => inputs.name === lambda(word)).map(({ inputs }) => inputs.role);
  const leverRoles = ["shift", "practice-shift", "guard"].flatMap(rolesOf);
  const wanted = graph.config.pools.flatMap(({ paths: { managedLogin: path } }) =>
    path === null
      ? []
      : [
          `arn:aws:s3:::${path.bucket}/${path.key} ${inOrder([...leverRoles, path.breakGlassRole ?? ""])}`,
        ],
  );
  const policies = policiesOf(graph);
  const denials = policies.flatMap(({ statements }) =>
    statements.filter(({ Effect }) => Effect === "Deny"),
  );
  const guards = denials.filter(({ Condition }) => "ArnNotEquals" in Object(Condition));
  const kept = guards.flatMap(({ Action, Resource, Condition }) => {
    const { ArnNotEquals } = Condition as { ArnNotEquals: { "aws:PrincipalArn": string[] } };
    const isWhole = [...[Action].flat()].sort().join() === WRITES.join();
    const writers = inOrder(ArnNotEquals["aws:PrincipalArn"]);
    return Resource.map((one) => `${one} ${writers}${isWhole ? "" : `, but for ${Action}`}`);
  });
  const others = denials.filter((one) => !guards.includes(one));
  const writes = all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) =>
    statementsOf(inputs)
      .filter(({ Action, Resource }) => Action.some(isWrite) && Resource.some(isObject))
      .map(() => name),
  );
  return [
    ...differ("kept", kept.sort(), wanted.sort()),
    ...denials
      .filter(({ Principal }) => Principal !== "*")
      .map(() => "a denial leaves somebody out"),
    ...others
      .filter(({ Condition }) => JSON.stringify(Condition) !== PLAIN_HTTP)
      .map(({ Action }) => `${Action} is denied to whoever deploys`),
    ...policies
      .filter(({ statements }) => !statements.some(isOverTlsAlone))
      .map(({ name }) => `${name} lets plain HTTP in`),
    ...writes
      .filter((name) => !/^(Shift|PracticeShift|Guard\w*)Role$/.test(name))
      .map((name) => `${name} may write objects`),
  ];
}

const inOrder = (roles: readonly string[]) => roles.filter((role) => role !== "").sort();

const PLAIN_HTTP = JSON.stringify({ Bool: { "aws:SecureTransport": "false" } });

function isOverTlsAlone({ Effect, Action, Resource, Condition }: PolicyStatement): boolean {
  const isAll = Action === "s3:*" && Resource.some((one) => one.endsWith("/*"));
  return Effect === "Deny" && isAll && JSON.stringify(Condition) === PLAIN_HTTP;
}

const isWrite = (action: string) => /^s3:(Put|Delete|Replicate)/.test(action);
const isObject = (resource: string) => resource.startsWith("arn:aws:s3:::");

/** Every version goes with the bucket, and the policy, which refers to the bucket, before it. */
export function beaconBuckets(graph: Graph): string[] {
  interface Versions {
    readonly bucket: string;
    readonly versioningConfiguration: { readonly status: string };
  }
  const versions = all<Versions>(graph, "BucketVersioning");
  const policies = policiesOf(graph);
  return all<{ bucket: string; forceDestroy: boolean }>(graph, "Bucket").flatMap(
    ({ name, inputs }) => {
      const id = `${name}-id`;
      const status = versions.find(({ inputs }) => inputs.bucket === id)?.inputs
        .versioningConfiguration.status;
      return [
        ...when(status !== "Enabled", `${name} keeps no versions`),
        ...when(
          inputs.forceDestroy !== (graph.stage !== "production"),
          `${name} is emptied in every stage but production`,
        ),
        ...when(
          !policies.some(({ bucket }) => bucket === id),
          `${name} has no policy that goes before it`,
        ),
      ];
    },
  );
}

/** What a check looks for is its own, cannot be guessed, and is what our Lambdas are told. */
export function searchStrings(graph: Graph): string[] {
  const made = graph.config.pools.filter(
    ({ paths: { managedLogin } }) => managedLogin?.healthCheckId === null,
  );
  const checks = all<{ searchString: string; resourcePath: string; type: string }>(
    graph,
    "HealthCheck",
  );
  const sought = made.map(({ name, paths: { managedLogin } }) => {
    const check = checks.find(({ inputs }) => inputs.resourcePath === `/${managedLogin?.key}`);
    return [name, check?.inputs.searchString ?? ""] as const;
  });
  const told = JSON.stringify(Object.fromEntries(sought));
  const needing = ["prepare", "shift", "verify", "signals"].map((word) =>
    names(graph.stage).lambda(word),
  );
  return [
    ...checks
      .filter(({ inputs }) => inputs.type !== "HTTPS_STR_MATCH")
      .map(({ name }) => `${name} takes any answer for the beacon`),
    ...sought
      .filter(([, text]) => !/^[0-9a-f]{16,}$/.test(text))
      .map(([pool, text]) => `the check of ${pool} looks for "${text}"`),
    ...all<FunctionInputs>(graph, "Function")
      .filter(({ inputs }) => needing.includes(inputs.name))
      .filter(({ inputs }) => inputs.environment.variables["BEACON_SEARCH_STRINGS"] !== told)
      .map(({ name }) => `${name} is not told what the checks look for`),
  ];
}

export function route53(graph: Graph): string[] {
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

export function secrets(graph: Graph): string[] {
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
