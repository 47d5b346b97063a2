// Arithmetic in the 3072-bit group of Cognito's SRP, on Node's crypto: numbers as bytes, and powers.

import { constants, createPublicKey, getDiffieHellman, publicEncrypt } from "node:crypto";

const PRIME = getDiffieHellman("modp15").getPrime();
const MODULUS = PRIME.toString("base64url");

/** The prime of RFC 3526's group 15, which is RFC 5054's as well. */
export const N = numberOf(PRIME);

/**
 * `base ** exponent mod N`, by OpenSSL: RSA without padding is nothing but a modular power. A DiffieHellman
 * object would first prove its prime for longer than a probe lasts.
 */
export function power(base: bigint, exponent: bigint): bigint {
  const e = bytesOf(exponent).toString("base64url");
  const key = createPublicKey({ key: { kty: "RSA", n: MODULUS, e }, format: "jwk" });
  const block = Buffer.from((base % N).toString(16).padStart(2 * PRIME.length, "0"), "hex");
  return numberOf(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block));
}

/** Whole bytes, with a zero before them where the first bit is set: Java's way to write a BigInteger. */
export function bytesOf(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}
