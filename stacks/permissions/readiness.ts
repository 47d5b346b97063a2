// What a check of readiness may read, and that it may write what it found. All of it reads, and names what it reads
// where AWS lets it: what knows no resources is held to the pools' Regions.

import { readinessPartition } from "../../core/values/partitions.ts";
import { certificatesRegion } from "../../core/values/regions.ts";

import { poolArn } from "./arns.ts";
import type { Given, RoleStatement } from "./given.ts";
import { on } from "./ledger.ts";

/** What is asked of a user pool's own ARN, in either Region. */
const ofPools = [
  "DescribeUserPool",
  "GetUserPoolMfaConfig",
  "ListUserPoolReplicas",
  "ListUserPoolClientSecrets",
  "DescribeManagedLoginBrandingByClient",
  "DescribeRiskConfiguration",
  "GetLogDeliveryConfiguration",
  "GetWebACLForResource",
].map((name) => `cognito-idp:${name}`);

/** What knows no resources: the Regions are what can be held to. */
const ofRegions = [
  ...["cognito-idp:DescribeUserPoolDomain", "cognito-idp:GetProvisionedLimit"],
  ...["sns:GetSMSSandboxAccountStatus", "sns:GetSMSAttributes", "sns:ListOriginationNumbers"],
  ...["servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota"],
  ...["ses:GetAccount", "cloudwatch:GetMetricData"],
];

/** What the key, the triggers, the sender, the firewall and the certificate are called, the pool alone says. */
const ofTheAccount: Readonly<Record<string, readonly string[]>> = {
  "kms REGION key/*": ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus"],
  "lambda REGION function:*": ["GetFunctionConfiguration", "GetFunctionConcurrency", "GetPolicy"],
  "ses REGION identity/*": ["GetEmailIdentity"],
  "wafv2 REGION regional/webacl/*": ["GetWebACLForResource", "GetWebACL"],
  [`acm ${certificatesRegion} certificate/*`]: ["DescribeCertificate"],
};

export function readinessRead(given: Given): RoleStatement[] {
  const { pools } = given.config;
  const regions = [...new Set(pools.flatMap(({ primary, secondary }) => [primary, secondary]))];
  const poolArns = pools.flatMap(({ primary, secondary, userPoolId }) =>
    [primary, secondary].map((region) => poolArn(given, region, userPoolId)),
  );
  return [
    { actions: [...ofPools, "wafv2:GetWebACLForResource"], resources: poolArns },
    {
      actions: [...ofRegions],
      resources: ["*"],
      conditions: [{ test: "StringEquals", variable: "aws:RequestedRegion", values: regions }],
    },
    ...Object.entries(ofTheAccount).map(([what, verbs]): RoleStatement => {
      const [service = "", where = "", resource = ""] = what.split(" ");
      return {
        actions: verbs.map((verb) => `${service}:${verb}`),
        resources: (where === "REGION" ? regions : [where]).map(
          (region) => `arn:aws:${service}:${region}:${given.account}:${resource}`,
        ),
      };
    }),
    ...healthChecksRead(given),
  ];
}

function healthChecksRead({ healthChecks }: Given): RoleStatement[] {
  const resources = Object.values(healthChecks).map((id) => `arn:aws:route53:::healthcheck/${id}`);
  return resources.length === 0 ? [] : [{ actions: ["route53:GetHealthCheck"], resources }];
}

/** What it found, and what people acknowledged of it. */
export function readinessKept(given: Given): RoleStatement {
  return on(given, given.config.pools, {
    verbs: ["GetItem", "Query", "PutItem"],
    of: [readinessPartition],
  });
}
