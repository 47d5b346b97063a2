// Health checks on the wire.

import type { WireResponse } from "../service.ts";
import type { RestRequest, Route } from "../wire/rest.ts";
import { list } from "../wire/xml.ts";
import type { Checker, Report } from "./checker.ts";
import { invalidInput } from "./errors.ts";
import type { HealthCheck, HealthChecks } from "./health-checks.ts";
import { configXml, type HealthCheckConfig, readConfig } from "./health-config.ts";
import { bodyOf, pageOf, success, type Xml } from "./wire.ts";

const BASE = "/2013-04-01";
const MOST_CHECKS = 1000;
/** Not part of UpdateHealthCheck's request. */
const IMMUTABLE = ["Type", "RequestInterval", "MeasureLatency", "RoutingControlArn"];
const RESETTABLE = ["FullyQualifiedDomainName", "Regions", "ResourcePath", "ChildHealthChecks"];

export function healthCheckRoutes(checks: HealthChecks, now: () => number): Route[] {
  const one = (request: RestRequest) => checks.get(request.params["Id"] ?? "");
  const route = (operation: string, method: string, path: string) => ({
    operation,
    method,
    path: `${BASE}/${path}`,
  });
  return [
    {
      ...route("CreateHealthCheck", "POST", "healthcheck"),
      run: (request) => create(checks, request),
    },
    {
      ...route("ListHealthChecks", "GET", "healthcheck"),
      run: (request) => listAll(checks, request),
    },
    {
      ...route("GetHealthCheckCount", "GET", "healthcheckcount"),
      run: () => success("GetHealthCheckCountResponse", { HealthCheckCount: checks.list().length }),
    },
    {
      ...route("GetHealthCheck", "GET", "healthcheck/{Id}"),
      run: (request) => success("GetHealthCheckResponse", { HealthCheck: checkXml(one(request)) }),
    },
    {
      ...route("UpdateHealthCheck", "POST", "healthcheck/{Id}"),
      run: (request) => update(checks, one(request), request),
    },
    {
      ...route("DeleteHealthCheck", "DELETE", "healthcheck/{Id}"),
      run: (request) => {
        checks.remove(one(request).id);
        return success("DeleteHealthCheckResponse", {});
      },
    },
    {
      ...route("GetHealthCheckStatus", "GET", "healthcheck/{Id}/status"),
      run: (request) =>
        success("GetHealthCheckStatusResponse", observationsXml(views(one(request), now()))),
    },
    {
      ...route("GetHealthCheckLastFailureReason", "GET", "healthcheck/{Id}/lastfailurereason"),
      run: (request) => {
        const failures = reports(one(request), ({ lastFailure }) => lastFailure);
        return success("GetHealthCheckLastFailureReasonResponse", observationsXml(failures));
      },
    },
  ];
}

function create(checks: HealthChecks, request: RestRequest): WireResponse {
  const body = bodyOf(request, "CreateHealthCheckRequest");
  const config = readConfig((body["HealthCheckConfig"] ?? {}) as Xml) as HealthCheckConfig;
  const check = checks.create(String(body["CallerReference"] ?? ""), config);
  const location = `https://route53.amazonaws.com${BASE}/healthcheck/${check.id}`;
  const content = { HealthCheck: checkXml(check) };
  return success("CreateHealthCheckResponse", content, { status: 201, location });
}

function update(checks: HealthChecks, { id }: HealthCheck, request: RestRequest): WireResponse {
  const body = bodyOf(request, "UpdateHealthCheckRequest");
  const { HealthCheckVersion, ResetElements, ...members } = body;
  const fixed = IMMUTABLE.find((member) => members[member] !== undefined);
  if (fixed !== undefined) {
    throw invalidInput(`Invalid XML ; Invalid content was found starting with element '${fixed}'.`);
  }
  const reset = list((ResetElements as Xml | undefined)?.["ResettableElementName"]).map(String);
  const strange = reset.find((member) => !RESETTABLE.includes(member));
  if (strange !== undefined) {
    throw invalidInput(`Invalid XML ; '${strange}' is not a valid ResettableElementName`);
  }
  const version = HealthCheckVersion === undefined ? undefined : Number(HealthCheckVersion);
  const check = checks.update(id, readConfig(members), { version, reset });
  return success("UpdateHealthCheckResponse", { HealthCheck: checkXml(check) });
}

function listAll(checks: HealthChecks, request: RestRequest): WireResponse {
  const marker = request.query.get("marker");
  const isStart = ({ id }: HealthCheck) => marker === null || id === marker;
  const { items, maxItems, next } = pageOf(checks.list(), request, { most: MOST_CHECKS, isStart });
  return success("ListHealthChecksResponse", {
    HealthChecks: { HealthCheck: items.map(checkXml) },
    Marker: marker ?? "",
    IsTruncated: next !== undefined,
    NextMarker: next?.id,
    MaxItems: maxItems,
  });
}

function checkXml({ id, callerReference, config, version, metric }: HealthCheck): object {
  const condition = metric?.condition;
  return {
    Id: id,
    CallerReference: callerReference,
    HealthCheckConfig: configXml(config),
    HealthCheckVersion: version,
    CloudWatchAlarmConfiguration: condition && {
      EvaluationPeriods: condition.EvaluationPeriods,
      Threshold: condition.Threshold,
      ComparisonOperator: condition.ComparisonOperator,
      Period: condition.Period,
      MetricName: condition.MetricName,
      Namespace: condition.Namespace,
      Statistic: condition.Statistic,
      Dimensions: { Dimension: condition.Dimensions },
    },
  };
}

interface View extends Report {
  readonly region: string;
}

function views(check: HealthCheck, at: number): View[] {
  const { metric, config } = check;
  if (metric === null) return reports(check, ({ report }) => report);
  const verdict = metric.isHealthy(config, at) ? "Success" : "Failure";
  const status = `${verdict}: The CloudWatch metric is in state ${metric.state(at)}`;
  return [{ region: config.AlarmIdentifier?.Region ?? "", status, at }];
}

function reports(check: HealthCheck, report: (checker: Checker) => Report | null): View[] {
  if (check.config.Type === "CALCULATED") {
    throw invalidInput("Invalid parameter : A calculated health check has no checkers.");
  }
  return check.checkers.flatMap((checker) => {
    const seen = report(checker);
    return seen === null ? [] : [{ ...seen, region: checker.region }];
  });
}

/** Checkers have addresses; these are from the range kept for documentation. */
function observationsXml(seen: readonly View[]): object {
  const observations = seen.map(({ region, status, at }, index) => ({
    Region: region,
    IPAddress: `192.0.2.${index + 1}`,
    StatusReport: { Status: status, CheckedTime: new Date(at) },
  }));
  return { HealthCheckObservations: { HealthCheckObservation: observations } };
}
