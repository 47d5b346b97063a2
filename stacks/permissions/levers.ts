// Permissions on the levers: to move them, and to see where they stand.

import type { Given, RoleStatement } from "./given.ts";

/** Writing the beacons: over what was read there, which S3 wants to be readable for a conditional delete. */
export function beaconShift({ config }: Given): RoleStatement[] {
  const { objects, buckets } = beaconsOf(config);
  return [
    ...on(objects, "s3:PutObject", "s3:DeleteObject", "s3:GetObject"),
    ...on(buckets, "s3:ListBucket"),
  ];
}

/** The same, but that a practice deletes none. */
export function beaconPractise({ config }: Given): RoleStatement[] {
  const { objects, buckets } = beaconsOf(config);
  return [...on(objects, "s3:PutObject", "s3:GetObject"), ...on(buckets, "s3:ListBucket")];
}

/**
 * Without ListBucket a beacon that is out would look forbidden instead of missing; and a condition
 * on the prefix would not hold, since reading an object names none.
 */
export function beaconLook({ config }: Given): RoleStatement[] {
  const { objects, buckets } = beaconsOf(config);
  return [...on(objects, "s3:GetObject"), ...on(buckets, "s3:ListBucket")];
}

/** What the checkers found. */
export function checkers({ healthChecks }: Given): RoleStatement[] {
  const checks = Object.values(healthChecks).map((id) => `arn:aws:route53:::healthcheck/${id}`);
  return on(checks, "route53:GetHealthCheckStatus");
}

function beaconsOf({ pools }: Given["config"]) {
  const paths = pools.flatMap(({ paths: { managedLogin } }) =>
    managedLogin === null ? [] : [managedLogin],
  );
  return {
    objects: paths.map(({ bucket, key }) => `arn:aws:s3:::${bucket}/${key}`),
    buckets: [...new Set(paths.map(({ bucket }) => `arn:aws:s3:::${bucket}`))],
  };
}

const LIST = "route53:ListResourceRecordSets";

/** Where the weighted pair stands and what would keep it from turning. */
export function recordsCheck({ config }: Given): RoleStatement[] {
  return zonesOf(config).flatMap((zone) => on([zone], LIST, "route53:GetHostedZone"));
}

export function recordsLook(given: Given): RoleStatement[] {
  const hasRecords = recordsOf(given.config).length > 0;
  const changes = hasRecords ? ["arn:aws:route53:::change/*"] : [];
  return [...recordsCheck(given), ...on(changes, "route53:GetChange")];
}

export function recordsShift({ config }: Given): RoleStatement[] {
  return [
    ...zonesOf(config).flatMap((zone) => on([zone], LIST)),
    ...recordsOf(config).map(
      ({ zoneId, record, type }): RoleStatement => ({
        actions: ["route53:ChangeResourceRecordSets"],
        resources: [`arn:aws:route53:::hostedzone/${zoneId}`],
        conditions: [
          changing("NormalizedRecordNames", [record]),
          changing("RecordTypes", [type]),
          // What was read is deleted as read and made again: nothing is overwritten unread.
          changing("Actions", ["CREATE", "DELETE"]),
        ],
      }),
    ),
  ];
}

function changing(what: string, values: string[]) {
  return {
    test: "ForAllValues:StringEquals",
    variable: `route53:ChangeResourceRecordSets${what}`,
    values,
  };
}

function recordsOf({ pools }: Given["config"]) {
  return pools.flatMap(({ paths: { sdk } }) => (sdk === null ? [] : [sdk]));
}

function zonesOf(config: Given["config"]): readonly string[] {
  return [
    ...new Set(recordsOf(config).map(({ zoneId }) => `arn:aws:route53:::hostedzone/${zoneId}`)),
  ];
}

function on(resources: string[], ...actions: string[]): RoleStatement[] {
  return resources.length === 0 ? [] : [{ actions, resources }];
}
