// In by SRP, as SDK clients do it: the password is proved and never sent.

import { type Walk, whoSignsIn } from "../journey.ts";
import { goOn, signInBySrp } from "./session.ts";

export const srp: Walk = async (services, context, step) => {
  const who = await whoSignsIn(context, step);
  const begun = await signInBySrp(services, { ...context, ...who }, step);
  // The password journey is there first where both are walked: a session has one beginning.
  context.signedIn(begun);
  return goOn(services, { ...context, begun, client: who.client }, step);
};
