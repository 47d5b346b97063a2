// The pretend Route 53: the control plane on the wire, health checks that fetch, and what its name
// servers answer. dns.ts puts the answers on a socket.

import { AwsError } from "../aws-error.ts";
import type { DnsAnswer, DnsQuestion } from "../dns/dns.ts";
import type { Service } from "../service.ts";
import { restService } from "../wire/rest.ts";
import type { Foundation } from "../world.ts";
import { Answers } from "./answers.ts";
import type { Reach } from "./checker.ts";
import { deedsOf } from "./deeds.ts";
import { healthCheckRoutes } from "./health-check-routes.ts";
import { type HealthCheckSeed, HealthChecks, type HealthStatus } from "./health-checks.ts";
import type { MetricSource } from "./metric-check.ts";
import { recordRoutes } from "./record-routes.ts";
import { createThrottle } from "./throttle.ts";
import { failure } from "./wire.ts";
import { zoneRoutes } from "./zone-routes.ts";
import { type ZoneSeed, Zones } from "./zones.ts";

export interface Route53Deps {
  /** How the health checkers fetch. */
  readonly reach: Reach;
  /** For CLOUDWATCH_METRIC checks: the pretend CloudWatch. */
  readonly metrics?: MetricSource;
  /** Values for aliases to AWS's own names, such as CloudFront's. */
  readonly resolveAlias?: (name: string, type: string) => readonly string[];
}

export interface Route53Options {
  /** From a change to its INSYNC, when DNS follows it; pretend milliseconds. */
  readonly insyncMs?: number;
  /** Five in AWS. */
  readonly requestsPerSecond?: number;
  /** Where checks without Regions are made from. */
  readonly checkerRegions?: readonly string[];
}

export interface Route53 {
  readonly service: Service;
  /** Undefined when there is no such check. */
  healthCheckStatus(id: string): HealthStatus | undefined;
  /** What a resolver finds, by delegation; or what these name servers say, delegated to or not. */
  answer(question: DnsQuestion, nameServers?: readonly string[]): DnsAnswer;
  seedHealthCheck(seed: HealthCheckSeed): void;
  /** Served at once. The same id twice is one zone with the records of both. */
  seedZone(seed: ZoneSeed): void;
  /** Whether whoever stands above, outside this account, names the zone's name servers. */
  delegate(zoneId: string, isDelegated: boolean): void;
  /** Switches AWS's limit of requests off, or on again. */
  limitRequests(isLimited: boolean): void;
  /** Ends all fetching. */
  stop(): void;
  /** What stands behind the API, for callers in this process that need no wire. */
  readonly behind: { readonly zones: Zones; readonly checks: HealthChecks; admit(): void };
}

const DEFAULTS = {
  insyncMs: 30_000,
  requestsPerSecond: 5,
  checkerRegions: ["us-east-1", "us-west-2", "eu-west-1"],
};

export function createRoute53(
  foundation: Foundation,
  { reach, metrics, resolveAlias = () => [] }: Route53Deps,
  options: Route53Options = {},
): Route53 {
  const { insyncMs, requestsPerSecond, checkerRegions } = { ...DEFAULTS, ...options };
  const { clock, random } = foundation;
  const zones = new Zones(foundation, { insyncMs });
  const checks = new HealthChecks(foundation, { reach, metrics, checkerRegions });
  const answer = (question: DnsQuestion, nameServers?: readonly string[]) =>
    new Answers({
      zones: nameServers === undefined ? zones.delegated() : zones.servedBy(nameServers),
      random,
      resolveAlias,
      isHealthy: (id) => checks.statusOf(id) !== "unhealthy",
    }).answer(question);
  const hasHealthCheck = (id: string) => checks.statusOf(id) !== undefined;
  const service = restService({
    name: "route53",
    scope: "global",
    failure,
    deedsOf,
    denied: (message) => new AwsError("AccessDenied", message, { status: 403 }),
    routes: [
      ...zoneRoutes(zones),
      ...recordRoutes({ zones, hasHealthCheck, answer }),
      ...healthCheckRoutes(checks, () => clock.now()),
    ],
  });
  const admit = createThrottle(clock, requestsPerSecond);
  let isLimited = true;
  const admitOne = () => {
    if (isLimited) admit();
  };
  return {
    service: {
      ...service,
      handle: async (operation, request, context) => {
        admitOne();
        return service.handle(operation, request, context);
      },
    },
    healthCheckStatus: (id) => checks.statusOf(id),
    answer,
    seedHealthCheck: (seed) => void checks.seed(seed),
    seedZone: (seed) => void zones.seed(seed),
    delegate: (zoneId, isDelegated) => {
      zones.get(zoneId).isDelegated = isDelegated;
    },
    limitRequests: (wanted) => {
      isLimited = wanted;
    },
    stop: () => checks.stop(),
    behind: { zones, checks, admit: admitOne },
  };
}
