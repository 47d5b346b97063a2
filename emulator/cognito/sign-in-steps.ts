// What every sign-in goes through: counting wrong passwords, then whatever stands between the right
// password and the tokens.

import type {
  ChallengeNameType,
  InitiateAuthResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../aws-error.ts";
import type { Challenge } from "./challenges.ts";
import type { User } from "./directory.ts";
import type { Realm } from "./realm.ts";
import { notEnabled } from "./rules.ts";
import type { ClientSite, Site } from "./site.ts";
import { notAuthorized } from "./tokens.ts";

/** Throws NotAuthorizedException for a wrong password and while the user is locked out. */
export function checkedPassword(
  { replica }: Pick<Site, "replica">,
  { sub }: User,
  isRight: () => boolean,
): void {
  replica.attempts.admit(sub);
  if (!isRight()) {
    replica.attempts.failed(sub);
    throw notAuthorized("Incorrect username or password.");
  }
  replica.attempts.succeeded(sub);
}

/** Tokens, or the challenge that comes before them. */
export function afterPassword(realm: Realm, site: ClientSite, user: User): InitiateAuthResponse {
  if (user.status === "UNCONFIRMED") {
    throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
  }
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    if ((user.temporaryUntil ?? Number.POSITIVE_INFINITY) <= realm.foundation.clock.now()) {
      throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
    }
    return pose(realm, site, { user, name: "NEW_PASSWORD_REQUIRED" });
  }
  return afterFirstFactor(realm, site, user);
}

/** The second factor, or the tokens. */
export function afterFirstFactor(realm: Realm, site: ClientSite, user: User): InitiateAuthResponse {
  if (user.totpSecret === undefined) {
    return {
      ChallengeParameters: {},
      AuthenticationResult: realm.tokens.start(site, user),
    };
  }
  if (site.replica.role === "SECONDARY") {
    throw notEnabled("TOTP MFA is not available in a secondary Region.");
  }
  return pose(realm, site, { user, name: "SOFTWARE_TOKEN_MFA" });
}

/** When a challenge posed now stops being answerable. */
export function expiryOf({ foundation }: Realm, { client }: ClientSite): number {
  return foundation.clock.now() + (client.AuthSessionValidity ?? 3) * 60_000;
}

function pose(
  realm: Realm,
  site: ClientSite,
  { user, name }: { user: User; name: Exclude<Challenge["name"], "PASSWORD_VERIFIER"> },
): InitiateAuthResponse {
  const session = realm.foundation.random.text(160);
  site.replica.challenges.pose(session, {
    challenge: { name },
    clientId: site.client.ClientId,
    username: user.username,
    expiresAt: expiryOf(realm, site),
  });
  const ChallengeName: ChallengeNameType = name;
  const ChallengeParameters =
    name === "SOFTWARE_TOKEN_MFA"
      ? { FRIENDLY_DEVICE_NAME: "TOTP device", USER_ID_FOR_SRP: user.username }
      : {
          USER_ID_FOR_SRP: user.username,
          requiredAttributes: "[]",
          userAttributes: JSON.stringify(
            Object.fromEntries(user.attributes.map(({ Name, Value }) => [Name, Value])),
          ),
        };
  return { ChallengeName, Session: session, ChallengeParameters };
}
