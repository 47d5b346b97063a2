// Promises about pools that demand MFA.

import {
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { inOwnPool } from "./own-pool.ts";
import { api, guide, holds, type Promised, refused, same } from "./promise.ts";
import { passwordSignIn } from "./subject.ts";

const MFA = guide("user-pool-settings-mfa.html");
const totp = { SoftwareTokenMfaConfiguration: { Enabled: true } };

export const secondFactorPromises: readonly Promised[] = [
  {
    promise:
      "a pool with MfaConfiguration ON asks a user without a factor MFA_SETUP, and lets nobody in",
    source: MFA,
    changes: true,
    run: (subject) =>
      inOwnPool(subject, {}, async ({ primary: { client }, poolId, ...own }) => {
        const demanded = { UserPoolId: poolId, MfaConfiguration: "ON" as const, ...totp };
        await client.send(new SetUserPoolMfaConfigCommand(demanded));
        const answer = await client.send(passwordSignIn(own, own.user));
        same("the challenge", answer.ChallengeName, "MFA_SETUP");
        holds("there are no tokens", answer.AuthenticationResult === undefined);
        const canSetUp = answer.ChallengeParameters?.["MFAS_CAN_SETUP"] ?? "";
        holds("TOTP may be set up", canSetUp.includes("SOFTWARE_TOKEN_MFA"), canSetUp);
        const shown = await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId: poolId }));
        same("MfaConfiguration", shown.MfaConfiguration, "ON");
      }),
  },
  {
    promise: "MFA cannot be switched off while a factor is set up in the same breath",
    source: "https://github.com/go-to-k/cdkd/issues/1923",
    changes: true,
    run: (subject) =>
      inOwnPool(subject, {}, async ({ primary: { client }, poolId }) => {
        const wish = { UserPoolId: poolId, MfaConfiguration: "OFF" as const, ...totp };
        const sent = client.send(new SetUserPoolMfaConfigCommand(wish));
        const { message } = await refused("InvalidParameterException", sent);
        holds("it says so", message.includes("can't turn off MFA and configure an MFA"), message);
      }),
  },
  {
    promise: "MFA cannot be demanded without a factor",
    source: "https://github.com/anomalyco/sst/issues/5177",
    changes: true,
    run: (subject) =>
      inOwnPool(subject, {}, async ({ primary: { client }, poolId }) => {
        const wish = { UserPoolId: poolId, MfaConfiguration: "ON" as const };
        const sent = client.send(new SetUserPoolMfaConfigCommand(wish));
        const { message } = await refused("InvalidParameterException", sent);
        holds("it says so", message.includes("can't disable all MFAs"), message);
      }),
  },
  {
    promise: "GetUserPoolMfaConfig shows OFF of a pool that never had it",
    source: api("GetUserPoolMfaConfig"),
    changes: true,
    run: (subject) =>
      inOwnPool(subject, {}, async ({ primary: { client }, poolId }) => {
        const shown = await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId: poolId }));
        same("MfaConfiguration", shown.MfaConfiguration, "OFF");
      }),
  },
];
