// Promises about pools that remember devices.

import {
  ConfirmDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { inOwnPool, type OwnPool } from "./own-pool.ts";
import { api, guide, holds, type Promised, refused, same } from "./promise.ts";
import { claimsOf, passwordSignIn } from "./subject.ts";

const DEVICES = guide("amazon-cognito-user-pools-device-tracking.html");
const INVALID = "https://repost.aws/knowledge-center/cognito-invalid-refresh-token-error";

const remembering = { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false } };

/** A salt and a verifier as any client may make them up: nobody signs in by them here. */
const DeviceSecretVerifierConfig = {
  Salt: Buffer.alloc(16, 7).toString("base64"),
  PasswordVerifier: Buffer.alloc(384, 9).toString("base64"),
};

async function session({ primary: { client }, user, ...own }: OwnPool) {
  const { AuthenticationResult: result } = await client.send(passwordSignIn(own, user));
  const { AccessToken = "", RefreshToken = "", NewDeviceMetadata } = result ?? {};
  return { AccessToken, RefreshToken, DeviceKey: NewDeviceMetadata?.DeviceKey ?? "" };
}

const refresh = ({ clientId: ClientId }: OwnPool, RefreshToken: string, DeviceKey?: string) =>
  new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, DeviceKey });

export const devicePromises: readonly Promised[] = [
  {
    promise: "a pool that remembers devices names a new one at each sign-in that brings none",
    source: DEVICES,
    changes: true,
    run: (subject) =>
      inOwnPool(subject, remembering, async (pool) => {
        const [first, second] = [await session(pool), await session(pool)];
        holds("it is named", /^[\w-]+_[0-9a-f-]{36}$/.test(first.DeviceKey), first.DeviceKey);
        holds("another each time", first.DeviceKey !== second.DeviceKey);
        same("the access token's", claimsOf(first.AccessToken)["device_key"], first.DeviceKey);
      }),
  },
  {
    promise: "the refresh token of a device that nobody confirmed is invalid, with its key as well",
    source: INVALID,
    changes: true,
    run: (subject) =>
      inOwnPool(subject, remembering, async (pool) => {
        const { client } = pool.primary;
        const { RefreshToken, DeviceKey } = await session(pool);
        for (const key of [undefined, DeviceKey]) {
          const sent = client.send(refresh(pool, RefreshToken, key));
          const { message } = await refused("NotAuthorizedException", sent);
          holds("it says so", /^Invalid Refresh Token/.test(message), message);
        }
        const sent = client.send(
          new InitiateAuthCommand({
            ...{ AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: pool.clientId },
            AuthParameters: { REFRESH_TOKEN: RefreshToken },
          }),
        );
        await refused("NotAuthorizedException", sent);
      }),
  },
  {
    promise: "a confirmed device goes on with its session, and only with its key",
    source: api("GetTokensFromRefreshToken"),
    changes: true,
    run: (subject) =>
      inOwnPool(subject, remembering, async (pool) => {
        const { client } = pool.primary;
        const { AccessToken, RefreshToken, DeviceKey } = await session(pool);
        const confirmed = await client.send(
          new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
        );
        same("whether the user is asked", confirmed.UserConfirmationNecessary, false);
        const { Devices = [] } = await client.send(new ListDevicesCommand({ AccessToken }));
        same(
          "the devices",
          Devices.map((device) => device.DeviceKey),
          [DeviceKey],
        );
        await refused("NotAuthorizedException", client.send(refresh(pool, RefreshToken)));
        const renewed = await client.send(refresh(pool, RefreshToken, DeviceKey));
        holds("there is a token", renewed.AuthenticationResult?.AccessToken !== undefined);
      }),
  },
  {
    promise: "a pool that leaves remembering to its users says that they are to be asked",
    source: api("ConfirmDevice"),
    changes: true,
    run: (subject) => {
      const asking = { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } };
      return inOwnPool(subject, asking, async (pool) => {
        const { AccessToken, DeviceKey } = await session(pool);
        const confirmed = await pool.primary.client.send(
          new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
        );
        same("whether the user is asked", confirmed.UserConfirmationNecessary, true);
      });
    },
  },
];
