// Who of ours sent a request to the pretend AWS: our SDK clients say it in their user agent.

import type { WireRequest } from "pretend-aws/service.ts";

export function callerOf({ headers }: Pick<WireRequest, "headers">) {
  const agent = `${headers["x-amz-user-agent"] ?? ""} ${headers["user-agent"] ?? ""}`;
  const name = /\bcognito-failover\/([\w-]+)/.exec(agent)?.[1];
  const region = /\bvantage\/([\w-]+)/.exec(agent)?.[1] ?? null;
  return name === undefined ? null : { name, region };
}
