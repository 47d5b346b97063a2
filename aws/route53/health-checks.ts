// A Route 53 health check: its settings, and what its checkers saw last. AWS offers the latter for
// development, from a control plane in us-east-1; the domain follows the check without asking us, so it may
// add to what is known, and nothing may wait for it.

import {
  GetHealthCheckCommand,
  GetHealthCheckStatusCommand,
  type HealthCheckConfig,
  NoSuchHealthCheck,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { between, instant, millis } from "../../core/values/types.ts";
import { acting, type Place, sdkClient } from "../sdk/clients.ts";

export interface HealthCheckReading {
  readonly type: string;
  /** What it asks for, as a URL: "https://bucket.s3.us-east-1.amazonaws.com:443/key". */
  readonly asks: string;
  /** What it looks for in the answer; null where any answer will do. */
  readonly looksFor: string | null;
  readonly isInverted: boolean;
  /** A disabled check counts as healthy, whatever it would see. */
  readonly isDisabled: boolean;
  readonly intervalSeconds: number;
  /** Equal looks in a row that turn it. */
  readonly failureThreshold: number;
}

/** How many of its checkers found at their last look what they look for, whatever is inverted. */
export interface Checkers {
  readonly found: number;
  readonly of: number;
}

/** A checker looks every ten or thirty seconds: an older look is nobody's view of now. */
const checkerAnswerHoldsMs = millis(90_000);

export type HealthChecks = ReturnType<typeof createHealthChecks>;

export function createHealthChecks(place: Place) {
  const at = { region: place.region, service: "route53" } as const;
  const client = sdkClient(Route53Client, place, at);
  const hasty = sdkClient(Route53Client, place, {
    ...at,
    retryPolicy: { ...acting, attempts: 1 },
  });
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

    /** Asked once; rejects when that does not answer. */
    async checkers(id: string, abortSignal: AbortSignal): Promise<Checkers> {
      const command = new GetHealthCheckStatusCommand({ HealthCheckId: id });
      const { HealthCheckObservations = [] } = await hasty.send(command, { abortSignal });
      const now = place.runtime.now();
      const looks = HealthCheckObservations.flatMap(({ StatusReport }) => {
        const { Status = "", CheckedTime } = StatusReport ?? {};
        const isNew =
          CheckedTime !== undefined &&
          between(instant(CheckedTime.getTime()), now) <= checkerAnswerHoldsMs;
        return isNew ? [Status] : [];
      });
      return {
        found: looks.filter((status) => status.startsWith("Success")).length,
        of: looks.length,
      };
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
    // Without a word of ours they are Route 53's own.
    intervalSeconds: config?.RequestInterval ?? 30,
    failureThreshold: config?.FailureThreshold ?? 3,
  };
}
