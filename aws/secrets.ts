// The probe user's name and password, from the vantage's own Region. Kept for a few minutes, so that
// Secrets Manager is no part of every probe. Values never leave this file but to the one who signs in.

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { ActionError } from "../core/errors.ts";
import { between, type Instant, millis } from "../core/types.ts";
import { clientOptions, type Place } from "./clients.ts";
import type { Credentials } from "./cognito.ts";

const KEPT_FOR = millis(5 * 60_000);

const credentials = z.object({ username: z.string(), password: z.string() });

export function createSecrets(place: Place) {
  const client = new SecretsManagerClient(
    clientOptions(place, { region: place.region, service: "secretsmanager" }),
  );
  const kept = new Map<string, { readonly at: Instant; readonly value: Credentials }>();

  return {
    async probeUser(secret: string): Promise<Credentials> {
      const now = place.runtime.now();
      const known = kept.get(secret);
      if (known !== undefined && between(known.at, now) < KEPT_FOR) return known.value;
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
      const value = parse(secret, SecretString);
      kept.set(secret, { at: now, value });
      return value;
    },

    /** After a refused sign-in the secret may have been rotated: the next probe reads it anew. */
    forget(secret: string): void {
      kept.delete(secret);
    },
  };
}

function parse(secret: string, text: string | undefined): Credentials {
  const parsed = z.safeParse(credentials, json(text));
  if (parsed.success) return parsed.data;
  throw Object.assign(
    new ActionError({
      code: "UnexpectedAnswer",
      cannot: `read the probe user from the secret "${secret}"`,
      must: 'it must be JSON with "username" and "password"',
    }),
    { name: "NotAuthorizedException" },
  );
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
