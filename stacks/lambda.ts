// One Lambda in a Region, made from its row of lambdas.ts.

import { account } from "./account.ts";
import type { BeaconBuckets } from "./beacons/beacons.ts";
import {
  environmentOf,
  type LambdaRow,
  type LambdaWord,
  lambdaPermissions,
  lambdaRow,
  secondsOf,
  type Variable,
} from "./lambdas.ts";
import type { LedgerTable } from "./ledger.ts";
import { names } from "./names.ts";
import type { Notices } from "./notices.ts";
import { machineArn, roleArn } from "./permissions/arns.ts";
import { type Given, guardNamesOf, topicRegionsOf } from "./permissions/given.ts";
import { logical, type Placed } from "./regions.ts";
import { config, home } from "./settings.ts";

export type Lambdas = (word: LambdaWord, region?: string) => sst.aws.Function;

interface Parts {
  readonly placed: Placed;
  readonly given: $util.Output<Given>;
  readonly values: (region: string) => Readonly<Record<Variable, $util.Input<string>>>;
}

export function lambdas({ placed, given, values }: Parts): Lambdas {
  return (word, region = home) => {
    const { events } = lambdaRow(word);
    return new sst.aws.Function(
      region === home ? logical(word) : logical(word, region),
      {
        name: names($app.stage).lambda(word),
        handler: `functions/${word}.handler`,
        environment: environmentOf(word, values(region)),
        permissions: given.apply((known) => lambdaPermissions(word, known, region)),
        timeout: `${secondsOf(word)} seconds`,
        ...(events === undefined ? {} : insistent(events)),
      },
      placed(region),
    );
  };
}

/** All that the deployment knows and a Lambda may have to be told. */
export function valuesOf({ beacons, given, ledger, notices }: Known): Parts["values"] {
  const named = names($app.stage);
  const speaking = new Set<string>(topicRegionsOf(config));
  return (region) => ({
    ACCOUNT_ID: account(),
    BEACON_CHECKS: beacons.ownChecks,
    BEACON_SEARCH_STRINGS: beacons.searchStrings,
    GUARD_FUNCTION_NAME: named.lambda("guard"),
    GUARD_ROLE_ARN: given.apply((known) => roleArn(known, "guard-scheduler")),
    GUARD_SCHEDULES: JSON.stringify(guardNamesOf(config, named)),
    LEDGER_TABLE: ledger.name,
    NOTICES_TOPIC_ARN: notices.arnIn(speaking.has(region) ? region : home),
    PROBE_FUNCTION_NAME: named.lambda("probe"),
    WATCH_MACHINE_ARN: given.apply((known) => machineArn(known, "watch")),
  });
}

interface Known {
  readonly beacons: BeaconBuckets;
  readonly given: $util.Output<Given>;
  readonly ledger: LedgerTable;
  readonly notices: Notices;
}

function insistent({ retries, maximumAgeSeconds }: NonNullable<LambdaRow["events"]>) {
  return {
    retries,
    transform: { eventInvokeConfig: { maximumEventAgeInSeconds: maximumAgeSeconds } },
  };
}
