// What is kept, and what the world can see of it.

import { PUBLIC_OBJECT_SAYS, publicKeyOf } from "../../../core/failover/public-object.ts";
import { names } from "../../../stacks/names.ts";
import { homeOf } from "../../../stacks/permissions/given.ts";
import { all } from "../ask.ts";
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
  const policies = all<{ policy: string }>(graph, "BucketPolicy").flatMap(
    ({ inputs }) => JSON.parse(inputs.policy).Statement as { Action: string; Resource: string[] }[],
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
