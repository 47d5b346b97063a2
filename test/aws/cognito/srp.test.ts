import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { signSrpSession } from "cognito-srp-helper";
import { Random } from "pretend-aws/random.ts";
import {
  AmplifyInteger,
  HelperInteger,
  withNativePowers,
} from "pretend-aws/test/foreign-powers.ts";
import { afterAll, describe, expect, it, vi } from "vitest";
import { srp, srpTimestamp } from "../../../aws/cognito/srp.ts";
import { N } from "../../../aws/cognito/srp-arithmetic.ts";
import { instant } from "../../../core/values/types.ts";
import { often } from "../../often.ts";
import { aRun, power, type Run, TIMESTAMP } from "../builders/srp-run.ts";

const require = createRequire(import.meta.url);
const AuthenticationHelper =
  require("amazon-cognito-identity-js/lib/AuthenticationHelper.js").default;

afterAll(() => void vi.restoreAllMocks());
withNativePowers(AmplifyInteger, power);
withNativePowers(HelperInteger, power);

/** SRP_A, and the signature. */
type Signed = readonly [string, string | null];

function signed({ poolName, password, secret, challenge }: Run): Signed {
  const client = srp(Buffer.from(secret, "hex"), power);
  const claim = { poolName, password, timestamp: TIMESTAMP };
  return [client.clientPublic, client.sign(claim, challenge)];
}

function signedByAmplify({ poolName, userId, password, secret, challenge }: Run): Signed {
  const own = new AmplifyInteger(secret, 16);
  vi.spyOn(AuthenticationHelper.prototype, "generateRandomSmallA").mockReturnValue(own);
  const helper = new AuthenticationHelper(poolName);
  let key = Buffer.alloc(0);
  helper.getPasswordAuthenticationKey(
    userId,
    password,
    new AmplifyInteger(challenge.serverPublic, 16),
    new AmplifyInteger(challenge.salt, 16),
    (_: unknown, derived: Uint8Array) => {
      key = Buffer.from(derived);
    },
  );
  const signature = createHmac("sha256", key)
    .update(`${poolName}${userId}`)
    .update(Buffer.from(challenge.secretBlock, "base64"))
    .update(TIMESTAMP)
    .digest("base64");
  return [helper.largeAValue.toString(16), signature];
}

function signedByHelper(run: Run, clientPublic: string): Signed {
  const { poolName, userId, password, secret, challenge } = run;
  const { passwordSignature } = signSrpSession(
    {
      ...{ username: userId, password, isHashed: false, timestamp: TIMESTAMP },
      ...{ poolId: `eu-west-1_${poolName}`, poolIdAbbr: poolName },
      ...{ smallA: secret, largeA: clientPublic },
    },
    {
      ChallengeParameters: {
        SALT: challenge.salt,
        SECRET_BLOCK: challenge.secretBlock,
        SRP_B: challenge.serverPublic,
        USER_ID_FOR_SRP: userId,
      },
    },
  );
  return [clientPublic, passwordSignature];
}

describe("srp()", () => {
  it("signs as amazon-cognito-identity-js and cognito-srp-helper do, in random sign-ins", () => {
    const random = new Random(20261122);
    const runs = Array.from({ length: often(40, 1_000) }, () => aRun(random));
    const strays = runs.filter((run) => {
      const [clientPublic, signature] = signed(run);
      const amplify = signedByAmplify(run);
      const helper = signedByHelper(run, amplify[0]);
      return (
        [...amplify, ...helper].join() !== [clientPublic, signature, clientPublic, signature].join()
      );
    });
    expect(strays).toEqual([]);
  });

  it("signs as they do with secrets of full length", () => {
    const random = new Random(32);
    for (const run of Array.from({ length: 20 }, () => aRun(random, 32))) {
      const own = signed(run);
      expect([signedByAmplify(run), signedByHelper(run, own[0])]).toEqual([own, own]);
    }
  });

  it.each([
    "00".repeat(16),
    `00${"f".repeat(30)}`,
    `0${"f".repeat(31)}`,
    `0000${"8".repeat(28)}`,
  ])("takes the salt %s for a number, without the zeros before it", (salt) => {
    const run = aRun(new Random(11));
    const salted = { ...run, challenge: { ...run.challenge, salt } };
    expect(signed(salted)).toEqual(signedByAmplify(salted));
  });

  it.each([
    ["zero", "0"],
    ["the prime", N.toString(16)],
    ["a multiple of the prime", (3n * N).toString(16)],
    ["no number", "<html>"],
    ["nothing", ""],
  ])("signs nothing when SRP_B is %s", (_, serverPublic) => {
    const run = aRun(new Random(5));
    expect(signed({ ...run, challenge: { ...run.challenge, serverPublic } })[1]).toBeNull();
  });

  it("signs nothing when the salt is no number", () => {
    const run = aRun(new Random(5));
    expect(signed({ ...run, challenge: { ...run.challenge, salt: "salty" } })[1]).toBeNull();
  });

  it("begins each sign-in with a secret of its own", () => {
    const begun = Array.from({ length: 5 }, () => srp().clientPublic);
    expect(new Set(begun).size).toBe(5);
    expect(begun.every((A) => /^[0-9a-f]{700,768}$/.test(A))).toBe(true);
  });
});

describe("srpTimestamp()", () => {
  it.each([
    ["2026-11-22T15:04:05.999Z", "Sun Nov 22 15:04:05 UTC 2026"],
    ["2026-11-02T00:00:00Z", "Mon Nov 2 00:00:00 UTC 2026"],
    ["2027-01-01T23:59:59Z", "Fri Jan 1 23:59:59 UTC 2027"],
  ])("writes %s as %s", (at, text) => {
    expect(srpTimestamp(instant(Date.parse(at)))).toBe(text);
  });
});
