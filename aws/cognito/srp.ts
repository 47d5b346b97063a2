// The client's half of SRP-6a as Cognito speaks it: RFC 5054's 3072-bit group with the generator 2, and a key
// made by HKDF. It proves a password and never sends it. No request is made here.

import { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { Instant } from "../../core/values/types.ts";
import { bytesOf, N, numberOf, power as powerInGroup } from "./srp-arithmetic.ts";

/** What Cognito asks in the challenge PASSWORD_VERIFIER. */
export interface SrpChallenge {
  /** USER_ID_FOR_SRP: the user's own name, whatever alias signs in. */
  readonly userId: string;
  /** SALT, hex. */
  readonly salt: string;
  /** SRP_B, hex. */
  readonly serverPublic: string;
  /** SECRET_BLOCK, base64. */
  readonly secretBlock: string;
}

export interface SrpClaim {
  /** The part of the pool's id after the underscore. */
  readonly poolName: string;
  readonly password: string;
  /** As `srpTimestamp` writes it; Cognito refuses one that is minutes off. */
  readonly timestamp: string;
}

export interface Srp {
  /** SRP_A, hex. */
  readonly clientPublic: string;
  /** PASSWORD_CLAIM_SIGNATURE, base64; null for a challenge that is malformed, or that any password meets. */
  sign(claim: SrpClaim, challenge: SrpChallenge): string | null;
}

/** RFC 5054 names 5 for this prime; Cognito takes 2. */
const G = 2n;
const K = hashed(N, G);

/** RFC 5054 section 2.5.4 asks for 256 bits or more. */
const SECRET_BYTES = 32;

/** Begins one sign-in. `secret` is the client's ephemeral one, fresh for each; `power` is that of the group. */
export function srp(secret: Uint8Array = randomBytes(SECRET_BYTES), power = powerInGroup): Srp {
  const own = numberOf(secret);
  const clientPublic = power(G, own);
  return {
    clientPublic: clientPublic.toString(16),
    sign({ poolName, password, timestamp }, { userId, salt, serverPublic, secretBlock }) {
      const B = parsed(serverPublic);
      const s = parsed(salt);
      if (B === null || s === null || B % N === 0n) return null;
      const u = hashed(clientPublic, B);
      const identity = createHash("sha256").update(`${poolName}${userId}:${password}`).digest();
      const x = hashOf(bytesOf(s), identity);
      const base = (((B - K * power(G, x)) % N) + N) % N;
      const shared = power(base, own + u * x);
      const key = hkdfSync("sha256", bytesOf(shared), bytesOf(u), "Caldera Derived Key", 16);
      return createHmac("sha256", Buffer.from(key))
        .update(poolName)
        .update(userId)
        .update(Buffer.from(secretBlock, "base64"))
        .update(timestamp)
        .digest("base64");
    },
  };
}

/** "Sun Nov 2 15:04:05 UTC 2026": the day has no leading zero. */
export function srpTimestamp(at: Instant): string {
  const [day = "", date, month, year, time] = new Date(at).toUTCString().split(" ");
  return `${day.slice(0, 3)} ${month} ${Number(date)} ${time} UTC ${year}`;
}

function hashed(...values: readonly bigint[]): bigint {
  return hashOf(...values.map(bytesOf));
}

function hashOf(...parts: readonly Uint8Array[]): bigint {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return numberOf(hash.digest());
}

function parsed(hex: string): bigint | null {
  return /^[0-9a-f]+$/i.test(hex) ? BigInt(`0x${hex}`) : null;
}
