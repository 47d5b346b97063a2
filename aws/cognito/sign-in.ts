// Signing a probe user in at one Region, and going on with the session. Nothing here is repeated: a wrong
// password repeated locks the user out, and each Region counts for itself.

import { createHmac } from "node:crypto";
import {
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { classify } from "../../core/probe/classify-failure.ts";
import { isTurnedAway } from "../../core/probe/failure-class.ts";
import type { ProbeCredentials } from "../../core/probe-users/probe-secret.ts";
import {
  type Instant,
  instant,
  type Millis,
  type Region,
  type UserPoolId,
} from "../../core/values/types.ts";
import { once, type Place } from "../sdk/clients.ts";
import { signatureOf } from "../sdk/failure-signature.ts";
import { type ClockReading, readClock } from "../sdk/region-clock.ts";
import { probeClient, type Via } from "./probe-client.ts";
import { noSrp, type Session, session, srpChallenge, unexpected } from "./sign-in-answer.ts";
import { srp, srpTimestamp } from "./srp.ts";

/** The app client that signs in; its secret is null for a public one. */
export interface AppClient {
  readonly clientId: string;
  readonly clientSecret: string | null;
}

/** Where SRP is spoken: the pool's name is part of the proof. */
export interface PoolAt {
  readonly region: Region;
  readonly userPoolId: UserPoolId;
}

/** A sign-in that was asked to prove the password. */
export interface Challenged {
  /** Proves it, on a new connection as well: a challenge is answered once, so this is never repeated. */
  answer(): Promise<Session>;
}

/** A Region that sheds half of its load lets three in a row through once in eight times. */
const strangersAsked = 3;

export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn(place: Place, { stepDeadline }: { stepDeadline: Millis }) {
  const clocks = new Map<Region, ClockReading>();
  const clientOf = once((key: `${Via} ${Region}`) => {
    const [via, region] = key.split(" ") as [Via, Region];
    const client = probeClient(place, { region, via, stepDeadline });
    readClock(client, place.runtime, (reading) => clocks.set(region, reading));
    return client;
  });
  const client = (region: Region, via: Via) => clientOf(`${via} ${region}`);

  /** By the Region's own clock once it has answered, since the vantage's may be wrong. */
  function timeAt(region: Region): Instant {
    const now = place.runtime.now();
    const reading = clocks.get(region);
    return reading === undefined ? now : instant(reading.theirs + now - reading.ours);
  }

  return {
    /** USER_PASSWORD_AUTH, always on a new connection. */
    async password(
      region: Region,
      appClient: AppClient,
      credentials: ProbeCredentials,
    ): Promise<Session> {
      const { AuthenticationResult, ChallengeName } = await client(region, "fresh").send(
        passwordSignIn(appClient, credentials),
      );
      return session(region, AuthenticationResult, ChallengeName);
    },

    /**
     * Whether names that nobody has are throttled as well: then it is the Region, or a quota, and not one user's own rate
     * (10 a second), which whoever knows a probe user's name can use up.
     */
    async throttlesAll(region: Region, appClient: AppClient): Promise<boolean> {
      for (let look = 0; look < strangersAsked; look++) {
        const username = `cognito-failover-nobody-${place.region}-${place.runtime.now()}-${look}`;
        const stranger = { username, password: "Of-nobody-at-all-1" };
        const asked = client(region, "fresh").send(passwordSignIn(appClient, stranger));
        if (!(await isRefused(asked))) return true;
      }
      return false;
    },

    /** USER_SRP_AUTH on a new connection, as far as the challenge. */
    async srp(
      { region, userPoolId }: PoolAt,
      appClient: AppClient,
      { username, password }: ProbeCredentials,
    ): Promise<Challenged> {
      const proof = srp();
      const ClientId = appClient.clientId;
      const posed = await client(region, "fresh").send(
        new InitiateAuthCommand({
          AuthFlow: "USER_SRP_AUTH",
          ClientId,
          AuthParameters: {
            USERNAME: username,
            SRP_A: proof.clientPublic,
            ...secretHash(appClient, username),
          },
        }),
      );
      const challenge = srpChallenge(posed.ChallengeName, posed.ChallengeParameters);
      const { userId, secretBlock } = challenge;
      return {
        answer: async () => {
          const timestamp = srpTimestamp(timeAt(region));
          const claim = { poolName: poolNameOf(userPoolId), password, timestamp };
          const signature = proof.sign(claim, challenge);
          if (signature === null) throw noSrp();
          const { AuthenticationResult, ChallengeName } = await client(region, "fresh").send(
            new RespondToAuthChallengeCommand({
              ChallengeName: "PASSWORD_VERIFIER",
              ClientId,
              ChallengeResponses: {
                USERNAME: userId,
                PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
                PASSWORD_CLAIM_SIGNATURE: signature,
                TIMESTAMP: timestamp,
                ...secretHash(appClient, userId),
              },
            }),
          );
          return session(region, AuthenticationResult, ChallengeName);
        },
      };
    },

    /** A new access token for a session, of whichever Region it began in. */
    async refresh(
      region: Region,
      appClient: AppClient,
      { refreshToken, deviceKey }: Pick<Session, "refreshToken" | "deviceKey">,
    ): Promise<string> {
      const { AuthenticationResult } = await client(region, "kept").send(
        new GetTokensFromRefreshTokenCommand({
          ...{ ...idOf(appClient), RefreshToken: refreshToken },
          ...(deviceKey === null ? {} : { DeviceKey: deviceKey }),
        }),
      );
      const token = AuthenticationResult?.AccessToken;
      if (token === undefined) throw unexpected("refresh", "the answer must hold an access token");
      return token;
    },

    /** Signs the session of a refresh token out. */
    async revoke(region: Region, appClient: AppClient, refreshToken: string): Promise<void> {
      await client(region, "kept").send(
        new RevokeTokenCommand({ ...idOf(appClient), Token: refreshToken }),
      );
    },

    /** What the clock of `region` said at its last answer, of whatever kind; null before the first. */
    clock: (region: Region): ClockReading | null => clocks.get(region) ?? null,
  };
}

function passwordSignIn(
  appClient: AppClient,
  { username, password }: ProbeCredentials,
): InitiateAuthCommand {
  return new InitiateAuthCommand({
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: appClient.clientId,
    AuthParameters: {
      USERNAME: username,
      PASSWORD: password,
      ...secretHash(appClient, username),
    },
  });
}

/** Whether the Region looked at the name and said no; what did not answer tells nothing of the user. */
async function isRefused(asked: Promise<unknown>): Promise<boolean> {
  return asked.then(
    () => false,
    (error: unknown) => isTurnedAway(classify(signatureOf(error))),
  );
}

/** SECRET_HASH: HMAC-SHA256 over user name and client id, as the developer guide has it. */
export function secretHash({ clientId, clientSecret }: AppClient, username: string) {
  if (clientSecret === null) return {};
  const hash = createHmac("sha256", clientSecret)
    .update(username + clientId)
    .digest("base64");
  return { SECRET_HASH: hash };
}

function idOf({ clientId, clientSecret }: AppClient) {
  return {
    ClientId: clientId,
    ...(clientSecret === null ? {} : { ClientSecret: clientSecret }),
  };
}

function poolNameOf(id: UserPoolId): string {
  return id.slice(id.indexOf("_") + 1);
}
