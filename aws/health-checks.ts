// A Route 53 health check's settings. Its status is not read: AWS offers that for development only, and
// the domain follows the check without asking us.

import {
  GetHealthCheckCommand,
  type HealthCheckConfig,
  NoSuchHealthCheck,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { clientOptions, type Place } from "./clients.ts";

export interface HealthCheckReading {
  readonly type: string;
  /** What it asks for, as a URL: "https://bucket.s3.us-east-1.amazonaws.com:443/key". */
  readonly asks: string;
  /** What it looks for in the answer; null where any answer will do. */
  readonly looksFor: string | null;
  readonly isInverted: boolean;
  /** A disabled check counts as healthy, whatever it would see. */
  readonly isDisabled: boolean;
}

export function createHealthChecks(place: Place) {
  const client = new Route53Client(
    clientOptions(place, { region: place.region, service: "route53" }),
  );
  return {
    /** Null when there is no such check. */
    async read(id: string): Promise<HealthCheckReading | null> {
      try {
        const { HealthCheck } = await client.send(new GetHealthCheckCommand({ HealthCheckId: id }));
        return readingOf(HealthCheck?.HealthCheckConfig);
      } catch (error) {
        if (error instanceof NoSuchHealthCheck) return null;
        throw error;
      }
    },
  };
}

function readingOf(config: HealthCheckConfig | undefined): HealthCheckReading {
  const type = config?.Type ?? "unknown";
  const scheme = type.startsWith("HTTPS") ? "https" : "http";
  const host = config?.FullyQualifiedDomainName ?? config?.IPAddress ?? "";
  return {
    type,
    asks: `${scheme}://${host}:${config?.Port ?? ""}${config?.ResourcePath ?? ""}`,
    looksFor: config?.SearchString ?? null,
    isInverted: config?.Inverted ?? false,
    isDisabled: config?.Disabled ?? false,
  };
}
