// The health checks of the account: their settings, their checkers, and what their status is now.

import { AwsError } from "../aws-error.ts";
import type { Cancel } from "../clock.ts";
import type { Foundation } from "../world.ts";
import { Checker, type Reach } from "./checker.ts";
import { invalidInput, noSuchHealthCheck } from "./errors.ts";
import {
  assertConfig,
  type HealthCheckConfig,
  isEndpointCheck,
  withDefaults,
} from "./health-config.ts";
import { MetricCheck, type MetricSource } from "./metric-check.ts";

export type HealthStatus = "healthy" | "unhealthy";

export interface HealthCheck {
  readonly id: string;
  readonly callerReference: string;
  config: HealthCheckConfig;
  version: number;
  checkers: readonly Checker[];
  metric: MetricCheck | null;
}

export interface HealthCheckSeed {
  readonly id: string;
  readonly config: HealthCheckConfig;
  /** What its checkers have found so far, before `Inverted`; absent: healthy, as for a new check. */
  readonly found?: HealthStatus;
}

export interface HealthCheckOptions {
  readonly reach: Reach;
  readonly metrics?: MetricSource | undefined;
  /** Where checks without Regions are made from. AWS takes all eight; fewer fetch less. */
  readonly checkerRegions: readonly string[];
}

export interface UpdateOptions {
  readonly version: number | undefined;
  /** Members that go back to their default: "Regions", "ResourcePath", … */
  readonly reset: readonly string[];
}

/** Above this share of checkers, the endpoint is healthy. */
const HEALTHY_SHARE = 0.18;
/** How often a metric is looked at, so that the last known status is known. */
const METRIC_EVERY_MS = 10_000;

export class HealthChecks {
  readonly #foundation: Foundation;
  readonly #options: HealthCheckOptions;
  readonly #checks = new Map<string, HealthCheck>();
  readonly #references = new Map<string, { id: string; settings: string }>();
  #cancelMetrics: Cancel | null = null;

  constructor(foundation: Foundation, options: HealthCheckOptions) {
    this.#foundation = foundation;
    this.#options = options;
  }

  get(id: string): HealthCheck {
    const check = this.#checks.get(id);
    if (check === undefined) throw noSuchHealthCheck(id);
    return check;
  }

  list(): readonly HealthCheck[] {
    return [...this.#checks.values()];
  }

  /** Undefined when there is no such check. */
  statusOf(id: string): HealthStatus | undefined {
    const check = this.#checks.get(id);
    if (check === undefined) return undefined;
    return this.#isFoundHealthy(check) !== check.config.Inverted ? "healthy" : "unhealthy";
  }

  seed({ id, ...rest }: HealthCheckSeed): HealthCheck {
    return this.#add(id, `seed-${id}`, rest);
  }

  /** The same request twice gives the same check; a reference once used is used for good. */
  create(callerReference: string, config: HealthCheckConfig): HealthCheck {
    if (callerReference === "") throw invalidInput("Invalid parameter : CallerReference is empty.");
    const settings = JSON.stringify(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
    const earlier = this.#references.get(callerReference);
    if (earlier !== undefined) {
      const check = this.#checks.get(earlier.id);
      if (check !== undefined && earlier.settings === settings) return check;
      const message = "A health check with the specified caller reference already exists.";
      throw new AwsError("HealthCheckAlreadyExists", message, { status: 409 });
    }
    const check = this.#add(this.#foundation.random.uuid(), callerReference, { config });
    this.#references.set(callerReference, { id: check.id, settings });
    return check;
  }

  update(
    id: string,
    changes: Partial<HealthCheckConfig>,
    { version, reset }: UpdateOptions,
  ): HealthCheck {
    const check = this.get(id);
    if (version !== undefined && version !== check.version) {
      const message = `The health check version ${version} does not match the current version ${check.version}.`;
      throw new AwsError("HealthCheckVersionMismatch", message, { status: 409 });
    }
    const kept = Object.entries(check.config).filter(([member]) => !reset.includes(member));
    const config = { ...Object.fromEntries(kept), ...changes } as HealthCheckConfig;
    this.#assert(config);
    if (changes.AlarmIdentifier !== undefined) check.metric = this.#metricOf(config);
    check.config = config;
    check.version += 1;
    this.#place(check, true);
    return check;
  }

  /** AWS lets a check go even while records use it (API reference, DeleteHealthCheck). */
  remove(id: string): void {
    for (const checker of this.get(id).checkers) checker.stop();
    this.#checks.delete(id);
  }

  stop(): void {
    this.#cancelMetrics?.();
    for (const { checkers } of this.list()) for (const checker of checkers) checker.stop();
  }

  #add(
    id: string,
    callerReference: string,
    { config: asked, found }: Omit<HealthCheckSeed, "id">,
  ): HealthCheck {
    this.#assert(asked);
    const config = withDefaults(asked);
    const metric = this.#metricOf(config);
    const check: HealthCheck = { id, callerReference, config, version: 1, checkers: [], metric };
    this.#checks.set(id, check);
    this.#place(check, found !== "unhealthy");
    return check;
  }

  #assert(config: HealthCheckConfig): void {
    assertConfig(config);
    for (const id of config.ChildHealthChecks ?? []) {
      const type = this.#checks.get(id)?.config.Type;
      if (type === undefined) {
        throw invalidInput(`Invalid parameter : Child health check ${id} does not exist.`);
      }
      if (type === "CALCULATED") {
        throw invalidInput(`Invalid parameter : Child health check ${id} is a calculated one.`);
      }
    }
  }

  #metricOf(config: HealthCheckConfig): MetricCheck | null {
    if (config.Type !== "CLOUDWATCH_METRIC") return null;
    const { metrics } = this.#options;
    if (metrics === undefined)
      throw invalidInput("Invalid parameter : No CloudWatch to read from.");
    return new MetricCheck(metrics, config);
  }

  /** Puts checkers where the settings want them, and starts or stops them. */
  #place(check: HealthCheck, isHealthy: boolean): void {
    const { config, checkers: present } = check;
    const wanted = config.Regions ?? this.#options.checkerRegions;
    const regions = isEndpointCheck(config) ? wanted : [];
    for (const checker of present) if (!regions.includes(checker.region)) checker.stop();
    check.checkers = regions.map(
      (region) =>
        present.find((checker) => checker.region === region) ??
        this.#checker(check, region, isHealthy),
    );
    const stepMs = ((config.RequestInterval ?? 30) * 1_000) / Math.max(1, regions.length);
    for (const [index, checker] of check.checkers.entries()) {
      if (config.Disabled) checker.stop();
      else checker.start(Math.floor(index * stepMs));
    }
    if (check.metric !== null && this.#cancelMetrics === null) this.#watchMetrics();
  }

  #checker(check: HealthCheck, region: string, isHealthy: boolean): Checker {
    const { reach } = this.#options;
    const config = () => check.config;
    return new Checker(this.#foundation, { checkId: check.id, region, reach, config, isHealthy });
  }

  #watchMetrics(): void {
    const { clock } = this.#foundation;
    this.#cancelMetrics = clock.after(METRIC_EVERY_MS, () => {
      for (const { metric, config } of this.list()) metric?.isHealthy(config, clock.now());
      this.#watchMetrics();
    });
  }

  /** Before `Inverted`. */
  #isFoundHealthy({ config, checkers, metric }: HealthCheck): boolean {
    if (config.Disabled) return true;
    if (metric !== null) return metric.isHealthy(config, this.#foundation.clock.now());
    if (config.Type === "CALCULATED") {
      const children = config.ChildHealthChecks ?? [];
      const healthy = children.filter((id) => this.statusOf(id) !== "unhealthy");
      return healthy.length >= (config.HealthThreshold ?? 0);
    }
    const healthy = checkers.filter(({ isHealthy }) => isHealthy);
    return healthy.length / checkers.length > HEALTHY_SHARE;
  }
}
