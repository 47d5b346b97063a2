import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { signSrpSession } from "cognito-srp-helper";
import { afterAll, describe, expect, it, vi } from "vitest";
import { often } from "../../../test/often.ts";
import { provesPassword, srpChallenge, srpPassword } from "../cognito/sign-in/srp.ts";
import { G, N, numberOf, power, twosComplementHex } from "../cognito/sign-in/srp-arithmetic.ts";
import { Random } from "../random.ts";
import { AmplifyInteger, HelperInteger, withNativePowers } from "./foreign-powers.ts";

const require = createRequire(import.meta.url);
const AuthenticationHelper =
  require("amazon-cognito-identity-js/lib/AuthenticationHelper.js").default;

afterAll(() => void vi.restoreAllMocks());
withNativePowers(AmplifyInteger);
withNativePowers(HelperInteger);

const RUNS = often(15, 300);
const TIMESTAMP = "Sun Nov 22 15:04:05 UTC 2026";

function aRun(random: Random) {
  const identity = { poolName: random.text(9), userId: random.text(1 + random.integer(20)) };
  const password = random.text(12);
  return {
    ...{ identity, password },
    kept: srpPassword(identity, password, random.bytes(16)),
    clientSecret: random.bytes(16).toString("hex"),
    serverSecret: numberOf(random.bytes(32)),
    secretBlock: random.bytes(96),
  };
}

type Run = ReturnType<typeof aRun>;

/** Signs as amazon-cognito-identity-js does, and lets the server judge. */
function provenByAmplify(run: Run, password: string): boolean {
  const own = new AmplifyInteger(run.clientSecret, 16);
  vi.spyOn(AuthenticationHelper.prototype, "generateRandomSmallA").mockReturnValue(own);
  const helper = new AuthenticationHelper(run.identity.poolName);
  const challenge = srpChallenge(
    run.kept,
    BigInt(`0x${helper.largeAValue.toString(16)}`),
    run.serverSecret,
  );
  if (challenge === null) throw new Error("A is zero");
  let key = Buffer.alloc(0);
  helper.getPasswordAuthenticationKey(
    run.identity.userId,
    password,
    new AmplifyInteger(challenge.serverPublic.toString(16), 16),
    new AmplifyInteger(run.kept.salt, 16),
    (_: unknown, derived: Uint8Array) => {
      key = Buffer.from(derived);
    },
  );
  const signature = createHmac("sha256", key)
    .update(`${run.identity.poolName}${run.identity.userId}`)
    .update(run.secretBlock)
    .update(TIMESTAMP)
    .digest("base64");
  const claim = { ...run.identity, secretBlock: run.secretBlock, timestamp: TIMESTAMP };
  return provesPassword({ kept: run.kept, challenge }, claim, signature);
}

function provenByHelper(run: Run, password: string): boolean {
  const { poolName, userId } = run.identity;
  const clientPublic = power(G, BigInt(`0x${run.clientSecret}`));
  const challenge = srpChallenge(run.kept, clientPublic, run.serverSecret);
  if (challenge === null) throw new Error("A is zero");
  const signed = signSrpSession(
    {
      username: userId,
      password,
      poolId: `eu-west-1_${poolName}`,
      poolIdAbbr: poolName,
      isHashed: false,
      timestamp: TIMESTAMP,
      smallA: run.clientSecret,
      largeA: clientPublic.toString(16),
    },
    {
      ChallengeParameters: {
        SALT: run.kept.salt,
        SECRET_BLOCK: run.secretBlock.toString("base64"),
        SRP_B: challenge.serverPublic.toString(16),
        USER_ID_FOR_SRP: userId,
      },
    },
  );
  const claim = { ...run.identity, secretBlock: run.secretBlock, timestamp: TIMESTAMP };
  return provesPassword({ kept: run.kept, challenge }, claim, signed.passwordSignature);
}

describe("SRP", () => {
  for (const [client, proven] of [
    ["amazon-cognito-identity-js", provenByAmplify],
    ["cognito-srp-helper", provenByHelper],
  ] as const) {
    it(`agrees with ${client} in ${RUNS} random sign-ins`, () => {
      const random = new Random(20261122);
      const runs = Array.from({ length: RUNS }, () => aRun(random));
      expect(runs.filter((run) => !proven(run, run.password))).toEqual([]);
    });

    it(`refuses a wrong password from ${client}`, () => {
      const random = new Random(3);
      const runs = Array.from({ length: 20 }, () => aRun(random));
      expect(runs.filter((run) => proven(run, `${run.password}x`))).toEqual([]);
    });
  }

  it("agrees on salts that begin with zeros", () => {
    const random = new Random(11);
    const salts = [
      "00".repeat(16),
      `00${"f".repeat(30)}`,
      `0${"f".repeat(31)}`,
      `0000${"8".repeat(28)}`,
    ];
    const runs = salts.map((salt) => {
      const run = aRun(random);
      return { ...run, kept: srpPassword(run.identity, run.password, Buffer.from(salt, "hex")) };
    });
    expect(runs.filter((run) => !provenByAmplify(run, run.password))).toEqual([]);
    expect(runs.filter((run) => !provenByHelper(run, run.password))).toEqual([]);
  });

  it("refuses a public value that is zero in the group", () => {
    const { kept, serverSecret } = aRun(new Random(5));
    expect(srpChallenge(kept, 0n, serverSecret)).toBeNull();
    expect(srpChallenge(kept, N * 3n, serverSecret)).toBeNull();
  });

  it("computes the same powers as plain multiplication", () => {
    const random = new Random(9);
    for (const size of [1, 2, 16, 32, 130, 384]) {
      const base = numberOf(random.bytes(size));
      const exponent = numberOf(random.bytes(Math.min(size, 64)));
      expect(power(base, exponent)).toBe(plainPower(base, exponent));
    }
    expect([power(1n, 5n), power(N - 1n, 2n), power(N, 3n), power(7n, 0n)]).toEqual([
      1n,
      1n,
      0n,
      1n,
    ]);
  });

  it("pads numbers to whole bytes with a clear sign bit", () => {
    expect([0x7fn, 0x80n, 0xfffn, 0x1n].map(twosComplementHex)).toEqual([
      "7f",
      "0080",
      "0fff",
      "01",
    ]);
  });
});

function plainPower(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % N;
    if (bit === "1") result = (result * base) % N;
  }
  return result;
}
