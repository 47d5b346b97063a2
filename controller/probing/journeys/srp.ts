// In by SRP, as SDK clients do it: the password is proved and never sent.

import { type Walk, whoSignsIn } from "../journey.ts";
import { goOn, signInBySrp } from "./session.ts";

export const srp: Walk = async (services, ground, step) => {
  const who = await whoSignsIn(ground, step);
  const begun = await signInBySrp(services, { ...ground, ...who }, step);
  // The password journey is there first where both are walked: a session has one beginning.
  ground.signedIn(begun);
  return goOn(services, { ...ground, begun, client: who.client }, step);
};
