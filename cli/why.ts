// Why a pool is treated as it is, now or at a past instant, and what would make it otherwise.

import { policyOf } from "../controller/policy-of.ts";
import { account } from "../core/explain/why.ts";
import { modeAccount } from "../core/practice/mode-account.ts";
import { type ConnectionOptions, connect } from "./connection/connection.ts";
import { timeOf } from "./connection/world-time.ts";
import { withSpinner } from "./terminal/spinner.ts";
import { past, present } from "./why/decision-inputs.ts";
import { asJson } from "./why/json.ts";
import { momentOf } from "./why/moment.ts";
import type { WhyReport } from "./why/report.ts";
import { asText } from "./why/text.ts";
import {
  checkForm,
  isCollectedOtherwise,
  supposedConfig,
  supposedInput,
} from "./why/what-if-options.ts";

export interface WhyOptions extends ConnectionOptions {
  readonly at?: string;
  readonly whatIf?: readonly string[];
}

export async function why(pool: string, options: WhyOptions): Promise<void> {
  const answer = await answered(pool, options);
  console.log(options.json === true ? JSON.stringify(asJson(answer)) : asText(answer));
}

async function answered(pool: string, options: WhyOptions): Promise<WhyReport> {
  const texts = options.whatIf ?? [];
  checkForm(texts);
  const connection = await connect(options);
  const { services, config } = connection;
  const policy = policyOf(config, pool);
  const supposed = supposedConfig(config, texts, { ...connection.settings, pool });
  const now = await timeOf(connection, pool);
  const inputs =
    options.at === undefined
      ? await present(services, policy, now)
      : await withSpinner(
          past(connection, policy, momentOf(options.at, now)),
          "reading the rounds of a day",
        );
  const { input, words } = supposedInput(inputs.under(supposed), texts);
  const { rebuilt } = inputs;
  const isCold = rebuilt === null && isCollectedOtherwise(texts);
  return {
    ...account(input),
    ...{ pool, config: supposed, input, rebuilt },
    mode: modeAccount(input.tick.policy, {
      rehearsed: input.state.rehearsed,
      readiness: input.state.readiness,
      now: input.tick.now,
    }),
    supposed:
      texts.length === 0
        ? null
        : {
            texts,
            words,
            asItIs: account(inputs.under(config)).decision,
            isCollectedOtherwise: isCold,
          },
  };
}
