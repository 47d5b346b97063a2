// What is written into a pool's directory to see where it arrives. Every write goes to a probe user, and
// changes nothing that anyone but a probe reads.

import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmSignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Instant, type Millis, millis, type Region, type UserPoolId } from "../core/types.ts";
import { once, type Place } from "./clients.ts";
import { probeClient } from "./probe-client.ts";
import { type AppClient, secretHash } from "./sign-in.ts";

/** The attribute of a probe user that holds the marker. */
export interface MarkerPlace {
  readonly userPoolId: UserPoolId;
  readonly username: string;
  /** "nickname", "custom:marker". */
  readonly attribute: string;
}

export interface MarkerSeen {
  readonly isSeen: boolean;
  /** How long the marker was on its way, to the look that showed it; at least so long when none did. */
  readonly lag: Millis;
}

export type Directory = ReturnType<typeof createDirectory>;

/** The first pause between two looks; each is half as long again as the one before. */
const FIRST_PAUSE = millis(100);
const LONGER = 1.5;

export function createDirectory(place: Place, { stepDeadline }: { stepDeadline: Millis }) {
  const { runtime } = place;
  const clientOf = once((region: Region) =>
    probeClient(place, { region, via: "kept", stepDeadline }),
  );

  async function read(region: Region, where: MarkerPlace, signal: AbortSignal): Promise<string> {
    const { UserAttributes = [] } = await clientOf(region).send(
      new AdminGetUserCommand({ UserPoolId: where.userPoolId, Username: where.username }),
      { abortSignal: signal },
    );
    return UserAttributes.find(({ Name }) => Name === where.attribute)?.Value ?? "";
  }

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

    /** Writes what `seen` looks for; it fails as InvalidParameterException where it cannot be written. */
    async mark(region: Region, where: MarkerPlace, at: Instant): Promise<void> {
      await clientOf(region).send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId: where.userPoolId,
          Username: where.username,
          UserAttributes: [{ Name: where.attribute, Value: markerOf(at) }],
        }),
      );
    },

    /** Looks at once, then at growing distances, until the marker shows or `atMost` has passed. */
    async seen(
      region: Region,
      { where, since }: { readonly where: MarkerPlace; readonly since: Instant },
      { atMost, signal }: { readonly atMost: Millis; readonly signal: AbortSignal },
    ): Promise<MarkerSeen> {
      const began = runtime.stopwatch();
      const passed = () => runtime.stopwatch() - began;
      for (let pause: number = FIRST_PAUSE; ; pause *= LONGER) {
        const lag = millis(Math.round(passed()));
        if (isMarker(await read(region, where, signal), since)) return { isSeen: true, lag };
        if (lag >= atMost) return { isSeen: false, lag };
        await runtime.wait(millis(Math.max(1, Math.min(pause, atMost - passed()))), signal);
      }
    },
  };
}

/** As long for all instants from 1972 to 2059, so that a later one sorts after an earlier. */
function markerOf(at: Instant): string {
  return at.toString(36);
}

/** A later one overtook it: two probes may mark the same user. */
function isMarker(value: string, since: Instant): boolean {
  const marker = markerOf(since);
  return value.length === marker.length && value >= marker;
}
