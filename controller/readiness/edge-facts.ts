// What is around the pool: its domain and health check, its mails and SMS, its firewall, its logs, its quotas.

import type { FactValues, ReadinessFacts } from "../../core/readiness/facts.ts";
import { regionIn, resourceIn } from "../../core/readiness-rows/commands.ts";
import { quotasAsked } from "../../core/readiness-rows/quota-rows.ts";
import { DAY, MINUTE } from "../../core/values/duration.ts";
import { ActionError } from "../../core/values/errors.ts";
import { type Instant, instant, type Region, region } from "../../core/values/types.ts";
import { listed } from "../../core/values/words.ts";
import { derived, following } from "./ask.ts";
import type { Gathered, Gathering } from "./pool-facts.ts";

export type EdgeFactName =
  | ("domainInPrimary" | "domainInSecondary" | "certificate" | "healthCheck")
  | ("senderInPrimary" | "senderInSecondary" | "smsInPrimary" | "smsInSecondary")
  | ("webAclInPrimary" | "webAclInSecondary" | "threatMailInPrimary" | "threatMailInSecondary")
  | ("logExportsInPrimary" | "logExportsInSecondary" | "limitsInPrimary" | "limitsInSecondary")
  | "fixedLimitsInSecondary"
  | ("peaksInPrimary" | "peaksInSecondary" | "acceleratedRecovery");

export interface EdgeGathering extends Gathering {
  readonly now: Instant;
  /** The ids of the health checks that the deployment made, by the pool's name. */
  readonly ownChecks: Readonly<Record<string, string>>;
  readonly pools: Gathered<"poolInPrimary" | "poolInSecondary">;
}

export function edgeFacts(gathering: EdgeGathering): Gathered<EdgeFactName> {
  const { policy, pools } = gathering;
  const { primary, secondary } = policy;
  const domainInPrimary = domainIn(gathering, primary);
  return {
    domainInPrimary,
    domainInSecondary: domainIn(gathering, secondary),
    certificate: certificateOf(gathering, domainInPrimary),
    healthCheck: healthCheckOf(gathering, domainInPrimary),
    acceleratedRecovery: recoveryOf(gathering),
    senderInPrimary: senderOf(gathering, pools.poolInPrimary),
    senderInSecondary: senderOf(gathering, pools.poolInSecondary),
    smsInPrimary: smsOf(gathering, pools.poolInPrimary),
    smsInSecondary: smsOf(gathering, pools.poolInSecondary),
    webAclInPrimary: webAclOf(gathering, primary, pools.poolInPrimary),
    webAclInSecondary: webAclOf(gathering, secondary, pools.poolInSecondary),
    threatMailInPrimary: threatMailIn(gathering, primary),
    threatMailInSecondary: threatMailIn(gathering, secondary),
    logExportsInPrimary: logExportsIn(gathering, primary),
    logExportsInSecondary: logExportsIn(gathering, secondary),
    limitsInPrimary: limitsIn(gathering, primary),
    limitsInSecondary: limitsIn(gathering, secondary),
    fixedLimitsInSecondary: fixedLimitsIn(gathering, secondary),
    peaksInPrimary: peaksIn(gathering, primary),
    peaksInSecondary: peaksIn(gathering, secondary),
  };
}

type PoolFact = Promise<ReadinessFacts["poolInPrimary"]>;
type DomainFact = Promise<ReadinessFacts["domainInPrimary"]>;

const none = "there is none";

function domainIn({ ask, readers, policy }: Gathering, where: Region): DomainFact {
  return ask({
    call: `cognito-idp:DescribeUserPoolDomain ${policy.domain} in ${where}`,
    ask: () => readers.edges.domain(where, policy),
    says: (found) => found?.status ?? none,
  });
}

function certificateOf({ ask, readers }: Gathering, domain: DomainFact) {
  return following(domain, (found): Promise<ReadinessFacts["certificate"]> => {
    const arn = found?.certificateArn ?? null;
    if (arn === null) return derived(domain, () => null);
    return ask({
      call: `acm:DescribeCertificate ${arn}`,
      ask: () => readers.certificates.read(region(regionIn(arn)), arn),
      says: (certificate) => certificate?.status ?? none,
    });
  });
}

/** The settings' own, or the deployment's; failing both, the one that the domain follows. */
function healthCheckOf({ ask, readers, policy, ownChecks }: EdgeGathering, domain: DomainFact) {
  return following(domain, (found): Promise<ReadinessFacts["healthCheck"]> => {
    const own = policy.paths.managedLogin?.healthCheckId ?? ownChecks[policy.name];
    const id = own ?? found?.healthCheckId ?? null;
    if (id === null) return derived(domain, () => null);
    return ask<FactValues["healthCheck"]>({
      call: `route53:GetHealthCheck ${id}`,
      ask: async () => {
        const check = await readers.healthChecks.read(id);
        return check === null ? null : { ...check, id };
      },
      says: (check) => check?.type ?? none,
    });
  });
}

function recoveryOf({ ask, readers, policy }: Gathering) {
  const zoneId = policy.paths.sdk?.zoneId ?? null;
  return ask<FactValues["acceleratedRecovery"]>({
    call: `route53:GetHostedZone ${zoneId}`,
    ask: async () => (zoneId === null ? null : readers.recovery.read(zoneId)),
    says: (status) => status ?? none,
  });
}

function senderOf({ ask, readers }: Gathering, pool: PoolFact) {
  return following(pool, ({ email }): Promise<ReadinessFacts["senderInPrimary"]> => {
    const { sendsBy, identityArn: arn } = email;
    if (sendsBy !== "DEVELOPER" || arn === null) return derived(pool, () => null);
    const [where, identity] = [region(regionIn(arn)), resourceIn(arn).replace(/^identity\//, "")];
    return ask({
      call: `ses:GetEmailIdentity ${identity} in ${where}`,
      ask: () => readers.senders.read(where, identity),
      says: ({ isVerified }) => (isVerified ? "verified" : "not verified"),
    });
  });
}

function smsOf({ ask, readers }: Gathering, pool: PoolFact) {
  return following(pool, ({ sms }): Promise<ReadinessFacts["smsInPrimary"]> => {
    if (sms === null) return derived(pool, () => null);
    return ask({
      call: `sns:GetSMSSandboxAccountStatus in ${sms.region}`,
      ask: () => readers.sms.read(sms.region),
      says: ({ isInSandbox }) => (isInSandbox ? "in the sandbox" : "out of the sandbox"),
    });
  });
}

function webAclOf({ ask, readers }: Gathering, where: Region, pool: PoolFact) {
  return following(
    pool,
    ({ arn }): Promise<ReadinessFacts["webAclInPrimary"]> =>
      ask({
        call: `wafv2:GetWebACLForResource ${arn}`,
        ask: () => readers.webAcls.before(where, arn),
        says: (found) => found?.name ?? none,
      }),
  );
}

function threatMailIn({ ask, readers, policy }: Gathering, where: Region) {
  return ask({
    call: `cognito-idp:DescribeRiskConfiguration ${policy.userPoolId} in ${where}`,
    ask: () => readers.edges.threatMail(where, policy),
    says: (found) => found?.from ?? none,
  });
}

function logExportsIn({ ask, readers, policy }: Gathering, where: Region) {
  return ask({
    call: `cognito-idp:GetLogDeliveryConfiguration ${policy.userPoolId} in ${where}`,
    ask: () => readers.edges.logExports(where, policy),
    says: (all) => (all.length === 0 ? none : listed(all.map(({ source }) => source))),
  });
}

const categoriesAsked = quotasAsked.map(({ category }) => category);

function limitsIn({ ask, readers }: Gathering, where: Region) {
  const raised = quotasAsked.filter(({ isAdjustable }) => isAdjustable);
  return ask<FactValues["limitsInPrimary"]>({
    call: `cognito-idp:GetProvisionedLimit in ${where}`,
    ask: async () => {
      const categories = raised.map(({ category }) => category);
      const { limits, problem } = await readers.limits.limits({
        ...{ region: where, categories, kept: [] },
      });
      if (problem !== null) throw unread(where, problem);
      return limits;
    },
    says: limitsInWords,
  });
}

function fixedLimitsIn({ ask, readers }: Gathering, where: Region) {
  const fixed = quotasAsked.filter(({ isAdjustable }) => !isAdjustable);
  return ask<FactValues["limitsInPrimary"]>({
    call: `servicequotas:GetServiceQuota in ${where}`,
    ask: async () => {
      const all = fixed.map(async ({ category, code }) => {
        const perSecond = await readers.quotas.perSecond(where, code);
        return perSecond === null ? [] : [{ category, perSecond }];
      });
      return (await Promise.all(all)).flat();
    },
    says: limitsInWords,
  });
}

function limitsInWords(all: FactValues["limitsInPrimary"]): string {
  return listed(all.map(({ category, perSecond }) => `${category} ${perSecond}`)) || none;
}

function unread(where: Region, problem: string): ActionError {
  return new ActionError({
    ...{ code: "Unreachable", cannot: `read what ${where} lets through`, must: problem },
    retriable: true,
  });
}

/** A week has a busiest minute of its own; the newest minutes have not all arrived. */
const peakReadBackMs = 7 * DAY;
const metricsDelayMs = 5 * MINUTE;

function peaksIn({ ask, readers, now }: EdgeGathering, where: Region) {
  const to = instant(Math.floor(now / MINUTE) * MINUTE - metricsDelayMs);
  return ask({
    call: `cloudwatch:GetMetricData AWS/Usage CallCount in ${where}`,
    ask: () =>
      readers.peaks.read(where, categoriesAsked, { from: instant(to - peakReadBackMs), to }),
    says: (all) => listed(all.map(({ category }) => category)) || none,
  });
}
