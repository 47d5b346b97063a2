// A pretend Route 53 with its real client, an endpoint whose answers a test chooses, and every fetch.

import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { Route53Client } from "@aws-sdk/client-route-53";
import { VirtualClock } from "../clock.ts";
import { createCloudWatch } from "../cloudwatch/cloudwatch.ts";
import { checkerOf } from "../route53/checker-header.ts";
import { createRoute53, type Route53Options } from "../route53/route53.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";
import { dispatch, foundation } from "../world.ts";

export const START = Date.UTC(2026, 10, 22, 12, 0, 0);
export const SECOND = 1_000;

interface Fetch {
  readonly at: number;
  readonly url: string;
  readonly headers: Record<string, string>;
}

export function aWorld(options: Route53Options = {}) {
  const clock = new VirtualClock(START);
  const base = foundation({ clock });
  const cloudwatch = createCloudWatch(base);
  const fetches: Fetch[] = [];
  const endpoint = {
    answer: (_: string): Promise<{ status: number; body: string }> => status(200),
  };
  const reach = (url: URL, { headers }: { headers: Record<string, string> }) => {
    fetches.push({ at: clock.now() - START, url: url.href, headers });
    return endpoint.answer(checkerOf({ headers })?.region ?? "");
  };
  const limits = { requestsPerSecond: 1_000, ...options };
  const route53 = createRoute53(base, { reach, metrics: cloudwatch }, limits);
  const services = [route53.service, cloudwatch.service];
  const config = (region: string) => ({
    region: "us-west-2",
    endpoint: endpointOf(region),
    requestHandler: requestHandler((at, request) => dispatch({ services, ...base }, at, request)),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  const client = new Route53Client(config("global"));
  const metrics = new CloudWatchClient(config("us-west-2"));
  return { clock, route53, cloudwatch, client, metrics, endpoint, fetches };
}

export function status(code: number, body = ""): Promise<{ status: number; body: string }> {
  return Promise.resolve({ status: code, body });
}
