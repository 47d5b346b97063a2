import { createRequire } from "node:module";
import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "pretend-aws/clock.ts";
import { createPretendAws } from "pretend-aws/pretend-aws.ts";
import { endpointOf, inProcessFetch, requestHandler } from "pretend-aws/wire/in-process.ts";
import { describe, expect, test } from "vitest";
import type { Config } from "../../core/settings/policy.ts";
import { callerOf } from "../../sim/caller.ts";
import { deploy, STAGE } from "../../sim/deployment.ts";
import { beaconCheck } from "../../stacks/beacons/beacon-check.ts";
import { homeOf } from "../../stacks/permissions/given.ts";
import { all, type MachineInputs } from "./ask.ts";
import { graphs } from "./graph.ts";

/** It brings no types. */
const validator: (definition: object) => { isValid: boolean; errors: object[] } = createRequire(
  import.meta.url,
)("asl-validator");

describe.each(graphs)("the machines of $stage", (graph) => {
  const machines = all<MachineInputs>(graph, "StateMachine");

  test("are the machines of the story, but for account and stage", async () => {
    const told = machines.map(({ inputs: { name, type, definition } }) => ({
      name,
      type,
      definition,
    }));
    const known = await machinesOfTheStory(graph.config);
    expect(told.map((one) => masked(one, graph.stage))).toEqual(
      known.map((one) => masked(one, STAGE)),
    );
  });

  test.each(machines)("$name passes the validator of the language", ({ inputs }) => {
    const { isValid, errors } = validator(JSON.parse(inputs.definition));
    expect(errors).toEqual([]);
    expect(isValid).toBe(true);
  });
});

test("a health check of the stack's own is the one of the story", () => {
  const bucket = "customers-failover-beacon";
  const { fqdn, resourcePath, port, requestInterval, failureThreshold, invertHealthcheck } =
    beaconCheck({ bucket, key: "beacons/customers" }, { region: "us-east-1", searchString: "x" });
  expect({
    fqdn,
    resourcePath,
    port,
    requestInterval,
    failureThreshold,
    invertHealthcheck,
  }).toEqual({
    fqdn: "customers-failover-beacon.s3.us-east-1.amazonaws.com",
    resourcePath: "/beacons/customers",
    port: 443,
    requestInterval: 10,
    failureThreshold: 3,
    invertHealthcheck: true,
  });
});

interface Machine {
  readonly name: string;
  readonly type: string;
  readonly definition: string;
}

async function machinesOfTheStory(config: Config): Promise<Machine[]> {
  const aws = createPretendAws({
    clock: new VirtualClock(Date.UTC(2026, 10, 22)),
    seed: 1,
    callerOf,
  });
  const fetch = inProcessFetch(aws.dispatch);
  // The machines are the same for any number of pools.
  const one = { ...config, pools: config.pools.slice(0, 1) };
  deploy(aws, {
    settings: {},
    config: one,
    runtime: {
      fetch,
      stopwatch: () => 0,
      wait: async () => undefined,
      after: () => () => undefined,
      rest: async () => undefined,
    },
  });
  const region = homeOf(config);
  const client = new SFNClient({
    region,
    endpoint: endpointOf(region),
    requestHandler: requestHandler(aws.dispatch),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const machines = await Promise.all(
    stateMachines.map(({ stateMachineArn }) =>
      client.send(new DescribeStateMachineCommand({ stateMachineArn })),
    ),
  );
  aws.stop();
  return machines
    .map(({ name = "", type = "", definition = "" }) => ({ name, type, definition }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function masked({ name, type, definition }: Machine, stage: string) {
  const text = definition.replace(/(arn:aws:\w+:[\w-]+:)\d{12}/g, "$1<account>");
  const staged = (one: string) =>
    one.replaceAll(`cognito-failover-${stage}-`, "cognito-failover-<stage>-");
  return { name: staged(name), type, definition: JSON.parse(staged(text)) };
}
