// Would the secondary let everybody through? Quotas are a Region's own: an increase in one says nothing of the other.
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html

import { blocker, differs, type ReadinessRow, ready, row, unknown } from "../readiness/row.ts";
import type { CategoryLimit, CategoryPeak } from "../readiness/service-facts.ts";
import { roomShare } from "../signals/capacity.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { listed, shareInWords } from "../values/words.ts";

interface Quota {
  readonly name: string;
  /** AWS's name of the operations that share it. */
  readonly category: string;
  /** By which Service Quotas knows it. */
  readonly code: string;
  readonly users: string;
  readonly path: "managedLogin" | "sdk" | "both";
  /** Whether AWS raises it on request. */
  readonly isAdjustable: boolean;
}

const quotas: readonly Quota[] = [
  {
    ...{ name: "quota-authentication", category: "UserAuthentication", code: "L-026ADBA3" },
    ...{ users: "users who sign in by password, and sessions that are renewed", path: "both" },
    isAdjustable: true,
  },
  {
    ...{ name: "quota-federation", category: "UserFederation", code: "L-BB3E7CCF" },
    ...{ users: "users of identity providers", path: "managedLogin" },
    isAdjustable: true,
  },
  {
    ...{ name: "quota-token", category: "UserToken", code: "L-F21F8BB4" },
    ...{ users: "sessions that are ended", path: "both" },
    isAdjustable: true,
  },
  {
    ...{ name: "quota-machines", category: "ClientAuthentication", code: "L-74D3DD04" },
    ...{ users: "machines that ask for a token", path: "managedLogin" },
    isAdjustable: false,
  },
];

/** What rows are about: those that AWS does not raise on request have no provisioned limit either. */
export const quotasAsked: readonly Pick<Quota, "category" | "code" | "isAdjustable">[] = quotas;

export const quotaRows: readonly ReadinessRow[] = [
  ...quotas.map((quota) =>
    row("quotas", {
      name: quota.name,
      severity: "blocker",
      breaks: { path: quota.path, users: quota.users },
      needs: [limitsOf(quota), "peaksInPrimary", "peaksInSecondary"],
      must: ({ primary, secondary }) =>
        `${secondary} must let through twice what it and ${primary} need in their busiest minute: ${quota.category}`,
      next: ({ secondary }) => filed(quota, secondary, "VALUE"),
      judge: ({ peaksInPrimary, peaksInSecondary, ...known }, { policy }) => {
        const limit = limitOf(known[limitsOf(quota)], quota.category);
        if (limit === null)
          return unknown(`${policy.secondary} tells no limit of ${quota.category}`);
        const [here, there] = [peaksInPrimary, peaksInSecondary].map((peaks) =>
          peakOf(peaks, quota.category),
        );
        if (here === null || here === undefined)
          return ready(`${rate(limit)}, and nobody was seen to need any`);
        const needed = here.perSecond + (there?.perSecond ?? 0);
        const used = `${shareInWords(needed / Math.max(limit, 1))} of ${rate(limit)} would be used, as at ${dateAndTime(here.at)} UTC`;
        if (needed <= limit * roomShare) return ready(used);
        const found = `${used}; ${quota.isAdjustable ? takes : onCase}`;
        const next = filed(quota, policy.secondary, String(Math.ceil(needed / roomShare)));
        return needed > limit ? blocker(found, next) : differs(found, next);
      },
    }),
  ),
  row("quotas", {
    name: "quota-parity",
    severity: "differs",
    breaks: {
      path: "both",
      users: "users beyond the lower limit, in an hour busier than any that was seen",
    },
    needs: ["limitsInPrimary", "limitsInSecondary"],
    must: ({ primary, secondary }) =>
      `no limit of Cognito in ${secondary} may be lower than in ${primary}`,
    next: ({ secondary }) =>
      `aws service-quotas list-service-quotas --region ${secondary} --service-code cognito-idp`,
    judge: ({ limitsInPrimary, limitsInSecondary }, { policy }) => {
      const lower = limitsInPrimary.flatMap(({ category, perSecond }) => {
        const there = limitOf(limitsInSecondary, category);
        const quota = quotas.find((one) => one.category === category);
        return there === null || there >= perSecond ? [] : [{ category, perSecond, there, quota }];
      });
      const [first] = lower;
      if (first === undefined) return ready("none is");
      const words = lower.map(
        ({ category, perSecond, there }) => `${category} ${there}, not ${perSecond}`,
      );
      const found = `in ${policy.secondary} ${listed(words)} a second; ${takes}`;
      return first.quota === undefined
        ? differs(found)
        : differs(found, filed(first.quota, policy.secondary, String(first.perSecond)));
    },
  }),
];

function limitsOf({ isAdjustable }: Quota): "limitsInSecondary" | "fixedLimitsInSecondary" {
  return isAdjustable ? "limitsInSecondary" : "fixedLimitsInSecondary";
}

/** AWS grants some increases at once; for the others it names about ten days. */
const takes = "more of it takes AWS about ten days";
const onCase = "AWS raises it by a support case alone, if at all";

function filed({ code, isAdjustable }: Quota, region: string, value: string): string {
  return isAdjustable
    ? `aws service-quotas request-service-quota-increase --region ${region} --service-code cognito-idp --quota-code ${code} --desired-value ${value}`
    : "https://console.aws.amazon.com/support/home";
}

function limitOf(limits: readonly CategoryLimit[], wanted: string): number | null {
  return limits.find(({ category }) => category === wanted)?.perSecond ?? null;
}

function peakOf(peaks: readonly CategoryPeak[], wanted: string): CategoryPeak | null {
  return peaks.find(({ category }) => category === wanted) ?? null;
}

function rate(perSecond: number): string {
  return `${perSecond} requests a second`;
}
