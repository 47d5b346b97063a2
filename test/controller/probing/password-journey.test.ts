import {
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { VirtualClock } from "pretend-aws/clock.ts";
import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { clientOptions } from "../../../aws/sdk/clients.ts";
import type { ProbeResult } from "../../../core/probe/probe.ts";
import { localWorld } from "../../../sim/world.ts";
import { probed, told, well } from "../../functions/builders/probed.ts";
import { tamper } from "../../functions/builders/tampered.ts";
import { merge } from "../../settings/merge.ts";
import { soon } from "../../sim/builders/a-move.ts";
import {
  aPoolOf,
  aWholeWorld as aWorldOf,
  MINUTE,
  passwordOnly,
  primary,
  SECOND,
  secondary,
  type WholeWorld,
  witness,
} from "../../sim/builders/a-world.ts";

/** One probe user, whose turn is always. What matters is the first round, so that few follow a failure. */
const alone = [{ cadence: { burst: "20 seconds" } }, aPoolOf({ probeUser: { count: 1 } })].reduce(
  (settings, change) => merge(settings, change) as object,
  passwordOnly,
);
const aWholeWorld = (change: object = {}) => aWorldOf(change, 1, alone);

describe("a probe calls a failure by what the wire said", () => {
  const error = (name: string, status: number, message?: string): Fault["effect"] => ({
    kind: "error",
    name,
    status,
    ...(message === undefined ? {} : { message }),
  });
  const rows: readonly { name: string; fault: Omit<Fault, "id">; outcome: string }[] = [
    {
      name: "a cut connection",
      fault: { effect: { kind: "reset" } },
      outcome: "unreachable at signIn: TimeoutError ECONNRESET",
    },
    {
      name: "no answer",
      fault: { effect: { kind: "blackHole" } },
      outcome: "unreachable at signIn: TimeoutError",
    },
    {
      name: "Cognito's own error",
      fault: { effect: error("InternalErrorException", 500) },
      outcome: "serverError at signIn: InternalErrorException 500",
    },
    {
      name: "Cognito's own error at the last step",
      fault: {
        operation: "GetTokensFromRefreshToken",
        effect: error("InternalErrorException", 500),
      },
      outcome: "serverError at refresh: InternalErrorException 500",
    },
    {
      name: "a used-up quota",
      fault: { effect: error("TooManyRequestsException", 400) },
      outcome: "throttled at signIn: TooManyRequestsException 400",
    },
    {
      name: "a web ACL",
      fault: { effect: error("ForbiddenException", 403) },
      outcome: "blocked at signIn: ForbiddenException 403",
    },
    {
      name: "a web ACL's page",
      fault: { effect: { kind: "page", page: "wafBlock" } },
      outcome: "blocked at signIn: SyntaxError 403",
    },
    {
      name: "a web ACL's challenge, which the SDK takes for an empty success",
      fault: { effect: { kind: "page", page: "wafChallenge" } },
      outcome: "blocked at signIn: WafChallenge 202",
    },
    {
      name: "a web ACL's CAPTCHA",
      fault: { effect: { kind: "page", page: "wafCaptcha" } },
      outcome: "blocked at signIn: WafCaptcha 405",
    },
    {
      name: "a page of a gateway that waits in vain",
      fault: { effect: { kind: "page", page: "gatewayTimeout" } },
      outcome: "serverError at signIn: SyntaxError 504",
    },
    {
      name: "right credentials that are refused",
      fault: { effect: { kind: "refuse" } },
      outcome: "refused at signIn: NotAuthorizedException 400",
    },
    {
      name: "a trigger that throws",
      fault: { effect: error("UserLambdaValidationException", 400) },
      outcome: "trigger at signIn: UserLambdaValidationException 400",
    },
    {
      name: "a disabled key",
      fault: { effect: error("InvalidParameterException", 400, "The KMS key is disabled.") },
      outcome: "key at signIn: InvalidParameterException 400",
    },
    {
      name: "an error that nobody has heard of",
      fault: { effect: error("BrandNewException", 400) },
      outcome: "observer at signIn: BrandNewException 400",
    },
    {
      name: "an answer within the deadline and over the latency budget",
      fault: { operation: "InitiateAuth", effect: { kind: "delay", ms: 5_001 } },
      outcome: "slow at signIn: 5001 ms",
    },
    {
      name: "steps that are over the latency budget together",
      fault: { effect: { kind: "delay", ms: 2_501 } },
      outcome: "slow at signIn: 5002 ms",
    },
  ];

  test.each(rows)("$name", async ({ fault, outcome }) => {
    const world = aWholeWorld();
    world.aws.faults.add({ region: primary, service: "cognito-idp", ...fault });
    expect(told(await probed(world))).toEqual([`${primary} ${outcome}`, well]);
  });

  test("an answer exactly on the latency budget is well", async () => {
    const world = aWholeWorld();
    const effect = { kind: "delay", ms: 5_000 } as const;
    world.aws.faults.add({ region: primary, operation: "InitiateAuth", effect });
    const [result] = await probed(world);
    expect(result).toMatchObject({ outcome: { kind: "ok" }, took: 5_000 });
  });

  test("an unhealthy load balancer, which speaks no JSON", async () => {
    const world = aWholeWorld();
    const effect = { kind: "status", status: 503 } as const;
    world.aws.faults.add({ region: primary, service: "cognito-idp", effect });
    const [result] = await probed(world);
    expect(result?.outcome).toMatchObject({ class: "serverError", step: "signIn" });
  });

  test("an INACTIVE replica", async () => {
    const world = aWholeWorld();
    Object.assign(poolIn(world).secondary ?? {}, { status: "INACTIVE" });
    expect(told(await probed(world))).toEqual([
      `${primary} ok`,
      `${secondary} replicaOff at signIn: OperationNotEnabledException 400`,
    ]);
  });

  test("a Region that takes longer than a step may, over a real socket", async () => {
    const clock = new VirtualClock(Date.UTC(2040, 0, 1));
    const world = await localWorld({ settings: passwordOnly, seed: 1, clock });
    const effect = { kind: "blackHole" } as const;
    world.aws.faults.add({ region: primary, service: "cognito-idp", effect });
    const { calls } = world.aws.gate;
    const isAsked = () => calls.some(({ outcome }) => outcome === "ConnectionFault");
    const invoked = world.aws.lambda.invoke({
      region: secondary,
      functionName: "cognito-failover-local-probe",
      payload: { only: { pool: "customers" } },
      caller: { name: "scheduler", region: secondary },
      type: "RequestResponse",
    });
    while (!isAsked()) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(world.policy.criteria.stepDeadline);
    const { payload } = await invoked;
    await world.close();
    const [result] = (payload as { results: readonly ProbeResult[] }).results;
    expect(result).toMatchObject({
      target: primary,
      outcome: { class: "unreachable", step: "signIn" },
      took: world.policy.criteria.stepDeadline,
    });
  });
});

function poolIn({ aws, policy }: WholeWorld) {
  const pool = aws.cognito.pool(policy.userPoolId);
  if (pool === undefined) throw new Error("the pool was not seeded");
  return pool;
}

describe("a probe tells a token that the pool would not issue", () => {
  const rewritten = (name: string, change: (token: string) => string) => (body: string) =>
    body.replace(new RegExp(`"${name}":"([^"]+)"`), (_, token) => `"${name}":"${change(token)}"`);

  test("by its signature", async () => {
    const world = aWholeWorld();
    const forged = (token: string) => `${token.slice(0, -8)}${"A".repeat(8)}`;
    tamper(world, "InitiateAuth", (body, region) =>
      region === primary ? rewritten("AccessToken", forged)(body) : body,
    );
    expect(told(await probed(world))).toEqual([
      `${primary} wrongAnswer at verifyToken: JwtInvalidSignatureError`,
      well,
    ]);
  });

  test("by what it may be used for", async () => {
    const world = aWholeWorld();
    tamper(world, "InitiateAuth", (body, region) =>
      region === primary
        ? body.replace(/"AccessToken":"[^"]+"/, `"AccessToken":"${idTokenOf(body)}"`)
        : body,
    );
    expect(told(await probed(world))).toEqual([
      `${primary} wrongAnswer at verifyToken: CognitoJwtInvalidTokenUseError`,
      well,
    ]);
  });

  test("by a key set without its key", async () => {
    const world = aWholeWorld();
    tamper(world, "JwksUri", (body) => body.replaceAll(/"kid":"[^"]+"/g, '"kid":"another"'));
    expect(told(await probed(world))).toEqual([
      `${primary} wrongAnswer at verifyToken: KidNotFoundInJwksError`,
      `${secondary} wrongAnswer at verifyToken: KidNotFoundInJwksError`,
    ]);
  });

  test("by a key set that is none", async () => {
    const world = aWholeWorld();
    tamper(world, "JwksUri", () => "<html>in maintenance</html>");
    const [result] = await probed(world);
    expect(result?.outcome).toMatchObject({ class: "wrongAnswer", step: "verifyToken" });
  });

  test("by an answer without tokens", async () => {
    const world = aWholeWorld();
    tamper(world, "InitiateAuth", (body, region) => (region === primary ? "{}" : body));
    expect(told(await probed(world))).toEqual([
      `${primary} wrongAnswer at signIn: UnexpectedAnswer`,
      well,
    ]);
  });
});

describe("a key set that cannot be read", () => {
  const unread = { service: "cognito-issuer", effect: { kind: "status", status: 500 } } as const;

  test("is no fault of the Region that issued the token", async () => {
    const world = aWholeWorld();
    world.aws.faults.add(unread);
    expect(told(await probed(world))).toEqual([`${primary} ok`, well]);
  });

  test.each([
    429, 408, 503,
  ])("says nothing of the sign-in, also where others used its quota up: HTTP %d", async (status) => {
    const world = aWholeWorld();
    world.aws.faults.add({ ...unread, effect: { kind: "status", status } });
    expect(told(await probed(world))).toEqual([`${primary} ok`, well]);
  });

  test("leaves the last one in use, so that a forged token is still told", async () => {
    const world = aWholeWorld();
    await probed(world);
    world.aws.faults.add(unread);
    const forged = (token: string) => `${token.slice(0, -8)}${"A".repeat(8)}`;
    tamper(world, "InitiateAuth", (body) =>
      body.replace(/"AccessToken":"([^"]+)"/, (_, token) => `"AccessToken":"${forged(token)}"`),
    );
    await world.clock.advance(MINUTE);
    const [result] = await probed(world);
    expect(result?.outcome).toMatchObject({ class: "wrongAnswer", step: "verifyToken" });
  });

  test("leaves the token's times to be judged where there never was one", async () => {
    const world = aWholeWorld();
    world.aws.faults.add(unread);
    const old = (token: string) => {
      const [head = "", body = "", signature = ""] = token.split(".");
      const claims = JSON.parse(Buffer.from(body, "base64url").toString());
      const aged = { ...claims, iat: claims.iat - 7_200, exp: claims.exp - 7_200 };
      return [head, Buffer.from(JSON.stringify(aged)).toString("base64url"), signature].join(".");
    };
    tamper(world, "InitiateAuth", (body) =>
      body.replace(/"AccessToken":"([^"]+)"/, (_, token) => `"AccessToken":"${old(token)}"`),
    );
    const [result] = await probed(world);
    expect(result?.outcome).toMatchObject({ class: "wrongAnswer", step: "verifyToken" });
  });
});

function idTokenOf(body: string): string {
  return /"IdToken":"([^"]+)"/.exec(body)?.[1] ?? "";
}

describe("a probe puts down to us what is ours", () => {
  function cognitoOf({ desk }: WholeWorld) {
    return new CognitoIdentityProviderClient(
      clientOptions(desk, { region: primary as never, service: "cognito-idp" }),
    );
  }

  function userOf({ deployed, policy }: WholeWorld) {
    const [probe] = deployed.users["customers"]?.probes ?? [];
    return { UserPoolId: policy.userPoolId, Username: probe?.username ?? "" };
  }

  const refused = (region: string) => `${region} refused at signIn: NotAuthorizedException 400`;

  test.each([
    "password",
    "srp",
  ])("a probe user whose own rate somebody uses up, and no Region that throttles everybody, by %s", async (journey) => {
    const world = aWholeWorld(aPoolOf({ journeys: { [journey]: { every: "1 minute" } } }));
    const walked = async () =>
      told((await probed(world)).filter((result) => result.journey === journey));
    const { Username: USERNAME } = userOf(world);
    const command = new InitiateAuthCommand({
      ...{ AuthFlow: "USER_SRP_AUTH", ClientId: world.policy.clientId },
      AuthParameters: { USERNAME, SRP_A: "ab".repeat(192) },
    });
    // An attacker needs the name and the app client's id alone.
    const flood = Array.from({ length: 40 }, () =>
      cognitoOf(world)
        .send(command)
        .catch(() => null),
    );
    const [said] = await walked();
    await soon(world, Promise.all(flood));
    expect(said).toMatch(/^us-west-2 credentials at signIn: UserThrottled/);
    world.aws.faults.add({ region: primary, service: "cognito-idp", effect: { kind: "throttle" } });
    await world.clock.advance(MINUTE);
    const [all] = await walked();
    expect(all).toMatch(/^us-west-2 throttled at signIn: TooManyRequestsException/);
  });

  test("a probe user that is disabled", async () => {
    const world = aWholeWorld();
    await soon(world, cognitoOf(world).send(new AdminDisableUserCommand(userOf(world))));
    await world.clock.advance(SECOND);
    expect(told(await probed(world))).toEqual(
      [primary, secondary].map(
        (region) => `${region} credentials at signIn: NotAuthorizedException 400`,
      ),
    );
  });

  test("a secret with another password, until the secret is mended", async () => {
    const world = aWholeWorld();
    expect(told(await probed(world))).toEqual([`${primary} ok`, well]);
    const Password = "Changed-by-somebody-1";
    const command = { ...userOf(world), Password, Permanent: true };
    await soon(world, cognitoOf(world).send(new AdminSetUserPasswordCommand(command)));
    await world.clock.advance(2 * SECOND);
    expect(told(await probed(world))).toEqual([refused(primary), refused(secondary)]);
    await keepSecret(world, { username: command.Username, password: Password });
    expect(told(await probed(world))).toEqual([`${primary} ok`, well]);
  });

  test.each([
    ["no JSON", "hunter2"],
    ["another shape", '{"user":"probe"}'],
  ])("a secret that is %s", async (_, value) => {
    const world = aWholeWorld();
    await keepSecret(world, value);
    const results = await probed(world);
    expect(told(results)).toEqual([
      `${primary} credentials at secret: NotAuthorizedException UnexpectedAnswer`,
      `${secondary} credentials at secret: NotAuthorizedException UnexpectedAnswer`,
    ]);
    expect(JSON.stringify([results, world.logged])).not.toContain("hunter2");
  });

  test("an issuer that the pool was not switched to", async () => {
    const world = aWholeWorld();
    const { settings: own } = poolIn(world).primary.directory;
    Object.assign(own, { IssuerConfiguration: { Type: "ORIGINAL" } });
    expect(told(await probed(world))).toEqual([
      `${primary} credentials at verifyToken: IssuerNotServed UnexpectedAnswer 403`,
      `${secondary} credentials at verifyToken: IssuerNotServed UnexpectedAnswer 403`,
    ]);
  });

  test("a challenge that stands in the probe user's way", async () => {
    const world = aWholeWorld();
    tamper(world, "InitiateAuth", () => '{"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"s"}');
    const [result] = await probed(world);
    expect(result?.outcome).toMatchObject({ class: "credentials", step: "signIn" });
  });

  test("a vantage that cannot read its secret", async () => {
    const world = aWholeWorld();
    const effect = { kind: "error", name: "InternalServiceError", status: 500 } as const;
    world.aws.faults.add({ region: secondary, service: "secretsmanager", effect });
    expect(told(await probed(world))).toEqual([
      `${primary} observer at secret: InternalServiceError 500`,
      `${secondary} observer at secret: InternalServiceError 500`,
    ]);
    expect(told(await probed(world, {}, { word: "probe", region: witness }))).toEqual([
      `${primary} ok`,
      well,
    ]);
  });

  async function keepSecret(world: WholeWorld, value: object | string): Promise<void> {
    const client = new SecretsManagerClient(
      clientOptions(world.desk, { region: secondary as never, service: "secretsmanager" }),
    );
    const SecretString = typeof value === "string" ? value : JSON.stringify(value);
    const SecretId = world.policy.probeUser.secret;
    await soon(world, client.send(new PutSecretValueCommand({ SecretId, SecretString })));
  }
});
