// Refresh tokens are sealed, not stored: both Regions can open what either of them issued.

import { createCipheriv, createDecipheriv } from "node:crypto";

export interface RefreshGrant {
  readonly jti: string;
  readonly originJti: string;
  readonly sub: string;
  readonly username: string;
  readonly clientId: string;
  /** Pretend milliseconds. */
  readonly authenticatedAt: number;
  /** Separated by spaces; absent for a session that did not begin at the token endpoint. */
  readonly scope?: string;
  readonly expiresAt: number;
  /** Of the device that the session began on, where the pool remembers devices. */
  readonly deviceKey?: string | undefined;
}

const HEADER = Buffer.from(JSON.stringify({ cty: "JWT", enc: "A256GCM", alg: "dir" })).toString(
  "base64url",
);

/** `secret` has 32 bytes, `nonce` 12 that are never used twice. */
export function sealRefreshToken(
  grant: RefreshGrant,
  { secret, nonce }: { secret: Buffer; nonce: Buffer },
): string {
  const cipher = createCipheriv("aes-256-gcm", secret, nonce).setAAD(Buffer.from(HEADER));
  const body = Buffer.concat([cipher.update(JSON.stringify(grant), "utf8"), cipher.final()]);
  const parts = [nonce, body, cipher.getAuthTag()].map((part) => part.toString("base64url"));
  return `${HEADER}..${parts.join(".")}`;
}

/** Null for what this secret did not seal. */
export function openRefreshToken(token: string, secret: Buffer): RefreshGrant | null {
  const [header, , nonce, body, tag] = token.split(".");
  if (header !== HEADER || nonce === undefined || body === undefined || tag === undefined)
    return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", secret, Buffer.from(nonce, "base64url"));
    decipher.setAAD(Buffer.from(HEADER)).setAuthTag(Buffer.from(tag, "base64url"));
    const opened = [decipher.update(Buffer.from(body, "base64url")), decipher.final()];
    return JSON.parse(Buffer.concat(opened).toString("utf8")) as RefreshGrant;
  } catch {
    return null;
  }
}
