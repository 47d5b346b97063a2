import { createHmac } from "node:crypto";
import type { Client } from "../users/directory.ts";
import { notAuthorized } from "./tokens.ts";

/** Throws NotAuthorizedException unless the hash fits the client and one of the names. */
export function checkSecretHash(
  { ClientId, ClientSecret }: Client,
  names: readonly string[],
  given: string | undefined,
): void {
  if (ClientSecret === undefined) {
    if (given === undefined) return;
    throw notAuthorized(`Unable to verify secret hash for client ${ClientId}`);
  }
  if (given === undefined) {
    throw notAuthorized(
      `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const hashes = names.map((name) =>
    createHmac("sha256", ClientSecret).update(`${name}${ClientId}`).digest("base64"),
  );
  if (!hashes.includes(given)) {
    throw notAuthorized(`SecretHash does not match for the client: ${ClientId}`);
  }
}
