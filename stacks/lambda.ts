// One Lambda: its file in functions/, its own variables, and a role that may do what is listed here.

import { names } from "./names.ts";
import { logical, type Placed } from "./regions.ts";
import { home } from "./settings.ts";

export interface Statement {
  readonly actions: string[];
  readonly resources: $util.Input<string>[];
  readonly conditions?: { test: string; variable: string; values: string[] }[];
}

export interface Told {
  readonly environment: Readonly<Record<string, $util.Input<string>>>;
  readonly may: readonly Statement[];
  readonly region?: string;
  /** After how many seconds it is cut off; stacks/defaults.ts says when nobody else does. */
  readonly seconds?: number;
  /** What becomes of an event that is left for it; stacks/defaults.ts says what else does. */
  readonly events?: { readonly retries: number; readonly maximumAgeSeconds: number };
}

export type Lambdas = (word: string, told: Told) => sst.aws.Function;

export function lambdas(placed: Placed): Lambdas {
  return (word, { environment, may, region = home, seconds, events }) => {
    const name = names($app.stage).lambda(word);
    const lines: Statement = {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [
        $interpolate`arn:aws:logs:${region}:${account()}:log-group:/aws/lambda/${name}:*`,
      ],
    };
    return new sst.aws.Function(
      region === home ? logical(word) : logical(word, region),
      {
        name,
        handler: `functions/${word}.handler`,
        environment,
        permissions: [...may, lines],
        ...(seconds === undefined ? {} : { timeout: `${seconds} seconds` as const }),
        ...(events === undefined ? {} : insistent(events)),
      },
      placed(region),
    );
  };
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
