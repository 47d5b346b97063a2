// The secrets of the probes, from the vantage's own Region. Kept for a quarter of an hour, so that Secrets
// Manager is no part of every probe. Values never leave this file but to the one who signs in.

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  type MachineClient,
  type ProbeSecret,
  readProbeSecret,
  type SignInSecret,
} from "../../core/probe-users/probe-secret.ts";
import { ActionError } from "../../core/values/errors.ts";
import { between, type Instant, millis } from "../../core/values/types.ts";
import { type Place, sdkClient } from "../sdk/clients.ts";

/** How long a probe may go on with what a secret said. */
export const secretCachedMs = millis(15 * 60_000);

interface CachedSecret {
  readonly at: Instant;
  /** Null for what names no user. */
  readonly held: Promise<ProbeSecret | null>;
}

export function createSecrets(place: Place) {
  const client = sdkClient(SecretsManagerClient, place, {
    ...{ region: place.region, service: "secretsmanager" },
  });
  const kept = new Map<string, CachedSecret>();

  /** One request for all who ask at once; a refused one is not kept. */
  function held(secret: string): Promise<ProbeSecret | null> {
    const at = place.runtime.now();
    const known = kept.get(secret);
    if (known !== undefined && between(known.at, at) < secretCachedMs) return known.held;
    const reading = {
      at,
      held: client
        .send(new GetSecretValueCommand({ SecretId: secret }))
        .then(({ SecretString }) => readProbeSecret(SecretString)),
    };
    kept.set(secret, reading);
    reading.held.catch(() => {
      if (kept.get(secret) === reading) kept.delete(secret);
    });
    return reading.held;
  }

  async function probeUsers(secret: string): Promise<SignInSecret> {
    const { users = [], clientSecret = null } = (await held(secret)) ?? {};
    if (users.length > 0) return { users, clientSecret };
    throw malformed({
      cannot: `read the probe users from the secret "${secret}"`,
      must: 'it must be JSON with "users", a list of one "username" and "password" or more',
      next: "cognito-failover setup probe-users <pool>",
    });
  }

  return {
    /** Throws NotAuthorizedException for a value that names no user. */
    probeUsers,

    /** From the same secret as the users. Throws NotAuthorizedException for a value that names none. */
    async machineClient(secret: string): Promise<MachineClient> {
      const { machine = null } = (await held(secret)) ?? {};
      if (machine !== null) return machine;
      throw malformed({
        cannot: `read the machine client from the secret "${secret}"`,
        must: 'it must be JSON with "machine" beside "users", which holds "clientId" and "clientSecret"',
        next: "docs/deploy.md#the-machine-client",
      });
    },

    /** After a refused sign-in the secret may have been rotated: the next probe reads it anew. */
    forget(secret: string): void {
      kept.delete(secret);
    },
  };
}

/** Named like Cognito's own refusal, so that it is told as a fault of the credentials. */
function malformed(refusal: { cannot: string; must: string; next: string }): ActionError {
  const error = new ActionError({ code: "UnexpectedAnswer", ...refusal });
  return Object.assign(error, { name: "NotAuthorizedException" });
}
