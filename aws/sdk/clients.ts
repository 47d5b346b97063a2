// SDK clients, made once a Region and service. The endpoint of each comes from the settings, since
// Cognito's public calls carry no Region and the SDK's own endpoint variables know only services.

import { setTimeout as startTimeout } from "node:timers";
import { setTimeout } from "node:timers/promises";
import type { SNSClientConfig } from "@aws-sdk/client-sns";
import type { Endpoints, GlobalService, RegionalService } from "../../core/settings/policy.ts";
import {
  type Instant,
  instant,
  type Millis,
  millis,
  type Region,
} from "../../core/values/types.ts";

/** Every client's configuration names the same type for it. */
export type RetryStrategy = NonNullable<SNSClientConfig["retryStrategy"]>;

/** What the surroundings give: production's is `systemRuntime`, the pretend world brings its own. */
export interface Runtime {
  now(): Instant;
  /** Milliseconds on a clock that only measures; differences mean something, values do not. */
  stopwatch(): number;
  /** Resolves after `length`, or at once when the signal aborts. */
  wait(length: Millis, signal?: AbortSignal): Promise<void>;
  /** Runs once after `length`; what it answers cancels that. Nothing stays alive for it. */
  after(length: Millis, run: () => void): () => void;
  /** `wait`, for an invocation that has nothing under way meanwhile, and lives on for it. */
  rest(length: Millis): Promise<void>;
  readonly fetch: typeof fetch;
  /**
   * Replaces DNS, for names that are served in this process; absent: real queries. With name servers, by
   * name, it is they who are asked, and no delegation is followed.
   */
  readonly resolve?: (
    name: string,
    type: "CNAME" | "A" | "AAAA" | "NS",
    nameServers?: readonly string[],
  ) => Promise<readonly string[]>;
  /**
   * Replaces the SDK's clients whole, with whatever they do before and after a call: what it makes has the
   * part of a client that this folder uses. Absent: the SDK's own.
   */
  readonly client?: (place: Place, use: ClientUse) => object;
  /**
   * Is told of every command of an SDK client before anything of it is sent: null has it sent, an output is its
   * answer, and what it throws is what the caller meets. Absent: all are sent.
   */
  readonly intercept?: (command: CommandToSend) => object | null;
  /** Replaces the SDK's own HTTP handler, for calls that never leave the process; it is to be as patient. */
  readonly requestHandler?: (retryPolicy: RetryPolicy) => object;
  /** Replaces the SDK's retries, which wait on the system's clock; absent: the SDK's own. */
  readonly retries?: (service: string, attempts: number) => RetryStrategy;
  /** Fixed credentials for endpoints that are not AWS; absent: the SDK's default chain. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export const systemRuntime: Runtime = {
  now: () => instant(Date.now()),
  stopwatch: () => performance.now(),
  wait: (length, signal) =>
    setTimeout(length, undefined, { signal, ref: false }).catch(() => undefined),
  after: (length, run) => {
    const timer = startTimeout(run, length).unref();
    return () => clearTimeout(timer);
  },
  rest: (length) => setTimeout(length),
  fetch: globalThis.fetch,
};

export interface Place {
  /** Who calls: the Lambda's name, or "cli". Sent in the user agent, so CloudTrail shows it. */
  readonly caller: string;
  /** The Region it runs in. */
  readonly region: Region;
  /** Null for AWS itself. */
  readonly endpoints: Endpoints | null;
  readonly runtime: Runtime;
}

export interface RetryPolicy {
  /** Tries in all. A probe tries once: its failure is the result. */
  readonly attempts: number;
  readonly connectTimeout: Millis;
  readonly requestTimeout: Millis;
  /** A probe opens a connection each time, so that a kept one never hides a dead Region. */
  readonly keepAlive: boolean;
}

export const acting: RetryPolicy = {
  attempts: 3,
  connectTimeout: millis(1_000),
  requestTimeout: millis(5_000),
  keepAlive: true,
};

type Logger = NonNullable<SNSClientConfig["logger"]>;

const ignored = () => undefined;

/** Nobody reads it. Where there is an `info`, the SDK copies every input and output for it, without the secrets. */
const logger = {
  trace: ignored,
  debug: ignored,
  warn: ignored,
  error: ignored,
} as unknown as Logger;

/** The constructor options of an SDK client for `service` in `region`. */
export function clientOptions(
  place: Place,
  { region, service }: { readonly region: Region; readonly service: Service },
  retryPolicy: RetryPolicy = acting,
) {
  const { runtime, caller } = place;
  const endpoint = endpointOf(place.endpoints, region, service);
  return {
    region,
    maxAttempts: retryPolicy.attempts,
    logger,
    customUserAgent: [
      ["cognito-failover", caller],
      ["vantage", place.region],
    ] as [string, string][],
    requestHandler: runtime.requestHandler?.(retryPolicy) ?? {
      connectionTimeout: retryPolicy.connectTimeout,
      requestTimeout: retryPolicy.requestTimeout,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: retryPolicy.keepAlive },
      httpsAgent: { keepAlive: retryPolicy.keepAlive },
    },
    ...(endpoint === null ? {} : { endpoint }),
    ...(runtime.retries === undefined
      ? {}
      : { retryStrategy: runtime.retries(service, retryPolicy.attempts) }),
    ...(runtime.credentials === undefined ? {} : { credentials: runtime.credentials }),
  };
}

export type Service = RegionalService | GlobalService;

/** What a client is made for. */
export interface ClientUse {
  readonly region: Region;
  readonly service: Service;
  /** Absent: `acting`. */
  readonly retryPolicy?: RetryPolicy;
  /** Instead of the retries that belong to the policy. */
  readonly retryStrategy?: RetryStrategy;
  /** S3's alone: the bucket stands in the path, and not in the host's name. */
  readonly forcePathStyle?: boolean;
}

export interface CommandToSend extends Pick<ClientUse, "region" | "service"> {
  /** As the API calls it: "PutItem". */
  readonly operation: string;
  readonly input: object;
}

/** An SDK client of this class, or what stands in for all of them. */
export function sdkClient<Client extends object>(
  Made: new (options: ReturnType<typeof clientOptions>) => Client,
  place: Place,
  use: ClientUse,
): Client {
  const { client, intercept } = place.runtime;
  const made = client === undefined ? ownClient(Made, place, use) : (client(place, use) as Client);
  if (intercept !== undefined) interceptCommands(made, use, intercept);
  return made;
}

function ownClient<Client extends object>(
  Made: new (options: ReturnType<typeof clientOptions>) => Client,
  place: Place,
  use: ClientUse,
): Client {
  const { retryPolicy, ...more } = use;
  const { region, service, ...own } = more;
  return new Made({ ...clientOptions(place, { region, service }, retryPolicy), ...own });
}

interface Interceptable {
  readonly middlewareStack: {
    add(
      layer: (
        next: (args: { readonly input: object }) => Promise<object>,
        context: { readonly commandName?: string },
      ) => (args: { readonly input: object }) => Promise<object>,
      at: { readonly step: "initialize"; readonly priority: "high"; readonly name: string },
    ): void;
  };
}

/** Before retries, so that each command is told of once. The name of its class is lost where code is minified. */
function interceptCommands(
  client: object,
  { region, service }: ClientUse,
  intercept: NonNullable<Runtime["intercept"]>,
): void {
  (client as Interceptable).middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, "");
        const output = intercept({ region, service, operation, input: args.input });
        return output === null ? next(args) : { output, response: {} };
      },
    { step: "initialize", priority: "high", name: "intercept" },
  );
}

const globalServices: ReadonlySet<Service> = new Set(["route53", "iam", "issuer", "domain"]);

/** The base URL of a service in a Region when the settings name one; null for AWS itself. */
export function endpointOf(
  endpoints: Endpoints | null,
  region: Region,
  service: Service,
): string | null {
  if (endpoints === null) return null;
  const base = globalServices.has(service) ? endpoints.global : endpoints.regions[region];
  if (base === undefined || typeof base === "string") return base ?? null;
  const urls: Readonly<Partial<Record<Service, string | undefined>>> = base;
  return urls[service] ?? null;
}

/** A value made at its first use and kept, one a key. */
export function once<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const kept = made.get(key);
    if (kept !== undefined) return kept;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** What is loaded when it is first asked for, and kept. */
export function onFirstUse<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loaded: Promise<Value> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

type Verb = (...given: never[]) => Promise<unknown>;

/** A service that is loaded when one of `verbs` is first called: an SDK client is much code for a cold start. */
export function lazily<Name extends string, Service extends Readonly<Record<Name, Verb>>>(
  verbs: readonly Name[],
  load: () => Promise<Service>,
): Pick<Service, Name> {
  const loaded = onFirstUse(load);
  const called = verbs.map((verb) => [
    verb,
    async (...given: never[]) => (await loaded())[verb](...given),
  ]);
  return Object.fromEntries(called) as Pick<Service, Name>;
}
