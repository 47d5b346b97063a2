// The Lambdas of the two machines, all in home. What each may do is what its file in functions/ calls.

import { LAMBDA_SECONDS } from "./asl.ts";
import type { Beacons } from "./beacons.ts";
import { account, type Lambdas, type Statement } from "./lambda.ts";
import type { Ledger } from "./ledger.ts";
import { names } from "./names.ts";
import type { Notices } from "./notices.ts";
import type { Records } from "./records.ts";
import type { Secrets } from "./secrets.ts";
import { config, home } from "./settings.ts";
import { probeArn } from "./wakes.ts";

interface Parts {
  readonly lambda: Lambdas;
  readonly ledger: Ledger;
  readonly notices: Notices;
  readonly beacons: Beacons;
  readonly records: Records;
  readonly secrets: Secrets;
}

export function actions({ lambda, ledger, notices, beacons, records, secrets }: Parts) {
  const { name: LEDGER_TABLE, may } = ledger;
  const own = (word: string, grants: readonly Statement[], environment = {}) =>
    lambda(word, {
      environment: { LEDGER_TABLE, ...environment },
      may: grants,
      seconds: LAMBDA_SECONDS,
    }).arn;
  return {
    assess: own("assess", [may("GetItem", "Query", "PutItem", "UpdateItem"), replicas(), beat]),
    prepare: own("prepare", [
      may("GetItem", "Query", "PutItem", "UpdateItem"),
      replicas(),
      ...records.mayCheck,
    ]),
    shift: own("shift", [
      may("Query", "PutItem", "UpdateItem"),
      ...beacons.mayShift,
      ...records.mayShift,
    ]),
    verify: own(
      "verify",
      [
        may("GetItem", "Query", "PutItem", "UpdateItem"),
        ...beacons.mayLook,
        ...beacons.mayAskCheckers,
        ...records.mayLook,
        ...secrets.mayReadMarkers(),
        allVantages(),
      ],
      {
        PROBE_FUNCTION_NAME: names($app.stage).lambda("probe"),
        BEACON_CHECKS: beacons.ownChecks,
      },
    ),
    complete: own("complete", [may("GetItem", "PutItem", "UpdateItem")]),
    notify: own(
      "notify",
      [may("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"), ...notices.may()],
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

/** Every vantage may be asked, but for that of the Region which a move leaves: out and home, that is all. */
function allVantages(): Statement {
  const asked = config.pools.flatMap(({ vantages }) => vantages);
  return {
    actions: ["lambda:InvokeFunction"],
    resources: [...new Set(asked)].map((region) => probeArn(region)),
  };
}
