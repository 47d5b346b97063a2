// How each service refuses a caller that asks too often: its own name, status and words.

import { AwsError } from "./aws-error.ts";

type Refusal = readonly [name: string, status: number, message: string];

const RATE: Refusal = ["ThrottlingException", 400, "Rate exceeded"];
const QUERY_RATE: Refusal = ["Throttling", 400, "Rate exceeded"];

const REFUSALS: Readonly<Record<string, Refusal>> = {
  "cognito-idp": ["TooManyRequestsException", 400, "Rate exceeded"],
  // Of a table on demand; one with provisioned capacity has a name of its own.
  dynamodb: [
    "ThrottlingException",
    400,
    "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html",
  ],
  lambda: ["TooManyRequestsException", 429, "Rate Exceeded."],
  route53: QUERY_RATE,
  apigateway: ["TooManyRequestsException", 429, "Too Many Requests"],
  "cognito-identity": ["TooManyRequestsException", 400, "Rate exceeded"],
  ec2: ["RequestLimitExceeded", 503, "Request limit exceeded."],
  elasticloadbalancing: QUERY_RATE,
  iam: QUERY_RATE,
  servicequotas: ["TooManyRequestsException", 400, "Rate exceeded"],
  ses: ["TooManyRequestsException", 429, "Rate exceeded"],
  s3: ["SlowDown", 503, "Please reduce your request rate."],
  scheduler: ["ThrottlingException", 429, "Rate exceeded"],
  sns: QUERY_RATE,
  sts: QUERY_RATE,
};

export function throttled(service: string): AwsError {
  const [name, status, message] = REFUSALS[service] ?? RATE;
  return new AwsError(name, message, { status });
}
