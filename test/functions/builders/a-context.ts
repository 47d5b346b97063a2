// A journey walked through the real SDK against the pretend AWS, on a clock that the test moves: the pool of
// The story's settings with all that its settings name, seen from the witness.

import { VirtualClock } from "pretend-aws/clock.ts";
import { createPretendAws, type PretendAws } from "pretend-aws/pretend-aws.ts";
import { endpointOf, inProcessFetch, requestHandler } from "pretend-aws/wire/in-process.ts";
import type { Session } from "../../../aws/cognito/sign-in-answer.ts";
import {
  type JourneyContext,
  runJourney,
  turnTimeoutMs,
  type Walk,
} from "../../../controller/probing/journey.ts";
import * as makers from "../../../controller/services.ts";
import type { ProbeResult } from "../../../core/probe/probe.ts";
import type { Journey } from "../../../core/settings/journey.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { instant, type Region } from "../../../core/values/types.ts";
import { callerOf } from "../../../sim/caller.ts";
import { providerOf } from "../../../sim/identity-providers.ts";
import { retriesOn } from "../../../sim/retries.ts";
import settings from "../../../sim/story.config.ts";
import { primary, secondary, witness } from "../../core/builders/a-policy.ts";
import { merge } from "../../settings/merge.ts";

export const users = [0, 1, 2].map((n) => ({
  username: `probe-${n}`,
  password: `Secret-${n}-xyz`,
}));
export const machine = { clientId: "pretendmachine000000000001", clientSecret: "machine-secret-1" };

/** What a test has a path say, given what it really says. */
export type Another = (real: Response, url: URL) => Response | Promise<Response>;

export type ContextOfTest = ReturnType<typeof aContext>;

/** `change` is merged into the one pool of sim/story.config.ts. */
export function aContext(change: object = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 3));
  const aws = createPretendAws({ clock, seed: 1, callerOf });
  const regions = [primary, secondary, witness];
  const parsed = parseConfig({
    ...(merge(settings, { pools: { 0: change } }) as object),
    endpoints: {
      regions: Object.fromEntries(regions.map((region) => [region, endpointOf(region)])),
      global: endpointOf("global"),
    },
  });
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems, null, 2));
  const { config } = parsed;
  const [policy] = config.pools as [Policy];
  seed(aws, policy);
  const fetchThere = inProcessFetch(aws.dispatch);
  const handler = requestHandler(aws.dispatch);
  const wire = { fetch: fetchThere };
  /** Puts another answer in the place of each that a path gives, at one host or at all. */
  const instead = (path: string, another: Another, at?: string) => {
    const before = wire.fetch;
    wire.fetch = async (input, init) => {
      const real = await before(input, init);
      const request = new Request(input, init);
      const isMeant = at === undefined || request.headers.get("x-forwarded-host") === at;
      const url = new URL(request.url);
      return isMeant && url.pathname.endsWith(path) ? another(real, url) : real;
    };
  };
  const place = {
    caller: "probe",
    region: policy.witness,
    endpoints: config.endpoints,
    runtime: {
      now: () => instant(clock.now()),
      stopwatch: () => clock.now(),
      wait: clock.wait.bind(clock),
      after: clock.after.bind(clock),
      rest: clock.rest.bind(clock),
      fetch: ((input, init) => wire.fetch(input, init)) as typeof fetch,
      requestHandler: () => handler,
      retries: retriesOn(clock, () => 0.5),
      credentials: { accessKeyId: "pretend", secretAccessKey: "pretend" },
    },
  };
  const root = { place, config, home: policy.secondary, source: {} };
  // Each is made when it is first touched, so that one that needs more than this does no harm.
  const services = makers.services(makers as never, root) as unknown as makers.Services;
  const run = <T>(work: Promise<T>): Promise<T> => soon(clock, work);
  return {
    ...{ aws, clock, config, policy, services, handler, instead, run },
    /** The primary is the target and serves, the first user's turn has come, and nobody has signed in. */
    context: (rest: Partial<JourneyContext> = {}): JourneyContext => ({
      policy,
      target: policy.primary,
      other: rest.target === policy.secondary ? policy.primary : policy.secondary,
      serving: policy.primary,
      at: instant(clock.now()),
      turn: () => 0,
      users: () => services.secrets.probeUsers(policy.probeUser.secret),
      signedIn: () => undefined,
      session: async () => null,
      signInFailure: async () => null,
      isPaidDue: false,
      within: turnTimeoutMs,
      ...rest,
    }),
    signIn: (region: Region, user = users[0]): Promise<Session> => {
      const client = { clientId: policy.clientId, clientSecret: null };
      return run(services.signIn.password(region, client, user ?? { username: "", password: "" }));
    },
    walk: (
      journey: readonly [Journey, Walk],
      context: JourneyContext,
    ): Promise<ProbeResult | null> => run(runJourney(services, journey, context)),
  };
}

function seed(aws: PretendAws, policy: Policy): void {
  const { prefixDomains, journeys, domain, paths } = policy;
  const prefixes = [
    [policy.primary, prefixDomains.primary],
    [policy.secondary, prefixDomains.secondary],
  ].filter(([, prefix]) => prefix !== null);
  const scopes = journeys.clientCredentials?.scopes ?? [];
  aws.cognito.seedPool({
    id: policy.userPoolId,
    name: policy.name,
    region: policy.primary,
    secondary: policy.secondary,
    clientId: policy.clientId,
    clientName: "web",
    issuer: policy.issuer,
    users,
    prefixes: Object.fromEntries(prefixes),
    identityProviders: (journeys.federation?.providers ?? []).map(providerOf),
    resourceServers: scopes.map((scope) => ({
      identifier: scope.slice(0, scope.lastIndexOf("/")),
      scopes: [scope.slice(scope.lastIndexOf("/") + 1)],
    })),
    machineClient: { ...machine, scopes },
    ...(domain === null ? {} : { domain }),
    ...(paths.managedLogin === null ? {} : { callbackUrls: [paths.managedLogin.redirectUri] }),
  });
  aws.secrets.seedSecret({
    name: policy.probeUser.secret,
    regions: [policy.witness, policy.primary, policy.secondary],
    value: JSON.stringify({ users, machine }),
  });
}

/** Moves the clock until `work` is done: by single milliseconds for a while, then by leaps. */
async function soon<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  for (let step = 0; !isDone; step++) await clock.advance(step < 20 ? 1 : 100);
  return done;
}

/** "ok", "slow at signIn: 6000 ms", "issuerTrouble at keySet: …" */
export function outcomeOf(result: ProbeResult | null): string {
  if (result === null) return "left out";
  const { outcome } = result;
  switch (outcome.kind) {
    case "ok":
      return "ok";
    case "failed":
      return `${outcome.class} at ${outcome.step}: ${outcome.error}`;
    case "finding":
      return `${outcome.finding} at ${outcome.step}: ${outcome.says}`;
  }
}
