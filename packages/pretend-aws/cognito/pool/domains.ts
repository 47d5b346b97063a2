// Domains of user pools. A custom domain is one for both Regions and can fail over; a prefix domain
// belongs to the Region that it was made in.

import type {
  CustomDomainConfigType,
  DomainStatusType,
  RoutingType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";

export type HealthCheckStatus = (id: string) => "healthy" | "unhealthy" | undefined;

export interface Domain {
  readonly kind: "custom" | "prefix";
  /** "auth.example.com", or the prefix alone. */
  readonly name: string;
  readonly poolId: string;
  /** Where it was made. */
  readonly region: string;
  readonly cloudFront: string;
  readonly managedLoginVersion: number;
  readonly custom?: CustomDomainConfigType;
  readonly routing?: RoutingType;
  /** Pretend milliseconds from which it answers. */
  readonly readyAt: number;
}

export class Domains {
  readonly #clock: Clock;
  readonly #healthCheckStatus: HealthCheckStatus;
  readonly #domains = new Map<string, Domain>();
  /** By host name, of those that somebody has brought into one. */
  readonly #statuses = new Map<string, "FAILED" | "UPDATING">();

  constructor(clock: Clock, healthCheckStatus: HealthCheckStatus) {
    this.#clock = clock;
    this.#healthCheckStatus = healthCheckStatus;
  }

  save(domain: Domain): void {
    this.#domains.set(hostOf(domain), domain);
  }

  delete(domain: Domain): void {
    this.#domains.delete(hostOf(domain));
    this.#statuses.delete(hostOf(domain));
  }

  /** By the name that the API uses, in the Region that is asked. */
  named(name: string, region: string): Domain | undefined {
    return this.#domains.get(name) ?? this.#domains.get(prefixHost(name, region));
  }

  ofPool(poolId: string): readonly Domain[] {
    return [...this.#domains.values()].filter((domain) => domain.poolId === poolId);
  }

  /** The domain behind a host name, once it is set up. */
  at(host: string): Domain | undefined {
    const domain = this.#domains.get(host);
    return domain !== undefined && this.isReady(domain) ? domain : undefined;
  }

  isReady(domain: Domain): boolean {
    const status = this.statusOf(domain);
    return status === "ACTIVE" || status === "UPDATING";
  }

  statusOf(domain: Domain): DomainStatusType {
    if (domain.readyAt > this.#clock.now()) return "CREATING";
    return this.#statuses.get(hostOf(domain)) ?? "ACTIVE";
  }

  setStatus(host: string, status: "FAILED" | "UPDATING" | null): void {
    if (!this.#domains.has(host)) throw new Error(`No user pool has the domain ${host}.`);
    if (status === null) this.#statuses.delete(host);
    else this.#statuses.set(host, status);
  }

  /** The health check alone decides, also when the secondary cannot take the traffic. */
  servingRegion({ kind, region, routing, poolId }: Domain): string {
    if (kind === "prefix") return region;
    const primary = poolId.slice(0, poolId.indexOf("_"));
    const failover = routing?.Failover;
    const status = this.#healthCheckStatus(failover?.PrimaryRoute53HealthCheckId ?? "");
    return status === "unhealthy" ? (failover?.SecondaryRegion ?? primary) : primary;
  }
}

/** The host name that a domain is reached under. */
export function hostOf({ kind, name, region }: Pick<Domain, "kind" | "name" | "region">): string {
  return kind === "custom" ? name : prefixHost(name, region);
}

function prefixHost(prefix: string, region: string): string {
  return `${prefix}.auth.${region}.amazoncognito.com`;
}
