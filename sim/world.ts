// One pretend AWS with the controller deployed in it, from one set of settings. On loopback sockets it is
// what `cognito-failover local` runs; on a virtual clock, without a socket, it is what tests run. Nothing
// else differs between the two.

import { Resolver } from "node:dns/promises";
import { type Clock, TimelapseClock, VirtualClock } from "pretend-aws/clock.ts";
import type { DnsQuestion } from "pretend-aws/dns/dns.ts";
import { createPretendAws, type PretendAws } from "pretend-aws/pretend-aws.ts";
import { type Served, serve } from "pretend-aws/serve.ts";
import { endpointOf, inProcessFetch, requestHandler } from "pretend-aws/wire/in-process.ts";
import type { Place, Runtime } from "../aws/sdk/clients.ts";
import type { Uses } from "../controller/services.ts";
import { parseConfig } from "../core/settings/parse.ts";
import type { Config, Policy } from "../core/settings/policy.ts";
import { ActionError } from "../core/values/errors.ts";
import { instant } from "../core/values/types.ts";
import { type Application, application } from "./application.ts";
import { callerOf } from "./caller.ts";
import { type Deployable, type Deployed, deploy, type Invoked, type Logged } from "./deployment.ts";
import { retriesOn } from "./retries.ts";

export interface World<Aws extends Deployable = PretendAws> {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly config: Config;
  /** The first pool, which the stories are about. */
  readonly policy: Policy;
  readonly deployed: Deployed;
  readonly application: Application;
  /** Where a person's commands come from. */
  readonly desk: Place;
}

export interface LocalWorld extends World {
  readonly served: Served;
  close(): Promise<void>;
}

export interface VirtualWorld<Aws extends Deployable = PretendAws> extends World<Aws> {
  readonly clock: VirtualClock;
  /** Moves the clock until `work` is done. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Deploys the controller anew, with these settings; what runs ends under the ones before. */
  redeploy(settings: object): Config;
  stop(): void;
}

/** What of a pretend AWS an experiment looks at. */
export type Watchable = Deployable &
  Pick<PretendAws, "faults" | "gate"> & {
    readonly cognito: Pick<PretendAws["cognito"], "services" | "servingRegion"> & {
      /** How tokens begin that no service issues over a wire. */
      readonly issued?: readonly string[];
    };
  };

export interface WorldSettings {
  /** As failover.config.ts exports them; their endpoints are replaced. */
  readonly settings: object;
  readonly seed: number;
  /** Instead of the Lambdas' own makers of services: what somebody built otherwise. */
  readonly drivers?: Uses;
  readonly onLog?: (logged: Logged) => void;
  readonly onInvoked?: (invoked: Invoked) => void;
}

export type WorldSurroundings = Omit<Runtime, "now" | "credentials"> &
  Required<Pick<Runtime, "resolve">>;

/** How many times faster than real time idle time passes is `speed`; a clock that somebody moves has none. */
export async function localWorld(
  options: WorldSettings & ({ readonly speed: number } | { readonly clock: VirtualClock }),
): Promise<LocalWorld> {
  // The SDK's default credential chain would ask the EC2 metadata address.
  process.env["AWS_EC2_METADATA_DISABLED"] = "true";
  const regions = regionsOf(checked(options.settings));
  const clock = "clock" in options ? options.clock : new TimelapseClock(options.speed);
  const aws = createPretendAws({ clock, seed: options.seed, callerOf });
  const served = await serve(aws, regions);
  const { global, dns } = served;
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  resolver.setServers([`${dns.host}:${dns.port}`]);
  const verbs = {
    CNAME: "resolveCname",
    A: "resolve4",
    AAAA: "resolve6",
    NS: "resolveNs",
  } as const;
  const world = furnish(aws, options, {
    endpoints: { regions: served.regions, global, dns },
    runtime: {
      fetch: globalThis.fetch,
      stopwatch: () => ("clock" in options ? clock.now() : performance.now()),
      wait: (length, signal) => clock.wait(length, signal),
      after: (length, run) => clock.after(length, run),
      rest: (length) => clock.rest(length),
      // The served DNS has one address for all name servers, so a certain one is asked in the process.
      resolve: async (name, type, nameServers) =>
        nameServers === undefined
          ? ((await resolver[verbs[type]](name)) as string[])
          : saidBy(aws, { name, type }, nameServers),
    },
  });
  const close = async () => {
    if (clock instanceof TimelapseClock) clock.close();
    await served.close();
  };
  return { ...world, served, close };
}

/** Far enough ahead that tokens issued there are never past their time for a verifier's real clock. */
export const EPOCH = Date.UTC(2040, 0, 1);

/** Bits: with AWS's own 2,048 a quarter of all work in a world on a virtual clock is to sign tokens. */
export const SHORT_KEY = 512;

export function virtualWorld(options: WorldSettings): VirtualWorld {
  const clock = new VirtualClock(EPOCH);
  const aws = createPretendAws({ clock, seed: options.seed, keyBits: SHORT_KEY, callerOf });
  return virtualWorldOn({ ...aws, clock }, options, {
    fetch: inProcessFetch(aws.dispatch, clock),
    requestHandler: ({ requestTimeout }) => requestHandler(aws.dispatch, { clock, requestTimeout }),
  });
}

interface Virtual extends Deployable {
  readonly clock: VirtualClock;
  stop(): void;
}

/** Whatever stands below aws/ is in `surroundings`; `drivers` stand in for services of the Lambdas. */
export function virtualWorldOn<Aws extends Virtual>(
  aws: Aws,
  options: WorldSettings,
  surroundings: Pick<Runtime, "client" | "fetch" | "requestHandler"> & { readonly drivers?: Uses },
): VirtualWorld<Aws> {
  const { clock } = aws;
  const regions = regionsOf(checked(options.settings));
  const endpoints = {
    regions: Object.fromEntries(regions.map((region) => [region, endpointOf(region)])),
    global: endpointOf("global"),
  };
  const { drivers, ...own } = surroundings;
  const world = furnish(aws, options, {
    endpoints,
    ...(drivers === undefined ? {} : { drivers }),
    runtime: {
      ...own,
      // Half of the longest wait, so that a try more or less moves no other chance of the seed.
      retries: retriesOn(clock, () => 0.5),
      stopwatch: () => clock.now(),
      wait: (length, signal) => clock.wait(length, signal),
      after: (length, run) => clock.after(length, run),
      rest: (length) => clock.rest(length),
      resolve: async (name, type, nameServers) => saidBy(aws, { name, type }, nameServers),
    },
  });
  const run = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    while (!isDone) await clock.advance(500);
    return done;
  };
  const redeploy = (changed: object) => {
    const settings = { ...changed, endpoints };
    const config = checked(settings);
    world.deployed.redeploy({ settings, config });
    return config;
  };
  return { ...world, clock, run, redeploy, stop: aws.stop };
}

function saidBy(
  { route53 }: Pick<Deployable, "route53">,
  question: DnsQuestion,
  nameServers?: readonly string[],
): readonly string[] {
  const { answers } = route53.answer(question, nameServers);
  return answers.map(({ value }) => value.replace(/\.$/, ""));
}

interface Furniture {
  readonly endpoints: object;
  readonly runtime: WorldSurroundings;
  readonly drivers?: Uses;
}

function furnish<Aws extends Deployable>(
  aws: Aws,
  { settings, onLog, onInvoked, ...options }: WorldSettings,
  { endpoints, runtime, ...furniture }: Furniture,
): World<Aws> {
  const drivers = { ...furniture.drivers, ...options.drivers };
  const located = { ...settings, endpoints };
  const config = checked(located);
  const policy = firstOf(config);
  const { resolve, ...lambdaRuntime } = runtime;
  const isVirtual = (runtime.requestHandler ?? runtime.client) !== undefined;
  const deployed = deploy(aws, {
    settings: located,
    config,
    // On sockets the Lambdas ask the served DNS themselves, as they do in AWS.
    runtime: isVirtual ? runtime : lambdaRuntime,
    drivers,
    ...(onLog === undefined ? {} : { onLog }),
    ...(onInvoked === undefined ? {} : { onInvoked }),
  });
  const desk: Place = {
    caller: "cli",
    region: deployed.home,
    endpoints: config.endpoints,
    runtime: {
      ...runtime,
      now: () => instant(aws.clock.now()),
      credentials: { accessKeyId: "pretend", secretAccessKey: "pretend" },
    },
  };
  const user = deployed.users[policy.name]?.ordinary ?? { username: "", password: "" };
  return {
    aws,
    clock: aws.clock,
    config,
    policy,
    deployed,
    application: application(desk, policy, user),
    desk,
  };
}

function regionsOf({ pools }: Config): readonly string[] {
  return [...new Set(pools.flatMap(({ vantages }) => vantages))];
}

function firstOf({ pools }: Config): Policy {
  const [first] = pools;
  if (first !== undefined) return first;
  throw new ActionError({
    code: "InvalidSettings",
    cannot: "run the pretend AWS",
    must: "the settings must hold a pool",
  });
}

function checked(settings: unknown): Config {
  const parsed = parseConfig(settings);
  if (parsed.kind === "valid") return parsed.config;
  throw new ActionError({
    code: "InvalidSettings",
    cannot: "run the pretend AWS from these settings",
    must: `they must be valid:\n${parsed.problems.map(({ message }) => `  ${message}`).join("\n")}`,
    next: "docs/settings.md",
  });
}
