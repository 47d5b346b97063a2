// Who may do what in a bucket of beacons. Everyone may read them, over TLS alone; nobody but the levers' own roles,
// and one for emergencies where the settings name one, may write or take away a beacon, whatever else IAM lets
// them do. Everything else in the bucket, and the bucket itself, stays with whoever IAM gives it to.

import { publicKeyOf } from "../../core/values/public-object.ts";

export interface GuardedBeacon {
  readonly key: string;
  /** ARNs of the roles that may write it. */
  readonly writers: readonly string[];
}

/** Whatever changes what stands under a key: a version that is deleted uncovers the one before. */
const WRITES = [
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:ReplicateObject",
  "s3:ReplicateDelete",
];

export function beaconPolicy(bucket: string, beacons: readonly GuardedBeacon[]) {
  const arn = `arn:aws:s3:::${bucket}`;
  const keys = beacons.flatMap(({ key }) => [key, publicKeyOf(key)]);
  const alike = Map.groupBy(beacons, ({ writers }) => [...writers].sort().join(" "));
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyTheBeacons",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: keys.map((key) => `${arn}/${key}`),
      },
      {
        Sid: "OnlyOverTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      ...[...alike.values()].map((group, index) => ({
        Sid: `OnlyTheLevers${index}`,
        Effect: "Deny",
        Principal: "*",
        Action: WRITES,
        Resource: group.map(({ key }) => `${arn}/${key}`),
        // A caller without an ARN, as everyone unsigned, is none of them.
        Condition: { ArnNotEquals: { "aws:PrincipalArn": group[0]?.writers ?? [] } },
      })),
    ],
  };
}
