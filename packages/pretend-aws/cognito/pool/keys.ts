// The pools' signing keys. A pool has two, as in Cognito: one signs id tokens, one access tokens.

import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface PoolKeys {
  readonly id: SigningKey;
  readonly access: SigningKey;
}

/** Shared by all worlds of a process: making a key costs more than everything else in a test. */
const made = new Map<string, PoolKeys>();

/** `poolNumber` counts the pools of a world from 0. */
export function keysOf(poolNumber: number, bits: number): PoolKeys {
  const place = `${poolNumber} ${bits}`;
  const known = made.get(place);
  if (known !== undefined) return known;
  const keys = { id: newKey(bits), access: newKey(bits) };
  made.set(place, keys);
  return keys;
}

export function jwks({ id, access }: PoolKeys): { keys: readonly object[] } {
  return {
    keys: [id, access].map(({ kid, publicKey }) => {
      const { e, n, kty } = publicKey.export({ format: "jwk" });
      return { alg: "RS256", e, kid, kty, n, use: "sig" };
    }),
  };
}

function newKey(bits: number): SigningKey {
  const pair = generateKeyPairSync("rsa", { modulusLength: bits });
  const spki = pair.publicKey.export({ format: "der", type: "spki" });
  return { ...pair, kid: createHash("sha256").update(spki).digest("base64") };
}
