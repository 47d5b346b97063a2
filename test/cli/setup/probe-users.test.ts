import {
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { SrpPassword } from "pretend-aws/cognito/sign-in/srp.ts";
import { isSamePassword } from "pretend-aws/cognito/sign-in/srp.ts";
import { describe, expect, it } from "vitest";
import { createSecrets } from "../../../aws/secrets/secrets.ts";
import type { ProbeCredentials } from "../../../core/probe-users/probe-secret.ts";
import { OURS } from "../../../core/probe-users/probe-user.ts";
import type { ProbeUserProblem } from "../../../core/probe-users/probe-user-problem.ts";
import type { Region } from "../../../core/values/types.ts";
import { aSetup, primary, type Setup, secondary, vantages } from "./a-setup.ts";

const MINUTE = 60_000;

const namesOf = (users: readonly ProbeCredentials[] | undefined) =>
  (users ?? []).map(({ username }) => username).sort();

/** The secret names `count` users, the pool has the same of ours, and each signs in at both Regions. */
async function expectWell(world: Setup, count: number): Promise<void> {
  const secrets = await world.run(Promise.all(vantages.map((at) => world.secretIn(at))));
  const [secret] = secrets;
  expect(secrets).toEqual([secret, secret, secret]);
  expect(new Set(namesOf(secret?.users)).size).toBe(count);
  const ours = world.ours().map(({ username }) => username);
  expect(ours.sort()).toEqual(namesOf(secret?.users).filter((name) => name.startsWith(OURS)));
  await expectSignedIn(world, secret?.users ?? []);
}

async function expectSignedIn(world: Setup, users: readonly ProbeCredentials[]): Promise<void> {
  for (const { username, password } of users) {
    for (const at of [primary, secondary]) {
      expect(await world.run(world.signIn(at, username, password)), `${username} ${at}`).toBe("ok");
    }
  }
}

async function aWorldWithUsers(count = 2): Promise<Setup> {
  const world = aSetup({ count });
  await world.run(world.setUp());
  await world.clock.advance(20 * MINUTE);
  return world;
}

describe("setup probe-users", () => {
  it("brings an empty pool to the count, visible in every vantage and able to sign in", async () => {
    const world = aSetup({ count: 3 });
    const lines = await world.run(world.setUp());
    await expectWell(world, 3);
    expect(lines.filter(({ type }) => type !== "waiting").map(({ type }) => type)).toEqual([
      ...["found", "made", "visible", "proved", "written", "replicated", "end"],
    ]);
    expect(lines.at(-1)?.facts).toEqual({
      ...{ pool: "customers", users: 3, made: 3, deleted: 0, left: 0 },
    });
  });

  it("has each new user sign in at both Regions before any secret names it", async () => {
    const world = aSetup({ count: 2 });
    await world.run(world.setUp());
    const asked = world.aws.gate.calls.map(({ operation, region }) => `${operation} ${region}`);
    const written = asked.indexOf(`PutSecretValue ${secondary}`);
    for (const at of [primary, secondary]) {
      const before = asked.slice(0, written).filter((call) => call === `InitiateAuth ${at}`);
      expect(before).toHaveLength(2);
    }
  });

  it("says that the lag will not be known while the app client may not write its attribute", async () => {
    const world = aSetup({ count: 2 });
    const { clients } = world.pool.primary.directory;
    const client = clients.get(world.policy.clientId);
    if (client === undefined) throw new Error("the pool has no client");
    clients.set(client.ClientId, { ...client, WriteAttributes: ["email"] });
    const lines = await world.run(world.setUp());
    expect(lines.find(({ type }) => type === "lagUnknown")?.sentence).toBe(
      `the lag will not be known: ${client.ClientId} lacks nickname in WriteAttributes; see docs/deploy.md#the-attribute-of-the-lag`,
    );
    await expectWell(world, 2);
  });

  it("changes nothing when it is given again", async () => {
    const world = await aWorldWithUsers();
    const before = world.writes.length;
    const lines = await world.run(world.setUp());
    expect(world.writes.slice(before)).toEqual([]);
    expect(lines.at(-1)?.facts).toMatchObject({ users: 2, made: 0, deleted: 0 });
  });

  it("keeps the user that a person made, reads the older form of the secret, and adds the others", async () => {
    const byHand = { username: "maria", password: "Pretend-maria-1" };
    const world = aSetup({ count: 3, secret: JSON.stringify(byHand) });
    await world.run(world.setUp());
    await expectWell(world, 3);
    expect((await world.run(world.secretIn(primary)))?.users[0]).toEqual(byHand);
    expect(world.ours()).toHaveLength(2);
  });

  it("deletes what is above the count, once no probe remembers it", async () => {
    const world = await aWorldWithUsers(3);
    const fewer = { ...world.policy.probeUser, count: 1 };
    Object.assign(world.policy, { probeUser: fewer });
    const began = world.clock.now();
    await world.run(world.setUp());
    await expectWell(world, 1);
    expect(world.clock.now() - began).toBeGreaterThan(16 * MINUTE);
  });

  it("leaves them to the next run with --no-wait", async () => {
    const world = await aWorldWithUsers();
    const lines = await world.run(world.setUp("rotate", { waits: false }));
    expect(world.ours()).toHaveLength(4);
    expect(lines.find(({ type }) => type === "left")?.sentence).toMatch(
      /^2 former users may be remembered for 16 min, and the next run after that deletes them$/,
    );
    await world.run(world.setUp("complete", { waits: false }));
    expect(world.ours()).toHaveLength(4);
    await world.clock.advance(17 * MINUTE);
    await world.run(world.setUp("complete", { waits: false }));
    await expectWell(world, 2);
  });

  it("touches no user that another deployment made in the same pool", async () => {
    const other = aSetup({
      ...{ count: 2, settings: { pools: { 0: { probeUser: { secret: "other" } } } } },
    });
    const world = await aWorldWithUsers();
    const [theirs] = [`${OURS}000000-abcdefghjkmn`];
    other.pool.write(other.pool.primary, ({ users }) => {
      const [user] = [...users.values()];
      if (user !== undefined) {
        world.pool.write(world.pool.primary, (own) => {
          own.users.set(theirs, { ...user, username: theirs });
        });
      }
    });
    await world.run(world.setUp("rotate"));
    await world.run(world.setUp("remove"));
    expect(world.ours().map(({ username }) => username)).toEqual([theirs]);
  });

  it("makes the secret with its replicas where there is none and it may", async () => {
    const world = aSetup({ count: 2, secret: null });
    await expect(world.run(world.setUp())).rejects.toThrow(
      'as the secret "cognito-failover/customers/probe-users" must be in us-east-1',
    );
    await world.run(world.setUp("complete", { mayCreateSecret: true }));
    await expectWell(world, 2);
    expect(world.writes.filter((name) => /Secret/.test(name))).toEqual(["CreateSecret"]);
  });

  it("writes the secret of a confidential app client beside the users, and signs in with it", async () => {
    const world = aSetup({ count: 1, clientSecret: "the-client-secret" });
    await world.run(world.setUp());
    expect((await world.run(world.secretIn(primary)))?.clientSecret).toBe("the-client-secret");
  });

  it("keeps the secret that the probes use while the client has two, and takes the one that is left", async () => {
    const [older, newer] = ["the-older-client-secret-0", "the0newer0client0secret000"];
    const secret = JSON.stringify({ users: [], clientSecret: newer });
    const world = aSetup({ count: 1, secret, clientSecret: older });
    const createdAt = new Date(0);
    const give = (...values: readonly string[]) =>
      world.pool.write(world.pool.primary, ({ clientSecrets }) => {
        const all = values.map((value) => ({ id: value, value, createdAt }));
        clientSecrets.set(world.policy.clientId, all);
      });
    give(older, newer);
    await world.run(world.setUp());
    expect((await world.run(world.secretIn(primary)))?.clientSecret).toBe(newer);
    give(older);
    await world.run(world.setUp());
    expect((await world.run(world.secretIn(primary)))?.clientSecret).toBe(older);
  });

  it("refuses to overwrite what somebody else wrote meanwhile", async () => {
    const world = aSetup({ count: 1 });
    const run = world.setUp();
    await world.clock.advance(2_000);
    await world.reader(secondary).send(
      new PutSecretValueCommand({
        SecretId: world.policy.probeUser.secret,
        SecretString: '{"users":[{"username":"maria","password":"Pretend-maria-1"}]}',
      }),
    );
    await expect(world.run(run)).rejects.toMatchObject({ code: "VersionConflict" });
    expect(namesOf((await world.run(world.secretIn(secondary)))?.users)).toEqual(["maria"]);
  });
});

describe("a dry run", () => {
  it.each([
    "complete",
    "rotate",
    "repair",
    "remove",
  ] as const)("to %s says what would be done and writes nothing", async (wish) => {
    const world = await aWorldWithUsers();
    Object.assign(world.policy, { probeUser: { ...world.policy.probeUser, count: 3 } });
    const before = world.writes.length;
    const lines = await world.run(world.setUp(wish, { isDryRun: true }));
    expect(lines.at(-1)).toMatchObject({
      type: "plan",
      sentence: expect.stringMatching(wish === "remove" ? /would write 0 users/ : /would make/),
    });
    expect(world.writes.slice(before)).toEqual([]);
  });
});

describe("a run that loses power before a write, and another one after it,", () => {
  const cases = [
    ...Array.from({ length: 5 }, (_, write) => ({ wish: "complete" as const, write })),
    ...Array.from({ length: 7 }, (_, write) => ({ wish: "rotate" as const, write })),
  ];
  it.each(cases)("end as one undisturbed run: $wish, write $write", async ({ wish, write }) => {
    const world = wish === "complete" ? aSetup({ count: 2 }) : await aWorldWithUsers();
    world.losePowerAfter(write);
    await expect(world.run(world.setUp(wish))).rejects.toThrow("PowerLoss");
    // Whatever the probes read now, and whenever they read it, is able to sign in.
    const left = await world.run(world.secretIn(secondary));
    await expectSignedIn(world, left?.users ?? []);
    world.restorePower();
    await world.run(world.setUp());
    await expectWell(world, 2);
  });
});

/** A check of passwords that costs its arithmetic once for each pair. */
function passwordCheck(world: Setup) {
  const known = new WeakMap<SrpPassword, Map<string, boolean>>();
  return (at: Region, { username, password }: ProbeCredentials): boolean => {
    const replica = at === primary ? world.pool.primary : world.pool.secondary;
    const user = replica?.directory.users.get(username);
    if (!user?.password || !user.enabled || user.status !== "CONFIRMED") return false;
    const tried = known.get(user.password) ?? new Map<string, boolean>();
    known.set(user.password, tried);
    const identity = { poolName: world.pool.shortName, userId: username };
    const isRight = tried.get(password) ?? isSamePassword(user.password, identity, password);
    tried.set(password, isRight);
    return isRight;
  };
}

describe("--rotate", () => {
  it("leaves no instant at which a probe knows a user who cannot sign in, in any vantage", async () => {
    const world = await aWorldWithUsers();
    const before = namesOf((await world.run(world.secretIn(primary)))?.users);
    const works = passwordCheck(world);
    const name = world.policy.probeUser.secret;
    // Probes that read the secret at different times, and remember it as long as they may.
    const probes: ReturnType<typeof createSecrets>[] = [];
    let looks = 0;
    const began = world.clock.now();
    await world.run(world.setUp("rotate"), async () => {
      if (looks++ % 8 === 0 && world.clock.now() - began < MINUTE) {
        probes.push(...vantages.map((at) => createSecrets(world.vantage(at))));
      }
      for (const probe of probes) {
        const { users } = await probe.probeUsers(name);
        for (const at of [primary, secondary]) {
          const failing = users.filter((user) => !works(at, user)).map(({ username }) => username);
          expect(failing, `${at} after ${world.clock.now() - began} ms`).toEqual([]);
        }
      }
    });
    expect(looks).toBeGreaterThan(100);
    expect(probes.length).toBeGreaterThan(30);
    await expectWell(world, 2);
    const after = namesOf((await world.run(world.secretIn(primary)))?.users);
    expect(after.filter((user) => before.includes(user))).toEqual([]);
  });
});

const ailing: readonly (readonly [
  ProbeUserProblem,
  (world: Setup, username: string) => unknown | Promise<unknown>,
])[] = [
  ["missing", ({ pool }, name) => pool.write(pool.primary, ({ users }) => users.delete(name))],
  ["disabled", (world, name) => world.change({ enabled: false }, name)],
  ["unconfirmed", (world, name) => world.change({ status: "UNCONFIRMED" }, name)],
  [
    "passwordChangeForced",
    (world, name) => world.change({ status: "FORCE_CHANGE_PASSWORD" }, name),
  ],
  ["mfaEnrolled", (world, name) => world.change({ totpSecret: "JBSWY3DPEHPK3PXP" }, name)],
  ["passwordWrong", (world, name) => setPassword(world.client(primary), world, name)],
  ["lockedOut", (world, name) => lockOut(world, name)],
  ["notInSecondary", ({ pool }, name) => pool.secondary?.write(({ users }) => users.delete(name))],
];

function setPassword(client: CognitoIdentityProviderClient, { policy }: Setup, Username: string) {
  const { userPoolId: UserPoolId } = policy;
  const given = { UserPoolId, Username, Password: "Another-one-1", Permanent: true };
  return client.send(new AdminSetUserPasswordCommand(given));
}

/** In the secondary alone, as each Region counts for itself. */
function lockOut({ pool }: Setup, name: string): void {
  const sub = pool.primary.directory.users.get(name)?.sub ?? "";
  for (let wrong = 0; wrong < 14; wrong++) pool.secondary?.attempts.failed(sub);
}

describe("--repair", () => {
  it.each(ailing)("replaces a user that is %s, and no other", async (ailment, spoil) => {
    const world = await aWorldWithUsers();
    const [spoilt = "", well = ""] = namesOf((await world.run(world.secretIn(primary)))?.users);
    await world.run(Promise.resolve(spoil(world, spoilt)));
    await world.clock.advance(ailment === "lockedOut" ? 0 : 6_000);
    const lines = await world.run(world.setUp("repair"));
    expect(lines.find(({ type }) => type === "ailing")?.facts).toEqual({ name: spoilt, ailment });
    const after = namesOf((await world.run(world.secretIn(primary)))?.users);
    expect(after).toContain(well);
    expect(after).not.toContain(spoilt);
    await expectWell(world, 2);
  });

  it("is what the plain command leads to when it finds one", async () => {
    const world = await aWorldWithUsers();
    const [spoilt = ""] = namesOf((await world.run(world.secretIn(primary)))?.users);
    world.change({ enabled: false }, spoilt);
    await world.clock.advance(6_000);
    await expect(world.run(world.setUp())).rejects.toMatchObject({
      message:
        'Cannot call the probe users of "customers" complete as each must be able to sign in at both Regions: current value is "1 cannot"',
      next: "cognito-failover setup probe-users customers --repair",
    });
  });

  it("tries each password once a Region, so that it locks nobody out", async () => {
    const world = await aWorldWithUsers(1);
    const [name = ""] = namesOf((await world.run(world.secretIn(primary)))?.users);
    await world.run(setPassword(world.client(primary), world, name));
    await world.clock.advance(6_000);
    const before = world.aws.gate.calls.length;
    await world.run(world.setUp("repair", { isDryRun: true }));
    const tried = world.aws.gate.calls
      .slice(before)
      .filter(({ operation }) => operation === "InitiateAuth");
    expect(tried.map(({ region }) => region)).toEqual([primary]);
  });
});

describe("--remove", () => {
  it("empties the secret everywhere first, then deletes the users of ours, and waits for nobody", async () => {
    const byHand = { username: "maria", password: "Pretend-maria-1" };
    const world = aSetup({ count: 2, secret: JSON.stringify(byHand) });
    await world.run(world.setUp());
    const [before, began] = [world.writes.length, world.clock.now()];
    const lines = await world.run(world.setUp("remove"));
    expect(lines.find(({ type }) => type === "left")?.sentence).toBe(
      "maria stays in the pool, made by somebody else",
    );
    expect(world.writes.slice(before)).toEqual(["PutSecretValue", "AdminDeleteUser"]);
    expect(world.clock.now() - began).toBeLessThan(MINUTE);
    for (const at of vantages) {
      expect(await world.run(world.secretIn(at))).toMatchObject({ users: [] });
    }
    expect(world.ours()).toEqual([]);
    expect(await world.run(world.signIn(primary, "maria", byHand.password))).toBe("ok");
  });

  it("does nothing where nothing is", async () => {
    const world = aSetup({ secret: null });
    await world.run(world.setUp("remove"));
    expect(world.writes).toEqual([]);
  });
});

describe("the machine's client in the secret", () => {
  const machine = { clientId: "machine", clientSecret: "of-the-machine" };
  const [byHand, clientSecret] = [{ username: "maria", password: "Pretend-maria-1" }, "of-the-app"];
  const before = JSON.stringify({ users: [byHand], clientSecret, machine, note: "ours" });

  it.each([
    ...(["complete", "rotate", "repair", "remove"] as const),
  ])("and that of the app stay as they are in every vantage: %s", async (wish) => {
    const world = aSetup({ count: 2, secret: before, clientSecret });
    await world.run(world.setUp(wish));
    expect(world.writes).toContain("PutSecretValue");
    for (const at of vantages) {
      const secret = JSON.parse((await world.run(world.textIn(at))) ?? "");
      expect(secret).toMatchObject({ clientSecret, machine, note: "ours" });
      expect(secret.users).toHaveLength(wish === "remove" ? 0 : 2);
    }
  });

  it("is in nothing that is told", async () => {
    const world = aSetup({ count: 1, secret: before, clientSecret });
    const told = JSON.stringify(await world.run(world.setUp("rotate")));
    for (const secret of [machine.clientSecret, clientSecret]) expect(told).not.toContain(secret);
  });
});

describe("what is told", () => {
  it("holds no password, no secret and no hash, whatever is done", async () => {
    const world = aSetup({ count: 2, clientSecret: "the-client-secret-of-the-pool" });
    const told: unknown[] = [];
    for (const wish of ["complete", "rotate", "repair", "remove"] as const) {
      told.push(await world.run(world.setUp(wish)));
    }
    world.aws.faults.add({
      operation: "AdminSetUserPassword",
      effect: {
        ...{ kind: "error", name: "InvalidPasswordException" },
        message: "Value 'what-was-sent' at 'password' failed",
      },
    });
    const error = await world.run(world.setUp()).catch((thrown) => thrown);
    told.push(error.message, error.next, JSON.stringify(error), String(error.cause));
    const text = JSON.stringify(told);
    expect(text).toContain("AdminSetUserPassword");
    expect(text).not.toContain("what-was-sent");
    expect(world.sent.size).toBeGreaterThan(12);
    expect([...world.sent].filter((secret) => text.includes(secret))).toEqual([]);
    expect([...world.sent].filter((secret) => text.includes(JSON.stringify(secret)))).toEqual([]);
  });

  it("says what is waited for", async () => {
    const world = aSetup({ count: 1 });
    world.aws.cognito.setReplicationLag(MINUTE);
    const lines = await world.run(world.setUp());
    const waiting = lines.filter(({ type }) => type === "waiting").map(({ sentence }) => sentence);
    expect(waiting).toContain("0 of 1 users are in us-east-1");
    expect(waiting).toContain("the secret is on its way to us-west-2 and eu-west-1");
  });
});
