import type { Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { keySet } from "../../../../controller/probing/journeys/key-set.ts";
import { primary, secondary } from "../../../core/builders/a-policy.ts";
import {
  type Another,
  aContext,
  type ContextOfTest,
  outcomeOf,
} from "../../../functions/builders/a-context.ts";

const updatedHost = "issuer-cognito-idp.us-west-2.amazonaws.com";
const originalHost = "cognito-idp.us-west-2.amazonaws.com";
const pool = "us-west-2_Pretend01";
const original = { issuer: "ORIGINAL", mode: "advise" };

/** With a session that the target has just begun. */
async function walk(world: ContextOfTest, rest: Partial<JourneyContext> = {}) {
  const session = await world.signIn(rest.target ?? primary);
  const context = world.context({ session: async () => session, ...rest });
  return world.walk(["keySet", keySet], context);
}

async function said(world: ContextOfTest, rest: Partial<JourneyContext> = {}): Promise<string> {
  return outcomeOf(await walk(world, rest));
}

/** Changes a document of whichever host serves it. */
function changed(
  world: ContextOfTest,
  document: string,
  change: (content: Members) => Members,
): void {
  world.instead(document, async (real) =>
    real.ok ? Response.json(change((await real.json()) as Members)) : real,
  );
}

type Members = Readonly<Record<string, unknown>>;

const DISCOVERY = "openid-configuration";
const KEYS = "jwks.json";

describe("the issuer's documents are read", () => {
  const rows: readonly {
    name: string;
    change?: object;
    target: JourneyContext["target"];
    steps: readonly string[];
  }[] = [
    {
      name: "at the multi-Region issuer and at the primary",
      target: primary,
      steps: [
        ...[`discovery ${updatedHost}`, `keySet ${updatedHost}`],
        ...[`discovery ${originalHost}`, `keySet ${originalHost}`],
        "signingKey undefined",
      ],
    },
    {
      name: "at the multi-Region issuer, and at the secondary as far as it serves them",
      target: secondary,
      steps: [
        ...[`discovery ${updatedHost}`, `keySet ${updatedHost}`],
        ...[
          "discovery cognito-idp.us-east-1.amazonaws.com",
          "keySet cognito-idp.us-east-1.amazonaws.com",
        ],
        "signingKey undefined",
      ],
    },
    {
      name: "at the primary alone, of the original issuer",
      change: original,
      target: primary,
      steps: [`discovery ${originalHost}`, `keySet ${originalHost}`, "signingKey undefined"],
    },
    {
      name: "at the secondary of the original issuer, where a refusal is no finding",
      change: original,
      target: secondary,
      steps: [
        ...[
          "discovery cognito-idp.us-east-1.amazonaws.com",
          "keySet cognito-idp.us-east-1.amazonaws.com",
        ],
        "signingKey undefined",
      ],
    },
  ];

  test.each(rows)("$name", async ({ change, target, steps }) => {
    const result = await walk(aContext(change), { target });
    expect(outcomeOf(result)).toBe("ok");
    expect(result?.steps.map(({ name, of, outcome }) => `${name} ${of} ${outcome}`)).toEqual(
      steps.map((step) => `${step} ok`),
    );
  });

  test("without a fresh token to compare them with, where the sign-in failed", async () => {
    const world = aContext();
    changed(world, KEYS, () => ({ keys: [] }));
    const result = await walk(world, { session: async () => null });
    expect(outcomeOf(result)).toBe("ok");
    expect(result?.steps.map(({ name }) => name)).not.toContain("signingKey");
  });

  test("and slow ones are no sign of a sick Region", async () => {
    const world = aContext();
    world.aws.faults.add({
      operation: "OpenIdConfiguration",
      effect: { kind: "delay", ms: 6_000 },
    });
    expect(await said(world)).toBe("ok");
  });
});

describe("what verifiers would stumble over is a finding:", () => {
  const text =
    (body: string): Another =>
    () =>
      new Response(body);
  const refusing =
    (status: number): Another =>
    () =>
      new Response("", { status });
  const rows: readonly { document: string; answer: Another; says: string }[] = [
    {
      document: DISCOVERY,
      answer: refusing(404),
      says: `discovery: ${updatedHost} refuses its discovery document with 404`,
    },
    {
      document: KEYS,
      answer: refusing(404),
      says: `keySet: ${updatedHost} refuses its key set with 404`,
    },
    {
      document: DISCOVERY,
      answer: text("<html>in maintenance</html>"),
      says: `discovery: ${updatedHost} serves a discovery document that cannot be read`,
    },
    {
      document: KEYS,
      answer: text("null"),
      says: `keySet: ${updatedHost} serves a key set that cannot be read`,
    },
    {
      document: KEYS,
      answer: text('{"keys":{}}'),
      says: `keySet: ${updatedHost} serves a key set that cannot be read`,
    },
    {
      document: KEYS,
      answer: text('{"keys":[null,{"kid":7}]}'),
      says: `signingKey: ${updatedHost} lacks the key that us-west-2 signs with`,
    },
  ];

  test.each(rows)("$says", async ({ document, answer, says }) => {
    const world = aContext();
    world.instead(document, answer);
    expect(await said(world)).toBe(`issuerTrouble at ${says}`);
  });

  const issuer = `https://${updatedHost}/${pool}`;
  const contents: readonly { change: Members; says: string }[] = [
    {
      change: { issuer: `${issuer}/` },
      says: `names the issuer "${issuer}/", and by the settings it is "${issuer}"`,
    },
    {
      change: { issuer: undefined },
      says: `names the issuer absent, and by the settings it is "${issuer}"`,
    },
    {
      change: { jwks_uri: "https://keys.example/" },
      says: `names the key set "https://keys.example/", and not "${issuer}/.well-known/jwks.json"`,
    },
    { change: { token_endpoint: undefined }, says: "names no token_endpoint" },
    {
      change: { authorization_endpoint: "http://auth.customers.example" },
      says: "names no authorization_endpoint",
    },
    { change: { userinfo_endpoint: null }, says: "names no userinfo_endpoint" },
  ];

  test.each(contents)("a discovery document that $says", async ({ change, says }) => {
    const world = aContext();
    changed(world, DISCOVERY, (content) => ({ ...content, ...change }));
    expect(await said(world)).toBe(`issuerTrouble at discovery: ${updatedHost} ${says}`);
  });

  test("no endpoints, unless the pool has a domain", async () => {
    const world = aContext({ prefixDomains: { primary: null, secondary: null } });
    const policy = { ...world.policy, domain: null };
    changed(world, DISCOVERY, ({ issuer, jwks_uri }) => ({ issuer, jwks_uri }));
    expect(await said(world, { policy })).toBe("ok");
    expect(await said(world)).toBe(
      `issuerTrouble at discovery: ${updatedHost} names no authorization_endpoint`,
    );
  });

  test("a key set of the primary's endpoint that lacks the key, beside one that has it", async () => {
    const world = aContext();
    let count = 0;
    changed(world, KEYS, (content) => (++count === 2 ? { keys: [] } : content));
    expect(await said(world)).toBe(
      `issuerTrouble at signingKey: ${originalHost} lacks the key that us-west-2 signs with`,
    );
  });

  test("settings that say UPDATED of a pool that was never switched over", async () => {
    const world = aContext(original);
    const policy = { ...world.policy, issuer: "UPDATED" as const };
    expect(await said(world, { policy })).toBe(
      `issuerTrouble at discovery: ${updatedHost} refuses its discovery document with 403: ` +
        "the pool's issuer is ORIGINAL, and the settings say UPDATED",
    );
  });

  test("settings that say ORIGINAL of a pool that was switched over", async () => {
    const world = aContext();
    const policy = { ...world.policy, issuer: "ORIGINAL" as const };
    const due = `https://${originalHost}/${pool}`;
    expect(await said(world, { policy })).toBe(
      `issuerTrouble at discovery: ${originalHost} names the issuer "${issuer}", and by the settings it is "${due}"`,
    );
    expect(await said(world, { policy, target: secondary })).toBe(
      `issuerTrouble at signingKey: a token of us-east-1 names the issuer "${issuer}", and by the settings it is "${due}"`,
    );
  });
});

describe("what may pass is a failure, and votes for nothing:", () => {
  const rows: readonly { operation: string; effect: Fault["effect"]; outcome: string }[] = [
    {
      operation: "OpenIdConfiguration",
      effect: { kind: "reset" },
      outcome: "unreachable at discovery: TimeoutError ECONNRESET",
    },
    {
      operation: "OpenIdConfiguration",
      effect: { kind: "blackHole" },
      outcome: "unreachable at discovery: TimeoutError ETIMEDOUT",
    },
    {
      operation: "OpenIdConfiguration",
      effect: { kind: "delay", ms: 8_001 },
      outcome: "unreachable at discovery: TimeoutError",
    },
    {
      operation: "OpenIdConfiguration",
      effect: { kind: "status", status: 500 },
      outcome: "serverError at discovery: KeySetError UnexpectedAnswer 500",
    },
    {
      operation: "JwksUri",
      effect: { kind: "reset" },
      outcome: "unreachable at keySet: TimeoutError ECONNRESET",
    },
    {
      operation: "JwksUri",
      effect: { kind: "status", status: 503 },
      outcome: "serverError at keySet: KeySetError UnexpectedAnswer 503",
    },
    {
      operation: "JwksUri",
      effect: { kind: "status", status: 429 },
      outcome: "throttled at keySet: KeySetError UnexpectedAnswer 429",
    },
  ];

  test.each(rows)("$outcome", async ({ operation, effect, outcome }) => {
    const world = aContext();
    world.aws.faults.add({ operation, effect });
    expect(await said(world)).toBe(outcome);
  });
});
