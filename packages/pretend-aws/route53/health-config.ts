// The settings of a health check: read from XML, defaults, and what AWS refuses.

import { isIPv4, isIPv6 } from "node:net";
import { list } from "../wire/xml.ts";
import { invalidInput, notEmulated } from "./errors.ts";

export interface HealthCheckConfig {
  readonly Type: string;
  readonly IPAddress?: string;
  readonly Port?: number;
  readonly ResourcePath?: string;
  readonly FullyQualifiedDomainName?: string;
  readonly SearchString?: string;
  /** Seconds: 10 or 30. */
  readonly RequestInterval?: number;
  readonly FailureThreshold?: number;
  readonly MeasureLatency?: boolean;
  readonly Inverted?: boolean;
  readonly Disabled?: boolean;
  readonly HealthThreshold?: number;
  readonly ChildHealthChecks?: readonly string[];
  readonly EnableSNI?: boolean;
  readonly Regions?: readonly string[];
  readonly AlarmIdentifier?: { readonly Region: string; readonly Name: string };
  readonly InsufficientDataHealthStatus?: string;
}

export const CHECKER_REGIONS = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
];

const ENDPOINT_TYPES = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH"];
const TYPES_ELSEWHERE = ["TCP", "RECOVERY_CONTROL"];
const NUMBERS = ["Port", "RequestInterval", "FailureThreshold", "HealthThreshold"];
const FLAGS = ["MeasureLatency", "Inverted", "Disabled", "EnableSNI"];

type Xml = Readonly<Record<string, unknown>>;

export function isEndpointCheck({ Type }: HealthCheckConfig): boolean {
  return ENDPOINT_TYPES.includes(Type);
}

/** The members that the XML gives, and only those. */
export function readConfig(xml: Xml): Partial<HealthCheckConfig> {
  const read = (member: string, value: unknown): unknown => {
    if (NUMBERS.includes(member)) return whole(member, String(value));
    if (FLAGS.includes(member)) return flag(member, String(value));
    if (member === "ChildHealthChecks") return list((value as Xml)["ChildHealthCheck"]);
    if (member === "Regions") return list((value as Xml)["Region"]);
    return value;
  };
  return Object.fromEntries(
    Object.entries(xml).map(([member, value]) => [member, read(member, value)]),
  );
}

export function configXml(config: HealthCheckConfig): object {
  return {
    ...config,
    ChildHealthChecks: config.ChildHealthChecks && { ChildHealthCheck: config.ChildHealthChecks },
    Regions: config.Regions && { Region: config.Regions },
  };
}

/** What AWS fills in, so that a later read shows it. */
export function withDefaults(config: HealthCheckConfig): HealthCheckConfig {
  const common = { Inverted: false, Disabled: false };
  if (!isEndpointCheck(config)) return { ...common, ...config };
  const isHttps = config.Type.startsWith("HTTPS");
  return {
    ...common,
    Port: isHttps ? 443 : 80,
    RequestInterval: 30,
    FailureThreshold: 3,
    MeasureLatency: false,
    EnableSNI: isHttps,
    ...config,
  };
}

export function assertConfig(config: HealthCheckConfig): void {
  if (TYPES_ELSEWHERE.includes(config.Type))
    throw notEmulated(`route53 health check type ${config.Type}`);
  const known = [...ENDPOINT_TYPES, "CALCULATED", "CLOUDWATCH_METRIC"];
  if (!known.includes(config.Type)) throw invalidInput(`Invalid parameter : Type: ${config.Type}`);
  const problem = [...generalProblems(config), ...problemsByType(config)][0];
  if (problem !== undefined) throw invalidInput(problem);
}

function problemsByType(config: HealthCheckConfig): string[] {
  if (isEndpointCheck(config)) return endpointProblems(config);
  const only = ["IPAddress", "Port", "ResourcePath", "FullyQualifiedDomainName", "SearchString"]
    .filter((member) => config[member as keyof HealthCheckConfig] !== undefined)
    .map((member) => `Invalid parameter : ${member} is not supported for type ${config.Type}.`);
  return [
    ...only,
    ...(config.Type === "CALCULATED" ? calculatedProblems(config) : metricProblems(config)),
  ];
}

function generalProblems(config: HealthCheckConfig): string[] {
  const { RequestInterval = 30, FailureThreshold = 3, Port = 80, Regions } = config;
  const problems: string[] = [];
  if (![10, 30].includes(RequestInterval))
    problems.push("Invalid parameter : RequestInterval must be 10 or 30.");
  if (FailureThreshold < 1 || FailureThreshold > 10) {
    problems.push("Invalid parameter : FailureThreshold must be from 1 to 10.");
  }
  if (Port < 1 || Port > 65_535) problems.push("Invalid parameter : Port must be from 1 to 65535.");
  const strange = Regions?.find((region) => !CHECKER_REGIONS.includes(region));
  if (strange !== undefined)
    problems.push(`Invalid parameter : Region ${strange} has no health checkers.`);
  if (Regions !== undefined && new Set(Regions).size < 3) {
    problems.push("Invalid parameter : At least three Regions must be specified.");
  }
  return problems;
}

function endpointProblems(config: HealthCheckConfig): string[] {
  const { ResourcePath = "" } = config;
  return [
    ...addressProblems(config),
    ...(ResourcePath.length > 255
      ? ["Invalid parameter : ResourcePath has more than 255 characters."]
      : []),
    ...searchProblems(config),
  ];
}

function addressProblems({ IPAddress, FullyQualifiedDomainName }: HealthCheckConfig): string[] {
  if (!/^[\w.-]{0,255}$/.test(FullyQualifiedDomainName ?? "")) {
    return ["Invalid parameter : FullyQualifiedDomainName is not a valid domain name."];
  }
  if (IPAddress === undefined) {
    return FullyQualifiedDomainName === undefined
      ? ["Invalid parameter : FullyQualifiedDomainName or IPAddress must be specified."]
      : [];
  }
  if (!isIPv4(IPAddress) && !isIPv6(IPAddress)) {
    return [`Invalid parameter : ${IPAddress} is not a valid IP address.`];
  }
  return isReserved(IPAddress)
    ? [`Invalid parameter : IP address ${IPAddress} is in a reserved range.`]
    : [];
}

function searchProblems({ Type, SearchString = "" }: HealthCheckConfig): string[] {
  const isSearched = Type.endsWith("_STR_MATCH");
  if (isSearched && (SearchString === "" || SearchString.length > 255)) {
    return [`Invalid parameter : SearchString must have 1 to 255 characters for type ${Type}.`];
  }
  return !isSearched && SearchString !== ""
    ? [`Invalid parameter : SearchString is not supported for type ${Type}.`]
    : [];
}

function calculatedProblems({ HealthThreshold, ChildHealthChecks }: HealthCheckConfig): string[] {
  const threshold = HealthThreshold ?? -1;
  const problems: string[] = [];
  if (threshold < 0 || threshold > 256)
    problems.push("Invalid parameter : HealthThreshold must be from 0 to 256.");
  if ((ChildHealthChecks?.length ?? 0) > 256)
    problems.push("Invalid parameter : More than 256 child health checks.");
  return problems;
}

function metricProblems({
  AlarmIdentifier,
  InsufficientDataHealthStatus,
}: HealthCheckConfig): string[] {
  const problems: string[] = [];
  if (AlarmIdentifier?.Name === undefined || AlarmIdentifier.Region === undefined) {
    problems.push(
      "Invalid parameter : AlarmIdentifier must be specified for type CLOUDWATCH_METRIC.",
    );
  }
  const statuses = ["Healthy", "Unhealthy", "LastKnownStatus"];
  if (!statuses.includes(InsufficientDataHealthStatus ?? "LastKnownStatus")) {
    problems.push(
      `Invalid parameter : InsufficientDataHealthStatus must be one of ${statuses.join(", ")}.`,
    );
  }
  return problems;
}

/** Local, private, shared, link-local, multicast and reserved ranges, which the checkers cannot reach. */
function isReserved(address: string): boolean {
  if (isIPv6(address)) return /^(::1?$|f[cd]|fe[89ab]|ff)/i.test(address);
  const [a = 0, b = 0] = address.split(".").map(Number);
  return (
    [0, 10, 127].includes(a) ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}

function whole(member: string, text: string): number {
  if (!/^\d+$/.test(text)) throw invalidInput(`Invalid XML ; '${text}' is not a valid ${member}`);
  return Number(text);
}

function flag(member: string, text: string): boolean {
  if (text !== "true" && text !== "false")
    throw invalidInput(`Invalid XML ; '${text}' is not a valid ${member}`);
  return text === "true";
}
