// The checks of `smoke` in the process, against a pretend AWS in which all is there that the settings name.

import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { VirtualClock } from "pretend-aws/clock.ts";
import { createPretendAws } from "pretend-aws/pretend-aws.ts";
import { endpointOf, inProcessFetch, requestHandler } from "pretend-aws/wire/in-process.ts";
import { clientOptions, type Place } from "../../../aws/sdk/clients.ts";
import { createMachines } from "../../../aws/states/machines.ts";
import type { Connection } from "../../../cli/connection/connection.ts";
import { type CheckOutcome, carriedOut } from "../../../cli/smoke/check.ts";
import { type About, smokeContext } from "../../../cli/smoke/smoke-context.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { instant, type Region, region } from "../../../core/values/types.ts";
import { callerOf } from "../../../sim/caller.ts";
import { deploy, STAGE } from "../../../sim/deployment.ts";
import { retriesOn } from "../../../sim/retries.ts";
import story from "../../../sim/story.config.ts";
import { names } from "../../../stacks/names.ts";
import { merge } from "../../settings/merge.ts";

export const primary = region("us-west-2");
export const secondary = region("us-east-1");
const witness = region("eu-west-1");

/** `change` is merged into sim/story.config.ts, `pool` into its pool. */
export function aContext(pool: object = {}, change: object = {}) {
  const clock = new VirtualClock(Date.UTC(2040, 0, 1));
  const aws = createPretendAws({ clock, seed: 1, callerOf });
  const regions = Object.fromEntries(
    [primary, secondary, witness].map((one) => [one, endpointOf(one)]),
  );
  const settings = merge(merge(story, { pools: { 0: pool } }), {
    ...change,
    endpoints: { regions, global: endpointOf("global") },
  });
  const parsed = parseConfig(settings);
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  const { config } = parsed;
  const runtime = {
    fetch: inProcessFetch(aws.dispatch),
    requestHandler: () => requestHandler(aws.dispatch),
    // Nobody but those that are refused for asking too often needs time to pass.
    retries: retriesOn({ wait: (ms) => clock.advance(ms) }, () => 1),
    stopwatch: () => clock.now(),
    wait: clock.wait.bind(clock),
    after: clock.after.bind(clock),
    rest: clock.rest.bind(clock),
  };
  deploy(aws, { settings, config, runtime });
  const place: Place = {
    ...{ caller: "cli", region: secondary, endpoints: config.endpoints },
    runtime: {
      ...runtime,
      now: () => instant(clock.now()),
      credentials: { accessKeyId: "pretend", secretAccessKey: "pretend" },
    },
  };
  const connection: Omit<Connection, "services"> = {
    ...{ config, home: secondary, named: names(STAGE), place, now: place.runtime.now },
    machines: createMachines(place, secondary),
  };
  const [policy] = config.pools as [Policy];
  return {
    ...{ aws, clock, place, policy },
    context: smokeContext(connection as Connection, STAGE),
    cognito: (at: Region) =>
      new CognitoIdentityProviderClient(
        clientOptions(place, { region: at, service: "cognito-idp" }),
      ),
  };
}

/** What each check found, by its name. */
export async function looked(
  checks: (about: About) => readonly Parameters<typeof carriedOut>[0][],
  about: About,
): Promise<Readonly<Record<string, CheckOutcome>>> {
  const outcomes = await Promise.all(checks(about).map(carriedOut));
  return Object.fromEntries(outcomes.map((one) => [one.name, one]));
}
