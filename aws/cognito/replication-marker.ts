// A marker in a probe user's own profile, written at one Region and looked for at another, to see how long a
// change is on its way. Both go by the user's own access token, as an application would do it for its user: no
// administrator's right is needed, and nobody else's profile can be reached.

import {
  GetUserCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Instant, type Millis, millis, type Region } from "../../core/values/types.ts";
import { once, type Place } from "../sdk/clients.ts";
import { probeClient } from "./probe-client.ts";
import type { Session } from "./sign-in-answer.ts";

/** Whose profile at which Region: the session is the probe user's there. */
export interface MarkerPlace {
  readonly session: Pick<Session, "region" | "accessToken">;
  /** "nickname", "custom:marker". */
  readonly attribute: string;
}

export interface MarkerSeen {
  readonly isSeen: boolean;
  /** How long the marker was on its way, to the look that showed it; at least so long when none did. */
  readonly lag: Millis;
}

export type ReplicationMarker = ReturnType<typeof createReplicationMarker>;

/** The first pause between two looks; each is half as long again as the one before. */
const firstPauseMs = 100;
const pauseGrowth = 1.5;

export function createReplicationMarker(place: Place, { stepDeadline }: { stepDeadline: Millis }) {
  const { runtime } = place;
  const clientOf = once((region: Region) =>
    probeClient(place, { region, via: "kept", stepDeadline }),
  );

  async function read(
    { session: { region, accessToken: AccessToken }, attribute }: MarkerPlace,
    abortSignal: AbortSignal,
  ): Promise<string> {
    const { UserAttributes = [] } = await clientOf(region).send(
      new GetUserCommand({ AccessToken }),
      { abortSignal },
    );
    return UserAttributes.find(({ Name }) => Name === attribute)?.Value ?? "";
  }

  return {
    /** Writes what `seen` looks for. NotAuthorizedException where the app client may not write it. */
    async write({ session, attribute }: MarkerPlace, at: Instant): Promise<void> {
      await clientOf(session.region).send(
        new UpdateUserAttributesCommand({
          AccessToken: session.accessToken,
          UserAttributes: [{ Name: attribute, Value: markerOf(at) }],
        }),
      );
    },

    /** Looks at once, then at growing distances, until the marker shows or `atMost` has passed. */
    async seen(
      where: MarkerPlace,
      since: Instant,
      { atMost, signal }: { readonly atMost: Millis; readonly signal: AbortSignal },
    ): Promise<MarkerSeen> {
      const began = runtime.stopwatch();
      const passed = () => runtime.stopwatch() - began;
      for (let pause = firstPauseMs; ; pause *= pauseGrowth) {
        const lag = millis(Math.round(passed()));
        if (isMarker(await read(where, signal), since)) return { isSeen: true, lag };
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
