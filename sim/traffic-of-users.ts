// Users as a name's answer reaches them: each by one of some resolvers, which keep an answer for its TTL or for longer,
// and with a client whose connections stay for a while. So a share of weights becomes a share of sign-ins late and
// roughly, as it does in the world. A few need what no secondary can do.

import { Random } from "pretend-aws/random.ts";
import { assert } from "../core/values/errors.ts";
import type { Region } from "../core/values/types.ts";
import { type Counting, type Habits, users } from "./users.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** What a client does with a connection once it has one. */
const clientKinds = [
  { name: "browser", share: 0.6, staysMs: 0 },
  { name: "mobile app", share: 0.3, staysMs: MINUTE },
  { name: "backend", share: 0.1, staysMs: 5 * MINUTE },
] as const;

type ClientKind = (typeof clientKinds)[number];

/** The least time for which a resolver keeps what it was answered; 0 keeps to the TTL. */
const resolverKinds = [
  { share: 0.7, leastMs: 0 },
  { share: 0.2, leastMs: MINUTE },
  { share: 0.1, leastMs: 5 * MINUTE },
] as const;

const fewResolvers = 60;
const peopleCount = 2_000;

/** They have a second factor, or come by a provider for the first time. */
const shareNeedingThePrimary = 0.08;

/** As an SDK tells of a secondary's refusal. */
const REFUSED = "UnsupportedOperationException";

export interface SignInSeen {
  readonly at: number;
  readonly region: string;
  readonly client: ClientKind["name"];
  /** Null where it succeeded. */
  readonly error: string | null;
  /** It would have failed in any secondary, however healthy. */
  readonly needsPrimary: boolean;
}

export interface UserTraffic {
  readonly seen: readonly SignInSeen[];
  /** Of the sign-ins since then, in percent. */
  shareAt(region: string, since: number): number;
  stop(): void;
}

interface Person {
  readonly client: ClientKind;
  readonly resolver: Resolver;
  readonly needsPrimary: boolean;
  region: Region | null;
  connectedUntil: number;
}

export interface TrafficHabits extends Habits {
  /** The more there are, the nearer is the share of users to that of the weights, and the sooner somebody follows. */
  readonly resolvers?: number;
}

export function trafficOfUsers(world: Counting, habits: TrafficHabits): UserTraffic {
  const { resolvers: resolversCount = fewResolvers } = habits;
  const random = new Random((habits.seed ?? 1) + 1);
  const resolvers = Array.from(
    { length: resolversCount },
    () => new Resolver(world, pick(random, resolverKinds).leastMs),
  );
  const people = Array.from({ length: peopleCount }, (): Person => {
    const resolver = resolvers[Math.floor(random.next() * resolversCount)];
    assert(resolver !== undefined, "people without a resolver");
    const needsPrimary = random.next() < shareNeedingThePrimary;
    return {
      client: pick(random, clientKinds),
      resolver,
      needsPrimary,
      region: null,
      connectedUntil: 0,
    };
  });
  const seen: SignInSeen[] = [];
  const stop = users(world, habits, async () => {
    const person = people[Math.floor(random.next() * peopleCount)];
    if (person !== undefined) seen.push(await signIn(world, person));
  });
  return {
    seen,
    stop,
    shareAt: (region, since) => {
      const all = seen.filter(({ at }) => at >= since);
      return all.length === 0
        ? 0
        : (100 * all.filter((one) => one.region === region).length) / all.length;
    },
  };
}

async function signIn(world: Counting, person: Person): Promise<SignInSeen> {
  const { clock, policy, application } = world;
  const at = clock.now();
  const region =
    person.region !== null && at < person.connectedUntil
      ? person.region
      : await person.resolver.region();
  const { client, needsPrimary } = person;
  person.region = region;
  const told = { at, region, client: client.name, needsPrimary };
  if (needsPrimary && region === policy.secondary) {
    refused(world, region);
    return { ...told, error: REFUSED };
  }
  const attempt = await application.signInAt(region);
  const isConnected = attempt.kind === "signedIn";
  person.connectedUntil = isConnected ? at + client.staysMs : 0;
  return { ...told, error: isConnected ? null : attempt.error };
}

/** Cognito counts it; the pretend one has none of their ways in. */
function refused({ aws, policy }: Counting, region: Region): void {
  const client = policy.signals.traffic.clients[0] ?? policy.clientId;
  aws.cloudwatch.record({
    ...{ region, namespace: "AWS/Cognito", metric: "SignInSuccesses", value: 0, unit: "Count" },
    dimensions: { UserPool: policy.userPoolId, UserPoolClient: client },
  });
}

/** A caching resolver: whoever asks it within the time is answered what the first was. */
class Resolver {
  readonly #world: Counting;
  readonly #leastMs: number;
  #region: Region;
  #keptUntil = 0;

  constructor(world: Counting, leastMs: number) {
    this.#world = world;
    this.#leastMs = leastMs;
    this.#region = world.policy.primary;
  }

  async region(): Promise<Region> {
    const { application, clock, policy } = this.#world;
    if (clock.now() < this.#keptUntil) return this.#region;
    const answers = await application.lookUp();
    const isThere = answers.some((one) => one === policy.paths.sdk?.secondary);
    this.#region = isThere ? policy.secondary : policy.primary;
    const ttl = (policy.paths.sdk?.ttl ?? 0) * SECOND;
    this.#keptUntil = clock.now() + Math.max(ttl, this.#leastMs);
    return this.#region;
  }
}

function pick<Kind extends { readonly share: number }>(
  random: Random,
  kinds: readonly Kind[],
): Kind {
  let left = random.next();
  for (const kind of kinds) {
    left -= kind.share;
    if (left < 0) return kind;
  }
  return kinds[kinds.length - 1] as Kind;
}
