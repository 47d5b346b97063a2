// A write that only the primary takes, of the harmless kind, to see who takes it.

import { ConfirmSignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Millis, Region } from "../../core/values/types.ts";
import { once, type Place } from "../sdk/clients.ts";
import { probeClient } from "./probe-client.ts";
import { type AppClient, secretHash } from "./sign-in.ts";

export type PrimaryWrite = ReturnType<typeof createPrimaryWrite>;

export function createPrimaryWrite(place: Place, { stepDeadline }: { stepDeadline: Millis }) {
  const clientOf = once((region: Region) =>
    probeClient(place, { region, via: "kept", stepDeadline }),
  );
  return {
    /** Confirms a sign-up with a code that may be wrong; rejects with Cognito's refusal. */
    async confirmSignUp(
      region: Region,
      client: AppClient,
      { username, code }: { readonly username: string; readonly code: string },
    ): Promise<void> {
      const { SECRET_HASH: SecretHash } = secretHash(client, username);
      await clientOf(region).send(
        new ConfirmSignUpCommand({
          ClientId: client.clientId,
          Username: username,
          ConfirmationCode: code,
          ...(SecretHash === undefined ? {} : { SecretHash }),
        }),
      );
    },
  };
}
