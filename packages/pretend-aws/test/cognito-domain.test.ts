import {
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import {
  aWorld,
  CALLBACK,
  CLIENT,
  DOMAIN,
  POOL,
  PRIMARY,
  refusal,
  SECONDARY,
} from "./cognito-world.ts";

type World = ReturnType<typeof aWorld>;

const GOOD = { client_id: CLIENT, response_type: "code", redirect_uri: CALLBACK };
const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1234-abcd";

function get(world: World, path: string, query: Record<string, string> = {}) {
  return getFrom(DOMAIN, world, `${path}?${new URLSearchParams(query)}`);
}

function getFrom(host: string, world: World, path: string) {
  return world.fetch(`http://global.pretend${path}`, {
    redirect: "manual",
    headers: { "x-forwarded-host": host },
  });
}

/** Which Regions were asked to serve the domain. */
function servedBy({ calls }: World): readonly string[] {
  return calls.filter(({ operation }) => operation === "Login_GET").map(({ region }) => region);
}

describe("a custom domain", () => {
  it.each([
    ["FAILED", 404],
    ["UPDATING", 200],
  ] as const)("that is %s answers with %s, in both Regions' description", async (status, code) => {
    const world = aWorld();
    world.cognito.setDomainStatus(DOMAIN, status);
    for (const client of [world.primary, world.secondary]) {
      const described = await client.send(new DescribeUserPoolDomainCommand({ Domain: DOMAIN }));
      expect(described.DomainDescription?.Status).toBe(status);
    }
    expect((await get(world, "/login", GOOD)).status).toBe(code);
    world.cognito.setDomainStatus(DOMAIN, null);
    expect((await get(world, "/login", GOOD)).status).toBe(200);
  });
});

describe("managed login", () => {
  it("shows the login page for a request that fits the client", async () => {
    const response = await get(aWorld(), "/login", GOOD);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('name="password"');
  });

  it("shows at /error what does not fit the client", async () => {
    const world = aWorld();
    const refused = async (change: Record<string, string>, path = "/login") => {
      const response = await get(world, path, { ...GOOD, ...change });
      const page = await getFrom(DOMAIN, world, response.headers.get("location") ?? "/");
      expect(response.status).toBe(302);
      expect(page.headers.get("error")).toBe(/page\. ([^<]*)/.exec(await page.text())?.[1]);
      return `${page.status} ${page.headers.get("error")}`;
    };
    expect(await refused({ client_id: "nobody" })).toBe("400 Client nobody does not exist.");
    expect(await refused({ redirect_uri: "https://evil.example" })).toBe("400 redirect_mismatch");
    expect(await refused({ response_type: "token" })).toBe("400 unauthorized_client");
    expect(await refused({ scope: "openid admin" })).toBe("400 invalid_scope");
    expect(await refused({ client_id: "nobody" }, "/oauth2/authorize")).toMatch(/^400 Client/);
    const bare = await get(world, "/login");
    expect(bare.headers.get("location")).toBe("/error?error=Required+parameters+missing");
    expect((await get(world, "/elsewhere", GOOD)).status).toBe(404);
    expect((await get(world, "/oauth2/token", GOOD)).status).toBe(405);
    expect((await getFrom("unknown.example.com", world, "/login")).status).toBe(404);
  });

  it("sends the authorization endpoint's visitors to the login page", async () => {
    const response = await get(aWorld(), "/oauth2/authorize", GOOD);
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(`/login?${new URLSearchParams(GOOD)}`);
  });

  it("is served by the secondary while the health check is unhealthy, and no longer", async () => {
    const world = aWorld();
    for (const health of ["healthy", "unhealthy", "healthy"] as const) {
      world.checks.set("check-1", health);
      expect((await get(world, "/login", GOOD)).status).toBe(200);
    }
    expect(servedBy(world)).toEqual([PRIMARY, SECONDARY, PRIMARY]);
    expect(world.cognito.servingRegion(DOMAIN)).toBe(PRIMARY);
    expect(world.cognito.servingRegion("unknown.example.com")).toBeUndefined();
  });

  it("stays with the primary while nobody knows the health check", async () => {
    const world = aWorld();
    await get(world, "/login", GOOD);
    expect(servedBy(world)).toEqual([PRIMARY]);
  });

  it("suffers the faults of the Region that serves it", async () => {
    const world = aWorld();
    const status = async () => (await get(world, "/login", GOOD)).status;
    world.faults.add({ region: PRIMARY, effect: { kind: "reset" } });
    expect(await status()).toBe(502);
    world.checks.set("check-1", "unhealthy");
    expect(await status()).toBe(200);
    world.faults.add({ region: SECONDARY, effect: { kind: "status", status: 503 } });
    expect(await status()).toBe(503);
    world.faults.clear();
    world.faults.add({ operation: "Login_GET", effect: { kind: "error", name: "InternalError" } });
    expect(await status()).toBe(500);
  });

  it("fails over to a replica that is not ACTIVE all the same, and is down then", async () => {
    const world = aWorld();
    const inactive = { UserPoolId: POOL, RegionName: SECONDARY, Status: "INACTIVE" as const };
    await world.primary.send(new UpdateUserPoolReplicaCommand(inactive));
    world.checks.set("check-1", "unhealthy");
    expect((await get(world, "/login", GOOD)).status).toBe(503);
  });
});

describe("domains", () => {
  it("take Routing only when they are custom, and only to the replica's Region", async () => {
    const { primary } = aWorld({ seed: { domain: undefined } as never });
    const create = (change: object) =>
      refusal(
        primary.send(new CreateUserPoolDomainCommand({ UserPoolId: POOL, Domain: "x", ...change })),
      );
    const routing = (SecondaryRegion: string) => ({
      Routing: { Failover: { SecondaryRegion, PrimaryRoute53HealthCheckId: "check-1" } },
    });
    const custom = { Domain: DOMAIN, CustomDomainConfig: { CertificateArn: CERTIFICATE } };
    expect(await create({ Domain: "customers", ...routing(SECONDARY) })).toMatch(
      /^InvalidParameterException: Routing is only supported for custom/,
    );
    expect(await create({ ...custom, ...routing("us-west-2") })).toMatch(
      /^InvalidParameterException.*no secondary replica/,
    );
    const elsewhere = CERTIFICATE.replace("us-east-1", PRIMARY);
    expect(await create({ ...custom, CustomDomainConfig: { CertificateArn: elsewhere } })).toMatch(
      /^InvalidParameterException.*us-east-1/,
    );
    expect(await create({ Domain: "my-cognito" })).toMatch(/^InvalidParameterException.*reserved/);
    expect(await create({ ...custom, ...routing(SECONDARY) })).toBe("no refusal");
    expect(await create({ ...custom, Domain: "other.example.com" })).toMatch(
      /already has a domain/,
    );
  });

  it("come up within five minutes, and are gone when deleted", async () => {
    const world = aWorld({ seed: { domain: undefined } as never });
    const CustomDomainConfig = { CertificateArn: CERTIFICATE };
    const domain = { UserPoolId: POOL, Domain: DOMAIN };
    await world.primary.send(new CreateUserPoolDomainCommand({ ...domain, CustomDomainConfig }));
    const status = async () => {
      const { DomainDescription } = await world.primary.send(
        new DescribeUserPoolDomainCommand(domain),
      );
      return [DomainDescription?.Status, (await get(world, "/login", GOOD)).status];
    };
    expect(await status()).toEqual(["CREATING", 404]);
    await world.clock.advance(300_000);
    expect(await status()).toEqual(["ACTIVE", 200]);
    await world.primary.send(new DeleteUserPoolDomainCommand(domain));
    expect(await status()).toEqual([undefined, 404]);
  });

  it("get their Routing from either Region", async () => {
    const { primary, secondary, checks, cognito } = aWorld({
      seed: { healthCheckId: undefined } as never,
    });
    checks.set("check-2", "unhealthy");
    expect(cognito.servingRegion(DOMAIN)).toBe(PRIMARY);
    const Routing = {
      Failover: { SecondaryRegion: SECONDARY, PrimaryRoute53HealthCheckId: "check-2" },
    };
    const updated = await secondary.send(
      new UpdateUserPoolDomainCommand({ UserPoolId: POOL, Domain: DOMAIN, Routing }),
    );
    expect(updated.Routing).toEqual(Routing);
    const described = await primary.send(new DescribeUserPoolDomainCommand({ Domain: DOMAIN }));
    expect(described.DomainDescription?.Routing).toEqual(Routing);
    expect(cognito.servingRegion(DOMAIN)).toBe(SECONDARY);
  });

  it("with a prefix are known in their own Region alone", async () => {
    const world = aWorld();
    await world.primary.send(
      new CreateUserPoolDomainCommand({ UserPoolId: POOL, Domain: "customers" }),
    );
    const describeIn = async (region: string) => {
      const { DomainDescription } = await world
        .clientIn(region)
        .send(new DescribeUserPoolDomainCommand({ Domain: "customers" }));
      return DomainDescription?.UserPoolId;
    };
    expect([await describeIn(PRIMARY), await describeIn(SECONDARY)]).toEqual([POOL, undefined]);
    const host = `customers.auth.${PRIMARY}.amazoncognito.com`;
    expect((await getFrom(host, world, `/login?${new URLSearchParams(GOOD)}`)).status).toBe(200);
    const { UserPool } = await world.primary.send(
      new DescribeUserPoolCommand({ UserPoolId: POOL }),
    );
    expect([UserPool?.Domain, UserPool?.CustomDomain]).toEqual(["customers", DOMAIN]);
  });
});

describe("issuers", () => {
  const documents = async (world: World, base: string, pool = POOL) => {
    const paths = ["openid-configuration", "jwks.json"].map(
      (name) => `/${pool}/.well-known/${name}`,
    );
    const responses = await Promise.all(paths.map((path) => world.fetch(`${base}${path}`)));
    return responses.map(({ status }) => status);
  };

  it("of type UPDATED are served globally, whatever happens to the primary", async () => {
    const world = aWorld({ seed: { issuer: "UPDATED" } });
    world.faults.add({ region: PRIMARY, effect: { kind: "reset" } });
    expect(await documents(world, "http://global.pretend")).toEqual([200, 200]);
    const response = await world.fetch(
      `http://global.pretend/${POOL}/.well-known/openid-configuration`,
    );
    expect(await response.json()).toMatchObject({
      issuer: `https://issuer-cognito-idp.${PRIMARY}.amazonaws.com/${POOL}`,
      token_endpoint: `https://${DOMAIN}/oauth2/token`,
    });
  });

  it("of type ORIGINAL are served by the primary Region alone, and 403 globally", async () => {
    const world = aWorld({ seed: { issuer: "ORIGINAL" } });
    expect(await documents(world, "http://global.pretend")).toEqual([403, 403]);
    expect(await documents(world, `http://${PRIMARY}.pretend`)).toEqual([200, 200]);
    expect(await documents(world, `http://${SECONDARY}.pretend`)).toEqual([404, 404]);
    expect(world.calls.map(({ operation }) => operation)).toContain("JwksUri");
  });

  it("of unknown pools are not found", async () => {
    const world = aWorld();
    const { UserPool } = await world.primary.send(new CreateUserPoolCommand({ PoolName: "plain" }));
    expect(await documents(world, "http://global.pretend", "eu-west-1_Nobody")).toEqual([404, 404]);
    expect(await documents(world, "http://global.pretend", UserPool?.Id)).toEqual([403, 403]);
  });
});
