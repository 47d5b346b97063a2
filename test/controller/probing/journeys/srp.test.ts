import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import type { Session } from "../../../../aws/cognito/sign-in-answer.ts";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { srp } from "../../../../controller/probing/journeys/srp.ts";
import type { SignInSecret } from "../../../../core/probe-users/probe-secret.ts";
import { primary, secondary } from "../../../core/builders/a-policy.ts";
import {
  aContext,
  type ContextOfTest,
  outcomeOf,
  users,
} from "../../../functions/builders/a-context.ts";
import { faultsAt } from "../../../functions/builders/a-fault.ts";
import { giveSecret, withSettings } from "../../../functions/builders/a-pool-that.ts";
import { adminOf, calls, heard } from "../../../functions/builders/a-session.ts";
import { tamper } from "../../../functions/builders/tampered.ts";

const walk = (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  world.walk(["srp", srp], world.context(rest));

const said = async (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  outcomeOf(await walk(world, rest));

const secretOf = (secret: Partial<SignInSecret>): Pick<JourneyContext, "users"> => ({
  users: async () => ({ users, clientSecret: null, ...secret }),
});

describe("a sign-in by SRP", () => {
  test.each([
    primary,
    secondary,
  ])("goes from challenge to a refreshed session at %s", async (target) => {
    const result = await walk(aContext(), { target, turn: () => 2 });
    expect(result).toMatchObject({ outcome: { kind: "ok" }, user: 2, target });
    expect(result?.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...["secret ok", "signIn ok", "challenge ok", "verifyToken ok", "refresh ok"],
    ]);
  });

  test("never sends the password", async () => {
    const world = aContext();
    const asked = heard(world, "InitiateAuth");
    const proved = heard(world, "RespondToAuthChallenge");
    expect(await said(world)).toBe("ok");
    const sent = [...asked, ...proved];
    expect(sent).toHaveLength(2);
    expect(sent.join()).not.toContain(users[0]?.password);
  });

  test.each(
    faultsAt({
      InitiateAuth: "signIn",
      RespondToAuthChallenge: "challenge",
      GetTokensFromRefreshToken: "refresh",
    }),
  )("meets $name", async ({ fault, outcome }) => {
    const world = aContext();
    world.aws.faults.add({ region: primary, ...fault });
    expect(await said(world)).toBe(outcome);
    expect(await said(world, { target: secondary })).toBe("ok");
  });

  test("is slow when its steps are over the latency budget together", async () => {
    const world = aContext();
    const effect = { kind: "delay", ms: 2_000 } as const;
    world.aws.faults.add({ region: primary, service: "cognito-idp", effect });
    expect(await said(world)).toMatch(/^slow at \w+: 6\d{3} ms$/);
  });

  test("with a wrong password is refused once, and not tried again", async () => {
    const world = aContext();
    const wrong = [{ username: "probe-0", password: "another-password-1" }];
    expect(await said(world, secretOf({ users: wrong }))).toBe(
      "refused at challenge: NotAuthorizedException 400",
    );
    expect(calls(world)).toEqual([`InitiateAuth ${primary}`, `RespondToAuthChallenge ${primary}`]);
  });

  test("proves an app client's secret at every step", async () => {
    const world = aContext();
    const { UserPoolClient } = await world.run(
      adminOf(world, primary).send(
        new CreateUserPoolClientCommand({
          UserPoolId: world.policy.userPoolId,
          ClientName: "confidential",
          GenerateSecret: true,
          ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        }),
      ),
    );
    const { ClientId: clientId = "", ClientSecret = "" } = UserPoolClient ?? {};
    const policy = { ...world.policy, clientId };
    expect(await said(world, { policy, ...secretOf({ clientSecret: ClientSecret }) })).toBe("ok");
    expect(await said(world, { policy, ...secretOf({ clientSecret: "guessed" }) })).toBe(
      "credentials at signIn: NotAuthorizedException 400",
    );
  });

  test("by an alias is answered under the user's own name", async () => {
    const world = aContext();
    const { userPoolId } = world.policy;
    await world.run(
      adminOf(world, primary).send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: userPoolId,
          Username: "probe-0",
          UserAttributes: [{ Name: "preferred_username", Value: "also-me" }],
        }),
      ),
    );
    const { settings } = world.aws.cognito.pool(userPoolId)?.primary.directory ?? {};
    Object.assign(settings ?? {}, { AliasAttributes: ["preferred_username"] });
    const [first] = users;
    const byAlias = [{ username: "also-me", password: first?.password ?? "" }];
    const sent = heard(world, "RespondToAuthChallenge");
    expect(await said(world, secretOf({ users: byAlias }))).toBe("ok");
    expect(sent.join()).toContain('"USERNAME":"probe-0"');
  });

  test("of a user whose name Cognito made, by an app client with a secret, proves that name", async () => {
    const world = aContext();
    withSettings(world, { UsernameAttributes: ["email"] });
    giveSecret(world, "the-secret");
    const [username, password] = ["Probe@Example.com", "Right-horse-9"];
    const id = { UserPoolId: world.policy.userPoolId, Username: username };
    const admin = adminOf(world, primary);
    const made = await world.run(admin.send(new AdminCreateUserCommand(id)));
    const set = { ...id, Password: password, Permanent: true };
    await world.run(admin.send(new AdminSetUserPasswordCommand(set)));
    await world.clock.advance(2_000);
    const sent = heard(world, "RespondToAuthChallenge");
    for (const target of [primary, secondary]) {
      const secret = secretOf({ users: [{ username, password }], clientSecret: "the-secret" });
      expect(await said(world, { target, ...secret })).toBe("ok");
    }
    expect(made.User?.Username).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent.join()).toContain(`"USERNAME":"${made.User?.Username}"`);
  });

  test("of a user that is spelt otherwise, in a pool that does not tell cases apart", async () => {
    const world = aContext();
    withSettings(world, { UsernameConfiguration: { CaseSensitive: false } });
    const [first] = users;
    const spelt = [{ username: "PROBE-0", password: first?.password ?? "" }];
    expect(await said(world, secretOf({ users: spelt }))).toBe("ok");
  });

  test.each([
    [
      "a public value of zero",
      "challenge",
      (body: string) => body.replace(/"SRP_B":"\w+"/, '"SRP_B":"0"'),
    ],
    ["no salt", "signIn", (body: string) => body.replace('"SALT"', '"PEPPER"')],
    ["tokens before any proof", "signIn", () => '{"AuthenticationResult":{"AccessToken":"t"}}'],
  ])("takes %s for a wrong answer", async (_, step, change) => {
    const world = aContext();
    tamper(world, "InitiateAuth", (body) => change(body));
    expect(await said(world)).toBe(`wrongAnswer at ${step}: UnexpectedAnswer`);
  });

  test("takes an answer without tokens for a wrong one", async () => {
    const world = aContext();
    tamper(world, "RespondToAuthChallenge", () => "{}");
    expect(await said(world)).toBe("wrongAnswer at challenge: UnexpectedAnswer");
  });

  test.each([
    ["InitiateAuth", "signIn"],
    ["RespondToAuthChallenge", "challenge"],
  ])("puts another challenge after %s down to the probe user", async (operation, step) => {
    const world = aContext();
    tamper(world, operation, () => '{"ChallengeName":"SOFTWARE_TOKEN_MFA","Session":"s"}');
    expect(await said(world)).toBe(`credentials at ${step}: SOFTWARE_TOKEN_MFA`);
  });

  test("tells a token that the pool would not issue", async () => {
    const world = aContext();
    tamper(world, "RespondToAuthChallenge", (body) =>
      body.replace(/("AccessToken":"[^"]+)[^"]{8}"/, '$1AAAAAAAA"'),
    );
    expect(await said(world)).toBe("wrongAnswer at verifyToken: JwtInvalidSignatureError");
  });

  test("shares its session, for rounds in which no password journey does", async () => {
    const shared: Session[] = [];
    await walk(aContext(), { signedIn: (session) => shared.push(session) });
    expect(shared.map(({ region }) => region)).toEqual([primary]);
  });
});
