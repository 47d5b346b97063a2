// One health checker in one Region: fetches the endpoint again and again and keeps its own view.

import { STATUS_CODES } from "node:http";
import type { Cancel } from "../clock.ts";
import type { Foundation } from "../world.ts";
import { CHECKER_REGION } from "./checker-header.ts";
import type { HealthCheckConfig } from "./health-config.ts";

/** One GET. Must not follow redirects: a 3xx is an answer. */
export type Reach = (
  url: URL,
  init: { headers: Record<string, string>; signal?: AbortSignal },
) => Promise<{ status: number; body: string }>;

export interface Report {
  /** "Success: HTTP Status Code 200, OK" */
  readonly status: string;
  readonly at: number;
}

export interface CheckerOptions {
  readonly checkId: string;
  readonly region: string;
  readonly reach: Reach;
  /** Read at each fetch, so that an update counts from the next one on. */
  readonly config: () => HealthCheckConfig;
  /** A new check counts as healthy until data say otherwise. */
  readonly isHealthy: boolean;
}

/** The status line must come within 2 s, and a body to be searched within 2 s more. */
const STATUS_WITHIN_MS = 2_000;
const BODY_WITHIN_MS = 4_000;
const SEARCHED_BYTES = 5_120;
/** Of every endpoint here: from the range kept for documentation. */
const ADDRESS = "198.51.100.1";
const TIMED_OUT =
  "Connection timed out. The endpoint or the internet connection is down, or requests are being blocked by your firewall. See https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html";
const CLOSED = "The connection was closed by the endpoint.";

export class Checker {
  readonly region: string;
  isHealthy: boolean;
  report: Report | null = null;
  lastFailure: Report | null = null;
  readonly #foundation: Foundation;
  readonly #options: CheckerOptions;
  /** Fetches in a row that contradict `isHealthy`. */
  #against = 0;
  #cancel: Cancel | null = null;

  constructor(foundation: Foundation, options: CheckerOptions) {
    this.#foundation = foundation;
    this.#options = options;
    this.region = options.region;
    this.isHealthy = options.isHealthy;
  }

  /** The first fetch comes after `ms`; starting twice is starting once. */
  start(ms: number): void {
    this.#cancel ??= this.#foundation.clock.after(ms, () => void this.#poll());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  async #poll(): Promise<void> {
    const started = this.#cancel;
    const { clock } = this.#foundation;
    const config = this.#options.config();
    const failure = await clock.work(() => this.#fetch(config));
    if (this.#cancel !== started || started === null) return;
    this.#note(config, failure);
    const interval = (config.RequestInterval ?? 30) * 1_000;
    this.#cancel = clock.after(interval, () => void this.#poll());
  }

  #note({ FailureThreshold = 3 }: HealthCheckConfig, { succeeded, text }: Outcome): void {
    this.report = {
      status: `${succeeded ? "Success" : "Failure"}: ${text}`,
      at: this.#foundation.clock.now(),
    };
    if (!succeeded) this.lastFailure = this.report;
    this.#against = succeeded === this.isHealthy ? 0 : this.#against + 1;
    if (this.#against < FailureThreshold) return;
    this.isHealthy = succeeded;
    this.#against = 0;
  }

  async #fetch(config: HealthCheckConfig): Promise<Outcome> {
    const { checkId, region, reach } = this.#options;
    const timeout = new AbortController();
    const limit = config.SearchString === undefined ? STATUS_WITHIN_MS : BODY_WITHIN_MS;
    const late = this.#late(limit, timeout);
    const answer = Promise.resolve()
      .then(() =>
        reach(urlOf(config), {
          headers: headersOf(config, checkId, region),
          signal: timeout.signal,
        }),
      )
      .then(
        (response) => judge(config, response),
        (error: unknown) => unreachable(config, error),
      );
    const outcome = await Promise.race([answer, late.outcome]);
    late.cancel();
    return outcome;
  }

  #late(ms: number, timeout: AbortController): { outcome: Promise<Outcome>; cancel: Cancel } {
    let cancel: Cancel = () => {};
    const outcome = new Promise<Outcome>((resolve) => {
      cancel = this.#foundation.clock.after(ms, () => {
        timeout.abort();
        resolve({ succeeded: false, text: resolved(this.#options.config(), TIMED_OUT) });
      });
    });
    return { outcome, cancel };
  }
}

interface Outcome {
  readonly succeeded: boolean;
  readonly text: string;
}

const urls = new WeakMap<HealthCheckConfig, URL>();

function urlOf(config: HealthCheckConfig): URL {
  const url = urls.get(config) ?? newUrl(config);
  urls.set(config, url);
  return url;
}

function newUrl({
  Type,
  IPAddress,
  FullyQualifiedDomainName,
  Port,
  ResourcePath = "/",
}: HealthCheckConfig): URL {
  const scheme = Type.startsWith("HTTPS") ? "https" : "http";
  const host = IPAddress?.includes(":")
    ? `[${IPAddress}]`
    : (IPAddress ?? FullyQualifiedDomainName);
  const path = ResourcePath.startsWith("/") ? ResourcePath : `/${ResourcePath}`;
  return new URL(`${scheme}://${host}:${Port}${path}`);
}

/**
 * The checker's own user agent; the second header is only for the pretend AWS, whose faults ask where a
 * caller stands.
 */
function headersOf(
  config: HealthCheckConfig,
  checkId: string,
  region: string,
): Record<string, string> {
  const name = config.FullyQualifiedDomainName ?? config.IPAddress ?? "";
  const usual = config.Type.startsWith("HTTPS") ? 443 : 80;
  return {
    host: config.Port === usual ? name : `${name}:${config.Port}`,
    "user-agent": `Amazon-Route53-Health-Check-Service (ref ${checkId}; report http://amzn.to/1vsZADi)`,
    [CHECKER_REGION]: region,
  };
}

function judge(
  config: HealthCheckConfig,
  { status, body }: { status: number; body: string },
): Outcome {
  const line = `HTTP Status Code ${status}, ${STATUS_CODES[status] ?? "Unknown"}`;
  const text = config.IPAddress === undefined ? `${line}. Resolved IP: ${ADDRESS}` : line;
  if (status < 200 || status >= 400) return { succeeded: false, text };
  const searched = Buffer.from(body).subarray(0, SEARCHED_BYTES).toString();
  if (config.SearchString === undefined || searched.includes(config.SearchString)) {
    return { succeeded: true, text };
  }
  return { succeeded: false, text: `${text}. The response body has not the search string.` };
}

function unreachable(config: HealthCheckConfig, error: unknown): Outcome {
  const isUnknown = causeCode(error) === "ENOTFOUND";
  const text = isUnknown ? "DNS resolution failed: Rcode NXDomain(3)" : resolved(config, CLOSED);
  return { succeeded: false, text };
}

/** A check by name tells which address it found. */
function resolved({ IPAddress }: HealthCheckConfig, text: string): string {
  return IPAddress === undefined ? `Resolved IP: ${ADDRESS}. ${text}` : text;
}

/** Node's fetch wraps the socket's error. */
function causeCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && typeof error.code === "string") return error.code;
  return causeCode(error.cause);
}
