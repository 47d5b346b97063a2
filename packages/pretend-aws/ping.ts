// The plain GET that every DynamoDB endpoint answers. Probes use it to tell a dead target from a dead
// line of their own.

import type { Service } from "./service.ts";
import { jsonFailure } from "./wire/json.ts";

export function pingService(): Service {
  return {
    name: "dynamodb",
    scope: "regional",
    operations: ["Ping"],
    operationOf: ({ method, path, headers }) =>
      method === "GET" && path === "/ping" && headers["authorization"] === undefined
        ? "Ping"
        : null,
    handle: async (_operation, _request, { region }) => ({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: `healthy: dynamodb.${region}.amazonaws.com `,
    }),
    failure: (error, requestId) => jsonFailure(error, requestId),
  };
}
