import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { federation } from "../../../../controller/probing/journeys/federation.ts";
import { primary, secondary, witness } from "../../../core/builders/a-policy.ts";
import {
  type Another,
  aContext,
  type ContextOfTest,
  outcomeOf,
} from "../../../functions/builders/a-context.ts";

const own = "customers-pretend.auth.us-west-2.amazoncognito.com";
const providers = ["Google", "Facebook", "SignInWithApple", "LoginWithAmazon", "Staff", "Partners"];

const walk = (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  world.walk(["federation", federation], world.context(rest));

async function said(world: ContextOfTest, rest: Partial<JourneyContext> = {}): Promise<string> {
  return outcomeOf(await walk(world, rest));
}

/** Changes where authorize leads the users of one provider. */
function leading(world: ContextOfTest, name: string, change: (to: URL) => void): void {
  world.instead("/oauth2/authorize", (real, asked) => {
    if (asked.searchParams.get("identity_provider") !== name) return real;
    const to = new URL(real.headers.get("location") ?? "");
    change(to);
    return new Response(null, { status: 302, headers: { location: to.href } });
  });
}

describe("authorize leads to each identity provider", () => {
  test.each([
    ["primary", primary],
    ["secondary", secondary],
  ])("of the settings, in the %s", async (_, target) => {
    const result = await walk(aContext(), { target });
    expect(outcomeOf(result)).toBe("ok");
    const seen = result?.steps.map(({ name, of, outcome }) => `${name} ${of} ${outcome}`);
    expect(seen?.sort()).toEqual(providers.map((name) => `provider ${name} ok`).sort());
  });

  test("and is asked for nothing else: no provider hears of it", async () => {
    const world = aContext();
    const asked: string[] = [];
    const note: Another = (real, { host, pathname }) => {
      asked.push(`${host}${pathname}`);
      return real;
    };
    world.instead("", note);
    await walk(world);
    expect(asked).toEqual(providers.map(() => "global.pretend/oauth2/authorize"));
  });

  test("by way of the custom domain, where the Region has no other", async () => {
    const world = aContext({ prefixDomains: { primary: null, secondary: null } });
    expect(await said(world)).toBe("ok");
    expect(await walk(world, { target: secondary })).toBeNull();
  });
});

describe("what keeps a provider from sending its users back is a finding:", () => {
  const drop = (name: string) => (to: URL) => to.searchParams.delete(name);
  const set = (name: string, value: string) => (to: URL) => to.searchParams.set(name, value);
  const rewritten = (from: string | RegExp, into: string) => (to: URL) => {
    const request = Buffer.from(to.searchParams.get("SAMLRequest") ?? "", "base64");
    const changed = inflateRawSync(request).toString().replace(from, into);
    expect(changed).toContain(into);
    to.searchParams.set("SAMLRequest", deflateRawSync(changed).toString("base64"));
  };
  const lacks = (names: string) => `is asked with a missing or wrong ${names}`;
  const rows: readonly (readonly [provider: string, (to: URL) => void, says: string])[] = [
    [
      "Google",
      (to) => {
        to.host = "accounts.example";
      },
      "leads to accounts.example and not to accounts.google.com",
    ],
    [
      "Facebook",
      (to) => {
        to.host = "m.facebook.com";
      },
      "leads to m.facebook.com and not to www.facebook.com",
    ],
    [
      "SignInWithApple",
      (to) => {
        to.host = "apple.com";
      },
      "leads to apple.com and not to appleid.apple.com",
    ],
    [
      "LoginWithAmazon",
      (to) => {
        to.host = "amazon.com";
      },
      "leads to amazon.com and not to www.amazon.com",
    ],
    [
      "Staff",
      (to) => {
        to.host = "old.staff.example";
      },
      "leads to old.staff.example and not to login.staff.example",
    ],
    [
      "Partners",
      (to) => {
        to.host = "old.example";
      },
      "leads to old.example and not to id.partners.example",
    ],
    [
      "Google",
      (to) => {
        to.protocol = "http:";
      },
      "is not reached by https",
    ],
    ["Google", drop("client_id"), lacks("client_id")],
    ["Facebook", drop("redirect_uri"), lacks("redirect_uri")],
    [
      "Google",
      set("redirect_uri", "https://auth.customers.example/oauth2/idpresponse"),
      lacks("redirect_uri"),
    ],
    ["Staff", set("response_type", "token"), lacks("response_type")],
    ["Staff", drop("scope"), lacks("scope")],
    ["SignInWithApple", set("state", ""), lacks("state")],
    [
      "LoginWithAmazon",
      (to) => {
        to.search = "";
      },
      lacks("client_id, redirect_uri, response_type, scope and state"),
    ],
    ["Partners", drop("RelayState"), lacks("RelayState")],
    [
      "Partners",
      set("SAMLRequest", "AAAA"),
      lacks("SAMLRequest, AssertionConsumerServiceURL and Issuer"),
    ],
    [
      "Partners",
      rewritten(/$/, `<!-- ${"x".repeat(100_000)} -->`),
      lacks("SAMLRequest, AssertionConsumerServiceURL and Issuer"),
    ],
    [
      "Partners",
      rewritten(`https://${own}/`, "https://elsewhere.example/"),
      lacks("AssertionConsumerServiceURL"),
    ],
    [
      "Partners",
      rewritten(
        "urn:amazon:cognito:sp:us-west-2_Pretend01",
        "urn:amazon:cognito:sp:us-west-2_Another01",
      ),
      lacks("Issuer"),
    ],
    ["Partners", rewritten(/AuthnRequest/g, "LogoutRequest"), lacks("SAMLRequest")],
  ];

  test.each(
    rows.map(([provider, change, says]) => ({ provider, change, says })),
  )("$provider $says", async ({ provider, change, says }) => {
    const world = aContext();
    leading(world, provider, change);
    expect(await said(world)).toBe(`wrongRedirect at provider: ${provider} ${says}`);
  });

  test("every provider that is not reached correctly is named", async () => {
    const world = aContext();
    leading(world, "Partners", drop("RelayState"));
    leading(world, "Google", drop("state"));
    expect(await said(world)).toBe(
      `wrongRedirect at provider: Google ${lacks("state")}; Partners ${lacks("RelayState")}`,
    );
  });

  test("a provider that the app client does not offer", async () => {
    const world = aContext();
    const { policy } = world;
    const unknown = [{ name: "Nobody", leadsTo: "login.nobody.example" }];
    const journeys = {
      ...policy.journeys,
      federation: { every: 60_000 as never, providers: unknown },
    };
    expect(await said(world, { policy: { ...policy, journeys } })).toBe(
      "wrongRedirect at provider: Nobody is not offered: managed login shows a page of its own",
    );
  });

  test("a login page where the provider was asked for", async () => {
    const world = aContext();
    leading(world, "Google", (to) => {
      to.href = `https://${own}/login`;
    });
    expect(await said(world)).toBe(
      `wrongRedirect at provider: Google leads to ${own} and not to accounts.google.com`,
    );
  });

  test("no finding repeats what is meant for the provider", async () => {
    const world = aContext();
    const sent: string[] = [];
    for (const name of providers) {
      leading(world, name, (to) => {
        sent.push(
          ...["state", "RelayState", "SAMLRequest"].flatMap(
            (one) => to.searchParams.get(one) ?? [],
          ),
        );
        to.host = "elsewhere.example";
      });
    }
    const told = JSON.stringify(await walk(world));
    expect(sent.length).toBeGreaterThan(6);
    for (const secret of sent) expect(told).not.toContain(secret);
  });
});

describe("a failure on the way is classified as", () => {
  const rows: readonly { effect: Fault["effect"]; outcome: string }[] = [
    { effect: { kind: "reset" }, outcome: "unreachable at provider: TimeoutError ECONNRESET" },
    { effect: { kind: "blackHole" }, outcome: "unreachable at provider: TimeoutError ETIMEDOUT" },
    { effect: { kind: "delay", ms: 8_001 }, outcome: "unreachable at provider: TimeoutError" },
    { effect: { kind: "delay", ms: 5_001 }, outcome: "slow at provider: 5001 ms" },
    { effect: { kind: "status", status: 503 }, outcome: "serverError at provider: HostFailed 503" },
    { effect: { kind: "status", status: 403 }, outcome: "blocked at provider: HostFailed 403" },
    { effect: { kind: "status", status: 429 }, outcome: "throttled at provider: HostFailed 429" },
  ];

  test.each(rows)("$outcome", async ({ effect, outcome }) => {
    const world = aContext();
    world.aws.faults.add({ region: primary, operation: "Authorize_GET", vantage: witness, effect });
    expect(await said(world)).toBe(outcome);
    expect(await said(world, { target: secondary })).toBe("ok");
  });

  test("nothing, while every provider alone is quick enough", async () => {
    const world = aContext();
    world.aws.faults.add({ operation: "Authorize_GET", effect: { kind: "delay", ms: 4_999 } });
    expect(await said(world)).toBe("ok");
  });

  test("its name, where Cognito sends the client an error", async () => {
    const world = aContext();
    const { policy } = world;
    const machine = { ...policy, clientId: policy.clientId };
    world.instead("/oauth2/authorize", () => {
      const location =
        "https://www.customers.example/signed-in?error=invalid_request&error_description=unauthorized_client";
      return new Response(null, { status: 302, headers: { location } });
    });
    expect(await said(world, { policy: machine })).toBe(
      "credentials at provider: unauthorized_client 302",
    );
  });

  test("that of one provider, although another is a finding", async () => {
    const world = aContext();
    leading(world, "Google", (to) => to.searchParams.delete("state"));
    world.instead("/oauth2/authorize", (real, asked) =>
      asked.searchParams.get("identity_provider") === "Partners"
        ? new Response("", { status: 500 })
        : real,
    );
    expect(await said(world)).toBe("serverError at provider: HostFailed 500");
  });
});
