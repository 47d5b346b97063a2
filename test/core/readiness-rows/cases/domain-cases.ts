import { DAY } from "../../../../core/values/duration.ts";
import { instant } from "../../../../core/values/types.ts";
import { aPolicy, now, primary } from "../../builders/a-policy.ts";
import { readyValues } from "../../builders/ready-values.ts";
import { blocks, differs, isNone, isUnknown, type RowCase } from "./case.ts";

const domain = readyValues.domainInPrimary ?? raise();
const check = readyValues.healthCheck ?? raise();
const certificate = readyValues.certificate ?? raise();
const { paths } = aPolicy();

function raise(): never {
  throw new Error("a ready pool has each of them");
}

const noDomain = isNone("the pool has no custom domain");
const noLogin = isNone("the settings leave managed login alone");
const noRecords = isNone("the settings leave SDK sign-in alone");
const unknownDomain = isUnknown("Cognito knows no such domain");

export const domainCases: readonly RowCase[] = [
  ...["domain-status", "domain-certificate", "domain-branding"].map((row) => ({
    ...{ row, of: "no custom domain", policy: { domain: null }, comes: noDomain },
  })),
  ...["domain-routing", "domain-check"].map((row) => ({
    ...{ row, of: "SDK sign-in alone", comes: noLogin },
    policy: { paths: { ...paths, managedLogin: null } },
  })),
  {
    ...{ row: "domain-status", of: "no such domain", facts: { domainInPrimary: null } },
    comes: blocks("Cognito knows no such domain"),
  },
  ...["domain-routing", "domain-branding"].map((row) => ({
    ...{ row, of: "no such domain", facts: { domainInPrimary: null }, comes: unknownDomain },
  })),
  {
    ...{ row: "domain-status", of: "another pool's" },
    facts: { domainInPrimary: { ...domain, userPoolId: "us-west-2_Other" } },
    comes: blocks("it is us-west-2_Other's"),
  },
  {
    ...{ row: "domain-status", of: "a domain that could not be made" },
    facts: { domainInPrimary: { ...domain, status: "FAILED" } },
    comes: blocks("it is FAILED"),
  },
  {
    ...{ row: "domain-routing", of: "none" },
    facts: { domainInPrimary: { ...domain, healthCheckId: null, secondary: null } },
    comes: {
      ...{ kind: "amiss", severity: "blocker", found: "it has no failover routing" },
      next: `aws cognito-idp update-user-pool-domain --region us-west-2 --user-pool-id us-west-2_Pretend01 --domain auth.customers.example --routing "Failover={SecondaryRegion=us-east-1,PrimaryRoute53HealthCheckId=${check.id}}" --custom-domain-config CertificateArn=${certificate.arn}`,
    },
  },
  {
    ...{ row: "domain-routing", of: "another check" },
    facts: { domainInPrimary: { ...domain, healthCheckId: "other" } },
    comes: blocks("it follows other to us-east-1"),
  },
  {
    ...{ row: "domain-routing", of: "another Region" },
    facts: { domainInPrimary: { ...domain, secondary: "eu-west-1" } },
    comes: blocks(`it follows ${check.id} to eu-west-1`),
  },
  {
    ...{ row: "domain-check", of: "none", facts: { healthCheck: null } },
    comes: blocks("there is no such health check"),
  },
  {
    ...{ row: "domain-check", of: "a check of another type" },
    facts: { healthCheck: { ...check, type: "TCP" } },
    comes: blocks("it is a TCP check, for good"),
  },
  {
    ...{ row: "domain-check", of: "a check of another place" },
    facts: { healthCheck: { ...check, asks: "https://elsewhere.example:443/" } },
    comes: blocks("it asks for https://elsewhere.example:443/"),
  },
  {
    ...{ row: "domain-check", of: "a check that looks for another text" },
    facts: { healthCheck: { ...check, looksFor: "hello" } },
    comes: blocks("it looks for another text than paths.managedLogin.searchString"),
  },
  {
    ...{ row: "domain-check", of: "a disabled check" },
    facts: { healthCheck: { ...check, isDisabled: true } },
    comes: {
      ...{ kind: "amiss", severity: "blocker" },
      found: "it is disabled, so that it counts as healthy",
      next: `aws route53 update-health-check --health-check-id ${check.id} --no-disabled`,
    },
  },
  {
    ...{ row: "domain-check", of: "a check that is not inverted" },
    facts: { healthCheck: { ...check, isInverted: false } },
    comes: blocks("it is not inverted"),
  },
  {
    ...{ row: "domain-check", of: "a slow check" },
    facts: { healthCheck: { ...check, intervalSeconds: 30 } },
    comes: differs("it looks every 30 s, 3 times"),
  },
  {
    ...{ row: "domain-check", of: "a patient check" },
    facts: { healthCheck: { ...check, failureThreshold: 10 } },
    comes: differs("it looks every 10 s, 10 times"),
  },
  {
    ...{ row: "domain-certificate", of: "none", facts: { certificate: null } },
    comes: blocks("the domain names none that exists"),
  },
  {
    ...{ row: "domain-certificate", of: "one of another Region" },
    facts: { certificate: { ...certificate, arn: "arn:aws:acm:us-west-2:1:certificate/1" } },
    comes: blocks("it is in us-west-2"),
  },
  {
    ...{ row: "domain-certificate", of: "one that was not issued" },
    facts: { certificate: { ...certificate, status: "PENDING_VALIDATION" } },
    comes: blocks("it is PENDING_VALIDATION"),
  },
  {
    ...{ row: "domain-certificate", of: "one for other names" },
    facts: { certificate: { ...certificate, names: ["customers.example", "*.example"] } },
    comes: blocks("it is for customers.example and *.example"),
  },
  {
    ...{ row: "domain-certificate", of: "one that has ended" },
    facts: { certificate: { ...certificate, endsAt: now } },
    comes: blocks("it ends at 2026-07-01 03:00:00 UTC"),
  },
  {
    ...{ row: "domain-certificate", of: "one that ends soon, and that nobody renews" },
    facts: {
      certificate: {
        ...certificate,
        ...{ endsAt: instant(now + 20 * DAY), renewal: "INELIGIBLE" },
      },
    },
    comes: differs("it ends at 2026-07-21 03:00:00 UTC, and ACM does not renew it"),
  },
  {
    ...{ row: "domain-certificate", of: "one without an end" },
    facts: { certificate: { ...certificate, endsAt: null } },
    comes: isUnknown("it says no end"),
  },
  {
    ...{ row: "domain-branding", of: "two versions" },
    facts: { domainInSecondary: { ...domain, brandingVersion: 1, hasStyle: null } },
    comes: differs("version 2 in us-west-2, 1 in us-east-1"),
  },
  {
    ...{ row: "domain-branding", of: "no style" },
    facts: { domainInSecondary: { ...domain, hasStyle: false } },
    comes: differs("the client has no style in us-east-1"),
  },
  {
    ...{ row: "domain-branding", of: "a secondary that describes no domains" },
    facts: { domainInSecondary: null },
    comes: isNone("us-east-1 describes no domains"),
  },
];

const trouble = (lever: "beacon" | "weightedRecords", isFatal: boolean) => ({
  ...{ lever, isFatal, says: `${lever} is broken`, next: `mend ${lever}` },
});

export const nameCases: readonly RowCase[] = [
  {
    ...{ row: "beacon", of: "SDK sign-in alone", comes: noLogin },
    policy: { paths: { ...paths, managedLogin: null } },
  },
  ...["records", "control-planes"].map((row) => ({
    ...{ row, of: "managed login alone", policy: { paths: { ...paths, sdk: null } } },
    comes: noRecords,
  })),
  {
    ...{ row: "beacon", of: "one that cannot be moved" },
    facts: { leverTroubles: [trouble("weightedRecords", true), trouble("beacon", true)] },
    comes: {
      ...{ kind: "amiss", severity: "blocker", found: "beacon is broken", next: "mend beacon" },
    },
  },
  {
    ...{ row: "records", of: "records that cannot be moved" },
    facts: { leverTroubles: [trouble("weightedRecords", true), trouble("beacon", true)] },
    comes: {
      ...{ kind: "amiss", severity: "blocker", found: "weightedRecords is broken" },
      next: "mend weightedRecords",
    },
  },
  {
    ...{ row: "lever-notes", of: "what holds them up" },
    facts: { leverTroubles: [trouble("beacon", true), trouble("weightedRecords", false)] },
    comes: {
      ...{ kind: "amiss", severity: "differs", found: "weightedRecords is broken" },
      next: "mend weightedRecords",
    },
  },
  {
    ...{ row: "control-planes", of: "a zone without accelerated recovery" },
    facts: { acceleratedRecovery: "DISABLED" },
    comes: differs("it is DISABLED"),
  },
  {
    ...{ row: "control-planes", of: "a zone that knows no such thing" },
    facts: { acceleratedRecovery: null },
    comes: differs("it has none"),
  },
  {
    ...{ row: "private-endpoints", of: "none in the primary" },
    facts: { privateEndpointsInPrimary: [] },
    comes: isNone(`${primary} has none`),
  },
  {
    ...{ row: "private-endpoints", of: "none that can be used over there" },
    facts: {
      privateEndpointsInSecondary: [{ id: "vpce-2", state: "pending", hasPrivateDns: true }],
    },
    comes: differs("us-east-1 has none"),
  },
  {
    ...{ row: "private-endpoints", of: "one without Cognito's own name" },
    facts: {
      privateEndpointsInSecondary: [{ id: "vpce-2", state: "available", hasPrivateDns: false }],
    },
    comes: differs("none in us-east-1 answers under Cognito's own name"),
  },
];
