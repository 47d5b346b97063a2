import { CreateUserPoolDomainCommand } from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { listen } from "../wire/server.ts";
import {
  aWorld,
  DOMAIN,
  POOL,
  PRIMARY,
  passwordSignIn,
  SECONDARY,
  standingAt,
} from "./cognito-world.ts";
import { ASKED, ask, Browser } from "./oauth-browser.ts";

type World = ReturnType<typeof aWorld>;

const PREFIXES = { [PRIMARY]: "customers-a", [SECONDARY]: "customers-b" };
const HOST = {
  [PRIMARY]: `customers-a.auth.${PRIMARY}.amazoncognito.com`,
  [SECONDARY]: `customers-b.auth.${SECONDARY}.amazoncognito.com`,
} as const;
const LOGIN = `/login?${new URLSearchParams(ASKED)}`;

function seeded(): World {
  return aWorld({ seed: { prefixes: PREFIXES } });
}

function login(world: World, region: keyof typeof HOST, more: object = {}): Promise<Response> {
  return ask(world, LOGIN, { host: HOST[region] as string, ...more });
}

async function statuses(world: World): Promise<readonly unknown[]> {
  const at = (region: keyof typeof HOST) =>
    login(world, region).then(
      ({ status }) => status,
      (error: Error & { code?: string }) => error.code,
    );
  return [await at(PRIMARY), await at(SECONDARY)];
}

describe("a prefix domain", () => {
  it("is served by its own Region, whatever the health check says", async () => {
    const world = seeded();
    world.checks.set("check-1", "unhealthy");
    expect(await statuses(world)).toEqual([200, 200]);
    const served = world.calls.filter(({ operation }) => operation === "Login_GET");
    expect(served.map(({ region }) => region)).toEqual([PRIMARY, SECONDARY]);
    expect(await new Browser(world, HOST[SECONDARY]).signIn()).toHaveProperty(
      "host",
      "example.com",
    );
  });

  it("can be made in a secondary, for that Region alone", async () => {
    const world = aWorld();
    const request = new CreateUserPoolDomainCommand({ UserPoolId: POOL, Domain: "customers-b" });
    await world.secondary.send(request);
    expect((await login(world, SECONDARY)).status).toBe(200);
    const sameInPrimary = `customers-b.auth.${PRIMARY}.amazoncognito.com`;
    expect((await ask(world, LOGIN, { host: sameInPrimary })).status).toBe(404);
    await world.primary.send(request);
    expect((await ask(world, LOGIN, { host: sameInPrimary })).status).toBe(200);
  });

  it("is answered at its Region's own endpoint too, and at no other Region's", async () => {
    const world = seeded();
    expect((await login(world, SECONDARY, { endpoint: SECONDARY })).status).toBe(200);
    expect((await login(world, SECONDARY, { endpoint: PRIMARY })).status).toBe(404);
    expect((await ask(world, LOGIN, { host: DOMAIN, endpoint: PRIMARY })).status).toBe(404);
  });

  it("is cut off with its Region, since no CloudFront answers for it", async () => {
    const world = seeded();
    world.faults.add({ region: PRIMARY, effect: { kind: "reset" } });
    expect(await statuses(world)).toEqual(["ECONNRESET", 200]);
    expect((await ask(world, LOGIN, { host: DOMAIN })).status).toBe(502);
  });

  it("suffers the faults of one vantage alone, and answers 429, 500 or as a load balancer", async () => {
    const world = seeded();
    const from = (vantage: string) =>
      login(world, PRIMARY, {
        headers: standingAt(vantage),
      }).then(
        ({ status }) => status,
        (error: Error & { code?: string }) => error.code,
      );
    const strike = async (effect: Parameters<World["faults"]["add"]>[0]["effect"]) => {
      world.faults.clear();
      const operation = "Login_GET";
      world.faults.add({ service: "cognito-idp", operation, vantage: "us-east-1", effect });
      return [await from("us-east-1"), await from("us-west-2")];
    };
    expect(await strike({ kind: "blackHole" })).toEqual(["ETIMEDOUT", 200]);
    expect(await strike({ kind: "status", status: 503 })).toEqual([503, 200]);
    expect(await strike({ kind: "error", name: "InternalErrorException" })).toEqual([500, 200]);
    expect(await strike({ kind: "error", name: "TooManyRequestsException" })).toEqual([429, 200]);
  });
});

describe("what stands before a domain", () => {
  it("is the web ACL of the Region that serves it, which sees the visitor", async () => {
    const world = seeded();
    const rule = { operations: ["Login_GET"], vantages: ["us-east-1"] };
    world.cognito.blockBy(POOL, PRIMARY, rule);
    const from = async (vantage: string, host: string) =>
      (
        await ask(world, LOGIN, {
          host,
          headers: standingAt(vantage),
        })
      ).status;
    expect(await from("us-east-1", DOMAIN)).toBe(403);
    expect(await from("us-east-1", HOST[PRIMARY])).toBe(403);
    expect(await from("us-west-2", DOMAIN)).toBe(200);
    expect(await from("us-east-1", HOST[SECONDARY])).toBe(200);
  });

  it("is the quota of sign-ins, which the form shares with the API", async () => {
    const world = aWorld({ seed: { prefixes: PREFIXES }, areQuotasEnforced: true });
    world.cognito.setQuota(PRIMARY, "UserAuthentication", 2);
    const browser = new Browser(world, HOST[PRIMARY]);
    const page = () => browser.get("/login", ASKED);
    expect((await browser.submit(await page())).status).toBe(302);
    await world.primary.send(passwordSignIn());
    expect((await browser.submit(await page())).status).toBe(429);
    expect((await new Browser(world, HOST[SECONDARY]).signIn()).host).toBe("example.com");
  });

  it("is the pool's key in that Region", async () => {
    const world = seeded();
    world.cognito.setKeyState(POOL, PRIMARY, "Disabled");
    const status = async (region: keyof typeof HOST) => {
      const browser = new Browser(world, HOST[region]);
      return (await browser.submit(await browser.get("/login", ASKED))).status;
    };
    expect([await status(PRIMARY), await status(SECONDARY)]).toEqual([500, 302]);
  });
});

describe("the Date header", () => {
  it("tells the pretend time on every answer, pages, API and faults alike", async () => {
    const world = seeded();
    await world.clock.advance(86_400_000);
    const now = new Date(world.clock.now()).toUTCString();
    const { send } = world;
    const answers = async () => [
      await login(world, PRIMARY),
      await ask(world, "/nothing", { host: "unknown.example.com" }),
      await world.fetch(`http://${PRIMARY}.pretend/${POOL}/.well-known/jwks.json`),
    ];
    const dates = (await answers()).map(({ headers }) => headers.get("date"));
    world.faults.add({ effect: { kind: "status", status: 503 } });
    dates.push(...(await answers()).map(({ headers }) => headers.get("date")));
    expect(new Set(dates)).toEqual(new Set([now]));
    const server = await listen(PRIMARY, send);
    try {
      const response = await fetch(`${server.endpoint}/anything`);
      expect(response.headers.get("date")).toBe(now);
      await response.text();
    } finally {
      await server.close();
    }
  });
});
