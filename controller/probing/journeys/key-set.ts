// What everyone reads who verifies tokens: the issuer's discovery document and key set, and whether they
// fit the token that the target has just issued.

import type { Issuer, IssuerAt } from "../../../aws/cognito/issuer.ts";
import type { StepName } from "../../../core/probe/probe.ts";
import type { JourneyContext, JourneyOutcome, Walk } from "../journey.ts";
import {
  type DocumentsAt,
  troubleInDiscovery,
  troubleReading,
  troubleWithToken,
} from "./issuer-documents.ts";

export const keySet: Walk = async ({ issuer }, context, step) => {
  const { policy, target } = context;
  const keySets = new Map<string, readonly string[]>();
  for (const look of looksOf(issuer, context)) {
    const { host } = look;
    const discovery = await step(["discovery", host], (signal) => issuer.discovery(look, signal));
    const problem = troubleInDiscovery(look, discovery, policy);
    if (problem !== null) return trouble("discovery", problem);
    const keys = await step(["keySet", host], (signal) => issuer.keyIds(look, signal));
    const unread = troubleReading(look, "key set", keys);
    if (unread !== null) return trouble("keySet", unread);
    if (keys.kind === "read") keySets.set(host, keys.content);
  }
  const session = await context.session(target);
  if (session === null) return { kind: "ok" };
  const { accessToken } = session;
  const wrong = await step("signingKey", async () => {
    const keyId = issuer.keyIdOf(accessToken);
    const { iss } = issuer.claimsOf(accessToken);
    const due = issuer.nameOf({ ...policy, form: policy.issuer, region: policy.primary });
    return troubleWithToken({ target, issuer: iss, keyId }, { due, keySets });
  });
  return wrong === null ? { kind: "ok" } : trouble("signingKey", wrong);
};

/** Where the issuer in use is served; with UPDATED, the documents of the other form at the target as well. */
function looksOf({ nameOf }: Issuer, { policy, target }: JourneyContext): readonly DocumentsAt[] {
  const { userPoolId, primary, secondary, issuer } = policy;
  const updated = { userPoolId, form: "UPDATED", region: primary } as const;
  const original = { userPoolId, form: "ORIGINAL", region: target } as const;
  const inUse = nameOf({ userPoolId, form: issuer, region: primary });
  const possible = [
    inUse,
    nameOf(updated),
    ...[primary, secondary].map((region) => nameOf({ ...original, region })),
  ];
  const look = (at: IssuerAt, rest: Pick<DocumentsAt, "isDue" | "issuers">): DocumentsAt => ({
    ...{ ...at, ...rest },
    host: new URL(nameOf(at)).host,
  });
  if (issuer === "ORIGINAL") {
    const isDue = target === primary;
    return [look(original, { isDue, issuers: isDue ? [inUse] : possible })];
  }
  return [
    look(updated, { isDue: true, issuers: [inUse] }),
    look(original, { isDue: false, issuers: possible }),
  ];
}

function trouble(step: StepName, says: string): JourneyOutcome {
  return { kind: "finding", finding: "issuerTrouble", step, says };
}
