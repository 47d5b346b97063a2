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
  const may = (...actions: string[]): Statement[] =>
    [...new Set(paths.map(({ zoneId }) => `arn:aws:route53:::hostedzone/${zoneId}`))].map(
      (zone) => ({ actions, resources: [zone] }),
    );
  const list = "route53:ListResourceRecordSets";
  /** Where the pair stands and what would keep it from turning. */
  const mayCheck = may(list, "route53:GetHostedZone");
  return {
    mayShift: [
      ...may(list),
      ...paths.map(
        ({ zoneId, record, type }): Statement => ({
          actions: ["route53:ChangeResourceRecordSets"],
          resources: [`arn:aws:route53:::hostedzone/${zoneId}`],
          conditions: [
            oneOf("NormalizedRecordNames", [record]),
            oneOf("RecordTypes", [type]),
            // What was read is deleted as read and made again: nothing is overwritten unread.
            oneOf("Actions", ["CREATE", "DELETE"]),
          ],
        }),
      ),
    ],
    mayCheck,
    mayLook: [
      ...mayCheck,
      ...((paths.length === 0
        ? []
        : [
            { actions: ["route53:GetChange"], resources: ["arn:aws:route53:::change/*"] },
          ]) satisfies Statement[]),
    ],
  };
}

export type Records = ReturnType<typeof records>;
