// One Lambda as it is deployed: the bundle from disk, the environment of the graph and nothing else, and
// AWS under its own host names. What leaves the worker is turned aside to the pretend AWS on loopback,
// below the SDK, so that not one line of the bundle is another than in production.

import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

export interface Surroundings {
  readonly bundle: string;
  /** Base URL of each Region's services. */
  readonly regions: Readonly<Record<string, string>>;
  /** Base URL of what has no Region. */
  readonly global: string;
  readonly dns: string;
}

export interface Asked {
  readonly id: number;
  readonly event: unknown;
  /** Pretend time at the beginning. */
  readonly now: number;
}

export interface Answered {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/** The Lambda has nothing under way, and sleeps on the clock of the pretend AWS. */
export interface Resting {
  readonly id: number;
  readonly rests: number;
}

export interface Rested {
  /** The id of the rest. */
  readonly rested: number;
  /** Pretend time at its end. */
  readonly now: number;
}

const around = workerData as Surroundings;
const { now: realNow } = Date;
let ahead = 0;
let rests = 0;
Date.now = () => realNow() + ahead;

/** "dynamodb.us-east-1.amazonaws.com" is that Region's; what names no service in a Region is global. */
function standIn(host: string): URL {
  const [, region = ""] = /[.-]([a-z]{2}-[a-z]+-\d)\.amazonaws\.com$/.exec(host) ?? [];
  const isGlobal = region === "" || host.startsWith("issuer-cognito-idp.");
  const base = isGlobal ? around.global : around.regions[region];
  if (base === undefined) throw new Error(`No pretend AWS stands in for ${host}.`);
  return new URL(base);
}

const request = ((
  options: http.RequestOptions,
  answered: (response: http.IncomingMessage) => void,
) => {
  const { hostname, port } = standIn(String(options.host ?? options.hostname));
  const { agent: _, ...rest } = options;
  return http.request({ ...rest, protocol: "http:", host: hostname, hostname, port }, answered);
}) as typeof https.request;

/** Whatever servers are named, the pretend ones answer. */
class PretendResolver extends dns.promises.Resolver {
  constructor(options?: dns.ResolverOptions) {
    super(options);
    this.setServers([around.dns]);
    this.setServers = () => undefined;
  }
}

const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = new URL(String(input));
  const { host } = url;
  const base = standIn(host);
  const headers = new Headers(init?.headers);
  // The pretend domains cannot be told apart in any other way.
  if (!host.endsWith(".amazonaws.com")) headers.set("x-forwarded-host", host);
  return realFetch(new URL(url.pathname + url.search, base), { ...init, headers });
};
const resting = new Map<number, () => void>();
const realTimeout = timers.setTimeout;
/** A deadline runs beside work and holds nothing up; what would keep the process alive is a rest. */
const sleep: typeof timers.setTimeout = (length, value, options) => {
  if (options?.ref === false) return realTimeout(length, value, options);
  return new Promise((resolve) => {
    const id = ++rests;
    resting.set(id, () => resolve(value as never));
    parentPort?.postMessage({ id, rests: length ?? 0 } satisfies Resting);
  });
};
timers.setTimeout = sleep;
https.request = request;
dns.promises.Resolver = PretendResolver;
syncBuiltinESMExports();

const { handler } = await import(pathToFileURL(around.bundle).href);

parentPort?.on("message", async (said: Asked | Rested) => {
  ahead = said.now - realNow();
  if ("rested" in said) {
    resting.get(said.rested)?.();
    resting.delete(said.rested);
    return;
  }
  const { id, event } = said;
  const context = { awsRequestId: String(id), getRemainingTimeInMillis: () => 60_000 };
  try {
    parentPort?.postMessage({ id, value: await handler(event, context) } satisfies Answered);
  } catch (error) {
    const { name, message } = error as Error;
    parentPort?.postMessage({ id, error: { name, message } } satisfies Answered);
  }
});
