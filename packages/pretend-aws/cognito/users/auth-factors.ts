// By what a user can sign in, as administrators may ask of the primary: AdminGetUserAuthFactors. It is the one operation that
// tells of somebody else's passkeys.

import type {
  AdminGetUserAuthFactorsCommandInput,
  AdminGetUserAuthFactorsResponse,
  AuthFactorType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { OperationTable } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import type { Site } from "../pool/pool-in-region.ts";
import { attributeOf, type User } from "./directory.ts";
import { mfaSettings, userOf } from "./user-records.ts";

type Has = (user: User) => boolean;

/** What each factor takes; the pool must allow it besides. */
const FACTORS: Readonly<Partial<Record<AuthFactorType, Has>>> = {
  PASSWORD: ({ password }) => password !== null,
  EMAIL_OTP: (user) => attributeOf(user, "email_verified") === "true",
  SMS_OTP: (user) => attributeOf(user, "phone_number_verified") === "true",
  WEB_AUTHN: ({ hasPasskey }) => hasPasskey === true,
};

export function authFactorOperations({ kinds }: Pick<Realm, "kinds">): OperationTable {
  return {
    AdminGetUserAuthFactors: kinds.byPool<AdminGetUserAuthFactorsCommandInput>(
      ["Username"],
      (input, site): AdminGetUserAuthFactorsResponse => {
        const user = userOf(site, input.Username);
        const ConfiguredUserAuthFactors = factorsOf(user, site);
        return { Username: user.username, ...mfaSettings(user), ConfiguredUserAuthFactors };
      },
    ),
  };
}

function factorsOf(user: User, { directory }: Site): AuthFactorType[] {
  const allowed = directory.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  return allowed.filter((factor) => FACTORS[factor]?.(user) === true);
}
