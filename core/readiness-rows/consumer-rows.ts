// Who reads what the pool issues, and would stop to understand it? Whatever a search of the account finds.

import { differs, type ReadinessRow, ready, row } from "../readiness/row.ts";
import type { Policy } from "../settings/policy.ts";
import { counted, listed } from "../values/words.ts";

/** In one Region: how many may be named before a sentence is too long. */
const namedAtMost = 3;

export const consumerRows: readonly ReadinessRow[] = [
  row("consumers", {
    name: "load-balancers",
    severity: "differs",
    breaks: { path: "managedLogin", users: "users of applications behind those load balancers" },
    needs: ["loadBalancers", "poolInPrimary"],
    must: ({ userPoolId }) =>
      `no load balancer may sign users in with ${userPoolId} itself: it knows ORIGINAL issuers alone, and asks the primary for their keys`,
    next: ({ primary }) => `aws elbv2 describe-load-balancers --region ${primary}`,
    judge: ({ loadBalancers: all, poolInPrimary: { issuer } }) => {
      const [first] = all;
      if (first === undefined) return ready("none does");
      const { region, arn } = first;
      const shown = first.isRule
        ? `aws elbv2 describe-rules --region ${region} --rule-arns ${arn}`
        : `aws elbv2 describe-listeners --region ${region} --listener-arns ${arn}`;
      const why =
        issuer === "UPDATED" ? "which cannot use the issuer UPDATED" : "which need the primary";
      return differs(`${counted(all.length, "rule")} of ${places(all)}, ${why}`, shown);
    },
  }),
  row("consumers", {
    name: "rest-authorizers",
    severity: "differs",
    breaks: { path: "both", users: "callers of those REST APIs" },
    needs: ["restAuthorizers", "poolInPrimary"],
    must: ({ userPoolId }) =>
      `no REST API may have a Cognito authorizer for ${userPoolId}: it knows ORIGINAL issuers alone, and asks the primary for their keys`,
    next: ({ primary }) => `aws apigateway get-rest-apis --region ${primary}`,
    judge: ({ restAuthorizers: all, poolInPrimary: { issuer } }) => {
      const [first] = all;
      if (first === undefined) return ready("none has");
      const shown = `aws apigateway get-authorizer --region ${first.region} --rest-api-id ${first.apiId} --authorizer-id ${first.authorizerId}`;
      const why =
        issuer === "UPDATED" ? "which cannot use the issuer UPDATED" : "which need the primary";
      return differs(`${named(all)}, ${why}`, shown);
    },
  }),
  row("consumers", {
    name: "jwt-authorizers",
    severity: "differs",
    breaks: { path: "both", users: "callers of those HTTP APIs" },
    needs: ["jwtAuthorizers"],
    must: (policy) => `JWT authorizers of HTTP APIs must expect the issuer ${issuerOf(policy)}`,
    next: ({ primary }) => `aws apigatewayv2 get-apis --region ${primary}`,
    judge: ({ jwtAuthorizers: all }, { policy }) => {
      const others = all.filter(({ issuer }) => issuer !== issuerOf(policy));
      const [first] = others;
      if (first === undefined)
        return ready(all.length === 0 ? "there are none" : counted(all.length, "authorizer"));
      const shown = `aws apigatewayv2 get-authorizer --region ${first.region} --api-id ${first.apiId} --authorizer-id ${first.authorizerId}`;
      return differs(`${named(others)} expect another`, shown);
    },
  }),
  row("consumers", {
    name: "identity-pools",
    severity: "differs",
    breaks: {
      path: "both",
      users: "users of applications that exchange tokens for AWS credentials",
    },
    needs: ["identityPools"],
    must: ({ userPoolId, primary, secondary }) =>
      `where an identity pool in ${primary} trusts ${userPoolId}, one in ${secondary} must, too: identity pools have no replicas`,
    next: ({ secondary }) =>
      `aws cognito-identity list-identity-pools --region ${secondary} --max-results 60`,
    judge: ({ identityPools: all }, { policy }) => {
      const inRegion = (wanted: string) => all.filter(({ region }) => region === wanted);
      const [here, there] = [inRegion(policy.primary), inRegion(policy.secondary)];
      if (here.length === 0) return ready(`none in ${policy.primary} does`);
      const names = listed(here.map(({ name }) => name));
      return there.length > 0
        ? ready(
            `${names} in ${policy.primary}, ${listed(there.map(({ name }) => name))} in ${policy.secondary}`,
          )
        : differs(`${names} does, and none in ${policy.secondary}`);
    },
  }),
];

function issuerOf({ issuer, primary, userPoolId }: Policy): string {
  const host = issuer === "UPDATED" ? "issuer-cognito-idp" : "cognito-idp";
  return `https://${host}.${primary}.amazonaws.com/${userPoolId}`;
}

function places(all: readonly { readonly region: string }[]): string {
  return listed([...new Set(all.map(({ region }) => region))]);
}

function named(all: readonly { readonly apiId: string; readonly region: string }[]): string {
  const shown = all.slice(0, namedAtMost).map(({ apiId, region }) => `${apiId} in ${region}`);
  const more = all.length - shown.length;
  return listed(more === 0 ? shown : [...shown, `${more} more`]);
}
