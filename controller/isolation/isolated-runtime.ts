// The surroundings of an isolated invocation: SDK clients and plain requests reach nobody but those whom a failover may
// ask while the primary Region is gone, and whatever would write is answered here as AWS answers it.

import { type CommandToSend, endpointOf, type Place, type Runtime } from "../../aws/sdk/clients.ts";
import { commercialRegion } from "../../core/values/regions.ts";
import type { Region } from "../../core/values/types.ts";
import { askedBy, type CallLog } from "./call-log.ts";

export function isolatedRuntime({ runtime, endpoints }: Place, log: CallLog): Runtime {
  return {
    ...runtime,
    intercept: (command) => (log.take(askedBy(command)) === "sent" ? null : answerTo(command)),
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const told = new Headers(init?.headers).get("x-forwarded-host");
      log.take({
        isSdk: false,
        service: told ?? url.hostname,
        region: told === null ? regionOf(url, endpoints) : regionIn(told),
        operation: init?.method ?? "GET",
      });
      return runtime.fetch(input, init);
    },
  };
}

const CHANGE = { Id: "/change/ISOLATED" };

/** Of whatever writes: nothing of the kind was done, and the way goes on as if it had been. */
const answers: Readonly<Record<string, object>> = {
  "dynamodb PutItem": {},
  "dynamodb UpdateItem": {},
  "s3 PutObject": { ETag: '"isolated"' },
  "s3 DeleteObject": {},
  "route53 ChangeResourceRecordSets": { ChangeInfo: { ...CHANGE, Status: "PENDING" } },
  "route53 GetChange": { ChangeInfo: { ...CHANGE, Status: "INSYNC" } },
};

function answerTo({ service, operation }: CommandToSend): object {
  return answers[`${service} ${operation}`] ?? {};
}

/** That the endpoint of one Region alone leads there, or the host's own name. */
function regionOf(url: URL, endpoints: Place["endpoints"]): Region | null {
  const regions = Object.keys(endpoints?.regions ?? {}) as Region[];
  const [only, ...others] = regions.filter((region) =>
    (["s3", "cognito-idp"] as const).some((service) => {
      const base = endpointOf(endpoints, region, service);
      return base !== null && new URL(base).origin === url.origin;
    }),
  );
  return only !== undefined && others.length === 0 ? only : regionIn(url.hostname);
}

/** "bucket.s3.us-east-1.amazonaws.com" is in us-east-1; a domain of one's own is in no Region. */
function regionIn(host: string): Region | null {
  const found = host.split(".").findLast((label) => commercialRegion.test(label));
  return (found as Region | undefined) ?? null;
}
