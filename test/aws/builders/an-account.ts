// The whole pretend AWS on a clock that stands still, and the place from which the adapters reach it over the wire.

import { VirtualClock } from "pretend-aws/clock.ts";
import { createPretendAws } from "pretend-aws/pretend-aws.ts";
import { endpointOf, requestHandler } from "pretend-aws/wire/in-process.ts";
import { type Place, systemRuntime } from "../../../aws/sdk/clients.ts";
import { instant, type Region } from "../../../core/values/types.ts";
import { primary, secondary } from "../../core/builders/a-policy.ts";

export const ACCOUNT = "123456789012";
export const START = Date.UTC(2026, 10, 22);

/** Whoever has no policies of its own may do everything. */
const administrator = { accessKeyId: "any", secretAccessKey: "any" };

export const poolArnIn = (region: Region, pool = "us-west-2_Pretend01") =>
  `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${pool}`;

export function anAccount() {
  const clock = new VirtualClock(START);
  const aws = createPretendAws({ clock });
  const placeOf = (credentials = administrator): Place => ({
    ...{ caller: "test", region: secondary },
    endpoints: {
      regions: Object.fromEntries([primary, secondary].map((one) => [one, endpointOf(one)])),
      global: endpointOf("global"),
      dns: null,
    },
    runtime: {
      ...systemRuntime,
      now: () => instant(clock.now()),
      requestHandler: () => requestHandler(aws.dispatch),
      credentials,
    },
  });
  return { aws, clock, placeOf, place: placeOf() };
}

/** Somebody whom IAM allows nothing. */
export const stranger = { accessKeyId: "AKIASTRANGER", secretAccessKey: "any" };
