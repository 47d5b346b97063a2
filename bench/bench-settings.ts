// The settings that the benchmark gives the product: its defaults, but for what the worlds themselves fix.

import { parseConfig } from "../core/settings/parse.ts";
import type { Config, Policy } from "../core/settings/policy.ts";
import { assert } from "../core/values/errors.ts";

/** What the product is called in tables, by vantages. */
export const ours = {
  3: "cognito-failover k=3",
  5: "cognito-failover k=5",
} as const;

/** How many vantages the product is measured with. */
export const BOTH = [3, 5] as const;

export interface BenchSettings {
  readonly vantages: 3 | 5;
  /** Years for one failover without an outage. Absent: the default, ten. */
  readonly years?: number;
  /** Seconds that blips last on average. Absent: the default, forty. */
  readonly blipMean?: number;
}

export function benchConfig({ vantages, years, blipMean }: BenchSettings): Config {
  const parsed = parseConfig({
    pools: [
      {
        name: "benchmark",
        userPoolId: "us-west-2_Pretend01",
        clientId: "1pretend2client3example4567",
        primary: "us-west-2",
        secondary: "us-east-1",
        witness: "eu-west-1",
        furtherVantages: vantages === 5 ? ["ca-central-1", "sa-east-1"] : [],
        domain: "auth.benchmark.example",
        paths: {
          managedLogin: {
            lever: "beacon",
            bucket: "benchmark-failover-beacon",
            redirectUri: "https://www.benchmark.example/signed-in",
          },
        },
        probeUser: { secret: "cognito-failover/benchmark/probe-users" },
        // The worlds show every group in every round.
        journeys: {
          password: {},
          federation: { every: "1 minute", providers: [{ name: "Google" }] },
          clientCredentials: { every: "1 minute" },
        },
        ...(years === undefined ? {} : { budget: { yearsPerFalseFailover: years } }),
        criteria: {
          // A sign-in that hangs fails after this long in the worlds.
          latencyBudget: "10 seconds",
          ...(blipMean === undefined ? {} : { blipMean: `${blipMean} seconds` }),
        },
        mode: "automatic",
        // The worlds begin with a controller that nobody has practised with.
        practice: { arming: { rungs: [] } },
        readiness: { maxAge: null },
      },
    ],
  });
  assert(parsed.kind === "valid", `settings of the benchmark: ${JSON.stringify(parsed)}`);
  return parsed.config;
}

export function benchPolicy(settings: BenchSettings): Policy {
  const [policy] = benchConfig(settings).pools;
  assert(policy !== undefined, "settings of the benchmark without a pool");
  return policy;
}
