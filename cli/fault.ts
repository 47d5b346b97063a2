// Faults in a served pretend AWS: set, listed, cleared.

import { ActionError } from "../core/values/errors.ts";
import { nearName } from "../core/values/nearest-name.ts";
import { type Instant, instant } from "../core/values/types.ts";
import { type SpanOptions, spanOf } from "./pause/span.ts";
import { readWorld, type ServedWorld } from "./settings.ts";

interface FaultOptions extends SpanOptions {
  readonly endpoints: string;
  readonly region?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly vantage?: string;
  readonly rate?: string;
  readonly users?: string;
}

export async function add(effect: string, options: FaultOptions): Promise<void> {
  const { region, service, operation, vantage, rate, users } = options;
  const world = await readWorld(options.endpoints);
  for (const place of [region, vantage]) checkRegion(place, world);
  if (service !== undefined || operation !== undefined) {
    checkStruck(options, await strikable(world));
  }
  const fault = {
    region,
    service,
    operation,
    vantage,
    ...(rate === undefined ? {} : { rate: Number(rate) }),
    ...(users === undefined ? {} : { users: Number(users) }),
    ...(await timesOf(world, options)),
    effect: effectOf(effect),
  };
  print(await ask(world, { method: "POST", body: fault }));
}

export async function list({ endpoints }: FaultOptions): Promise<void> {
  print(await ask(await readWorld(endpoints), { method: "GET" }));
}

export async function clear(id: string | undefined, { endpoints }: FaultOptions): Promise<void> {
  const path = id === undefined ? "" : `/${id}`;
  print(await ask(await readWorld(endpoints), { method: "DELETE", path }));
}

const spanning = { cannot: "change the faults", next: "cognito-failover fault add --help" };

/** By the world's own clock, which may be far from ours. */
async function timesOf(world: ServedWorld, options: SpanOptions): Promise<object> {
  if ([options.from, options.until, options.for].every((one) => one === undefined)) return {};
  const { from, until } = spanOf(options, await timeIn(world), spanning);
  return { ...(from === null ? {} : { from }), ...(until === null ? {} : { until }) };
}

/** To the second, as HTTP tells the time. */
async function timeIn({ global }: ServedWorld): Promise<Instant> {
  const { headers } = await reach(`${global.endpoint}/_pretend/faults`);
  return instant(Date.parse(headers.get("date") ?? ""));
}

const plainEffects = ["reset", "blackHole", "lostAnswer", "refuse", "throttle"];
const pages = ["gatewayTimeout", "wafBlock", "wafChallenge", "wafCaptcha"];

/** "delay:500", "status:503", "page:wafCaptcha", "reset", "refuse", "throttle", "InternalErrorException:500" */
function effectOf(text: string): object {
  if (plainEffects.includes(text)) return { kind: text };
  const page = pages.find((one) => text === `page:${one}`);
  if (page !== undefined) return { kind: "page", page };
  const [, ms] = /^delay:(\d+)$/.exec(text) ?? [];
  if (ms !== undefined) return { kind: "delay", ms: Number(ms) };
  const [, code] = /^status:([2-5]\d\d)$/.exec(text) ?? [];
  if (code !== undefined) return { kind: "status", status: Number(code) };
  const [, name, status] = /^([A-Z]\w+)(?::([45]\d\d))?$/.exec(text) ?? [];
  if (name !== undefined) {
    return { kind: "error", name, ...(status === undefined ? {} : { status: Number(status) }) };
  }
  throw refused(
    `the effect must be ${plainEffects.join(", ")}, delay:MS, status:CODE, page:NAME with one of ${pages.join(", ")}, or the name of an AWS error`,
    text,
  );
}

/** A fault at a Region that is not there would strike nobody. */
function checkRegion(region: string | undefined, { regions }: ServedWorld): void {
  const known = [...Object.keys(regions), "global"];
  if (region === undefined || known.includes(region)) return;
  throw refused(`the Region must be one of ${known.join(", ")}`, region);
}

/** By the service's name, its operations; null where they are told by what is asked for. */
type Strikable = Readonly<Record<string, readonly string[] | null>>;

async function strikable({ global }: ServedWorld): Promise<Strikable> {
  const response = await reach(`${global.endpoint}/_pretend/services`);
  return (await response.json()) as Strikable;
}

/** Nor would one at a service or an operation that nobody calls. */
function checkStruck(
  { service, operation }: Pick<FaultOptions, "service" | "operation">,
  known: Strikable,
): void {
  const services = Object.keys(known).sort();
  if (service !== undefined && !Object.hasOwn(known, service)) {
    throw refused(`the service must be ${nearestOf(service, services)}`, service);
  }
  if (operation === undefined) return;
  const operations =
    service === undefined ? Object.values(known).flatMap((all) => all ?? []) : known[service];
  if (operations == null || operations.includes(operation)) return;
  const whose = service === undefined ? "the operation" : `the operation of ${service}`;
  throw refused(`${whose} must be ${nearestOf(operation, [...new Set(operations)])}`, operation);
}

function nearestOf(name: string, names: readonly string[]): string {
  const near = nearName(name, names);
  const meant = near === null ? "" : `, and the nearest is ${near}`;
  return `one of ${names.join(", ")}${meant}`;
}

/** What the network says, and not that fetch failed. */
async function reach(url: string, request: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    throw error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  }
}

function refused(must: string, value?: unknown): ActionError {
  return new ActionError({
    code: "InvalidInput",
    cannot: spanning.cannot,
    must,
    ...(value === undefined ? {} : { value }),
    next: spanning.next,
  });
}

interface Request {
  readonly method: "GET" | "POST" | "DELETE";
  /** After "/_pretend/faults". */
  readonly path?: string;
  readonly body?: object;
}

async function ask({ global }: ServedWorld, { method, path = "", body }: Request) {
  const response = await reach(`${global.endpoint}/_pretend/faults${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const message = (answer as { message?: unknown }).message;
  throw refused(
    `the pretend AWS must take it: ${message ?? `it answers with HTTP ${response.status}`}`,
  );
}

function print(value: unknown): void {
  console.log(JSON.stringify(value));
}
