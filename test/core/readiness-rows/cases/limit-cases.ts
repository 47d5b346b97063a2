import type { FactValues } from "../../../../core/readiness/facts.ts";
import { minutes, secondary } from "../../builders/a-policy.ts";
import { poolArn, readyValues } from "../../builders/ready-values.ts";
import { blocks, differs, isNone, isReady, isUnknown, type RowCase } from "./case.ts";

const acl = readyValues.webAclInSecondary as NonNullable<FactValues["webAclInSecondary"]>;
const mail = readyValues.threatMailInSecondary as NonNullable<FactValues["threatMailInSecondary"]>;
const [rate, bots] = acl.rules as [(typeof acl.rules)[number], (typeof acl.rules)[number]];
const rules = (...all: typeof acl.rules) => ({ webAclInSecondary: { ...acl, rules: all } });

export const edgeCases: readonly RowCase[] = [
  {
    ...{ row: "web-acl", of: "none over there", facts: { webAclInSecondary: null } },
    comes: differs("us-east-1 has none, us-west-2 has login"),
  },
  {
    ...{ row: "web-acl", of: "one over there alone", facts: { webAclInPrimary: null } },
    comes: differs("us-east-1 alone has one: login"),
  },
  {
    ...{ row: "web-acl", of: "none" },
    facts: { webAclInPrimary: null, webAclInSecondary: null },
    comes: isReady("none in either Region"),
  },
  {
    ...{ row: "web-acl", of: "a missing rule, and another" },
    facts: rules(rate, { name: "geo", effect: "blocks" }),
    comes: differs("in us-east-1 bots is missing; geo is there alone"),
  },
  {
    ...{ row: "web-acl", of: "a rule that does something else" },
    facts: rules({ ...rate, effect: "counts" }, bots),
    comes: differs("in us-east-1 rate does something else"),
  },
  {
    ...{ row: "web-acl", of: "another order", facts: rules(bots, rate) },
    comes: differs("in us-east-1 rules come in another order"),
  },
  {
    ...{ row: "web-acl", of: "another default" },
    facts: { webAclInSecondary: { ...acl, otherwise: "Block" } },
    comes: differs("in us-east-1 the default is Block, not Allow"),
  },
  {
    ...{ row: "threat-mail", of: "none over there", facts: { threatMailInSecondary: null } },
    comes: differs("us-east-1 tells nobody"),
  },
  {
    ...{ row: "threat-mail", of: "none" },
    facts: { threatMailInPrimary: null, threatMailInSecondary: null },
    comes: isReady("it tells nobody"),
  },
  {
    ...{ row: "threat-mail", of: "the primary's sender" },
    facts: { threatMailInSecondary: readyValues.threatMailInPrimary },
    comes: differs("both send by identity/customers.example of the same Region"),
  },
  {
    ...{ row: "threat-mail", of: "another sender" },
    facts: { threatMailInSecondary: { ...mail, from: "x@customers.example" } },
    comes: differs("from x@customers.example instead of no-reply@customers.example"),
  },
  {
    ...{ row: "log-export", of: "none over there", facts: { logExportsInSecondary: [] } },
    comes: differs("us-east-1 does not send userAuthEvents (INFO) to CloudWatch Logs"),
  },
  {
    ...{ row: "log-export", of: "another destination" },
    facts: {
      logExportsInSecondary: [{ source: "userAuthEvents", level: "INFO", to: "S3" }],
    },
    comes: differs("us-east-1 does not send userAuthEvents (INFO) to CloudWatch Logs"),
  },
  {
    ...{ row: "tags", of: "none over there" },
    facts: { poolInSecondary: { ...readyValues.poolInSecondary, tags: {} } },
    comes: {
      ...{ kind: "amiss", severity: "differs", found: "team is missing or another in us-east-1" },
      next: `aws cognito-idp tag-resource --region us-east-1 --resource-arn ${poolArn(secondary)} --tags "team=identity"`,
    },
  },
];

const peaks = (perSecond: number): FactValues["peaksInPrimary"] =>
  readyValues.peaksInPrimary.map((one) => ({ ...one, perSecond }));
const quotas = ["quota-authentication", "quota-federation", "quota-token"];

export const quotaCases: readonly RowCase[] = [
  ...quotas.concat("quota-machines").map(
    (row): RowCase => ({
      ...{ row, of: "nobody who needs any", facts: { peaksInPrimary: [] } },
      comes: isReady(
        `${row === "quota-federation" ? 25 : row === "quota-machines" ? 150 : 120} requests a second, and nobody was seen to need any`,
      ),
    }),
  ),
  {
    ...{ row: "quota-authentication", of: "a busy primary" },
    facts: { peaksInPrimary: peaks(80) },
    comes: {
      ...{ kind: "amiss", severity: "differs" },
      found:
        "68 % of 120 requests a second would be used, as at 2026-07-01 02:00:00 UTC; more of it takes AWS about ten days",
      next: "aws service-quotas request-service-quota-increase --region us-east-1 --service-code cognito-idp --quota-code L-026ADBA3 --desired-value 162",
    },
  },
  {
    ...{ row: "quota-federation", of: "more than there is" },
    facts: { peaksInPrimary: peaks(25) },
    comes: blocks(
      "104 % of 25 requests a second would be used, as at 2026-07-01 02:00:00 UTC; more of it takes AWS about ten days",
    ),
  },
  {
    ...{ row: "quota-token", of: "more than there is" },
    facts: { peaksInPrimary: peaks(500) },
    comes: blocks(
      "418 % of 120 requests a second would be used, as at 2026-07-01 02:00:00 UTC; more of it takes AWS about ten days",
    ),
  },
  {
    ...{ row: "quota-machines", of: "what AWS does not raise" },
    facts: {
      peaksInPrimary: [{ category: "ClientAuthentication", perSecond: 200, at: minutes(0) }],
    },
    comes: {
      ...{ kind: "amiss", severity: "blocker" },
      found:
        "134 % of 150 requests a second would be used, as at 2026-07-01 03:00:00 UTC; AWS raises it by a support case alone, if at all",
      next: "https://console.aws.amazon.com/support/home",
    },
  },
  {
    ...{ row: "quota-authentication", of: "more than there is, both Regions' own among it" },
    facts: { peaksInPrimary: peaks(70), peaksInSecondary: peaks(51) },
    comes: blocks(
      "101 % of 120 requests a second would be used, as at 2026-07-01 02:00:00 UTC; more of it takes AWS about ten days",
    ),
  },
  {
    ...{ row: "quota-authentication", of: "a limit that nobody tells" },
    facts: { limitsInSecondary: [] },
    comes: isUnknown("us-east-1 tells no limit of UserAuthentication"),
  },
  {
    ...{ row: "quota-parity", of: "a lower limit" },
    facts: {
      limitsInPrimary: readyValues.limitsInPrimary.map((one) => ({ ...one, perSecond: 200 })),
      limitsInSecondary: [{ category: "UserAuthentication", perSecond: 120 }],
    },
    comes: differs(
      "in us-east-1 UserAuthentication 120, not 200 a second; more of it takes AWS about ten days",
    ),
  },
];

const coverage = readyValues.coverage;
const some = (share: number, plusMinus = 0.01) => ({ share, plusMinus });

const people = (
  row: string,
  kind: "withTotp" | "withPasskeys" | "mustChangePassword" | "firstFederated",
  are: string,
): readonly RowCase[] => [
  {
    ...{ row, of: "many" },
    facts: { coverage: { ...coverage, [kind]: some(0.3) } },
    comes: differs(`30 % ± 1 % of active users ${are}`),
  },
  {
    ...{ row, of: "too few to tell" },
    facts: { coverage: { ...coverage, [kind]: some(0.1, 0.05) } },
    comes: isUnknown(`10 % ± 5 % of active users ${are}: too few were looked at`),
  },
];

const mfa = { ...readyValues.factors, mfa: "ON" };

export const peopleCases: readonly RowCase[] = [
  {
    ...{ row: "people-mfa", of: "apps alone" },
    facts: { factors: { ...mfa, hasSmsCodes: false, hasEmailCodes: false } },
    comes: blocks("a second factor is demanded, and apps are the only kind"),
  },
  {
    ...{ row: "people-mfa", of: "apps among others", facts: { factors: mfa } },
    comes: differs("a second factor is demanded: whoever has an app alone cannot sign in there"),
  },
  {
    ...{ row: "people-mfa", of: "codes", facts: { factors: { ...mfa, hasTotp: false } } },
    comes: isReady("a second factor is demanded, by code"),
  },
  {
    ...{ row: "people-coverage", of: "most users lost" },
    facts: { coverage: { ...coverage, canSignIn: some(0.4) } },
    comes: blocks("40 % ± 1 % of active users can sign in in us-east-1"),
  },
  {
    ...{ row: "people-coverage", of: "more users lost than decisions assume" },
    facts: { coverage: { ...coverage, canSignIn: some(0.8) } },
    comes: differs("80 % ± 1 % of active users can sign in in us-east-1"),
  },
  {
    ...{ row: "people-coverage", of: "too few to tell" },
    facts: { coverage: { ...coverage, canSignIn: some(0.9, 0.05) } },
    comes: isUnknown("90 % ± 5 % of active users can sign in in us-east-1: too few were looked at"),
  },
  ...people("people-totp", "withTotp", "use an authenticator app"),
  ...people("people-passkeys", "withPasskeys", "use passkeys"),
  ...people("people-forced-password", "mustChangePassword", "must choose a new password"),
  ...people("people-first-federation", "firstFederated", "come from a provider for the first time"),
  {
    ...{ row: "people-passkeys", of: "what nobody can tell" },
    facts: { coverage: { ...coverage, withPasskeys: null } },
    comes: isNone("nobody counted them"),
  },
];
