import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Listening, listen } from "../wire/server.ts";
import { aWorld, CLIENT, PASSWORD, POOL, PRIMARY, SECONDARY } from "./cognito-world.ts";
import { AmplifyInteger, withNativePowers } from "./foreign-powers.ts";

const world = aWorld();
const listening = new Map<string, Listening>();

beforeAll(async () => {
  for (const region of [PRIMARY, SECONDARY]) {
    listening.set(region, await listen(region, world.send));
  }
});

afterAll(async () => {
  for (const server of listening.values()) await server.close();
});

function signIn(region: string, password: string): Promise<CognitoUserSession> {
  const endpoint = listening.get(region)?.endpoint ?? "";
  const pool = new CognitoUserPool({ UserPoolId: POOL, ClientId: CLIENT, endpoint });
  const user = new CognitoUser({ Username: "ada", Pool: pool });
  const details = new AuthenticationDetails({ Username: "ada", Password: password });
  return new Promise((resolve, reject) => {
    user.authenticateUser(details, { onSuccess: resolve, onFailure: reject });
  });
}

/** `fetch` as a page of another origin has it: asks before, and shows nothing that was not allowed. */
function pageFetch(): typeof fetch {
  const plain = globalThis.fetch;
  const origin = "https://www.customers.example";
  const listed = (value: string | null) => (value ?? "").toLowerCase().split(/\s*,\s*/);
  const assert = (holds: boolean, what: string) => {
    if (!holds) throw new TypeError(`Failed to fetch: ${what}`);
  };
  return async (input, init) => {
    const { headers, method } = new Request(input, init);
    const wanted = [...headers.keys()].filter(
      (name) => !["accept", "content-length"].includes(name),
    );
    const asked = await plain(new Request(input).url, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": method,
        "access-control-request-headers": wanted.join(","),
      },
    });
    assert(asked.ok && asked.headers.get("access-control-allow-origin") === "*", "preflight");
    assert(listed(asked.headers.get("access-control-allow-methods")).includes("post"), method);
    const allowed = listed(asked.headers.get("access-control-allow-headers"));
    assert(
      wanted.every((name) => allowed.includes(name)),
      wanted.join(),
    );
    const sent = new Headers(headers);
    sent.set("origin", origin);
    const response = await plain(input, { ...init, headers: sent });
    assert(response.headers.get("access-control-allow-origin") === "*", "answer");
    const exposed = listed(response.headers.get("access-control-expose-headers"));
    const shown = [...response.headers].filter(
      ([name]) => name === "content-type" || exposed.includes(name),
    );
    return new Response(await response.arrayBuffer(), {
      status: response.status,
      headers: Object.fromEntries(shown),
    });
  };
}

describe("amazon-cognito-identity-js in a page of another origin", () => {
  withNativePowers(AmplifyInteger);
  beforeAll(() => void vi.stubGlobal("fetch", pageFetch()));
  afterAll(() => void vi.unstubAllGlobals());

  it("signs in, and hears by name what it is refused for", async () => {
    const session = await signIn(SECONDARY, PASSWORD);
    expect(session.isValid).toEqual(expect.any(Function));
    await expect(signIn(SECONDARY, "Wrong-horse-9")).rejects.toMatchObject({
      name: "NotAuthorizedException",
    });
  });

  it("is told nothing where the answer is not Cognito's own", async () => {
    world.faults.add({ region: PRIMARY, effect: { kind: "status", status: 503 } });
    await expect(signIn(PRIMARY, PASSWORD)).rejects.toThrow(/Failed to fetch|Network error/);
    world.faults.clear();
  });
});

describe("amazon-cognito-identity-js over HTTP", () => {
  it("signs in by SRP with powers of its own", async () => {
    const session = await signIn(PRIMARY, PASSWORD);
    expect(session.getIdToken().payload).toMatchObject({ email: "ada@example.com" });
  });
});

describe("amazon-cognito-identity-js over HTTP, with powers of OpenSSL", () => {
  withNativePowers(AmplifyInteger);

  for (const region of [PRIMARY, SECONDARY]) {
    it(`signs in by SRP in ${region}`, async () => {
      const session = await signIn(region, PASSWORD);
      expect(session.getIdToken().payload).toMatchObject({
        iss: `https://issuer-cognito-idp.${PRIMARY}.amazonaws.com/${POOL}`,
        aud: CLIENT,
        email: "ada@example.com",
      });
    });

    it(`is refused with a wrong password in ${region}`, async () => {
      await expect(signIn(region, "Wrong-horse-9")).rejects.toMatchObject({
        name: "NotAuthorizedException",
        message: "Incorrect username or password.",
      });
    });
  }

  it("gets the same sub from both Regions", async () => {
    const subs = await Promise.all(
      [PRIMARY, SECONDARY].map(async (region) => {
        const session = await signIn(region, PASSWORD);
        return session.getIdToken().payload["sub"];
      }),
    );
    expect(subs[0]).toBe(subs[1]);
  });
});
