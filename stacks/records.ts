// The customer's weighted records are changed by the controller and owned by nobody here: a stack that
// owned them would undo a failover with its next deployment.

import type { Statement } from "./lambda.ts";
import { config } from "./settings.ts";

export function records() {
  const paths = config.pools.flatMap(({ paths: { sdk } }) => (sdk === null ? [] : [sdk]));
  const oneOf = (what: string, values: string[]) => ({
    test: "ForAllValues:StringEquals",
    variable: `route53:ChangeResourceRecordSets${what}`,
    values,
  });
  return {
    mayShift: paths.map(
      ({ zoneId, record, type }): Statement => ({
        actions: ["route53:ChangeResourceRecordSets"],
        resources: [`arn:aws:route53:::hostedzone/${zoneId}`],
        conditions: [
          oneOf("NormalizedRecordNames", [record]),
          oneOf("RecordTypes", [type]),
          oneOf("Actions", ["UPSERT"]),
        ],
      }),
    ),
    mayList: paths.map(
      ({ zoneId }): Statement => ({
        actions: ["route53:ListResourceRecordSets"],
        resources: [`arn:aws:route53:::hostedzone/${zoneId}`],
      }),
    ),
    mayLook: (paths.length === 0
      ? []
      : [
          { actions: ["route53:GetChange"], resources: ["arn:aws:route53:::change/*"] },
        ]) satisfies Statement[],
  };
}

export type Records = ReturnType<typeof records>;
