// `setup probe-users` in the process, against a pretend AWS on a clock that the test moves: a pool with its
// replica, an empty secret in three Regions, no probes and no schedules.

import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { VirtualClock } from "pretend-aws/clock.ts";
import type { User } from "pretend-aws/cognito/users/directory.ts";
import { createPretendAws } from "pretend-aws/pretend-aws.ts";
import { Random } from "pretend-aws/random.ts";
import { endpointOf, type RequestHandler, requestHandler } from "pretend-aws/wire/in-process.ts";
import { createCognito } from "../../../aws/cognito/replica.ts";
import { clientOptions, type Place } from "../../../aws/sdk/clients.ts";
import type { SetupOrder } from "../../../cli/setup/look.ts";
import { setUp } from "../../../cli/setup/set-up.ts";
import { setupContext } from "../../../cli/setup/setup-context.ts";
import type { SetupEvent } from "../../../cli/setup/telling.ts";
import { type ProbeSecret, readProbeSecret } from "../../../core/probe-users/probe-secret.ts";
import { OURS } from "../../../core/probe-users/probe-user.ts";
import type { Wish } from "../../../core/probe-users/probe-users.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import type { Config } from "../../../core/settings/policy.ts";
import { instant, type Region, region } from "../../../core/values/types.ts";
import { callerOf } from "../../../sim/caller.ts";
import { retriesOn } from "../../../sim/retries.ts";
import story from "../../../sim/story.config.ts";
import { merge } from "../../settings/merge.ts";

export const primary = region("us-west-2");
export const secondary = region("us-east-1");
export const witness = region("eu-west-1");
export const vantages = [primary, secondary, witness];

export interface Line {
  readonly type: SetupEvent | "waiting";
  readonly sentence: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Given {
  /** Of the settings. */
  readonly count?: number;
  /** Merged into sim/story.config.ts. */
  readonly settings?: object;
  /** Null: no secret at all. */
  readonly secret?: string | null;
  readonly clientSecret?: string;
}

/** Ends the program as a lost power line does: nothing that it asks gets an answer any more. */
class PowerLoss extends Error {
  override name = "PowerLoss";
}

const writes =
  /^(AdminCreateUser|AdminSetUserPassword|AdminDeleteUser|PutSecretValue|CreateSecret)$/;

export function aSetup({ count = 2, settings = {}, secret = "", clientSecret }: Given = {}) {
  const clock = new VirtualClock(Date.UTC(2040, 0, 1));
  const aws = createPretendAws({ clock, seed: 1, callerOf });
  const regions = Object.fromEntries(vantages.map((one) => [one, endpointOf(one)]));
  const config = configOf(
    merge(merge(story, { pools: { 0: { probeUser: { count } } } }), {
      ...settings,
      endpoints: { regions, global: endpointOf("global") },
    }),
  );
  const [policy] = config.pools as [Config["pools"][number]];
  const pool = aws.cognito.seedPool({
    ...{ id: policy.userPoolId, name: policy.name, region: primary, secondary },
    ...{ clientId: policy.clientId, clientName: "web", issuer: policy.issuer },
    ...(clientSecret === undefined ? {} : { clientSecret }),
    users: [{ username: "maria", password: "Pretend-maria-1" }],
  });
  aws.cognito.setReplicationLag(5_000);
  if (secret !== null) {
    aws.secrets.seedSecret({
      ...{ name: policy.probeUser.secret, regions: [secondary, primary, witness] },
      value: secret === "" ? '{"users":[]}' : secret,
    });
  }

  const made: string[] = [];
  const sent = new Set<string>();
  const created: object[] = [];
  let power = Number.POSITIVE_INFINITY;
  const handler = withoutDate(requestHandler(aws.dispatch));
  const desk = placeOf({
    ...handler,
    handle: async (request: Parameters<typeof handler.handle>[0]) => {
      const operation = request.headers["x-amz-target"]?.split(".").at(-1) ?? "";
      const isWrite = writes.test(operation);
      if (isWrite && made.length >= power) throw new PowerLoss("PowerLoss");
      if (isWrite) made.push(operation);
      if (operation === "AdminCreateUser") created.push(JSON.parse(String(request.body)));
      for (const secret of secretsOf(String(request.body))) sent.add(secret);
      return handler.handle(request);
    },
  });

  function placeOf(requests: object, at: Region = secondary): Place {
    return {
      ...{ caller: "cli", region: at, endpoints: config.endpoints },
      runtime: {
        fetch: globalThis.fetch,
        stopwatch: () => clock.now(),
        wait: (length, signal) => clock.wait(length, signal),
        after: (length, run) => clock.after(length, run),
        rest: (length) => clock.rest(length),
        now: () => instant(clock.now()),
        credentials: { accessKeyId: "pretend", secretAccessKey: "pretend" },
        requestHandler: () => requests,
        retries: retriesOn(clock, () => 0.5),
      },
    };
  }

  /** Moves the clock until `work` is done; by half seconds at first, later faster. */
  async function run<T>(work: Promise<T>, atEachStep?: () => Promise<void>): Promise<T> {
    let isDone = false;
    const began = clock.now();
    const done = work.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    while (!isDone) {
      await clock.advance(clock.now() - began < 60_000 ? 500 : 15_000);
      await atEachStep?.();
    }
    return done;
  }

  const client = (at: Region) =>
    new CognitoIdentityProviderClient(
      clientOptions(placeOf(handler), { region: at, service: "cognito-idp" }),
    );
  const reader = (at: Region) =>
    new SecretsManagerClient(
      clientOptions(placeOf(handler), { region: at, service: "secretsmanager" }),
    );

  const textIn = async (at: Region): Promise<string | undefined> => {
    const command = new GetSecretValueCommand({ SecretId: policy.probeUser.secret });
    return (await reader(at).send(command)).SecretString;
  };

  return {
    ...{ aws, clock, config, policy, pool, run, client, reader },
    /** As a probe in that Region. */
    vantage: (at: Region) => placeOf(handler, at),
    /** Operations that changed something, in order. */
    writes: made as readonly string[],
    /** What AdminCreateUser was asked, in order. */
    created: created as readonly object[],
    /** Every password, secret text and secret hash that was sent. */
    sent: sent as ReadonlySet<string>,

    /** Everything that was told, in order; throws as the command does. */
    async setUp(wish: Wish = "complete", order: Partial<SetupOrder> = {}) {
      const lines: Line[] = [];
      const random = new Random(clock.now());
      const context = setupContext(policy, {
        ...{ place: desk, home: secondary },
        chance: (below) => random.integer(below),
        telling: {
          tell: (type, sentence, facts = {}) => lines.push({ type, sentence, facts }),
          waiting: (sentence, elapsed) =>
            lines.push({ type: "waiting", sentence, facts: { elapsed } }),
          close: () => undefined,
        },
      });
      const whole = { wish, isDryRun: false, mayCreateSecret: false, waits: true, ...order };
      await setUp(context, whole, () =>
        createCognito(desk).replica(policy.userPoolId, policy.secondary),
      );
      return lines;
    },

    /** The power goes before the next write but `count`. */
    losePowerAfter(count: number): void {
      power = made.length + count;
    },
    restorePower(): void {
      power = Number.POSITIVE_INFINITY;
    },

    textIn,
    async secretIn(at: Region): Promise<ProbeSecret | null> {
      return readProbeSecret(await textIn(at));
    },

    /** Users of ours in the primary, whatever secret they are for. */
    ours(): readonly User[] {
      return [...pool.primary.directory.users.values()].filter((user) =>
        [user.username, ...user.attributes.map(({ Value }) => Value)].some((name) =>
          name?.startsWith(OURS),
        ),
      );
    },

    async signIn(at: Region, username: string, password: string): Promise<string> {
      return client(at)
        .send(
          new InitiateAuthCommand({
            ...{ AuthFlow: "USER_PASSWORD_AUTH", ClientId: policy.clientId },
            AuthParameters: { USERNAME: username, PASSWORD: password },
          }),
        )
        .then(
          ({ ChallengeName }) => ChallengeName ?? "ok",
          (error: Error) => error.name,
        );
    },

    change(change: Partial<User>, username: string): void {
      pool.write(pool.primary, ({ users }) => {
        const user = users.get(username);
        if (user === undefined) throw new Error(`no ${username}`);
        users.set(username, { ...user, ...change });
      });
    },
  };
}

/** Values of members that are secrets, and the secrets within a secret's text. */
function secretsOf(body: string): readonly string[] {
  const member =
    /"(?:Password|TemporaryPassword|PASSWORD|SecretString|SECRET_HASH|password|clientSecret)":"((?:[^"\\]|\\.)+)"/g;
  const texts = [...body.matchAll(member)].map(
    ([, text = ""]) => JSON.parse(`"${text}"`) as string,
  );
  return texts.flatMap((text) => (text.startsWith("{") ? [text, ...secretsOf(text)] : [text]));
}

export type Setup = ReturnType<typeof aSetup>;

/** The SDK takes a pretend date for a wrong clock of its own, and asks again after each refusal. */
function withoutDate(handler: RequestHandler): RequestHandler {
  return {
    ...handler,
    handle: async (request) => {
      const { response } = await handler.handle(request);
      const { date: _, ...headers } = response.headers;
      return { response: { ...response, headers } };
    },
  };
}

function configOf(settings: unknown): Config {
  const parsed = parseConfig(settings);
  if (parsed.kind === "valid") return parsed.config;
  throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
}
