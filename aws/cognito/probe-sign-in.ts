// Whether one user can be signed in at one Region, by whichever flow with a password the app client allows.
// One try: a wrong password repeated locks the user out. Tokens are let go at once.

import {
  AdminInitiateAuthCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { ProbeCredentials } from "../../core/probe-users/probe-secret.ts";
import {
  challengeAilment,
  type ProbeUserProblem,
  problemInRefusal,
} from "../../core/probe-users/probe-user-problem.ts";
import type { Region, UserPoolId } from "../../core/values/types.ts";
import { signatureOf } from "../sdk/failure-signature.ts";
import type { Flow } from "./probe-pool.ts";
import { type AppClient, type SignIn, secretHash } from "./sign-in.ts";

interface At {
  readonly region: Region;
  readonly client: CognitoIdentityProviderClient;
  /** Which speaks SRP as probes do. */
  readonly bySrp: SignIn;
}

interface Way {
  readonly flow: Flow;
  readonly appClient: AppClient;
  readonly userPoolId: UserPoolId;
}

/** What is wrong with the user; null when nothing is. Throws what is not the user's fault. */
export async function signIn(
  at: At,
  way: Way,
  user: ProbeCredentials,
): Promise<ProbeUserProblem | null> {
  try {
    const challenge = await started(at, way, user);
    return challenge === undefined ? null : challengeAilment(challenge);
  } catch (error) {
    const ailment = problemInRefusal(signatureOf(error));
    if (ailment === null) throw error;
    return ailment;
  }
}

/** The challenge that is left after the password. */
async function started(
  { client, bySrp, region }: At,
  { flow, appClient, userPoolId }: Way,
  user: ProbeCredentials,
): Promise<string | undefined> {
  const { username, password } = user;
  const AuthParameters = {
    ...{ USERNAME: username, PASSWORD: password },
    ...secretHash(appClient, username),
  };
  const common = { AuthFlow: flow, ClientId: appClient.clientId, AuthParameters };
  switch (flow) {
    case "USER_PASSWORD_AUTH":
      return (await client.send(new InitiateAuthCommand(common))).ChallengeName;
    case "USER_SRP_AUTH":
      await (await bySrp.srp({ region, userPoolId }, appClient, user)).answer();
      return undefined;
    case "ADMIN_USER_PASSWORD_AUTH": {
      const input = { ...common, UserPoolId: userPoolId };
      return (await client.send(new AdminInitiateAuthCommand(input))).ChallengeName;
    }
  }
}
