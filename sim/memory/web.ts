// What a plain fetch finds without a socket: the issuer's documents, the domains of pools, objects of buckets
// that everyone may read, and the ping of control endpoints. Its answers have the part of a Response that
// is read by anybody here.

import type { AwsError } from "pretend-aws/aws-error.ts";
import type { Clock } from "pretend-aws/clock.ts";
import { BareStatus, type Target } from "pretend-aws/faults.ts";
import type { Gate } from "pretend-aws/gate.ts";
import type { Caller, WireResponse } from "pretend-aws/service.ts";
import { answered } from "pretend-aws/wire/in-process.ts";

/** A request for one of the pretend hosts: "http://us-west-2.pretend/bucket/key". */
export interface WebRequest {
  readonly method: string;
  /** "us-west-2", "global". */
  readonly region: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly caller: Caller;
}

/** A service that answers the request, by the names under which calls of it pass the gate. */
export interface WebService extends Pick<Target, "service" | "operation"> {
  answer(): WireResponse | Promise<WireResponse>;
  /** How the service puts a refusal. */
  refusal(error: AwsError): WireResponse;
}

export interface Web {
  readonly clock: Clock;
  readonly gate: Gate;
  /** Null where nobody answers such a request. */
  find(asked: WebRequest): WebService | null;
}

/** What undici gives a fetch for the headers of its answer. */
const FETCH_WAITS_MS = 300_000;

const URL_PARTS = /^https?:\/\/([^/]+?)\.pretend(\/[^?]*)(?:\?(.*))?$/;

export function memoryFetch(web: Web): typeof fetch {
  const { clock, gate } = web;
  const waiting = { clock, requestTimeout: FETCH_WAITS_MS };
  return async (input, init = {}) => {
    const { signal } = init;
    if (signal?.aborted === true) await answered(new Promise(() => undefined), { waiting, signal });
    const said = respond(web, askedBy(String(input), init));
    const response = said instanceof Promise ? await answered(said, { waiting, signal }) : said;
    return responseOf(response, gate.date);
  };
}

function askedBy(url: string, { method = "GET", headers = {}, body }: RequestInit): WebRequest {
  const [, region = "", path = "/", query = ""] = URL_PARTS.exec(url) ?? [];
  const given = headers as Readonly<Record<string, string>>;
  return {
    ...{ method, region, path, query, headers: given, body: String(body ?? "") },
    caller: callerOf(given["user-agent"] ?? ""),
  };
}

const callers = new Map<string, Caller>();

/** As our own requests say who makes them. */
function callerOf(agent: string): Caller {
  const known = callers.get(agent);
  if (known !== undefined) return known;
  const caller = {
    name: /\bcognito-failover\/([\w-]+)/.exec(agent)?.[1] ?? "foreign",
    region: /\bvantage\/([\w-]+)/.exec(agent)?.[1] ?? null,
  };
  callers.set(agent, caller);
  return caller;
}

/** At once, where no fault is in the way and the service takes no time. */
function respond(web: Web, asked: WebRequest): WireResponse | Promise<WireResponse> {
  const found = web.find(asked);
  if (found === null) return { status: 404, headers: {}, body: "" };
  const { service, operation } = found;
  const refused = (error: unknown): WireResponse => {
    if (error instanceof BareStatus) {
      return { status: error.status, headers: error.headers, body: error.body };
    }
    if (error instanceof Error && "members" in error) return found.refusal(error as AwsError);
    throw error;
  };
  try {
    const target = { region: asked.region, service, operation, caller: asked.caller };
    const said = web.gate.passAtOnce(target, () => found.answer());
    return said instanceof Promise ? said.catch(refused) : said;
  } catch (error) {
    return refused(error);
  }
}

function responseOf({ status, headers, body }: WireResponse, date: string): Response {
  const bytes = () => (typeof body === "string" ? Buffer.from(body) : body);
  const header = (name: string) => (name === "date" ? date : (headers[name] ?? null));
  const cookie = headers["set-cookie"];
  const response = {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: header, getSetCookie: () => (cookie === undefined ? [] : [cookie]) },
    // What is read of a body bit by bit comes in one.
    get body() {
      return body.length === 0 ? null : [bytes()];
    },
    text: async () => body.toString(),
    arrayBuffer: async () => new Uint8Array(bytes()).buffer,
  };
  return response as unknown as Response;
}
