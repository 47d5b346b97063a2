import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createIssuer } from "../../../aws/cognito/issuer.ts";
import { createManagedLogin } from "../../../aws/cognito/managed-login.ts";
import { createTokenEndpoint } from "../../../aws/cognito/token-endpoint.ts";
import { type Place, systemRuntime } from "../../../aws/sdk/clients.ts";
import { createControl } from "../../../aws/sdk/connectivity.ts";
import { signatureOf } from "../../../aws/sdk/failure-signature.ts";
import { plainRequest } from "../../../aws/sdk/http-request.ts";
import { region, userPoolId } from "../../../core/values/types.ts";

const own = region("eu-west-1");
const onAws: Place = { caller: "probe", region: own, endpoints: null, runtime: systemRuntime };
const { signal } = new AbortController();
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Answers the n-th request as `answers` say. */
async function serving(...answers: readonly RequestListener[]) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const answer = answers[seen.length];
    seen.push(`${request.method} ${request.url} ${request.headers["user-agent"]}`);
    answer?.(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const cut: RequestListener = ({ socket }) => socket.resetAndDestroy();
const fine: RequestListener = (_, response) => response.end("fine");

describe("a plain request", () => {
  test("says who calls, and from where", async () => {
    const { url, seen } = await serving(fine);
    await plainRequest(onAws, `${url}/login`, { signal });
    expect(seen).toEqual(["GET /login cognito-failover/probe vantage/eu-west-1"]);
  });

  test("follows no redirect", async () => {
    const { url, seen } = await serving((_, response) =>
      response.writeHead(302, { location: "/elsewhere" }).end(),
    );
    const { status, headers } = await plainRequest(onAws, url, { signal });
    expect([status, headers.get("location"), seen.length]).toEqual([302, "/elsewhere", 1]);
  });

  test("is sent again when its connection was cut, with its body", async () => {
    const { url, seen } = await serving(cut, (request, response) => request.pipe(response));
    const answer = await plainRequest(onAws, url, { method: "POST", body: "a=b", signal });
    expect(await answer.text()).toBe("a=b");
    expect(seen).toHaveLength(2);
  });

  test("is not sent a third time", async () => {
    const { url, seen } = await serving(cut, cut, fine);
    const error: unknown = await plainRequest(onAws, url, { signal }).catch((caught) => caught);
    expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(signatureOf(error).code);
    expect(seen).toHaveLength(2);
  });

  test("is not sent again when its time is over", async () => {
    const over = new AbortController();
    const { url, seen } = await serving((request) => {
      over.abort();
      cut(request, undefined as never);
    }, fine);
    await expect(plainRequest(onAws, url, { signal: over.signal })).rejects.toThrow();
    expect(seen).toHaveLength(1);
  });
});

describe("on AWS itself", () => {
  const ask: readonly (readonly [name: string, (place: Place) => Promise<unknown>, url: RegExp])[] =
    [
      [
        "managed login is asked at its domain",
        (place) =>
          createManagedLogin(place).form(
            "auth.example.com",
            { clientId: "abc", redirectUri: "https://example.com/in" },
            signal,
          ),
        /^https:\/\/auth\.example\.com\/login\?client_id=abc&response_type=code&redirect_uri=/,
      ],
      [
        "the token endpoint is asked at its domain",
        (place) =>
          createTokenEndpoint(place).refusesStrangers(
            "customers.auth.eu-west-1.amazoncognito.com",
            signal,
          ),
        /^https:\/\/customers\.auth\.eu-west-1\.amazoncognito\.com\/oauth2\/token$/,
      ],
      [
        "the original issuer is asked at the Region's endpoint",
        (place) => createIssuer(place).discovery(issuerAt("ORIGINAL"), signal),
        /^https:\/\/cognito-idp\.us-west-2\.amazonaws\.com\/us-west-2_A1\/\.well-known\/openid-configuration$/,
      ],
      [
        "the multi-Region issuer is asked at its own host",
        (place) => createIssuer(place).keyIds(issuerAt("UPDATED"), signal),
        /^https:\/\/issuer-cognito-idp\.us-west-2\.amazonaws\.com\/us-west-2_A1\/\.well-known\/jwks\.json$/,
      ],
      [
        "a control endpoint is DynamoDB's",
        (place) => createControl(place).reachable([], signal),
        /^https:\/\/dynamodb\.[a-z]+-[a-z]+-\d\.amazonaws\.com\/ping$/,
      ],
    ];
  const issuerAt = (form: "ORIGINAL" | "UPDATED") => ({
    userPoolId: userPoolId("us-west-2_A1"),
    form,
    region: region("us-west-2"),
  });

  test.each(ask)("%s", async (_, run, url) => {
    const asked: { readonly url: string; readonly forwarded: string | null }[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const { url, headers } = new Request(input, init);
      asked.push({ url, forwarded: headers.get("x-forwarded-host") });
      return new Response("", { status: 500 });
    };
    await run({ ...onAws, runtime: { ...systemRuntime, fetch } }).catch(() => undefined);
    expect(asked[0]?.url).toMatch(url);
    expect(asked.every(({ forwarded }) => forwarded === null)).toBe(true);
  });
});
