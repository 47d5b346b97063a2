// JSON Web Tokens under RS256.

import { sign, verify } from "node:crypto";
import type { SigningKey } from "../pool/keys.ts";

export type Claims = Readonly<Record<string, unknown>>;

export function signJwt(key: SigningKey, claims: Claims): string {
  const signed = `${encode({ kid: key.kid, alg: "RS256" })}.${encode(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key.privateKey).toString("base64url")}`;
}

/** Null for what is not a JWT. Nothing is verified. */
export function readJwt(token: string): Claims | null {
  const payload = token.split(".")[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Claims) : null;
  } catch {
    return null;
  }
}

export function isSignedBy(key: SigningKey, token: string): boolean {
  const [header, payload, signature] = token.split(".");
  if (signature === undefined) return false;
  const signed = Buffer.from(`${header}.${payload}`);
  return verify("sha256", signed, key.publicKey, Buffer.from(signature, "base64url"));
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
