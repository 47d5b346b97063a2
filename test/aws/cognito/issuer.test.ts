import { describe, expect, test } from "vitest";
import { createIssuer, type TokenCheck } from "../../../aws/cognito/issuer.ts";
import { systemRuntime } from "../../../aws/sdk/clients.ts";
import { instant, region, userPoolId } from "../../../core/values/types.ts";

const primary = region("us-west-2");
const pool = userPoolId("us-west-2_A1");
const at = { userPoolId: pool, form: "UPDATED", region: primary } as const;
const check: TokenCheck = { userPoolId: pool, clientId: "1a2b", primary, issuer: "UPDATED" };
const { signal } = new AbortController();
const now = instant(Date.UTC(2040, 0, 1));
const keys = JSON.stringify({ keys: [{ kid: "first" }, { kid: 7 }, null] });

/** Documents that are answered as `answers` say, one after the other. Each key set read is noted. */
function issuerOf(...answers: readonly (readonly [status: number, body: string])[]) {
  const left = [...answers];
  const fetch: typeof globalThis.fetch = async () => {
    const [status, body] = left.shift() ?? [500, ""];
    return new Response(body, { status });
  };
  const runtime = { ...systemRuntime, fetch };
  const read: string[] = [];
  const issuer = createIssuer(
    { caller: "probe", region: region("eu-west-1"), endpoints: null, runtime },
    async (_, __, keySet) => {
      read.push(Buffer.from(await keySet()).toString());
      return { iat: now / 1_000, exp: now / 1_000 + 60 };
    },
  );
  return { issuer, read };
}

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const payload = { iat: now / 1_000, exp: now / 1_000 + 300, sub: "unchecked" };
const token = [segment({ alg: "RS256", kid: "first" }), segment(payload), "signature"].join(".");

const ofTheMoment = [408, 429, 500, 503] as const;
const ofTheDocument = [400, 403, 404, 410] as const;

describe("a document of the issuer", () => {
  test("is read", async () => {
    const { issuer } = issuerOf([200, keys], [200, keys]);
    expect(await issuer.keyIds(at, signal)).toEqual({ kind: "read", content: ["first"] });
    const read = { kind: "read", content: JSON.parse(keys) };
    expect(await issuer.discovery(at, signal)).toEqual(read);
  });

  test.each(ofTheDocument)("is refused with HTTP %d", async (status) => {
    const { issuer } = issuerOf([status, ""], [status, ""]);
    const refused = { kind: "refused", status };
    expect(await issuer.keyIds(at, signal)).toEqual(refused);
    expect(await issuer.discovery(at, signal)).toEqual(refused);
  });

  test.each(ofTheMoment)("is no word on itself with HTTP %d", async (status) => {
    const { issuer } = issuerOf([status, ""], [status, ""]);
    await expect(issuer.keyIds(at, signal)).rejects.toMatchObject({ status });
    await expect(issuer.discovery(at, signal)).rejects.toMatchObject({ status });
  });
});

describe("the key set that a token is checked against", () => {
  const verify = (issuer: ReturnType<typeof createIssuer>) =>
    issuer.verifyAccessToken(token, check, { signal, now });

  test.each(ofTheMoment)("is the last one, or none yet, where HTTP %d hides it", async (status) => {
    const { issuer, read } = issuerOf([status, ""], [200, keys], [status, ""]);
    expect(await verify(issuer)).toMatchObject({ sub: "unchecked" });
    expect(read).toEqual([]);
    await verify(issuer);
    await verify(issuer);
    expect(read).toEqual([keys, keys]);
  });

  test.each(ofTheDocument)("is no old one where HTTP %d refuses it", async (status) => {
    const { issuer, read } = issuerOf([200, keys], [status, ""]);
    await verify(issuer);
    await expect(verify(issuer)).rejects.toMatchObject({ status });
    expect(read).toHaveLength(1);
  });
});
