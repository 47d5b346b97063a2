import type { FactValues } from "../../../../core/readiness/facts.ts";
import { primary, secondary } from "../../builders/a-policy.ts";
import { poolArn, readyValues, trigger, triggerPolicy } from "../../builders/ready-values.ts";
import { blocks, differs, isNone, isReady, isUnknown, type RowCase } from "./case.ts";

const there = readyValues.poolInSecondary;
const ownMails = { sendsBy: "COGNITO_DEFAULT", identityArn: null, from: null, replyTo: null };
const sender = (change: Partial<NonNullable<FactValues["senderInSecondary"]>>) => ({
  ...(readyValues.senderInSecondary as NonNullable<FactValues["senderInSecondary"]>),
  ...change,
});
const factors = { ...readyValues.factors, hasEmailCodes: false, hasSmsCodes: false };
const bySes = isNone("its mails are Cognito's own, not sent through Amazon SES");

export const emailCases: readonly RowCase[] = [
  {
    ...{ row: "email-setting", of: "Cognito's own mails over there" },
    facts: { poolInSecondary: { ...there, email: ownMails } },
    comes: differs(
      "in us-east-1 mails are sent by COGNITO_DEFAULT instead of DEVELOPER and from Cognito's own address instead of Customers <no-reply@customers.example>",
    ),
  },
  {
    ...{ row: "email-setting", of: "replies to somebody else" },
    facts: { poolInSecondary: { ...there, email: { ...there.email, replyTo: "a@b.example" } } },
    comes: differs("in us-east-1 mails are answered to a@b.example"),
  },
  {
    ...{ row: "email-setting", of: "an identity without a sender's address" },
    facts: { poolInSecondary: { ...there, email: { ...there.email, from: null } } },
    comes: differs(
      "in us-east-1 mails are from identity/customers.example instead of Customers <no-reply@customers.example>",
    ),
  },
  ...["email-sender", "email-quota"].map((row) => ({
    ...{ row, of: "Cognito's own mails" },
    facts: { poolInSecondary: { ...there, email: ownMails } },
    comes: bySes,
  })),
  {
    ...{ row: "email-sender", of: "an identity of the primary" },
    facts: {
      poolInSecondary: { ...there, email: readyValues.poolInPrimary.email },
      senderInSecondary: sender({ region: primary }),
    },
    comes: blocks("the identity is in us-west-2, and gone with it"),
  },
  {
    ...{ row: "email-sender", of: "an identity that SES does not know" },
    facts: { senderInSecondary: sender({ isVerified: false }) },
    comes: blocks("customers.example is not verified in us-east-1"),
  },
  {
    ...{ row: "email-sender", of: "the same where no code goes by mail" },
    facts: { factors, senderInSecondary: sender({ isVerified: false }) },
    comes: differs("customers.example is not verified in us-east-1"),
  },
  {
    ...{ row: "email-sender", of: "the sandbox" },
    facts: { senderInSecondary: sender({ isProduction: false }) },
    comes: blocks("SES in us-east-1 is in the sandbox: only verified addresses hear"),
  },
  {
    ...{ row: "email-sender", of: "a paused account" },
    facts: { senderInSecondary: sender({ isSending: false }) },
    comes: blocks("SES in us-east-1 has paused the account"),
  },
  {
    ...{ row: "email-sender", of: "no identity" },
    facts: { poolInSecondary: { ...there, email: { ...ownMails, sendsBy: "DEVELOPER" } } },
    comes: blocks("it names no identity"),
  },
  {
    ...{ row: "email-quota", of: "less than is sent" },
    facts: { senderInSecondary: sender({ perDay: 1_999 }) },
    comes: differs(
      "us-east-1 may send 1999 mails a day, and 2000 are sent: ask for more, which takes about a day",
    ),
  },
  {
    ...{ row: "email-quota", of: "one Region for both" },
    facts: {
      senderInPrimary: sender({ perDay: 1_000 }),
      senderInSecondary: sender({ perDay: 1_000 }),
    },
    comes: isReady("us-east-1 may send 1000 mails a day, and 1000 are sent"),
  },
  {
    ...{ row: "email-quota", of: "no limit", facts: { senderInSecondary: sender({ perDay: -1 }) } },
    comes: isReady("us-east-1 may send any number"),
  },
  {
    ...{ row: "email-quota", of: "only one sender", facts: { senderInPrimary: null } },
    comes: isNone("only one Region sends through SES"),
  },
];

const noSms = isNone("the pool sends no SMS");
const smsThere = (change: Partial<NonNullable<FactValues["smsInSecondary"]>>) => ({
  ...(readyValues.smsInSecondary as NonNullable<FactValues["smsInSecondary"]>),
  ...change,
});

export const smsCases: readonly RowCase[] = [
  ...["sms-setting", "sms-sandbox", "sms-spend", "sms-origination"].map((row) => ({
    ...{ row, of: "a pool that sends none", comes: noSms },
    facts: { poolInPrimary: { ...readyValues.poolInPrimary, sms: null } },
  })),
  {
    ...{ row: "sms-setting", of: "none over there" },
    facts: { poolInSecondary: { ...there, sms: null } },
    comes: blocks("us-east-1 sends none"),
  },
  {
    ...{ row: "sms-setting", of: "none over there, and no codes by SMS" },
    facts: { factors, poolInSecondary: { ...there, sms: null } },
    comes: differs("us-east-1 sends none"),
  },
  {
    ...{ row: "sms-setting", of: "the primary's" },
    facts: { poolInSecondary: { ...there, sms: readyValues.poolInPrimary.sms } },
    comes: blocks("us-east-1 sends through us-west-2"),
  },
  {
    ...{ row: "sms-sandbox", of: "the sandbox" },
    facts: { smsInSecondary: smsThere({ isInSandbox: true }) },
    comes: blocks("us-east-1 is in the sandbox"),
  },
  {
    ...{ row: "sms-sandbox", of: "the sandbox, where no code goes by SMS" },
    facts: { factors, smsInSecondary: smsThere({ isInSandbox: true }) },
    comes: differs("us-east-1 is in the sandbox"),
  },
  {
    ...{ row: "sms-spend", of: "a dollar, which nobody raised" },
    facts: { smsInSecondary: smsThere({ spendLimit: null }) },
    comes: differs("$1 in us-east-1, $100 in us-west-2"),
  },
  {
    ...{ row: "sms-origination", of: "a country without a number" },
    facts: { smsInSecondary: smsThere({ originations: [] }) },
    comes: differs("us-east-1 has none for US"),
  },
];

const [claims, other] = [
  trigger(secondary),
  { ...trigger(secondary), trigger: "PostAuthentication" },
];
const triggers = (...all: FactValues["poolInPrimary"]["triggers"]) => ({
  poolInSecondary: { ...there, triggers: all },
});
const [setting] = there.triggers as [FactValues["poolInPrimary"]["triggers"][number]];

export const triggerCases: readonly RowCase[] = [
  {
    ...{ row: "trigger-present", of: "none over there", facts: triggers() },
    comes: blocks("us-east-1 has no PreTokenGeneration"),
  },
  {
    ...{ row: "trigger-present", of: "the primary's function" },
    facts: triggers(...readyValues.poolInPrimary.triggers),
    comes: blocks("PreTokenGeneration is not in us-east-1"),
  },
  {
    ...{ row: "trigger-present", of: "another version of the event" },
    facts: triggers({ ...setting, version: "V1_0" }),
    comes: blocks("PreTokenGeneration gets another version of the event"),
  },
  {
    ...{ row: "trigger-present", of: "one more over there" },
    facts: triggers(setting, { ...setting, name: "PreSignUp", version: null }),
    comes: differs("us-east-1 alone has PreSignUp"),
  },
  {
    ...{ row: "trigger-active", of: "an idle function" },
    facts: { triggersInSecondary: [{ ...claims, state: "Inactive" }, other] },
    comes: {
      ...{ kind: "amiss", severity: "blocker", found: "PreTokenGeneration is Inactive" },
      next: `aws lambda get-function-configuration --region us-east-1 --function-name ${claims.arn}`,
    },
  },
  {
    ...{ row: "trigger-active", of: "an update that failed" },
    facts: { triggersInSecondary: [claims, { ...other, lastUpdate: "Failed" }] },
    comes: differs("the last update of PostAuthentication failed"),
  },
  {
    ...{ row: "trigger-active", of: "an update under way" },
    facts: { triggersInSecondary: [{ ...claims, lastUpdate: "InProgress" }] },
    comes: isReady("1 Active"),
  },
  {
    ...{ row: "trigger-code", of: "other code on another runtime" },
    facts: { triggersInSecondary: [{ ...claims, codeHash: "def=", runtime: "nodejs22.x" }] },
    comes: differs(
      "PreTokenGeneration has other code; PreTokenGeneration runs on nodejs22.x, not nodejs24.x",
    ),
  },
  {
    ...{ row: "trigger-concurrency", of: "a function that may not run" },
    facts: { triggersInSecondary: [{ ...claims, reserved: 0 }] },
    comes: blocks("PreTokenGeneration may not run at all"),
  },
  {
    ...{ row: "trigger-concurrency", of: "fewer than in the primary" },
    facts: {
      triggersInPrimary: [{ ...trigger(primary), reserved: 100 }],
      triggersInSecondary: [{ ...claims, reserved: 10 }],
    },
    comes: {
      ...{ kind: "amiss", severity: "differs" },
      found: "PreTokenGeneration may run 10 times at once, and 100 times in the primary",
      next: `aws lambda put-function-concurrency --region us-east-1 --function-name ${claims.arn} --reserved-concurrent-executions 100`,
    },
  },
  {
    ...{ row: "trigger-concurrency", of: "a limit that the primary has not" },
    facts: { triggersInSecondary: [{ ...claims, reserved: 10 }] },
    comes: differs(
      "PreTokenGeneration may run 10 times at once, and as often as the account allows in the primary",
    ),
  },
  {
    ...{ row: "trigger-permission", of: "the primary's ARN" },
    facts: { triggersInSecondary: [{ ...claims, policy: triggerPolicy(poolArn(primary)) }] },
    comes: {
      ...{ kind: "amiss", severity: "blocker" },
      found: `PreTokenGeneration does not let ${poolArn(secondary)} invoke it`,
      next: `aws lambda add-permission --region us-east-1 --function-name ${claims.arn} --statement-id cognito-replica --action lambda:InvokeFunction --principal cognito-idp.amazonaws.com --source-arn ${poolArn(secondary)}`,
    },
  },
  {
    ...{ row: "trigger-permission", of: "no policy" },
    facts: { triggersInSecondary: [{ ...claims, policy: null }] },
    comes: blocks(`PreTokenGeneration does not let ${poolArn(secondary)} invoke it`),
  },
  {
    ...{ row: "trigger-permission", of: "conditions on what nobody knows" },
    facts: {
      triggersInSecondary: [
        { ...claims, policy: triggerPolicy("x").replace("AWS:SourceArn", "aws:SourceOrgID") },
      ],
    },
    comes: isUnknown(
      "the policy of PreTokenGeneration hangs on conditions that are not known here",
    ),
  },
  {
    ...{ row: "trigger-environment", of: "a host of the primary" },
    facts: {
      triggersInSecondary: [
        {
          ...claims,
          ofPrimary: [
            { variable: "DB", names: "a host" },
            { variable: "TOPIC", names: "an ARN" },
          ],
        },
      ],
    },
    comes: differs(
      "DB of PreTokenGeneration names a host; TOPIC of PreTokenGeneration names an ARN",
    ),
  },
  ...["trigger-active", "trigger-code", "trigger-concurrency", "trigger-permission"]
    .concat("trigger-environment", "trigger-present")
    .map((row) => ({
      ...{ row, of: "none", comes: isReady("the pool has no triggers") },
      facts: {
        ...{ triggersInPrimary: [], triggersInSecondary: [], ...triggers() },
        poolInPrimary: { ...readyValues.poolInPrimary, triggers: [] },
      },
    })),
];
