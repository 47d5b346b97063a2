import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { managedLogin } from "../../../../controller/probing/journeys/managed-login.ts";
import { primary, secondary, witness } from "../../../core/builders/a-policy.ts";
import { aContext, type ContextOfTest, outcomeOf } from "../../../functions/builders/a-context.ts";

const own = "customers-pretend.auth.us-west-2.amazoncognito.com";
const ownEast = "customers-pretend-east.auth.us-east-1.amazoncognito.com";
const custom = "auth.customers.example";
const withoutPrefix = { prefixDomains: { primary: null, secondary: null } };

const walk = (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  world.walk(["managedLogin", managedLogin], world.context(rest));

async function said(world: ContextOfTest, rest: Partial<JourneyContext> = {}): Promise<string> {
  return outcomeOf(await walk(world, rest));
}

describe("managed login is asked for its page and for the way there", () => {
  const rows: readonly {
    name: string;
    change?: object;
    context: Partial<JourneyContext>;
    steps: readonly string[];
  }[] = [
    {
      name: "at the Region's own domain, then at the custom domain that it serves",
      context: {},
      steps: [`loginPage ${own}`, `authorize ${own}`, `customDomain ${custom}`],
    },
    {
      name: "at the Region's own domain alone, while the custom domain leads elsewhere",
      context: { target: secondary },
      steps: [`loginPage ${ownEast}`, `authorize ${ownEast}`],
    },
    {
      name: "at the Region's own domain alone, while the custom domain moves",
      context: { serving: null },
      steps: [`loginPage ${own}`, `authorize ${own}`],
    },
    {
      name: "at the custom domain alone, where the Region has no other",
      change: withoutPrefix,
      context: { target: secondary, serving: secondary },
      steps: [`loginPage ${custom}`, `authorize ${custom}`],
    },
  ];

  test.each(rows)("$name", async ({ change, context, steps }) => {
    const result = await walk(aContext(change), context);
    expect(outcomeOf(result)).toBe("ok");
    expect(result?.steps.map(({ name, of, outcome }) => `${name} ${of} ${outcome}`)).toEqual(
      steps.map((step) => `${step} ok`),
    );
  });

  test.each([
    ["no domain leads to the target", withoutPrefix, { target: secondary }],
    ["the pool has no callback URL to ask for a page with", {}, "noPath" as const],
  ])("not at all when %s", async (_, change, context) => {
    const world = aContext(change);
    const { policy } = world;
    const rest =
      context === "noPath"
        ? { policy: { ...policy, paths: { ...policy.paths, managedLogin: null } } }
        : context;
    expect(await walk(world, rest)).toBeNull();
    expect(world.aws.gate.calls).toEqual([]);
  });
});

describe("a failure at the Region's own domain is classified as", () => {
  const status = (code: number) => ({ kind: "status", status: code }) as const;
  const effects: readonly (readonly [Fault["effect"], outcome: string])[] = [
    [{ kind: "reset" }, "unreachable: TimeoutError ECONNRESET"],
    [{ kind: "blackHole" }, "unreachable: TimeoutError ETIMEDOUT"],
    [{ kind: "delay", ms: 8_001 }, "unreachable: TimeoutError"],
    [{ kind: "delay", ms: 5_001 }, "slow: 5001 ms"],
    [status(500), "serverError: HostFailed 500"],
    [status(503), "serverError: HostFailed 503"],
    [status(403), "blocked: HostFailed 403"],
    [status(429), "throttled: HostFailed 429"],
    [{ kind: "page", page: "wafChallenge" }, "blocked: WafChallenge 202"],
    [{ kind: "page", page: "wafCaptcha" }, "blocked: WafCaptcha 405"],
    [{ kind: "page", page: "wafBlock" }, "blocked: HostFailed 403"],
    [status(404), "credentials: ErrorPage 404"],
    [{ kind: "error", name: "TooManyRequestsException" }, "throttled: HostFailed 429"],
  ];
  const rows = [
    { step: "loginPage", operation: "Login_GET" },
    { step: "authorize", operation: "Authorize_GET" },
  ].flatMap((at) => effects.map(([effect, outcome]) => ({ ...at, effect, outcome })));

  test.each(rows)("$outcome, at $step: $effect.kind", async ({ step, operation, ...row }) => {
    const world = aContext();
    world.aws.faults.add({ region: primary, operation, vantage: witness, effect: row.effect });
    const [kind, error] = row.outcome.split(": ");
    expect(await said(world)).toBe(`${kind} at ${step}: ${error}`);
    expect(await said(world, { target: secondary })).toBe("ok");
  });
});

describe("what managed login answers instead is told by", () => {
  const page = (body: string, init: ResponseInit = {}) =>
    new Response(body, { headers: { "content-type": "text/html" }, ...init });
  const redirect = (location: string) => new Response(null, { status: 302, headers: { location } });
  const rows: readonly {
    name: string;
    path: string;
    answer: (real: Response, url: URL) => Response;
    outcome: string;
  }[] = [
    {
      name: "a page that is none to sign in at",
      path: "/login",
      answer: () => page("<html>We are back soon.</html>"),
      outcome: "wrongAnswer at loginPage: UnexpectedAnswer 200",
    },
    {
      name: "a form in the design of 2016, whose cookie is lost on the way",
      path: "/login",
      answer: () => page('<form action="/login" method="POST" name="cognitoSignInForm">'),
      outcome: "ok",
    },
    {
      name: "a page whose form is drawn by scripts, known by its cookie",
      path: "/login",
      answer: () =>
        page("<script></script>", {
          headers: { "content-type": "text/html", "set-cookie": "XSRF-TOKEN=x; Path=/" },
        }),
      outcome: "ok",
    },
    {
      name: "something that is no page",
      path: "/login",
      answer: () =>
        page('<form name="cognitoSignInForm">', { headers: { "content-type": "text/plain" } }),
      outcome: "wrongAnswer at loginPage: UnexpectedAnswer 200",
    },
    {
      name: "a login page that sends its users on",
      path: "/login",
      answer: () => redirect("https://idp.example/sign-in"),
      outcome: "credentials at loginPage: LoginPageNotOffered 302",
    },
    {
      name: "authorize that leads past the login page",
      path: "/oauth2/authorize",
      answer: () => redirect("https://idp.example/sign-in"),
      outcome: "credentials at authorize: LoginPageNotOffered 302",
    },
    {
      name: "authorize that leads to another host's login page",
      path: "/oauth2/authorize",
      answer: (real) => redirect(`https://login.example${real.headers.get("location")}`),
      outcome: "credentials at authorize: LoginPageNotOffered 302",
    },
    {
      name: "authorize that leads to the login page of another client",
      path: "/oauth2/authorize",
      answer: (real) =>
        redirect((real.headers.get("location") ?? "").replace(/client_id=\w+/, "client_id=x")),
      outcome: "wrongAnswer at authorize: UnexpectedAnswer 302",
    },
    {
      name: "authorize that leads on to another callback",
      path: "/oauth2/authorize",
      answer: (real) =>
        redirect((real.headers.get("location") ?? "").replace("signed-in", "stolen")),
      outcome: "wrongAnswer at authorize: UnexpectedAnswer 302",
    },
    {
      name: "an error for the client, under the name in its description",
      path: "/oauth2/authorize",
      answer: () =>
        redirect(
          "https://www.customers.example/signed-in?error_description=unauthorized_client&error=invalid_request",
        ),
      outcome: "credentials at authorize: unauthorized_client 302",
    },
    {
      name: "a failing trigger, by the text that came with it",
      path: "/oauth2/authorize",
      answer: () =>
        redirect(
          "https://www.customers.example/signed-in?error_description=PreAuthentication+failed+with+error+no.&error=invalid_request",
        ),
      outcome: "trigger at authorize: invalid_request 302",
    },
    {
      name: "trouble of its own, under its OAuth name",
      path: "/oauth2/authorize",
      answer: () => redirect("https://www.customers.example/signed-in?error=server_error"),
      outcome: "serverError at authorize: server_error 302",
    },
  ];

  test.each(rows)("$name", async ({ path, answer, outcome }) => {
    const world = aContext();
    world.instead(path, answer, own);
    expect(await said(world)).toBe(outcome);
  });

  test("the error page, for a callback URL that the client does not have", async () => {
    const world = aContext();
    const { policy } = world;
    const path = policy.paths.managedLogin;
    if (path === null) throw new Error("the settings have the path");
    const redirectUri = "https://elsewhere.example/";
    const paths = { ...policy.paths, managedLogin: { ...path, redirectUri } };
    expect(await said(world, { policy: { ...policy, paths } })).toBe(
      "credentials at loginPage: redirect_mismatch 302",
    );
  });

  test("the error page, for a client that is not there", async () => {
    const world = aContext();
    const policy = { ...world.policy, clientId: "nobody" };
    const result = await walk(world, { policy });
    expect(outcomeOf(result)).toBe("credentials at loginPage: ErrorPage 302");
    expect(JSON.stringify(result)).not.toContain("does not exist");
  });
});

describe("the custom domain, where the Region answers at its own,", () => {
  const gateway = () => new Response("<html></html>", { status: 502 });

  test.each([
    ["/login", "HostFailed 502"],
    ["/oauth2/authorize", "HostFailed 502"],
  ])("is a finding when its %s fails", async (path, error) => {
    const world = aContext();
    world.instead(path, gateway, custom);
    expect(await said(world)).toBe(
      `customDomainTrouble at customDomain: ${custom} fails with ${error}, and ${own} does not`,
    );
  });

  test("is a finding when nothing answers there in time", async () => {
    const world = aContext();
    const late = async (real: Response) => {
      await world.clock.wait(8_001);
      return real;
    };
    world.instead("/login", late, custom);
    expect(await said(world)).toBe(
      `customDomainTrouble at customDomain: ${custom} fails with TimeoutError, and ${own} does not`,
    );
  });

  test("makes no Region slow", async () => {
    const world = aContext();
    world.aws.faults.add({ operation: "Login_GET", effect: { kind: "delay", ms: 4_000 } });
    expect(await said(world)).toBe("ok");
  });

  test("is the target's own where there is no other: its failure is the Region's", async () => {
    const world = aContext(withoutPrefix);
    world.aws.faults.add({ region: primary, effect: { kind: "reset" } });
    expect(await said(world)).toBe("serverError at loginPage: HostFailed 502");
  });
});
