// Text messages, as SNS has them in each Region: what may be spent, whether the account is in the sandbox, and the numbers
// that messages come from. None is sent.
// https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html

import type { PhoneNumberInformation } from "@aws-sdk/client-sns";
import { type Form, mapOf, type QueryOperation } from "../wire/query.ts";
import { invalidParameter, text } from "./message.ts";

export interface SmsSeed {
  readonly region: string;
  /** True where every account begins: messages go to verified numbers alone. */
  readonly isInSandbox?: boolean;
  /** "MonthlySpendLimit", "DefaultSenderID", "DefaultSMSType", …; absent: those of a new account. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly originationNumbers?: readonly PhoneNumberInformation[];
}

/** In US dollars, of an account that nobody has asked for. */
const NEW_ACCOUNT = { MonthlySpendLimit: "1" };
const MOST_NUMBERS = 30;

export class Sms {
  readonly #byRegion = new Map<string, SmsSeed>();

  seed(sms: SmsSeed): void {
    this.#byRegion.set(sms.region, sms);
  }

  get operations(): Readonly<Record<string, QueryOperation>> {
    return {
      GetSMSAttributes: ({ attributes: wanted }, { region }) => {
        const all = Object.entries({ ...NEW_ACCOUNT, ...this.#in(region).attributes });
        const shown = all.filter(([name]) => !Array.isArray(wanted) || wanted.includes(name));
        return { attributes: mapOf(Object.fromEntries(shown)) };
      },
      GetSMSSandboxAccountStatus: (_, { region }) => ({
        IsInSandbox: this.#in(region).isInSandbox ?? true,
      }),
      ListOriginationNumbers: (input, { region }) =>
        listed(this.#in(region).originationNumbers ?? [], input),
    };
  }

  #in(region: string): SmsSeed {
    return this.#byRegion.get(region) ?? { region };
  }
}

function listed(all: readonly PhoneNumberInformation[], input: Form): object {
  const most = Number(text(input, "MaxResults") ?? MOST_NUMBERS);
  if (!(most >= 1 && most <= MOST_NUMBERS)) throw invalidParameter("MaxResults");
  const from = Number(text(input, "NextToken") ?? 0);
  if (!Number.isInteger(from)) throw invalidParameter("NextToken");
  const past = from + most;
  return {
    PhoneNumbers: all.slice(from, past),
    ...(past < all.length ? { NextToken: String(past) } : {}),
  };
}
