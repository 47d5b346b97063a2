// In with name and password, as a server's own sign-in page does it: USER_PASSWORD_AUTH, the token checked
// against the issuer's key set, and the session refreshed.

import { type Walk, whoSignsIn } from "../journey.ts";
import { goOn, tellingUsersApart } from "./session.ts";

export const password: Walk = async (services, context, step) => {
  const { credentials, client } = await whoSignsIn(context, step);
  const begun = await step("signIn", () =>
    services.signIn
      .password(context.target, client, credentials)
      .catch(tellingUsersApart(services, { ...context, client })),
  );
  context.signedIn(begun);
  return goOn(services, { ...context, begun, client }, step);
};
