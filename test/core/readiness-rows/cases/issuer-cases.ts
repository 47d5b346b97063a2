import type { FactValues } from "../../../../core/readiness/facts.ts";
import { primary, secondary, someJourneys, witness } from "../../builders/a-policy.ts";
import { readyValues } from "../../builders/ready-values.ts";
import { blocks, differs, isNone, isReady, isUnknown, type RowCase } from "./case.ts";

const pool = { ...readyValues.poolInPrimary, issuer: "ORIGINAL" };
const policy = { journeys: someJourneys({ keySet: {} }) };
const seen = readyValues.issuerDocuments;

const authorizer = (apiId: string, region = primary): FactValues["restAuthorizers"][number] => ({
  ...{ region, apiId, authorizerId: "auth1", issuer: null },
});
const balancer = { region: secondary, arn: "arn:listener-rule/1", isRule: true };
const original = "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_Pretend01";

export const issuerCases: readonly RowCase[] = [
  {
    ...{ row: "issuer-type", of: "another than the settings have" },
    facts: { poolInPrimary: pool },
    comes: differs("it is ORIGINAL"),
  },
  {
    ...{ row: "issuer-type", of: "ORIGINAL, as the settings have it" },
    ...{ facts: { poolInPrimary: pool }, policy: { issuer: "ORIGINAL" } },
    comes: isReady("ORIGINAL"),
  },
  {
    ...{ row: "issuer-outlives-primary", of: "ORIGINAL" },
    facts: { poolInPrimary: pool },
    comes: differs("it is ORIGINAL: whoever has no copy of the keys needs us-west-2"),
  },
  {
    ...{ row: "issuer-documents", of: "no journey that reads them" },
    comes: isNone("the journey keySet is switched off"),
  },
  {
    ...{ row: "issuer-documents", of: "all of them" },
    policy,
    comes: isReady("right from 3 vantages"),
  },
  {
    ...{ row: "issuer-documents", of: "a wrong one" },
    policy,
    facts: {
      issuerDocuments: seen.map((one) =>
        one.vantage === witness && one.target === secondary
          ? { ...one, problem: "it has no keys" }
          : one,
      ),
    },
    comes: blocks("of us-east-1 from eu-west-1: it has no keys"),
  },
  {
    ...{ row: "issuer-documents", of: "a silent vantage" },
    policy,
    facts: { issuerDocuments: seen.filter(({ vantage }) => vantage !== witness) },
    comes: isUnknown("nobody looked from eu-west-1"),
  },
];

export const consumerCases: readonly RowCase[] = [
  {
    ...{ row: "load-balancers", of: "one" },
    facts: { loadBalancers: [balancer] },
    comes: {
      ...{ kind: "amiss", severity: "differs" },
      found: "1 rule of us-east-1, which cannot use the issuer UPDATED",
      next: "aws elbv2 describe-rules --region us-east-1 --rule-arns arn:listener-rule/1",
    },
  },
  {
    ...{ row: "load-balancers", of: "listeners of both Regions, for the old issuer" },
    facts: {
      poolInPrimary: pool,
      loadBalancers: [
        { ...balancer, isRule: false },
        { ...balancer, region: primary },
      ],
    },
    comes: {
      ...{ kind: "amiss", severity: "differs" },
      found: "2 rules of us-east-1 and us-west-2, which need the primary",
      next: "aws elbv2 describe-listeners --region us-east-1 --listener-arns arn:listener-rule/1",
    },
  },
  {
    ...{ row: "rest-authorizers", of: "more than a sentence holds" },
    facts: { restAuthorizers: ["a", "b", "c", "d", "e"].map((id) => authorizer(id)) },
    comes: {
      ...{ kind: "amiss", severity: "differs" },
      found:
        "a in us-west-2, b in us-west-2, c in us-west-2 and 2 more, which cannot use the issuer UPDATED",
    },
  },
  {
    ...{ row: "rest-authorizers", of: "one, for the old issuer" },
    facts: { poolInPrimary: pool, restAuthorizers: [authorizer("a")] },
    comes: differs("a in us-west-2, which need the primary"),
  },
  {
    ...{ row: "jwt-authorizers", of: "the old issuer" },
    facts: { jwtAuthorizers: [{ ...authorizer("api1"), issuer: original }] },
    comes: differs("api1 in us-west-2 expect another"),
  },
  {
    ...{ row: "jwt-authorizers", of: "the old issuer, which the pool has" },
    policy: { issuer: "ORIGINAL" },
    facts: { jwtAuthorizers: [{ ...authorizer("api1"), issuer: original }] },
    comes: isReady("1 authorizer"),
  },
  {
    ...{ row: "jwt-authorizers", of: "none" },
    facts: { jwtAuthorizers: [] },
    comes: isReady("there are none"),
  },
  {
    ...{ row: "identity-pools", of: "one in the primary alone" },
    facts: { identityPools: readyValues.identityPools.slice(0, 1) },
    comes: differs("app does, and none in us-east-1"),
  },
  {
    ...{ row: "identity-pools", of: "one in the secondary alone" },
    facts: { identityPools: readyValues.identityPools.slice(1) },
    comes: isReady("none in us-west-2 does"),
  },
];
