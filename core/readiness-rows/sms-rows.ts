// Would SMS go out from the secondary? Role, sandbox, spend limit and numbers are a Region's own.

import {
  blockerIf,
  differs,
  notApplicable,
  type ReadinessRow,
  ready,
  row,
} from "../readiness/row.ts";
import { listed } from "../values/words.ts";
import { cognitoConsole } from "./commands.ts";

const readers = { path: "both", users: "users who sign in with a code by SMS" } as const;

const noSms = notApplicable("the pool sends no SMS");

export const smsRows: readonly ReadinessRow[] = [
  row("sms", {
    name: "sms-setting",
    severity: "blocker",
    breaks: readers,
    needs: ["poolInPrimary", "poolInSecondary", "factors"],
    must: ({ primary, secondary }) =>
      `${secondary} must send SMS if ${primary} does, and not through ${primary}`,
    next: (policy) => cognitoConsole("the SMS configuration", policy, policy.secondary),
    judge: (
      { poolInPrimary: { sms: here }, poolInSecondary: { sms: there }, factors },
      { policy },
    ) => {
      if (here === null) return noSms;
      if (there === null) return blockerIf(factors.hasSmsCodes)(`${policy.secondary} sends none`);
      return there.region === policy.primary
        ? blockerIf(factors.hasSmsCodes)(`${policy.secondary} sends through ${there.region}`)
        : ready(`${policy.secondary} sends through ${there.region}`);
    },
  }),
  row("sms", {
    name: "sms-sandbox",
    severity: "blocker",
    breaks: readers,
    needs: ["poolInPrimary", "smsInSecondary", "factors"],
    restsOn: ["sms-setting"],
    must: ({ secondary }) =>
      `SMS of ${secondary} must be out of the sandbox, in which only verified numbers hear`,
    next: ({ secondary }) =>
      `https://console.aws.amazon.com/sns/v3/home?region=${secondary}#/mobile/text-messaging`,
    judge: ({ poolInPrimary, smsInSecondary: sms, factors }) => {
      if (poolInPrimary.sms === null || sms === null) return noSms;
      return sms.isInSandbox
        ? blockerIf(factors.hasSmsCodes)(`${sms.region} is in the sandbox`)
        : ready(`${sms.region} is out of the sandbox`);
    },
  }),
  row("sms", {
    name: "sms-spend",
    severity: "differs",
    breaks: readers,
    needs: ["poolInPrimary", "smsInPrimary", "smsInSecondary"],
    restsOn: ["sms-setting"],
    must: ({ primary, secondary }) =>
      `SMS of ${secondary} may cost a month what those of ${primary} may`,
    next: ({ secondary }) =>
      `aws sns get-sms-attributes --region ${secondary} --attributes MonthlySpendLimit`,
    judge: ({ poolInPrimary, smsInPrimary: here, smsInSecondary: there }) => {
      if (poolInPrimary.sms === null || here === null || there === null) return noSms;
      // AWS lets an account spend a dollar until somebody asks for more.
      const [least, most] = [there.spendLimit ?? 1, here.spendLimit ?? 1];
      const words = `$${least} in ${there.region}, $${most} in ${here.region}`;
      return least >= most
        ? ready(words)
        : differs(
            words,
            `aws service-quotas list-service-quotas --region ${there.region} --service-code sns`,
          );
    },
  }),
  row("sms", {
    name: "sms-origination",
    severity: "differs",
    breaks: readers,
    needs: ["poolInPrimary", "smsInPrimary", "smsInSecondary"],
    restsOn: ["sms-setting"],
    must: ({ primary, secondary }) =>
      `${secondary} must have a number for each country for which ${primary} has one`,
    next: ({ secondary }) => `aws sns list-origination-numbers --region ${secondary}`,
    judge: ({ poolInPrimary, smsInPrimary: here, smsInSecondary: there }) => {
      if (poolInPrimary.sms === null || here === null || there === null) return noSms;
      const has = (country: string) => there.originations.some((one) => one.country === country);
      const countries = [...new Set(here.originations.map(({ country }) => country))];
      const lacking = countries.filter((country) => !has(country));
      return lacking.length === 0
        ? ready(countries.length === 0 ? "none in either" : `for ${listed(countries)} in both`)
        : differs(`${there.region} has none for ${listed(lacking)}`);
    },
  }),
];
