// Which Regions are there, and in which does Amazon Cognito offer replicas, to which plans, at what price? For a vantage
// any commercial Region will do, and the pattern spares an edit whenever AWS opens one. What is offered is in no API, so
// it is one table with its date: the announcement and the page of prices say how it is today.

/** GovCloud, China and the sovereign partitions have other credentials, so they do not match. */
export const commercialRegion =
  /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|(north|south)?(east|west)|north|south)-[1-9]$/;

/** Where the certificate of a custom domain is, wherever its pool is. */
export const certificatesRegion = "us-east-1";

/** Not Osaka, Calgary, GovCloud, China, nor any Region that an account must opt into. */
export const replicationRegions: readonly string[] = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
  ...["ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "ap-southeast-2"],
  ...["ca-central-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1"],
  "sa-east-1",
];

export const replicationOffer = {
  asOf: "June 2026",
  announcement: "https://aws.amazon.com/about-aws/whats-new/2026/06/amazon-cognito-multi-region/",
  /** Lite has no replication. In dollars for each user who is active in a month, wherever and however often. */
  plans: { essentials: { dollarsPerUser: 0.0045 }, plus: { dollarsPerUser: 0.006 } },
  /** Of the price of each machine token. */
  tokenShare: 0.3,
  page: "https://aws.amazon.com/cognito/pricing/",
  readIn: "https://aissential.tech/articles/ae9db439-b500-4e37-9b4d-0a001bea5c31 (June 2026)",
} as const;

export type FeaturePlan = keyof typeof replicationOffer.plans;

export const planNames = Object.keys(replicationOffer.plans) as readonly FeaturePlan[];

/** As `DescribeUserPool` names a plan: "ESSENTIALS". */
export function canReplicate(tier: string): boolean {
  return planNames.some((plan) => plan.toUpperCase() === tier);
}
