// The server's half of Cognito's SRP-6a: what is kept of a password, the challenge and the proof.

import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { G, N, power, twosComplementHex } from "./srp-arithmetic.ts";

/** What a pool keeps of a password. */
export interface SrpPassword {
  /** Hex, 16 bytes. */
  readonly salt: string;
  /** The verifier's exponent; the verifier itself is only computed for SRP sign-ins. */
  readonly exponent: bigint;
}

export interface SrpIdentity {
  /** The pool id after the underscore. */
  readonly poolName: string;
  /** USER_ID_FOR_SRP. */
  readonly userId: string;
}

/** One challenge under way. */
export interface SrpChallenge {
  readonly clientPublic: bigint;
  readonly serverSecret: bigint;
  readonly serverPublic: bigint;
}

export interface SrpClaim extends SrpIdentity {
  readonly secretBlock: Buffer;
  /** "Sun Nov 22 15:04:05 UTC 2026", as the client sent it. */
  readonly timestamp: string;
}

const K = numberOfHash(twosComplementHex(N), twosComplementHex(G));
const verifiers = new WeakMap<SrpPassword, bigint>();

export function srpPassword(identity: SrpIdentity, password: string, salt: Buffer): SrpPassword {
  const saltHex = twosComplementHex(BigInt(`0x${salt.toString("hex")}`));
  const inner = createHash("sha256")
    .update(`${identity.poolName}${identity.userId}:${password}`)
    .digest("hex");
  return { salt: salt.toString("hex"), exponent: numberOfHash(saltHex, inner) };
}

export function isSamePassword(
  kept: SrpPassword,
  identity: SrpIdentity,
  password: string,
): boolean {
  return srpPassword(identity, password, Buffer.from(kept.salt, "hex")).exponent === kept.exponent;
}

/** `clientPublic` is SRP_A, `secret` fresh chance; null where A is zero in the group (RFC 5054 section 2.5.4). */
export function srpChallenge(
  kept: SrpPassword,
  clientPublic: bigint,
  secret: bigint,
): SrpChallenge | null {
  if (clientPublic % N === 0n) return null;
  const serverPublic = (K * verifierOf(kept) + power(G, secret)) % N;
  return { clientPublic, serverSecret: secret, serverPublic };
}

/** True when the signature, in base64, proves that the client knows the password. */
export function provesPassword(
  { kept, challenge }: { kept: SrpPassword; challenge: SrpChallenge },
  claim: SrpClaim,
  signature: string,
): boolean {
  const expected = createHmac("sha256", sessionKey(kept, challenge))
    .update(claim.poolName)
    .update(claim.userId)
    .update(claim.secretBlock)
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function sessionKey(kept: SrpPassword, challenge: SrpChallenge): Buffer {
  const { clientPublic, serverSecret, serverPublic } = challenge;
  const scrambler = numberOfHash(twosComplementHex(clientPublic), twosComplementHex(serverPublic));
  const base = (clientPublic * power(verifierOf(kept), scrambler)) % N;
  const shared = twosComplementHex(power(base, serverSecret));
  const salt = Buffer.from(twosComplementHex(scrambler), "hex");
  return Buffer.from(
    hkdfSync("sha256", Buffer.from(shared, "hex"), salt, "Caldera Derived Key", 16),
  );
}

function verifierOf(kept: SrpPassword): bigint {
  const known = verifiers.get(kept);
  if (known !== undefined) return known;
  const verifier = power(G, kept.exponent);
  verifiers.set(kept, verifier);
  return verifier;
}

function numberOfHash(...hex: readonly string[]): bigint {
  return BigInt(
    `0x${createHash("sha256")
      .update(Buffer.from(hex.join(""), "hex"))
      .digest("hex")}`,
  );
}
