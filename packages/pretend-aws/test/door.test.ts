import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { createPretendAws, type PretendAws } from "../pretend-aws.ts";
import { type Served, serve } from "../serve.ts";
import { listen } from "../wire/server.ts";

const DOMAIN = "auth.customers.example";
const POOL = "us-west-2_Pretend01";
const CLIENT = "1pretend2client3example4567";
const EVIL = "https://evil.example";

let aws: PretendAws;
let served: Served;

beforeAll(async () => {
  aws = createPretendAws({ clock: new VirtualClock(Date.UTC(2026, 10, 22)) });
  aws.cognito.seedPool({
    ...{ id: POOL, name: "customers", region: "us-west-2", secondary: "us-east-1" },
    ...{ clientId: CLIENT, clientName: "web", issuer: "UPDATED", domain: DOMAIN },
    users: [{ username: "maria", password: "Pretend-maria-1" }],
    callbackUrls: ["https://www.customers.example/signed-in"],
    prefixes: { "us-west-2": "customers" },
  });
  served = await serve(aws, ["us-west-2", "us-east-1"]);
});

afterAll(() => served.close());

const portOf = (endpoint: string | undefined) => Number(new URL(endpoint ?? "").port);
const global = () => portOf(served.global);
const primary = () => portOf(served.regions["us-west-2"]);

/** All that comes back for what is written, byte by byte as it is, until the server hangs up. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port });
    let heard = "";
    socket.setEncoding("utf8").on("data", (some) => {
      heard += some;
    });
    socket.once("error", reject).once("close", () => resolve(heard));
    socket.write(text);
  });
}

type Headers = Readonly<Record<string, string>>;

const written = (line: string, headers: Headers, body = "") =>
  [
    `${line} HTTP/1.1`,
    ...Object.entries({
      host: "127.0.0.1",
      connection: "close",
      ...(body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      ...headers,
    }).map(([name, value]) => `${name}: ${value}`),
    "",
    body,
  ].join("\r\n");

async function asked(
  port: number,
  ...[line, headers = {}, body]: readonly [string, Headers?, string?]
) {
  const answer = await raw(port, written(line, headers, body));
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]), answer };
}

const FAULT = JSON.stringify({ effect: { kind: "reset" } });
const json = { "content-type": "application/json" };
const target = (operation: string) => ({
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
});
const signed = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=x/20261122/us-west-2/cognito-idp/aws4_request, SignedHeaders=host, Signature=0",
};
const SIGN_IN = JSON.stringify({
  ...{ AuthFlow: "USER_PASSWORD_AUTH", ClientId: CLIENT },
  AuthParameters: { USERNAME: "maria", PASSWORD: "Pretend-maria-1" },
});

describe("the name that is asked", () => {
  test.each([
    ...["127.0.0.1", "localhost", "localhost:1234", "[::1]:1234", "LOCALHOST", "beacons.localhost"],
    ...["host.docker.internal:80", "route53.amazonaws.com", "b.s3.us-west-2.amazonaws.com"],
    ...[DOMAIN, `${DOMAIN}:443`, "customers.auth.us-west-2.amazoncognito.com"],
  ])("may be %s", async (host) => {
    const { status } = await asked(global(), "GET /_pretend/faults", { host });
    expect(status).toBe(200);
  });

  test.each([
    ...["evil.example", "evil.example:1234", "127.0.0.1.evil.example", "localhost.evil.example"],
    ...["amazonaws.com.evil.example", "evilamazonaws.com", "evil@127.0.0.1", "169.254.169.254"],
    ...["other.auth.us-west-2.amazoncognito.com", "www.customers.example", "10.0.0.1", ""],
  ])("may not be %j, since a page may be served under it that then comes here", async (host) => {
    for (const port of [global(), primary()]) {
      const { status, answer } = await asked(port, "GET /_pretend/faults", { host });
      expect([400, 421]).toContain(status);
      expect(answer).not.toMatch(/\bat .*\.ts/);
    }
  });

  test("must be given, also by HTTP/1.0", async () => {
    expect(await raw(global(), "GET /_pretend/faults HTTP/1.0\r\n\r\n")).toMatch(/ 421 /);
    expect(await raw(global(), "GET /_pretend/faults HTTP/1.1\r\n\r\n")).toMatch(/ 400 /);
  });

  test("may be a custom domain's by x-forwarded-host, but never opens the door to another", async () => {
    const headers = { host: "evil.example", "x-forwarded-host": DOMAIN };
    expect((await asked(global(), "GET /login", headers)).status).toBe(421);
  });
});

describe("a page of another origin", () => {
  test.each([
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["plain text", { "content-type": "text/plain" }],
    ["JSON", json],
  ])("adds no fault by %s", async (_, type) => {
    const from = { ...type, origin: EVIL };
    expect((await asked(global(), "POST /_pretend/faults", from, FAULT)).status).toBe(403);
    const sandboxed = { ...type, origin: "null" };
    expect((await asked(global(), "POST /_pretend/faults", sandboxed, FAULT)).status).toBe(403);
    const own = { ...type, origin: served.global };
    expect((await asked(global(), "POST /_pretend/faults", own, FAULT)).status).toBe(403);
    expect(aws.faults.list()).toEqual([]);
  });

  test("clears no fault, and reads none", async () => {
    const { id } = aws.faults.add({ service: "nobody", effect: { kind: "reset" } });
    for (const line of ["DELETE /_pretend/faults", `DELETE /_pretend/faults/${id}`]) {
      expect((await asked(global(), line, { origin: EVIL })).status).toBe(403);
    }
    const embedded = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
    expect((await asked(global(), "GET /_pretend/calls", embedded)).status).toBe(403);
    expect(aws.faults.list().map((fault) => fault.id)).toContain(id);
    aws.faults.clear();
  });

  test.each([
    ["SNS by a form", "POST /", { "content-type": "application/x-www-form-urlencoded" }],
    ["Route 53 by plain text", "POST /2013-04-01/hostedzone", { "content-type": "text/plain" }],
    ["Lambda", "POST /2015-03-31/functions/probe/invocations", { "content-type": "text/plain" }],
    ["S3", "PUT /beacons/serving-secondary", { "content-type": "text/plain" }],
    ["an administrator of Cognito", "POST /", { ...target("AdminDeleteUser"), ...signed }],
    ["an administrator who does not sign", "POST /", target("AdminDeleteUser")],
    ["a public operation that is signed", "POST /", { ...target("InitiateAuth"), ...signed }],
    ["DynamoDB", "POST /", { "x-amz-target": "DynamoDB_20120810.DeleteTable", ...signed }],
  ])("cannot reach %s", async (_, line, headers) => {
    const calls = aws.gate.calls.length;
    for (const port of [global(), primary()]) {
      for (const from of [{ origin: EVIL }, { "sec-fetch-site": "same-site" }]) {
        const { status, answer } = await asked(port, line, { ...headers, ...from }, "Action=x");
        expect(status).toBe(403);
        expect(answer).not.toMatch(/access-control/i);
      }
    }
    expect(aws.gate.calls).toHaveLength(calls);
  });

  test("cannot ask for more than the user-pool API before it calls", async () => {
    const ask = { origin: EVIL, "access-control-request-method": "POST" };
    expect((await asked(global(), "OPTIONS /_pretend/faults", ask)).status).toBe(403);
    expect((await asked(primary(), "OPTIONS /", ask)).status).toBe(403);
    const named = { ...ask, "access-control-request-headers": "content-type,x-amz-target" };
    expect((await asked(global(), "OPTIONS /_pretend/faults", named)).status).toBe(403);
    const { status, answer } = await asked(primary(), "OPTIONS /", named);
    expect(status).toBe(200);
    expect(answer).toMatch(/access-control-allow-origin: \*/i);
  });

  test("signs a user in as at Cognito, and reads the issuer's documents", async () => {
    const from = { ...target("InitiateAuth"), origin: EVIL, "sec-fetch-site": "cross-site" };
    const { status, answer } = await asked(primary(), "POST /", from, SIGN_IN);
    expect(status).toBe(200);
    expect(answer).toMatch(/access-control-allow-origin: \*/i);
    const keys = `GET /${POOL}/.well-known/jwks.json`;
    expect((await asked(primary(), keys, { origin: EVIL })).status).toBe(200);
  });
});

describe("a domain", () => {
  const page = `/login?client_id=${CLIENT}&response_type=code&redirect_uri=${encodeURIComponent("https://www.customers.example/signed-in")}`;
  const form = { host: DOMAIN, "content-type": "application/x-www-form-urlencoded" };

  test("is led to by a link of another page", async () => {
    const led = { host: DOMAIN, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await asked(global(), `GET ${page}`, led)).status).toBe(200);
  });

  test("takes the form of its own page, and of no other", async () => {
    const body = "username=maria&password=Pretend-maria-1";
    const own = await asked(
      global(),
      `POST ${page}`,
      { ...form, origin: `http://${DOMAIN}` },
      body,
    );
    expect(own.status).not.toBe(403);
    const behind = { ...form, host: "127.0.0.1", "x-forwarded-host": DOMAIN };
    const proxied = { ...behind, origin: `https://${DOMAIN}` };
    expect((await asked(global(), `POST ${page}`, proxied, body)).status).not.toBe(403);
    for (const origin of [EVIL, "null", `http://${DOMAIN}.evil.example`, served.global]) {
      expect((await asked(global(), `POST ${page}`, { ...form, origin }, body)).status).toBe(403);
    }
  });

  test("is no way round to the world behind it", async () => {
    const from = { ...json, host: DOMAIN, origin: `http://${DOMAIN}` };
    expect((await asked(global(), "POST /_pretend/faults", from, FAULT)).status).toBe(403);
  });
});

describe("the door of the pretend AWS", () => {
  test.each([
    ["nothing", {}],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["plain text", { "content-type": "text/plain; a=application/json" }],
    ["another JSON", { "content-type": "application/jsonp" }],
  ])("takes a fault as JSON, not as %s", async (_, type) => {
    expect((await asked(global(), "POST /_pretend/faults", type, FAULT)).status).toBe(415);
    expect(aws.faults.list()).toEqual([]);
  });

  test.each([
    "null",
    "[]",
    "7",
    "{",
    '{"effect":null}',
  ])("refuses %s with a sentence", async (body) => {
    const { status, answer } = await asked(global(), "POST /_pretend/faults", json, body);
    expect(status).toBe(400);
    expect(answer).toContain('{"message":');
  });

  test("takes what is sent as JSON, with a charset as well", async () => {
    const typed = { "content-type": "application/json; charset=utf-8" };
    expect((await asked(global(), "POST /_pretend/faults", typed, FAULT)).status).toBe(201);
    aws.faults.clear();
  });

  test("takes no fault of more than 64 kB", async () => {
    const body = JSON.stringify({ region: "x".repeat(65_536), effect: { kind: "reset" } });
    expect((await asked(global(), "POST /_pretend/faults", json, body)).status).toBe(413);
  });
});

describe("a request", () => {
  const small = { bodyBytes: 100, requestMs: 200 };
  const silent = async () => ({ status: 200, headers: {}, body: "well" });

  test("has no more bytes than the limit, whether it says so before or not", async () => {
    const server = await listen("us-west-2", silent, { ...small, requestMs: 30_000 });
    const port = portOf(server.endpoint);
    const at = (bytes: number) => asked(port, "POST /", {}, "x".repeat(bytes));
    expect((await at(100)).status).toBe(200);
    expect((await at(101)).status).toBe(413);
    const chunk = `65\r\n${"x".repeat(101)}\r\n`;
    const chunked = written("POST /", { "transfer-encoding": "chunked" });
    expect(await raw(port, `${chunked}${chunk}`)).toMatch(/^HTTP\/1\.1 413 /);
    await server.close();
  });

  test("that never ends is answered with 408", async () => {
    const server = await listen("us-west-2", silent, small);
    const port = portOf(server.endpoint);
    const unfinished = written("POST /", { "content-length": "50" });
    expect(await raw(port, `${unfinished}x`)).toMatch(/^HTTP\/1\.1 408 /);
    expect(await raw(port, "GET / HTTP/1.1\r\nhost: local")).toMatch(/^HTTP\/1\.1 408 /);
    await server.close();
  });

  test("leaves its connection open for a minute, longer than clients keep one", async () => {
    const server = await listen("us-west-2", silent);
    const { headers } = await fetch(server.endpoint);
    expect(headers.get("keep-alive")).toBe("timeout=60");
    await server.close();
  });

  test("with a target that is no path is refused", async () => {
    const server = await listen("us-west-2", silent);
    const { status } = await asked(portOf(server.endpoint), "GET http://[");
    expect(status).toBe(400);
    await server.close();
  });

  test("that makes the pretend AWS fail is told nothing of its inside, which its terminal is", async () => {
    const told: Error[] = [];
    const listener = (warning: Error) => told.push(warning);
    process.on("warning", listener);
    const server = await listen("us-west-2", async () => {
      throw new Error("the inside of a model");
    });
    const { status, answer } = await asked(portOf(server.endpoint), "GET /");
    await server.close();
    process.off("warning", listener);
    expect(status).toBe(500);
    expect(answer).not.toMatch(/inside of a model|\.ts|node_modules/);
    expect(told.map(({ message }) => message).join()).toContain("the inside of a model");
  });
});
