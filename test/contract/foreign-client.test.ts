// Clients that are not ours against a served pretend AWS: what they find must be what AWS would show.

import { execFile } from "node:child_process";
import { request } from "node:http";
import { promisify } from "node:util";
import {
  ChangeResourceRecordSetsCommand,
  GetHealthCheckStatusCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import type { Jwks } from "aws-jwt-verify/jwk";
import { type Served, serve } from "pretend-aws/serve.ts";
import { AmplifyInteger, withNativePowers } from "pretend-aws/test/foreign-powers.ts";
import { resolverAt } from "pretend-aws/test/resolver.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installed } from "../installed.ts";
import { aPoolOf, aWholeWorld, SECOND, type WholeWorld } from "../sim/builders/a-world.ts";

withNativePowers(AmplifyInteger);

const credentials = { accessKeyId: "foreign", secretAccessKey: "foreign" };

let world: WholeWorld & { readonly served: Served };

beforeAll(async () => {
  // The controller watches, but what moves here is moved by foreign hands.
  const observed = aWholeWorld(aPoolOf({ mode: "observe" }), 7);
  world = { ...observed, served: await serve(observed.aws, observed.policy.vantages) };
});

afterAll(() => world.served.close());

describe("amazon-cognito-identity-js", () => {
  const roles = ["primary", "secondary"] as const;

  it.each(roles)("signs the ordinary user in by SRP at the %s", async (role) => {
    const { policy } = world;
    const session = await signIn(role);
    expect(session.getAccessToken().payload).toMatchObject({
      iss: `https://issuer-cognito-idp.${policy.primary}.amazonaws.com/${policy.userPoolId}`,
      client_id: policy.clientId,
      token_use: "access",
      username: "maria",
    });
    expect(session.getIdToken().payload).toMatchObject({ aud: policy.clientId, token_use: "id" });
  });

  it.each(roles)("is refused at the %s with a wrong password", async (role) => {
    await expect(signIn(role, "Wrong-horse-9")).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  it("refreshes at the secondary what it was given at the primary", async () => {
    const { user, session } = await signedIn("primary");
    const { endpoint } = poolAt("secondary");
    const abroad = new CognitoUser({
      Username: user.getUsername(),
      Pool: poolAt("secondary").pool,
    });
    expect(endpoint).not.toBe(poolAt("primary").endpoint);
    const refreshed = await new Promise<CognitoUserSession>((resolve, reject) => {
      abroad.refreshSession(session.getRefreshToken(), (error, renewed) =>
        error ? reject(error) : resolve(renewed),
      );
    });
    expect(refreshed.getAccessToken().payload["sub"]).toBe(session.getAccessToken().payload["sub"]);
  });
});

describe("aws-jwt-verify", () => {
  it.each([
    "primary",
    "secondary",
  ] as const)("accepts the %s's tokens by the issuer's key set", async (role) => {
    const session = await signIn(role);
    const { userPoolId, clientId } = world.policy;
    for (const use of ["access", "id"] as const) {
      const token =
        use === "access"
          ? session.getAccessToken().getJwtToken()
          : session.getIdToken().getJwtToken();
      const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: use });
      verifier.cacheJwks(await keySet());
      expect(await verifier.verify(token)).toMatchObject({ sub: expect.any(String) });
      await expect(verifier.verify(spoilt(token))).rejects.toThrow(/signature/i);
    }
  });

  it("refuses a token that was issued to another client", async () => {
    const session = await signIn("primary");
    const { userPoolId } = world.policy;
    const verifier = CognitoJwtVerifier.create({
      userPoolId,
      clientId: "other",
      tokenUse: "access",
    });
    verifier.cacheJwks(await keySet());
    await expect(verifier.verify(session.getAccessToken().getJwtToken())).rejects.toThrow(
      /client/i,
    );
  });
});

describe("a resolver at the served port", () => {
  it("sees the record flip when its weights are changed, and flip back", async () => {
    const { record, primary, secondary } = sdkPath();
    const resolver = resolverAt(world.served.dns);
    expect(await resolver.resolveCname(record)).toEqual([primary]);
    await weigh({ primary: 0, secondary: 100 });
    await until(async () => (await resolver.resolveCname(record))[0] === secondary);
    await weigh({ primary: 100, secondary: 0 });
    await until(async () => (await resolver.resolveCname(record))[0] === primary);
  });

  it("knows nothing of other names and is no way to the rest of the world", async () => {
    const { record } = sdkPath();
    const resolver = resolverAt(world.served.dns);
    const unknown = record.replace(/^[^.]+/, "nothing");
    await expect(resolver.resolveCname(unknown)).rejects.toMatchObject({
      code: "ENOTFOUND",
    });
    await expect(resolver.resolve4("amazon.com")).rejects.toMatchObject({ code: "EREFUSED" });
  });

  it.skipIf(installed("dig").length === 0)("answers dig with the ttl of the record", async () => {
    const { record, primary, ttl } = sdkPath();
    const { host, port } = world.served.dns;
    const args = [`@${host}`, "-p", String(port), record, "CNAME", "+noall", "+answer"];
    const { stdout } = await promisify(execFile)("dig", args);
    expect(stdout.trim().split(/\s+/)).toEqual([
      `${record}.`,
      String(ttl),
      "IN",
      "CNAME",
      `${primary}.`,
    ]);
  });
});

describe("the custom domain", () => {
  it("answers by the Host header, with the page of the client that is asked for", async () => {
    const { domain, clientId } = world.policy;
    expect(await statusOf(domain ?? "", loginPath())).toBe(200);
    expect(await statusOf(domain ?? "", loginPath({ client_id: "nobody" }))).toBe(302);
    expect(await statusOf(domain ?? "", `/nothing?client_id=${clientId}`)).toBe(404);
  });

  it("is not there under another name", async () => {
    expect(await statusOf("auth.others.example", loginPath())).not.toBe(200);
    expect(await statusOf("127.0.0.1", loginPath())).not.toBe(200);
  });
});

describe("the inverted health check on the beacon", () => {
  it("sends managed login to the secondary while the object is there, and no longer", async () => {
    const { policy, aws } = world;
    const { managedLogin } = policy.paths;
    const domain = policy.domain ?? "";
    const beacon = { Bucket: managedLogin?.bucket ?? "", Key: managedLogin?.key ?? "" };
    const s3 = new S3Client({
      region: policy.secondary,
      endpoint: endpointOf("secondary"),
      forcePathStyle: true,
      credentials,
    });
    const serving = () => aws.cognito.servingRegion(domain);
    const fault = aws.faults.add({
      region: policy.primary,
      service: "cognito-idp",
      effect: { kind: "reset" },
    });
    try {
      expect(serving()).toBe(policy.primary);
      expect(await statusOf(domain, loginPath())).toBe(502);

      await s3.send(new PutObjectCommand({ ...beacon, Body: "the secondary serves" }));
      await until(async () => (await statusOf(domain, loginPath())) === 200);
      expect(serving()).toBe(policy.secondary);
      // Inverted: that the checkers find the object is what makes the check unhealthy.
      expect(await findings()).toEqual([
        expect.stringMatching(/^Success: HTTP Status Code 200, OK\. Resolved IP: /),
      ]);

      await s3.send(new DeleteObjectCommand(beacon));
      await until(async () => serving() === policy.primary);
      expect(await statusOf(domain, loginPath())).toBe(502);
    } finally {
      aws.faults.remove(fault.id);
      s3.destroy();
    }
  });
});

/** Ten minutes pass there at most. */
async function until(fits: () => Promise<boolean>): Promise<void> {
  for (let second = 0; !(await fits()); second++) {
    if (second === 600) throw new Error("it did not come to be");
    await world.clock.advance(SECOND);
  }
}

type Role = "primary" | "secondary";

function endpointOf(role: Role): string {
  return world.served.regions[world.policy[role]] ?? "";
}

function poolAt(role: Role): { readonly pool: CognitoUserPool; readonly endpoint: string } {
  const { userPoolId, clientId } = world.policy;
  const endpoint = endpointOf(role);
  return {
    pool: new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint }),
    endpoint,
  };
}

async function signedIn(role: Role, password?: string) {
  const ordinary = world.deployed.users[world.policy.name]?.ordinary;
  const user = new CognitoUser({ Username: ordinary?.username ?? "", Pool: poolAt(role).pool });
  const details = new AuthenticationDetails({
    Username: ordinary?.username ?? "",
    Password: password ?? ordinary?.password ?? "",
  });
  const session = await new Promise<CognitoUserSession>((resolve, reject) => {
    user.authenticateUser(details, { onSuccess: resolve, onFailure: reject });
  });
  return { user, session };
}

async function signIn(role: Role, password?: string): Promise<CognitoUserSession> {
  return (await signedIn(role, password)).session;
}

async function keySet(): Promise<Jwks> {
  const { userPoolId } = world.policy;
  const response = await fetch(`${world.served.global}/${userPoolId}/.well-known/jwks.json`);
  expect(response.status).toBe(200);
  return (await response.json()) as Jwks;
}

/** The same token with another last letter but one in its signature. */
function spoilt(token: string): string {
  const letter = token.at(-2) === "A" ? "B" : "A";
  return `${token.slice(0, -2)}${letter}${token.slice(-1)}`;
}

function sdkPath() {
  const { sdk } = world.policy.paths;
  if (sdk === null) throw new Error("the story has an sdk path");
  return sdk;
}

function route53(): Route53Client {
  return new Route53Client({ region: "us-east-1", endpoint: world.served.global, credentials });
}

/** Changes the weights of the records as Route 53 lists them. */
async function weigh(weights: Readonly<Record<string, number>>): Promise<void> {
  const { zoneId: HostedZoneId, record } = sdkPath();
  const client = route53();
  const { ResourceRecordSets = [] } = await client.send(
    new ListResourceRecordSetsCommand({ HostedZoneId }),
  );
  const pair = ResourceRecordSets.filter(({ Name }) => Name === `${record}.`);
  const Changes = pair.map((set) => ({
    Action: "UPSERT" as const,
    ResourceRecordSet: { ...set, Weight: weights[set.SetIdentifier ?? ""] } as ResourceRecordSet,
  }));
  expect(Changes).toHaveLength(2);
  const batch = { HostedZoneId, ChangeBatch: { Changes } };
  await client.send(new ChangeResourceRecordSetsCommand(batch));
  client.destroy();
}

/** What the checkers say, each different wording once. */
async function findings(): Promise<readonly string[]> {
  const client = route53();
  const HealthCheckId = world.policy.paths.managedLogin?.healthCheckId ?? "";
  const { HealthCheckObservations = [] } = await client.send(
    new GetHealthCheckStatusCommand({ HealthCheckId }),
  );
  client.destroy();
  return [
    ...new Set(HealthCheckObservations.map(({ StatusReport }) => StatusReport?.Status ?? "")),
  ];
}

function loginPath(change: Readonly<Record<string, string>> = {}): string {
  const { clientId, paths } = world.policy;
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: paths.managedLogin?.redirectUri ?? "",
    ...change,
  });
  return `/login?${query}`;
}

/** The status of a GET at the global endpoint in the name of `host`, which `fetch` cannot send. */
function statusOf(host: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${world.served.global}${path}`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once("error", reject)
      .end();
  });
}
