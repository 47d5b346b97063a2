import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { checkMachineToken } from "../../../../aws/cognito/token-endpoint.ts";
import { clientOptions } from "../../../../aws/sdk/clients.ts";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { clientCredentials } from "../../../../controller/probing/journeys/client-credentials.ts";
import { instant } from "../../../../core/values/types.ts";
import { primary, secondary, witness } from "../../../core/builders/a-policy.ts";
import {
  aContext,
  type ContextOfTest,
  machine,
  outcomeOf,
  users,
} from "../../../functions/builders/a-context.ts";

const own = "customers-pretend.auth.us-west-2.amazoncognito.com";
const custom = "auth.customers.example";
const paid = { isPaidDue: true } as const;

const walk = (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  world.walk(["clientCredentials", clientCredentials], world.context(rest));

async function said(world: ContextOfTest, rest: Partial<JourneyContext> = {}): Promise<string> {
  return outcomeOf(await walk(world, rest));
}

/** What reached the user pool and the secrets. */
const operations = ({ aws }: ContextOfTest) =>
  aws.gate.calls
    .filter(({ service }) => service !== "cognito-domain")
    .map(({ operation }) => operation);
const json = (status: number, body: object) => new Response(JSON.stringify(body), { status });

describe("the token endpoint", () => {
  test.each([primary, secondary])("of %s is asked for free, without a client", async (target) => {
    const world = aContext();
    const forms: string[] = [];
    world.instead("/oauth2/token", async (real) => {
      forms.push(`${real.status} ${await real.clone().text()}`);
      return real;
    });
    const result = await walk(world, { target, serving: null });
    expect(outcomeOf(result)).toBe("ok");
    expect(result?.steps.map(({ name }) => name)).toEqual(["tokenEndpoint"]);
    expect(forms).toEqual(['400 {"error":"invalid_client"}']);
    expect(operations(world)).toEqual(["Token_POST"]);
  });

  test.each([primary, secondary])("of %s gives a token when one is due", async (target) => {
    const result = await walk(aContext(), { target, serving: target, ...paid });
    expect(outcomeOf(result)).toBe("ok");
    expect(result?.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...["tokenEndpoint ok", "secret ok", "token ok", "verifyToken ok", "customDomain ok"],
    ]);
  });

  test("may call a missing client an invalid request, with 401 as well as 400", async () => {
    const world = aContext();
    world.instead("/oauth2/token", () => json(401, { error: "invalid_request" }));
    expect(await said(world)).toBe("ok");
  });

  test("is not asked when no domain leads to the target", async () => {
    const world = aContext({ prefixDomains: { primary: null, secondary: null } });
    expect(await walk(world, { target: secondary })).toBeNull();
    expect(operations(world)).toEqual([]);
  });

  test("is asked at the custom domain, and its failure there alone is a finding", async () => {
    const world = aContext();
    world.instead("/oauth2/token", () => new Response("", { status: 502 }), custom);
    expect(await said(world)).toBe(
      `customDomainTrouble at customDomain: ${custom} fails with HostFailed 502, and ${own} does not`,
    );
  });
});

describe("a failure is classified as", () => {
  const effects: readonly { effect: Fault["effect"]; outcome: readonly [string, string] }[] = [
    { effect: { kind: "reset" }, outcome: ["unreachable", "TimeoutError ECONNRESET"] },
    { effect: { kind: "blackHole" }, outcome: ["unreachable", "TimeoutError ETIMEDOUT"] },
    { effect: { kind: "delay", ms: 8_001 }, outcome: ["unreachable", "TimeoutError"] },
    { effect: { kind: "delay", ms: 5_001 }, outcome: ["slow", "5001 ms"] },
    { effect: { kind: "status", status: 500 }, outcome: ["serverError", "HostFailed 500"] },
    { effect: { kind: "status", status: 403 }, outcome: ["blocked", "HostFailed 403"] },
    { effect: { kind: "status", status: 429 }, outcome: ["throttled", "HostFailed 429"] },
    { effect: { kind: "status", status: 404 }, outcome: ["credentials", "ErrorPage 404"] },
  ];

  test.each(effects)("$outcome.0, $effect.kind at step tokenEndpoint", async ({
    effect,
    outcome,
  }) => {
    const world = aContext();
    world.aws.faults.add({ region: primary, operation: "Token_POST", vantage: witness, effect });
    expect(await said(world)).toBe(`${outcome[0]} at tokenEndpoint: ${outcome[1]}`);
    expect(await said(world, { target: secondary })).toBe("ok");
  });

  test.each(effects)("$outcome.0, $effect.kind at step token", async ({ effect, outcome }) => {
    const world = aContext();
    // The first request is the one without a client.
    world.instead("/oauth2/token", (real) => {
      world.aws.faults.add({ region: primary, operation: "Token_POST", vantage: witness, effect });
      return real;
    });
    expect(await said(world, paid)).toBe(`${outcome[0]} at token: ${outcome[1]}`);
  });

  const answers: readonly { name: string; answer: () => Response; outcome: string }[] = [
    {
      name: "wrongAnswer, when a stranger is given a token",
      answer: () => json(200, { access_token: "x" }),
      outcome: "wrongAnswer at tokenEndpoint: UnexpectedAnswer 200",
    },
    {
      name: "credentials, when a stranger is refused for another reason",
      answer: () => json(400, { error: "unsupported_grant_type" }),
      outcome: "credentials at tokenEndpoint: unsupported_grant_type 400",
    },
    {
      name: "credentials, when something refuses that is no token endpoint",
      answer: () => new Response("<html>Bad request</html>", { status: 400 }),
      outcome: "credentials at tokenEndpoint: ErrorPage 400",
    },
    {
      name: "credentials, when a stranger is sent to an error page",
      answer: () =>
        new Response(null, { status: 302, headers: { location: "/error?error=invalid_request" } }),
      outcome: "credentials at tokenEndpoint: invalid_request 302",
    },
    {
      name: "blocked, although the refusal reads like the right one",
      answer: () => json(403, { error: "invalid_client" }),
      outcome: "blocked at tokenEndpoint: HostFailed 403",
    },
  ];

  test.each(answers)("$name", async ({ answer, outcome }) => {
    const world = aContext();
    world.instead("/oauth2/token", answer);
    expect(await said(world)).toBe(outcome);
  });
});

describe("the machine's token", () => {
  /** Replaces what the endpoint grants, and leaves its refusals. */
  const granting = (world: ContextOfTest, change: (token: string) => unknown) =>
    world.instead("/oauth2/token", async (real) => {
      if (!real.ok) return real;
      const { access_token, ...rest } = (await real.json()) as Record<string, string>;
      const body = { ...rest, access_token: change(access_token ?? "") };
      return new Response(JSON.stringify(body), { status: 200, headers: real.headers });
    });

  test("is not taken for one that was forged", async () => {
    const world = aContext();
    granting(world, (token) => `${token.slice(0, -8)}AAAAAAAA`);
    expect(await said(world, paid)).toBe("wrongAnswer at verifyToken: JwtInvalidSignatureError");
  });

  test("is not taken for one of another client", async () => {
    const world = aContext();
    const { accessToken } = await world.signIn(world.policy.primary);
    granting(world, () => accessToken);
    const outcome = await said(world, paid);
    expect(outcome).toBe("wrongAnswer at verifyToken: CognitoJwtInvalidClientIdError");
  });

  test("must be in the answer", async () => {
    const world = aContext();
    granting(world, () => undefined);
    expect(await said(world, paid)).toBe("wrongAnswer at token: UnexpectedAnswer 200");
  });

  test("is judged by the clock of who issued it, not by the vantage's own", async () => {
    const world = aContext();
    const { runtime } = world.services.place;
    const slow = { now: () => instant(world.clock.now() - 3_600_000) };
    Object.assign(runtime, slow);
    expect(await said(world, paid)).toBe("ok");
  });

  test("is refused to a client with another secret, which is then read anew", async () => {
    const world = aContext();
    const SecretId = world.policy.probeUser.secret;
    const client = new SecretsManagerClient(
      clientOptions(world.services.place, { region: witness, service: "secretsmanager" }),
    );
    const keep = (value: object) => {
      const SecretString = JSON.stringify(value);
      return world.run(client.send(new PutSecretValueCommand({ SecretId, SecretString })));
    };
    await keep({ users, machine: { ...machine, clientSecret: "another-secret" } });
    const refused = await walk(world, paid);
    expect(outcomeOf(refused)).toBe("refused at token: invalid_client 400");
    expect(JSON.stringify(refused)).not.toMatch(/another-secret|machine-secret/);
    await keep({ users, machine });
    expect(await said(world, paid)).toBe("ok");
  });

  test("is not asked for without a client, and that is a fault of the credentials", async () => {
    const world = aContext();
    const client = new SecretsManagerClient(
      clientOptions(world.services.place, { region: witness, service: "secretsmanager" }),
    );
    const SecretString = JSON.stringify({ users });
    const SecretId = world.policy.probeUser.secret;
    await world.run(client.send(new PutSecretValueCommand({ SecretId, SecretString })));
    expect(await said(world, paid)).toMatch(/^credentials at secret: /);
    expect(await said(world)).toBe("ok");
    expect(operations(world).filter((operation) => operation === "GetSecretValue")).toHaveLength(1);
  });

  test("is refused for a scope that the client may not have", async () => {
    const world = aContext();
    const { policy } = world;
    const settings = policy.journeys.clientCredentials;
    if (settings === null) throw new Error("the settings have the journey");
    const journeys = {
      ...policy.journeys,
      clientCredentials: { ...settings, scopes: ["orders/all"] },
    };
    expect(await said(world, { ...paid, policy: { ...policy, journeys } })).toBe(
      "credentials at token: invalid_scope 400",
    );
  });

  test("is not asked for with a secret that cannot be read: the vantage cannot judge", async () => {
    const world = aContext();
    const effect = { kind: "error", name: "ResourceNotFoundException" } as const;
    world.aws.faults.add({ service: "secretsmanager", effect });
    expect(await said(world, paid)).toBe("observer at secret: ResourceNotFoundException 400");
  });

  test("appears in no result", async () => {
    const world = aContext();
    const issued: string[] = [];
    granting(world, (token) => {
      issued.push(token);
      return token;
    });
    const told = JSON.stringify(await walk(world, paid));
    expect(issued).toHaveLength(1);
    for (const secret of [...issued, machine.clientSecret]) expect(told).not.toContain(secret);
  });

  const claims = { sub: machine.clientId, scope: "orders/read orders/write" };
  const asked = { clientId: machine.clientId, scopes: ["orders/read"] };

  test.each([
    ["fits", claims, null],
    ["names a user", { ...claims, username: "maria" }, "must name no user"],
    ["is about somebody else", { ...claims, sub: "1234" }, "must be its client"],
    ["lacks a scope that was asked for", { ...claims, scope: "orders/write" }, "scopes asked for"],
    ["has no scopes", { sub: machine.clientId }, "scopes asked for"],
  ])("that %s is told by its claims", (_, given, breach) => {
    const check = () => checkMachineToken(given, asked);
    if (breach === null) expect(check).not.toThrow();
    else expect(check).toThrow(breach);
  });
});
