// The key of a topic. AWS's own key for SNS would keep alarms out.

import { account } from "./account.ts";
import { logical } from "./regions.ts";

export function topicKey(
  region: string,
  name: string,
  options: { provider?: aws.Provider },
): aws.kms.Key {
  const key = new aws.kms.Key(
    logical("NoticesKey", region),
    { description: name, enableKeyRotation: true, policy: keyPolicy() },
    options,
  );
  new aws.kms.Alias(
    logical("NoticesKeyAlias", region),
    { name: `alias/${name}`, targetKeyId: key.id },
    options,
  );
  return key;
}

function keyPolicy() {
  return $jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PoliciesOfTheAccount",
        Effect: "Allow",
        Principal: { AWS: $interpolate`arn:aws:iam::${account()}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "AlarmsThatRing",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": account() } },
      },
    ],
  });
}
