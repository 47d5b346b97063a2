// One Lambda: its file in functions/, its own variables, and a role that may do what permissions/ lists.

import { names } from "./names.ts";
import type { Given } from "./permissions/given.ts";
import { type LambdaWord, lambdaPermissions } from "./permissions/lambdas.ts";
import { logical, type Placed } from "./regions.ts";
import { home } from "./settings.ts";

export interface Told {
  readonly environment: Readonly<Record<string, $util.Input<string>>>;
  readonly region?: string;
  /** After how many seconds it is cut off; stacks/defaults.ts says when nobody else does. */
  readonly seconds?: number;
  /** What becomes of an event that is left for it; stacks/defaults.ts says what else does. */
  readonly events?: { readonly retries: number; readonly maximumAgeSeconds: number };
}

export type Lambdas = (word: LambdaWord, told: Told) => sst.aws.Function;

export function lambdas(placed: Placed, given: $util.Output<Given>): Lambdas {
  return (word, { environment, region = home, seconds, events }) =>
    new sst.aws.Function(
      region === home ? logical(word) : logical(word, region),
      {
        name: names($app.stage).lambda(word),
        handler: `functions/${word}.handler`,
        environment,
        permissions: given.apply((known) => lambdaPermissions(word, known, region)),
        ...(seconds === undefined ? {} : { timeout: `${seconds} seconds` as const }),
        ...(events === undefined ? {} : insistent(events)),
      },
      placed(region),
    );
}

function insistent({ retries, maximumAgeSeconds }: NonNullable<Told["events"]>) {
  return {
    retries,
    transform: { eventInvokeConfig: { maximumEventAgeInSeconds: maximumAgeSeconds } },
  };
}

export function account(): $util.Output<string> {
  return aws.getCallerIdentityOutput({}).accountId;
}
