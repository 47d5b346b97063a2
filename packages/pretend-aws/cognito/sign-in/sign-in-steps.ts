// What every sign-in goes through: counting wrong passwords, then whatever stands between the right
// password and the tokens.

import type {
  ChallengeNameType,
  InitiateAuthResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Realm } from "../api/service-state.ts";
import type { ClientSite, Site } from "../pool/pool-in-region.ts";
import { notEnabled } from "../pool/rules.ts";
import { attributeOf, type Directory, type User } from "../users/directory.ts";
import {
  factorsOf,
  factorsToSetUp,
  possibleFactors,
  type SecondFactor,
} from "../users/second-factors.ts";
import type { Challenge } from "./challenges.ts";
import { newDevice } from "./devices.ts";
import { notAuthorized, wrongPassword } from "./not-authorized.ts";
import { type Attempt, postAuthentication, tokenChanges } from "./sign-in-triggers.ts";
import { factorsAtRisk } from "./threat-protection.ts";

type PosedName = Exclude<Challenge["name"], "PASSWORD_VERIFIER">;

/** Throws NotAuthorizedException for a wrong password and while the user is locked out. */
export function checkedPassword(
  { replica }: Pick<Site, "replica">,
  { sub }: User,
  isRight: () => boolean,
): void {
  replica.attempts.admit(sub);
  if (!isRight()) {
    replica.attempts.failed(sub);
    throw wrongPassword();
  }
}

/** Throws for a user who must first confirm, or have the password reset. */
export function checkConfirmed({ status }: User): void {
  if (status === "UNCONFIRMED") {
    throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
  }
  if (status === "RESET_REQUIRED") {
    throw new AwsError("PasswordResetRequiredException", "Password reset required for the user");
  }
}

/** Throws in a secondary Region, which takes no TOTP codes. */
export function checkTotpHere({ role }: Site["replica"]): void {
  if (role === "SECONDARY") throw notEnabled("TOTP MFA is not available in a secondary Region.");
}

/** Tokens, or the challenge that comes before them. */
export async function afterPassword(
  realm: Realm,
  site: ClientSite,
  attempt: Attempt,
): Promise<InitiateAuthResponse> {
  const { user } = attempt;
  checkConfirmed(user);
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    if ((user.temporaryUntil ?? Number.POSITIVE_INFINITY) <= realm.foundation.clock.now()) {
      throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
    }
    return pose(realm, site, { user, name: "NEW_PASSWORD_REQUIRED" });
  }
  return afterFirstFactor(realm, site, attempt);
}

/** The second factor, or the tokens. */
export async function afterFirstFactor(
  realm: Realm,
  site: ClientSite,
  attempt: Attempt,
): Promise<InitiateAuthResponse> {
  const { user } = attempt;
  const name = challengeOf(factorsAtRisk(site, user)) ?? secondChallenge(site.directory, user);
  if (name === null) return signedIn(realm, site, attempt);
  if (name === "SOFTWARE_TOKEN_MFA") checkTotpHere(site.replica);
  return pose(realm, site, { user, name });
}

/** What stands between the password and the tokens; null where nothing does. */
export function secondChallenge(
  directory: Directory,
  user: User,
): SecondFactor | "MFA_SETUP" | "SELECT_MFA_TYPE" | null {
  const asked = challengeOf(factorsOf(directory, user));
  return asked ?? (directory.settings.MfaConfiguration === "ON" ? "MFA_SETUP" : null);
}

function challengeOf(factors: readonly SecondFactor[]): SecondFactor | "SELECT_MFA_TYPE" | null {
  return factors.length > 1 ? "SELECT_MFA_TYPE" : (factors[0] ?? null);
}

/** The tokens of a new session, once the triggers have had their say. */
export async function signedIn(
  realm: Realm,
  site: ClientSite,
  attempt: Attempt,
): Promise<InitiateAuthResponse> {
  const { user } = attempt;
  site.replica.attempts.succeeded(user.sub);
  await postAuthentication(realm, site, attempt);
  const changes = await tokenChanges(realm, site, attempt);
  const device = newDevice(realm, site);
  const authenticatedAt = realm.foundation.clock.now();
  const begun = { authenticatedAt, changes, deviceKey: device?.DeviceKey };
  const tokens = realm.tokens.start(site, user, begun);
  const AuthenticationResult = device === null ? tokens : { ...tokens, NewDeviceMetadata: device };
  return { ChallengeParameters: {}, AuthenticationResult };
}

/** When a challenge posed now stops being answerable. */
export function expiryOf({ foundation }: Realm, { client }: ClientSite): number {
  return foundation.clock.now() + (client.AuthSessionValidity ?? 3) * 60_000;
}

function pose(
  realm: Realm,
  site: ClientSite,
  { user, name }: { user: User; name: PosedName },
): InitiateAuthResponse {
  const session = realm.foundation.random.text(160);
  site.replica.challenges.pose(session, {
    challenge: { name },
    clientId: site.client.ClientId,
    username: user.username,
    expiresAt: expiryOf(realm, site),
  });
  const ChallengeName: ChallengeNameType = name;
  const ChallengeParameters = {
    USER_ID_FOR_SRP: user.username,
    ...parametersOf(name, site.directory, user),
  };
  return { ChallengeName, Session: session, ChallengeParameters };
}

function parametersOf(
  name: PosedName,
  directory: Directory,
  user: User,
): Readonly<Record<string, string>> {
  switch (name) {
    case "SOFTWARE_TOKEN_MFA":
      return { FRIENDLY_DEVICE_NAME: "TOTP device" };
    case "SMS_MFA":
      return {
        CODE_DELIVERY_DELIVERY_MEDIUM: "SMS",
        CODE_DELIVERY_DESTINATION: `+*******${attributeOf(user, "phone_number")?.slice(-4)}`,
      };
    case "EMAIL_OTP":
      return {
        CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL",
        CODE_DELIVERY_DESTINATION: `${attributeOf(user, "email")?.slice(0, 1)}***@***`,
      };
    case "SELECT_MFA_TYPE":
      return { MFAS_CAN_CHOOSE: JSON.stringify(possibleFactors(directory, user)) };
    case "MFA_SETUP":
      return { MFAS_CAN_SETUP: JSON.stringify(factorsToSetUp(directory)) };
    case "NEW_PASSWORD_REQUIRED":
      return {
        requiredAttributes: "[]",
        userAttributes: JSON.stringify(
          Object.fromEntries(user.attributes.map(({ Name, Value }) => [Name, Value])),
        ),
      };
  }
}
