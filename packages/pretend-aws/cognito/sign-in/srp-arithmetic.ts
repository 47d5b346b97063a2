// Powers in the 3072-bit group that Cognito's SRP uses, by OpenSSL: RSA without padding is nothing but
// a modular power, and six times as fast as BigInt.

import { constants, createPublicKey, getDiffieHellman, publicEncrypt } from "node:crypto";

const PRIME = getDiffieHellman("modp15").getPrime();
const MODULUS = PRIME.toString("base64url");

/** The prime of RFC 3526's group 15, which is also RFC 5054's 3072-bit prime. */
export const N = numberOf(PRIME);

/** RFC 5054 names 5 for this prime; Cognito's clients use 2. */
export const G = 2n;

export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

/** `base ** exponent mod N`. */
export function power(base: bigint, exponent: bigint): bigint {
  const e = Buffer.from(twosComplementHex(exponent), "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "RSA", n: MODULUS, e }, format: "jwk" });
  const block = Buffer.from((base % N).toString(16).padStart(PRIME.length * 2, "0"), "hex");
  return numberOf(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block));
}

/** Whole bytes with a leading zero where the first bit is set, as SRP hashes numbers. */
export function twosComplementHex(value: bigint): string {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return /^[89a-f]/.test(even) ? `00${even}` : even;
}
