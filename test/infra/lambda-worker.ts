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
import { HANGS_AFTER_MS } from "../hangs-after.ts";

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
/** Stands still while the Lambda works: what it measures is not how fast this machine is. */
let now = 0;
let rests = 0;
Date.now = () => now;
performance.now = () => now;

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

/** Whatever servers are named, the pretend ones answer, and name servers are at their address. */
class PretendResolver extends dns.promises.Resolver {
  constructor(options?: dns.ResolverOptions) {
    super(options);
    this.setServers([around.dns]);
    this.setServers = () => undefined;
    const known = this.resolve4.bind(this) as (name: string) => Promise<string[]>;
    const own = async (name: string) => (isNameServer(name) ? ["127.0.0.1"] : known(name));
    this.resolve4 = own as typeof this.resolve4;
  }
}

function isNameServer(name: string): boolean {
  return /^ns-\d+\.awsdns-\d\d\./.test(name);
}

const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = new URL(String(input));
  const { host } = url;
  const base = standIn(host);
  const headers = new Headers(init?.headers);
  // The pretend domains cannot be told apart in any other way.
  if (!host.endsWith(".amazonaws.com")) headers.set("x-forwarded-host", host);
  const bucket = /^(.+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/.exec(host)?.[1];
  const path = bucket === undefined ? url.pathname : `/${bucket}${url.pathname}`;
  return realFetch(new URL(path + url.search, base), { ...init, headers });
};
const resting = new Map<number, () => void>();
const realTimeout = timers.setTimeout;
/**
 * A deadline runs beside work and holds nothing up; what would keep the process alive is a rest. Nothing
 * hangs in the story that is told here, so a deadline could only find out that this machine is slow.
 */
const sleep: typeof timers.setTimeout = (length = 0, value, options) => {
  if (options?.ref === false) return realTimeout(unhurried(length, 5_000), value, options);
  return new Promise((resolve) => {
    const id = ++rests;
    resting.set(id, () => resolve(value as never));
    parentPort?.postMessage({ id, rests: length } satisfies Resting);
  });
};
timers.setTimeout = sleep;
/** The limits of the SDK's connections and requests. */
const realTimer = globalThis.setTimeout;
globalThis.setTimeout = Object.assign(
  (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    realTimer(run, unhurried(ms), ...args),
  realTimer,
) as typeof globalThis.setTimeout;
const realLimit = AbortSignal.timeout;
AbortSignal.timeout = (ms) => realLimit(unhurried(ms));
/** What is shorter than any limit is a pause, and passes. */
function unhurried(ms: number, shortest = 1_000): number {
  return ms < shortest ? ms : HANGS_AFTER_MS;
}
https.request = request;
dns.promises.Resolver = PretendResolver;
syncBuiltinESMExports();

const { handler } = await import(pathToFileURL(around.bundle).href);

parentPort?.on("message", async (said: Asked | Rested) => {
  now = said.now;
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
