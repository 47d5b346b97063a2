import { createHmac } from "node:crypto";
import { secretsOf } from "../pool/client-secrets.ts";
import type { ClientSite } from "../pool/pool-in-region.ts";
import { notAuthorized } from "./not-authorized.ts";

/** Throws NotAuthorizedException unless the hash fits one of the client's secrets and one of the names. */
export function checkSecretHash(
  site: ClientSite,
  names: readonly string[],
  given: string | undefined,
): void {
  const { ClientId } = site.client;
  const secrets = secretsOf(site);
  if (secrets.length === 0) {
    if (given === undefined) return;
    throw notAuthorized(`Unable to verify secret hash for client ${ClientId}`);
  }
  if (given === undefined) {
    throw notAuthorized(
      `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const hashes = secrets.flatMap(({ value }) =>
    names.map((name) => createHmac("sha256", value).update(`${name}${ClientId}`).digest("base64")),
  );
  if (!hashes.includes(given)) {
    throw notAuthorized(`SecretHash does not match for the client: ${ClientId}`);
  }
}
