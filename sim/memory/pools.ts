// User pools in memory: who signs in where, with which replica, and what a sign-in yields. Tokens say what
// Cognito's say and are signed by nobody, since signing one costs more than everything else in a round.

import type {
  AdminGetUserCommandInput,
  AdminUpdateUserAttributesCommandInput,
  GetTokensFromRefreshTokenCommandInput,
  GetUserCommandInput,
  InitiateAuthCommandInput,
  RevokeTokenCommandInput,
  UpdateUserAttributesCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "pretend-aws/aws-error.ts";
import type { Clock } from "pretend-aws/clock.ts";
import type { PoolSeed } from "pretend-aws/cognito/api/seed.ts";
import { permit } from "pretend-aws/cognito/pool/rules.ts";
import { limitOperations } from "pretend-aws/cognito/quotas/limit-operations.ts";
import { Metrics, type Report } from "pretend-aws/cognito/quotas/metrics.ts";
import { Quotas } from "pretend-aws/cognito/quotas/quotas.ts";
import { SignInAttempts } from "pretend-aws/cognito/sign-in/attempts.ts";
import {
  notAuthorized,
  wrongPassword,
  wrongRefreshToken,
} from "pretend-aws/cognito/sign-in/not-authorized.ts";
import { notEmulated } from "pretend-aws/wire/json.ts";
import { type Identity, type Lasting, newTokens, readToken } from "./tokens.ts";

export type ReplicaStatus = "CREATING" | "ACTIVE" | "INACTIVE" | "DELETING";

interface User {
  readonly password: string;
  /** By Region: what is written in the primary arrives later. */
  readonly attributes: Map<string, Map<string, string>>;
}

export interface MemoryPool {
  readonly seed: PoolSeed;
  status: ReplicaStatus;
  readonly users: Map<string, User>;
  readonly attempts: ReadonlyMap<string, SignInAttempts>;
  /** Refresh tokens that were signed out. */
  readonly revoked: Set<string>;
  readonly lasting: Map<string, Lasting>;
  /** How far the secondary is behind. */
  lagMs: number;
}

export interface Pools {
  add(seed: PoolSeed): MemoryPool;
  find(id: string): MemoryPool | undefined;
  readonly all: readonly MemoryPool[];
  /** One operation of the API in a Region. */
  call(operation: string, input: object, region: string): unknown;
}

type Input = Readonly<Record<string, unknown>>;
type Run = (input: never, pool: MemoryPool, region: string) => unknown;

const USUAL_LAG_MS = 800;

export function memoryPools(clock: Clock, report?: Report): Pools {
  const pools = new Map<string, MemoryPool>();
  const operations = operationsOn(clock, new Metrics(report));
  const limitOf = provisionedLimit(clock);
  return {
    add: (seed) => {
      const regions = [seed.region, ...(seed.secondary === undefined ? [] : [seed.secondary])];
      const pool: MemoryPool = {
        seed,
        status: "ACTIVE",
        users: new Map(
          (seed.users ?? []).map(({ username, password }) => [
            username,
            { password, attributes: new Map(regions.map((region) => [region, new Map()])) },
          ]),
        ),
        attempts: new Map(regions.map((region) => [region, new SignInAttempts(clock)])),
        revoked: new Set(),
        lasting: new Map(),
        lagMs: USUAL_LAG_MS,
      };
      pools.set(seed.id, pool);
      return pool;
    },
    find: (id) => pools.get(id),
    get all() {
      return [...pools.values()];
    },
    call: (operation, input, region) => {
      // It is about the account, and about no pool.
      if (operation === "GetProvisionedLimit") return limitOf(input, region);
      const run = operations[operation];
      if (run === undefined) throw notEmulated("cognito-idp", operation);
      const pool = poolOf([...pools.values()], input as Input, region);
      if (pool.seed.secondary === region) {
        permit(operation, { role: "SECONDARY", status: pool.status, region });
      }
      return run(input as never, pool, region);
    },
  };
}

function provisionedLimit(clock: Clock) {
  const quotas = new Quotas(clock, true);
  const { GetProvisionedLimit } = limitOperations({ quotas });
  return (input: object, region: string): unknown => {
    quotas.admit({ region, category: "LimitManagement", operation: "GetProvisionedLimit" });
    return GetProvisionedLimit?.run(input as never, { region } as never);
  };
}

/** Whom a call is about; undefined where it names nobody. */
export function userIn(input: object): string | undefined {
  const { AuthParameters, AccessToken, RefreshToken, Token, Username } = input as Input;
  const sent = [AccessToken, RefreshToken, Token].find((token) => typeof token === "string");
  if (typeof sent === "string") return readToken(sent)?.username;
  const name = Username ?? (AuthParameters as Input | undefined)?.["USERNAME"];
  return typeof name === "string" ? name : undefined;
}

/** By whatever member names it; a Region without a replica knows neither pool nor client. */
function poolOf(pools: readonly MemoryPool[], input: Input, region: string): MemoryPool {
  const { UserPoolId: id, ClientId: client, AccessToken: token } = input;
  const issuedBy = typeof token === "string" ? readToken(token)?.pool : undefined;
  const found = pools.find(
    ({ seed }) =>
      (seed.region === region || seed.secondary === region) &&
      (seed.id === (id ?? issuedBy) || isClientOf(seed, client)),
  );
  if (found !== undefined) return found;
  const what = client === undefined ? `User pool ${id}` : `User pool client ${client}`;
  throw new AwsError("ResourceNotFoundException", `${what} does not exist.`);
}

function isClientOf({ clientId, furtherClients = [] }: PoolSeed, client: unknown): boolean {
  return client === clientId || furtherClients.some((further) => further === client);
}

function operationsOn(clock: Clock, metrics: Metrics): Readonly<Record<string, Run>> {
  const tokens = ({ seed, lasting }: MemoryPool, identity: Identity) =>
    newTokens(seed, identity, { clock, lasting });
  return {
    InitiateAuth: (input: InitiateAuthCommandInput, pool, region) => {
      if (input.AuthFlow !== "USER_PASSWORD_AUTH") {
        throw notEmulated("cognito-idp", `InitiateAuth with ${input.AuthFlow} in memory`);
      }
      const username = input.AuthParameters?.["USERNAME"] ?? "";
      const place = { region, poolId: pool.seed.id, client: input.ClientId ?? "" };
      try {
        signIn(pool, region, { username, password: input.AuthParameters?.["PASSWORD"] });
      } catch (error) {
        metrics.attempt("SignIn", place, "failure");
        throw error;
      }
      metrics.attempt("SignIn", place, "success");
      const identity = { username, client: input.ClientId ?? "", region };
      return { ChallengeParameters: {}, AuthenticationResult: tokens(pool, identity) };
    },
    GetTokensFromRefreshToken: (input: GetTokensFromRefreshTokenCommandInput, pool, region) => {
      const { username, client } = begunBy(pool, input.RefreshToken ?? "");
      if (client !== input.ClientId) throw wrongRefreshToken();
      const { RefreshToken: _, ...renewed } = tokens(pool, { username, client, region });
      return { AuthenticationResult: renewed };
    },
    RevokeToken: (input: RevokeTokenCommandInput, pool) => {
      pool.revoked.add(input.Token ?? "");
      pool.lasting.clear();
      return {};
    },
    ListUserPoolReplicas: (_: object, { seed, status }) => ({
      UserPoolReplicas: [
        { RegionName: seed.region, Role: "PRIMARY", Status: "ACTIVE" },
        ...(seed.secondary === undefined
          ? []
          : [{ RegionName: seed.secondary, Role: "SECONDARY", Status: status }]),
      ],
    }),
    ConfirmSignUp: () => {
      throw new AwsError("CodeMismatchException", "Invalid verification code provided.");
    },
    AdminGetUser: (input: AdminGetUserCommandInput, pool, region) =>
      described(pool, input.Username ?? "", region),
    GetUser: (input: GetUserCommandInput, pool, region) =>
      described(pool, readToken(input.AccessToken ?? "")?.username ?? "", region),
    AdminUpdateUserAttributes: (input: AdminUpdateUserAttributesCommandInput, pool) =>
      write(clock, pool, { ...input, username: input.Username ?? "" }),
    UpdateUserAttributes: (input: UpdateUserAttributesCommandInput, pool) =>
      write(clock, pool, {
        ...{ ...input, username: readToken(input.AccessToken ?? "")?.username ?? "" },
      }),
  };
}

/** Throws for a wrong password, and while the user is locked out of the Region. */
function signIn(
  { users, attempts }: MemoryPool,
  region: string,
  { username, password }: { readonly username: string; readonly password: string | undefined },
): void {
  const user = users.get(username);
  if (user === undefined) throw wrongPassword();
  const tries = attempts.get(region);
  tries?.admit(username);
  if (user.password !== password) {
    tries?.failed(username);
    throw wrongPassword();
  }
  tries?.succeeded(username);
}

/** A session goes on in either Region, until it was signed out. */
function begunBy({ revoked }: MemoryPool, token: string): Identity {
  const begun = readToken(token);
  if (begun === null || begun.use !== "refresh") throw wrongRefreshToken();
  if (revoked.has(token)) throw notAuthorized("Refresh Token has been revoked");
  return begun;
}

function userOf({ users }: MemoryPool, username: string): User {
  const user = users.get(username);
  if (user === undefined) throw new AwsError("UserNotFoundException", "User does not exist.");
  return user;
}

function described(pool: MemoryPool, username: string, region: string): object {
  const attributes = userOf(pool, username).attributes.get(region) ?? [];
  return {
    Username: username,
    UserAttributes: [...attributes].map(([Name, Value]) => ({ Name, Value })),
  };
}

interface Written {
  readonly username: string;
  readonly UserAttributes?:
    | readonly {
        readonly Name: string | undefined;
        readonly Value?: string | undefined;
      }[]
    | undefined;
}

function write(clock: Clock, pool: MemoryPool, { username, UserAttributes = [] }: Written): object {
  const { attributes } = userOf(pool, username);
  const { region, secondary } = pool.seed;
  const set = (where: string) => {
    for (const { Name = "", Value = "" } of UserAttributes) attributes.get(where)?.set(Name, Value);
  };
  set(region);
  if (secondary !== undefined) clock.after(pool.lagMs, () => set(secondary));
  return {};
}
