// In with name and password, as a server's own sign-in page does it: USER_PASSWORD_AUTH, the token checked
// against the issuer's key set, and the session refreshed.

import { type Walk, whoSignsIn } from "../journey.ts";
import { goOn } from "./session.ts";

export const password: Walk = async (services, ground, step) => {
  const { credentials, client } = await whoSignsIn(ground, step);
  const begun = await step("signIn", () =>
    services.signIn.password(ground.target, client, credentials),
  );
  ground.signedIn(begun);
  return goOn(services, { ...ground, begun, client }, step);
};
