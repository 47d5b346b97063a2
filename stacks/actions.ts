// The Lambdas of the two machines, all in home.

import { LAMBDA_SECONDS } from "./asl.ts";
import type { BeaconBuckets } from "./beacons.ts";
import { account, type Lambdas } from "./lambda.ts";
import type { LedgerTable } from "./ledger.ts";
import { names } from "./names.ts";
import type { Notices } from "./notices.ts";
import type { LambdaWord } from "./permissions/lambdas.ts";
import { home } from "./settings.ts";

interface Parts {
  readonly lambda: Lambdas;
  readonly ledger: LedgerTable;
  readonly notices: Notices;
  readonly beacons: BeaconBuckets;
}

export function actions({ lambda, ledger, notices, beacons }: Parts) {
  const made = (word: LambdaWord, environment = {}) =>
    lambda(word, {
      environment: { LEDGER_TABLE: ledger.name, ...environment },
      seconds: LAMBDA_SECONDS,
    });
  const own = (...given: Parameters<typeof made>) => made(...given).arn;
  const BEACON_SEARCH_STRINGS = beacons.searchStrings;
  const ACCOUNT_ID = account();
  const shift = made("shift", { ACCOUNT_ID, BEACON_SEARCH_STRINGS });
  beacons.keepTo(shift.nodes.role.arn);
  return {
    assess: own("assess"),
    prepare: own("prepare", { BEACON_SEARCH_STRINGS }),
    shift: shift.arn,
    verify: own("verify", {
      PROBE_FUNCTION_NAME: names($app.stage).lambda("probe"),
      BEACON_CHECKS: beacons.ownChecks,
      ...{ ACCOUNT_ID, BEACON_SEARCH_STRINGS },
    }),
    complete: own("complete"),
    notify: own("notify", { NOTICES_TOPIC_ARN: notices.arnIn(home) }),
  };
}

export type Actions = ReturnType<typeof actions>;
