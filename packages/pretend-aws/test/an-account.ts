// The whole pretend AWS on a clock that stands still, and what an SDK client needs to reach it.

import { VirtualClock } from "../clock.ts";
import { createPretendAws } from "../pretend-aws.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";

export const START = Date.UTC(2026, 10, 22);
export const ACCOUNT = "123456789012";
export const [PRIMARY, SECONDARY] = ["eu-west-1", "eu-central-1"];
export const POOL = "eu-west-1_Customers";
export const DAY_MS = 24 * 60 * 60_000;

const ADMINISTRATOR = { accessKeyId: "any", secretAccessKey: "any" };

export function anAccount() {
  const clock = new VirtualClock(START);
  const aws = createPretendAws({ clock });
  /** For the client of a Region, or of "global". */
  const at = (region: string, credentials = ADMINISTRATOR) => ({
    region: region === "global" ? "us-east-1" : region,
    endpoint: endpointOf(region),
    requestHandler: requestHandler(aws.dispatch) as never,
    credentials,
    maxAttempts: 1,
  });
  return { clock, aws, at };
}

export const poolArnIn = (region: string) =>
  `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${POOL}`;

/** The name and message of the refusal. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no refusal",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}
