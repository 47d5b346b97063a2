// The Lambdas of the two machines, all in home. What each may do is what its file in functions/ calls.

import type { Beacons } from "./beacons.ts";
import { account, type Lambdas, type Statement } from "./lambda.ts";
import type { Ledger } from "./ledger.ts";
import { names } from "./names.ts";
import type { Notices } from "./notices.ts";
import type { Records } from "./records.ts";
import { config, home } from "./settings.ts";
import { probeArn } from "./wakes.ts";

interface Parts {
  readonly lambda: Lambdas;
  readonly ledger: Ledger;
  readonly notices: Notices;
  readonly beacons: Beacons;
  readonly records: Records;
}

export function actions({ lambda, ledger, notices, beacons, records }: Parts) {
  const { name: LEDGER_TABLE, may } = ledger;
  const own = (word: string, grants: readonly Statement[], environment = {}) =>
    lambda(word, { environment: { LEDGER_TABLE, ...environment }, may: grants }).arn;
  return {
    assess: own("assess", [may("GetItem", "Query", "PutItem"), replicas(), beat]),
    prepare: own("prepare", [may("GetItem", "Query", "PutItem", "UpdateItem"), replicas()]),
    shift: own("shift", [may("PutItem", "UpdateItem"), ...beacons.mayShift, ...records.mayShift]),
    verify: own(
      "verify",
      [may("PutItem", "UpdateItem"), ...beacons.mayLook, ...records.mayLook, otherVantages()],
      { PROBE_FUNCTION_NAME: names($app.stage).lambda("probe") },
    ),
    complete: own("complete", [may("GetItem", "PutItem", "UpdateItem")]),
    notify: own(
      "notify",
      [may("GetItem", "PutItem", "UpdateItem", "DeleteItem"), ...notices.may()],
      {
        NOTICES_TOPIC_ARN: notices.arnIn(home),
      },
    ),
  };
}

export type Actions = ReturnType<typeof actions>;

/** PutMetricData knows no resources, so its namespace is what can be held to. */
const beat: Statement = {
  actions: ["cloudwatch:PutMetricData"],
  resources: ["*"],
  conditions: [
    { test: "StringEquals", variable: "cloudwatch:namespace", values: ["CognitoFailover"] },
  ],
};

/** A replica's ARN has its own Region, and an id that begins with the primary's. */
function replicas(): Statement {
  return {
    actions: ["cognito-idp:ListUserPoolReplicas"],
    resources: config.pools.map(
      ({ secondary, userPoolId }) =>
        $interpolate`arn:aws:cognito-idp:${secondary}:${account()}:userpool/${userPoolId}`,
    ),
  };
}

/** Proof comes from vantages other than the Region that is being left. */
function otherVantages(): Statement {
  const asked = config.pools.flatMap(({ vantages, primary }) =>
    vantages.filter((vantage) => vantage !== primary).slice(0, 2),
  );
  return {
    actions: ["lambda:InvokeFunction"],
    resources: [...new Set(asked)].map((region) => probeArn(region)),
  };
}
