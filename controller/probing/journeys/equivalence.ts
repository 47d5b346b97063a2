// Do both Regions say the same of the same user? The round's tokens of each are compared: what a trigger adds
// in one Region alone shows as a claim that the other lacks.

import { type Claims, differences } from "../../../core/probe/claims.ts";
import type { Region } from "../../../core/values/types.ts";
import { sessionAt, type Walk } from "../journey.ts";

export const equivalence: Walk = async ({ issuer }, context, step) => {
  const { policy, target, other } = context;
  const [there, here] = [await sessionAt(context, other), await sessionAt(context, target)];
  const { replicationLag } = policy.journeys;
  const found = await step("compare", async () => {
    const claims = (token: "accessToken" | "idToken"): readonly [Claims, Claims] => [
      issuer.claimsOf(there[token]),
      issuer.claimsOf(here[token]),
    ];
    return differences(
      [
        { kind: "access token", claims: claims("accessToken") },
        { kind: "id token", claims: claims("idToken") },
      ],
      {
        regions: [other, target] satisfies [Region, Region],
        // The marker is on its way from one to the other.
        ignored: replicationLag === null ? [] : [replicationLag.attribute],
      },
    );
  });
  if (found.length === 0) return { kind: "ok" };
  return { kind: "finding", finding: "regionsDiffer", step: "compare", says: found.join("; ") };
};
