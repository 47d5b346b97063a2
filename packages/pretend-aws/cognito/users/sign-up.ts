// SignUp and ConfirmSignUp. No message is sent, so no code is right; an administrator confirms the user.

import type {
  ConfirmSignUpCommandInput,
  SignUpCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { OperationTable } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import { hidesUsers } from "../pool/clients.ts";
import { notAuthorized } from "../sign-in/not-authorized.ts";
import { checkSecretHash } from "../sign-in/secret-hash.ts";
import { checkWritable } from "./attribute-permissions.ts";
import { findUser } from "./directory.ts";
import { checkPassword, passwordOf } from "./passwords.ts";
import { newUser, saveUser } from "./user-records.ts";

export function signUpOperations({ foundation, kinds }: Realm): OperationTable {
  return {
    SignUp: kinds.byClient<SignUpCommandInput>(["Username"], (input, site) => {
      const { settings } = site.directory;
      checkSecretHash(site, [input.Username], input.SecretHash);
      if (settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
        throw notAuthorized("SignUp is not permitted for this user pool");
      }
      if (input.Password === undefined) throw invalid("Password is required for this user pool.");
      checkPassword(settings, input.Password);
      if (findUser(site.directory, input.Username) !== undefined) {
        throw new AwsError("UsernameExistsException", "User already exists");
      }
      checkWritable(site.client, input.UserAttributes ?? []);
      const user = newUser(foundation, site, {
        name: input.Username,
        attributes: input.UserAttributes ?? [],
        status: "UNCONFIRMED",
      });
      const secret = { username: user.username, password: input.Password, permanent: true };
      saveUser(site, { ...user, ...passwordOf(foundation, site, secret) });
      return { UserConfirmed: false, UserSub: user.sub };
    }),
    ConfirmSignUp: kinds.byClient<ConfirmSignUpCommandInput>(
      ["Username", "ConfirmationCode"],
      (input, site) => {
        checkSecretHash(site, [input.Username], input.SecretHash);
        const user = findUser(site.directory, input.Username);
        if (user === undefined && !hidesUsers(site.client)) {
          throw new AwsError("UserNotFoundException", "Username/client id combination not found.");
        }
        if (user !== undefined && user.status !== "UNCONFIRMED") {
          throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
        }
        throw new AwsError(
          "CodeMismatchException",
          "Invalid verification code provided, please try again.",
        );
      },
    ),
  };
}
