import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { GlobalSettings } from "pretend-aws/cognito/users/directory.ts";
import { describe, expect, it } from "vitest";
import type { ActionError } from "../../../core/values/errors.ts";
import { aSetup, primary, type Setup, secondary, witness } from "./a-setup.ts";

/** The refusal, as a person reads it. */
async function refusal(world: Setup, ...[wish, order]: Parameters<Setup["setUp"]>) {
  const error = await world.run(world.setUp(wish, order)).then(
    () => null,
    (thrown: ActionError) => thrown,
  );
  return { message: error?.message, next: error?.next, code: error?.code };
}

function withSettings(change: Partial<GlobalSettings>, count = 1): Setup {
  const world = aSetup({ count });
  world.pool.write(world.pool.primary, (directory) => {
    directory.settings = { ...directory.settings, ...change };
  });
  return world;
}

const fail = (world: Setup, operation: string, name: string) =>
  world.aws.faults.add({ operation, effect: { kind: "error", name } });

describe("setup probe-users refuses, before it writes anything,", () => {
  const cases: readonly (readonly [string, () => Setup, readonly [RegExp, RegExp]])[] = [
    [
      "a pool that demands MFA",
      () => withSettings({ MfaConfiguration: "ON" }),
      [
        /must let a user sign in without MFA, or the journeys password and srp be null and managedLogin be walked every round: current value is "MfaConfiguration ON"/,
        /docs\/deploy\.md#a-pool-that-demands-mfa/,
      ],
    ],
    [
      "settings in which nobody is signed in",
      () => {
        const world = aSetup();
        const loginPageAlone = { ...world.policy.journeys, password: null, srp: null };
        Object.assign(world.policy, { journeys: loginPageAlone });
        return world;
      },
      [
        /journeys\.password or journeys\.srp must be switched on/,
        /docs\/deploy\.md#a-pool-that-demands-mfa/,
      ],
    ],
    [
      "a pool whose users sign in by phone number alone",
      () => withSettings({ UsernameAttributes: ["phone_number"] }),
      [
        /must be able to sign in by a name or an e-mail address/,
        /docs\/deploy\.md#the-probe-users/,
      ],
    ],
    [
      "a pool that is not there",
      () => {
        const world = aSetup();
        Object.assign(world.policy, { userPoolId: "us-west-2_Nowhere01" });
        return world;
      },
      [/the user pool us-west-2_Nowhere01 must be in us-west-2/, /list-user-pools/],
    ],
    [
      "a replica that sleeps",
      () => {
        const world = aSetup();
        Object.assign(world.pool.secondary ?? {}, { status: "INACTIVE" });
        return world;
      },
      [
        /the replica in us-east-1 must be ACTIVE.+ "INACTIVE"/,
        /update-user-pool-replica .* --status ACTIVE/,
      ],
    ],
    [
      "an app client that does not allow what a journey does",
      () => {
        const world = aSetup();
        world.pool.write(world.pool.primary, ({ clients }) => {
          for (const [id, client] of clients) {
            clients.set(id, { ...client, ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] });
          }
        });
        return world;
      },
      [
        /must allow ALLOW_USER_PASSWORD_AUTH, or the journeys that need it be null/,
        /describe-user-pool-client/,
      ],
    ],
    [
      "a secret that is not there",
      () => aSetup({ secret: null }),
      [/the secret "cognito-failover\/customers\/probe-users" must be in us-east-1/, /sst deploy/],
    ],
    [
      "a secret that holds something else",
      () => aSetup({ secret: '{"api-key":"something-else"}' }),
      [/what it holds now must be probe users/, /^docs\/deploy\.md#the-probe-users$/],
    ],
    [
      "what the caller may not see",
      () => {
        const world = aSetup();
        fail(world, "DescribeUserPool", "AccessDeniedException");
        return world;
      },
      [
        /you must be allowed cognito-idp:DescribeUserPool in us-west-2/,
        /docs\/deploy\.md#who-may-set-them-up/,
      ],
    ],
  ];

  it.each(cases)("%s", async (_, make, [message, next]) => {
    const world = make();
    const told = await refusal(world);
    expect(told.message).toMatch(message);
    expect(told.message).toMatch(/^Cannot .+ as .+ must /);
    expect(told.next).toMatch(next);
    expect(told.message).not.toContain("something-else");
    expect(world.writes).toEqual([]);
  });

  it("a secret that is not replicated to every vantage", async () => {
    const world = aSetup({ secret: null });
    world.aws.secrets.seedSecret({
      ...{ name: world.policy.probeUser.secret, value: '{"users":[]}' },
      regions: [secondary, primary],
    });
    const { message, next } = await refusal(world);
    expect(message).toContain(`it must be replicated to ${witness}, where probes read it`);
    expect(next).toMatch(/replicate-secret-to-regions .* Region=eu-west-1$/);
  });

  it("a secret that lives in another Region than the controller", async () => {
    const world = aSetup({ secret: null });
    world.aws.secrets.seedSecret({
      ...{ name: world.policy.probeUser.secret, value: '{"users":[]}' },
      regions: [primary, secondary, witness],
    });
    expect((await refusal(world)).message).toContain(
      'its primary Region must be us-east-1, where the controller lives: current value is "us-west-2"',
    );
  });
});

describe("setup probe-users", () => {
  it("waits out a throttled request", async () => {
    const world = aSetup({ count: 1 });
    const fault = fail(world, "AdminSetUserPassword", "TooManyRequestsException");
    const run = world.setUp();
    while (!world.writes.includes("AdminSetUserPassword")) await world.clock.advance(1);
    world.aws.faults.remove(fault.id);
    await world.run(run);
    expect(world.ours()).toHaveLength(1);
  });

  it("says which permission is missing half-way, and the next run ends what it began", async () => {
    const world = aSetup({ count: 1 });
    const fault = fail(world, "PutSecretValue", "AccessDeniedException");
    expect((await refusal(world)).message).toContain(
      "you must be allowed secretsmanager:PutSecretValue in us-east-1",
    );
    world.aws.faults.remove(fault.id);
    await world.run(world.setUp());
    expect(world.ours()).toHaveLength(1);
  });

  it("names the trigger that does not let a probe user through", async () => {
    const world = aSetup({ count: 1 });
    fail(world, "AdminCreateUser", "UserLambdaValidationException");
    expect((await refusal(world)).message).toContain(
      "the pool's Lambda triggers must let probe users through",
    );
  });

  it("stops when new users do not arrive in the secondary, without telling any probe of them", async () => {
    const world = aSetup({ count: 1 });
    world.aws.cognito.setReplicationLag(Number.POSITIVE_INFINITY);
    const { message, code } = await refusal(world);
    expect(message).toMatch(
      /all new users must arrive in us-east-1 within five minutes: current value is "0 of 1 users are in us-east-1"/,
    );
    expect(code).toBe("NotYet");
    expect((await world.run(world.secretIn(primary)))?.users).toEqual([]);
  });

  it("tries a new user's password again for a while, and never so often that it locks the user out", async () => {
    const wrong = {
      ...{ region: secondary, operation: "InitiateAuth" },
      effect: {
        kind: "error",
        name: "NotAuthorizedException",
        message: "Incorrect username or password.",
      },
    } as const;
    const tries = (world: Setup) =>
      world.aws.gate.calls.filter(
        ({ operation, region }) => operation === "InitiateAuth" && region === secondary,
      ).length;
    const patient = aSetup({ count: 1 });
    const { id } = patient.aws.faults.add(wrong);
    const run = patient.setUp();
    while (tries(patient) === 0) await patient.clock.advance(100);
    patient.aws.faults.remove(id);
    await patient.run(run);
    expect(tries(patient)).toBe(2);

    const world = aSetup({ count: 2 });
    world.aws.faults.add(wrong);
    const { message } = await refusal(world);
    expect(message).toMatch(
      /each must sign in at us-east-1 before the secret names it: current value is ".+ has another password than the secret says"/,
    );
    expect(tries(world)).toBe(3);
    expect(world.writes).not.toContain("PutSecretValue");
  });

  it("says which replica of the secret failed", async () => {
    const world = aSetup({ count: 1, secret: null });
    world.aws.secrets.seedSecret({
      ...{ name: world.policy.probeUser.secret, value: "in the way" },
      regions: [witness],
    });
    const { message } = await refusal(world, "complete", { mayCreateSecret: true });
    expect(message).toContain("its replica there must not fail");
    expect(message).not.toContain("in the way");
  });

  it("signs users in by SRP where the app client allows no password in the open", async () => {
    const world = aSetup({ count: 1 });
    Object.assign(world.policy, { journeys: { ...world.policy.journeys, password: null } });
    world.pool.write(world.pool.primary, ({ clients }) => {
      for (const [id, client] of clients) {
        clients.set(id, { ...client, ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] });
      }
    });
    await world.clock.advance(10_000);
    const lines = await world.run(world.setUp());
    expect(lines.find(({ type }) => type === "proved")?.facts).toEqual({ signedIn: 1 });
    const asked = world.aws.gate.calls.filter(({ operation }) => operation.startsWith("Respond"));
    expect(asked.map(({ region }) => region)).toEqual([primary, secondary]);
  });

  it("makes users with addresses that nobody has, in a pool whose users sign in by e-mail", async () => {
    const world = withSettings({ UsernameAttributes: ["email"] }, 2);
    await world.run(world.setUp());
    const users = (await world.run(world.secretIn(primary)))?.users ?? [];
    expect(users).toHaveLength(2);
    for (const { username, password } of users) {
      expect(username).toMatch(/^cognito-failover-probe-\w+-\w+@probes\.invalid$/);
      expect(await world.run(world.signIn(secondary, username, password))).toBe("ok");
    }
    await world.run(world.setUp("remove"));
    expect(world.ours()).toEqual([]);
  });

  it("fills the attributes that the pool requires and sends nobody a message", async () => {
    const world = aSetup({ count: 1 });
    world.pool.write(world.pool.primary, (directory) => {
      const required = new Set(["email", "given_name"]);
      directory.settings = {
        ...directory.settings,
        SchemaAttributes: directory.settings.SchemaAttributes?.map((attribute) => ({
          ...attribute,
          Required: attribute.Name === "sub" || required.has(attribute.Name ?? ""),
        })),
      } as GlobalSettings;
    });
    await world.run(world.setUp());
    const [user] = world.ours();
    const attributes = user?.attributes.map(({ Name, Value }) => [Name, Value]) ?? [];
    expect(Object.fromEntries(attributes)).toEqual({
      ...{ email: `${user?.username}@probes.invalid`, given_name: "probe" },
    });
    expect(world.created).toMatchObject([{ MessageAction: "SUPPRESS" }]);
  });

  it("deletes no former user whom somebody has put into the secret again", async () => {
    const world = aSetup({ count: 1 });
    await world.run(world.setUp());
    await world.clock.advance(20 * 60_000);
    const former = await world.run(world.secretIn(primary));
    const rotating = world.setUp("rotate");
    const written = () => world.writes.filter((name) => name === "PutSecretValue").length;
    while (written() < 2) await world.clock.advance(500);
    await world.clock.advance(10_000);
    await world.run(
      world.reader(secondary).send(
        new PutSecretValueCommand({
          SecretId: world.policy.probeUser.secret,
          SecretString: JSON.stringify(former),
        }),
      ),
    );
    await world.run(rotating);
    expect(world.ours().map(({ username }) => username)).toContain(former?.users[0]?.username);
  });
});
