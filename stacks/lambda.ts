// One Lambda in a Region, made from its row of lambdas.ts.

import { account } from "./account.ts";
import type { BeaconBuckets } from "./beacons/beacons.ts";
import {
  environmentOf,
  type LambdaRow,
  type LambdaWord,
  lambdaPermissions,
  lambdaRow,
  type Variable,
} from "./lambdas.ts";
import type { LedgerTable } from "./ledger.ts";
import { LAMBDA_SECONDS } from "./machines/asl.ts";
import { names } from "./names.ts";
import type { Notices } from "./notices.ts";
import type { Given } from "./permissions/given.ts";
import { logical, type Placed } from "./regions.ts";
import { home } from "./settings.ts";

export type Lambdas = (word: LambdaWord, region?: string) => sst.aws.Function;

interface Parts {
  readonly placed: Placed;
  readonly given: $util.Output<Given>;
  readonly values: Readonly<Record<Variable, $util.Input<string>>>;
}

export function lambdas({ placed, given, values }: Parts): Lambdas {
  return (word, region = home) => {
    const { machines, events } = lambdaRow(word);
    return new sst.aws.Function(
      region === home ? logical(word) : logical(word, region),
      {
        name: names($app.stage).lambda(word),
        handler: `functions/${word}.handler`,
        environment: environmentOf(word, values),
        permissions: given.apply((known) => lambdaPermissions(word, known, region)),
        ...(machines === undefined ? {} : { timeout: `${LAMBDA_SECONDS} seconds` as const }),
        ...(events === undefined ? {} : insistent(events)),
      },
      placed(region),
    );
  };
}

/** All that the deployment knows and a Lambda may have to be told. */
export function valuesOf({ beacons, ledger, notices }: Known): Parts["values"] {
  const named = names($app.stage);
  return {
    ACCOUNT_ID: account(),
    BEACON_CHECKS: beacons.ownChecks,
    BEACON_SEARCH_STRINGS: beacons.searchStrings,
    LEDGER_TABLE: ledger.name,
    NOTICES_TOPIC_ARN: notices.arnIn(home),
    PROBE_FUNCTION_NAME: named.lambda("probe"),
    WATCH_MACHINE_ARN: $interpolate`arn:aws:states:${home}:${account()}:stateMachine:${named.watch}`,
  };
}

interface Known {
  readonly beacons: BeaconBuckets;
  readonly ledger: LedgerTable;
  readonly notices: Notices;
}

function insistent({ retries, maximumAgeSeconds }: NonNullable<LambdaRow["events"]>) {
  return {
    retries,
    transform: { eventInvokeConfig: { maximumEventAgeInSeconds: maximumAgeSeconds } },
  };
}
