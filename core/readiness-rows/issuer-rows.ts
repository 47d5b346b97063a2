// Do tokens of both Regions name an issuer whose documents outlive the primary?

import { blocker, differs, type ReadinessRow, ready, row, unknown } from "../readiness/row.ts";
import { listed } from "../values/words.ts";
import { cognitoCommand, cognitoConsole } from "./commands.ts";

const verifiers = {
  path: "both",
  users: "all users of an application that verifies tokens",
} as const;

export const issuerRows: readonly ReadinessRow[] = [
  row("issuer", {
    name: "issuer-type",
    severity: "differs",
    breaks: { path: "both", users: "nobody: probes take good tokens for wrong ones" },
    needs: ["poolInPrimary"],
    must: ({ userPoolId, issuer }) =>
      `the issuer of ${userPoolId} must be ${issuer}, as the settings have it`,
    next: (policy) =>
      cognitoCommand("describe-user-pool", policy, {
        region: policy.primary,
        more: "--query UserPool.IssuerConfiguration",
      }),
    judge: ({ poolInPrimary: { issuer } }, { policy }) =>
      issuer === policy.issuer ? ready(issuer) : differs(`it is ${issuer}`),
  }),
  row("issuer", {
    name: "issuer-outlives-primary",
    severity: "differs",
    breaks: verifiers,
    needs: ["poolInPrimary"],
    must: ({ userPoolId, primary }) =>
      `the issuer of ${userPoolId} must be UPDATED: the keys of ORIGINAL are served by ${primary} alone`,
    next: (policy) => cognitoConsole("the multi-Region issuer", policy, policy.primary),
    judge: ({ poolInPrimary: { issuer } }, { policy }) =>
      issuer === "UPDATED"
        ? ready("UPDATED: its documents are served by several Regions")
        : differs(`it is ${issuer}: whoever has no copy of the keys needs ${policy.primary}`),
  }),
  row("issuer", {
    name: "issuer-documents",
    severity: "blocker",
    breaks: verifiers,
    needs: ["issuerDocuments"],
    unasked: ({ journeys }) =>
      journeys.keySet === null ? "the journey keySet is switched off" : null,
    must: ({ vantages }) =>
      `discovery document and key set must be right as seen from ${listed(vantages)}`,
    next: ({ name }) => `cognito-failover status ${name}`,
    judge: ({ issuerDocuments: seen }, { policy }) => {
      const silent = policy.vantages.filter((one) => !seen.some(({ vantage }) => vantage === one));
      const bad = seen.filter(({ problem }) => problem !== null);
      if (bad.length > 0) {
        const words = bad.map(
          ({ vantage, target, problem }) => `of ${target} from ${vantage}: ${problem}`,
        );
        return blocker(words.join("; "));
      }
      return silent.length > 0
        ? unknown(`nobody looked from ${listed(silent)}`)
        : ready(`right from ${policy.vantages.length} vantages`);
    },
  }),
];
