// What SST needs for itself, once for all apps of an account: https://sst.dev/docs/iam-credentials

import { arn, type Deployment } from "./deployment.ts";
import type { PolicyStatement } from "./statement.ts";

export function forSst(deployment: Deployment): readonly PolicyStatement[] {
  const s3 = (words: string) => words.split(/\s+/).map((word) => `s3:${word}`);
  return [
    {
      sid: "StateOfSst",
      actions: s3(
        `CreateBucket PutBucketVersioning PutBucketNotification PutBucketPolicy ListBucket GetObject
        GetObjectTagging PutObject PutObjectTagging DeleteObject`,
      ),
      resources: ["arn:aws:s3:::sst-state-*", "arn:aws:s3:::sst-asset-*"],
    },
    {
      sid: "RepositoryOfSst",
      actions: ["ecr:CreateRepository", "ecr:DescribeRepositories"],
      resources: [arn(deployment, ["ecr", "*"], "repository/sst-asset")],
    },
    {
      sid: "ParametersOfSst",
      actions: [
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:GetParametersByPath",
        "ssm:PutParameter",
        "ssm:DeleteParameter",
      ],
      resources: [arn(deployment, ["ssm", "*"], "parameter/sst/*")],
    },
  ];
}
