// Will the custom domain follow a failover? Whose it is, what it follows, its certificate, its branding.

import {
  blocker,
  differs,
  notApplicable,
  type ReadinessRow,
  ready,
  row,
  unknown,
} from "../readiness/row.ts";
import type { Policy } from "../settings/policy.ts";
import { DAY } from "../values/duration.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { later, millis } from "../values/types.ts";
import { listed } from "../values/words.ts";
import { cognitoCommand, regionIn } from "./commands.ts";

const visitors = { path: "managedLogin", users: "all users of managed login" } as const;

const withoutDomain = ({ domain }: Policy) =>
  domain === null ? "the pool has no custom domain" : null;

const withoutPath = ({ paths }: Policy) =>
  paths.managedLogin === null ? "the settings leave managed login alone" : null;

/** ACM renews sixty days ahead: what is left below that was not renewed. */
const renewedAheadMs = millis(30 * DAY);

export const domainRows: readonly ReadinessRow[] = [
  row("domain", {
    name: "domain-status",
    severity: "blocker",
    breaks: visitors,
    unasked: withoutDomain,
    needs: ["domainInPrimary"],
    must: ({ domain, userPoolId }) => `${domain} must be an ACTIVE custom domain of ${userPoolId}`,
    next: ({ domain, primary }) =>
      `aws cognito-idp describe-user-pool-domain --region ${primary} --domain ${domain}`,
    judge: ({ domainInPrimary: found }, { policy }) => {
      if (found === null) return blocker("Cognito knows no such domain");
      if (found.userPoolId !== policy.userPoolId) return blocker(`it is ${found.userPoolId}'s`);
      return found.status === "ACTIVE" ? ready("ACTIVE") : blocker(`it is ${found.status}`);
    },
  }),
  row("domain", {
    name: "domain-routing",
    severity: "blocker",
    breaks: visitors,
    unasked: withoutPath,
    needs: ["domainInPrimary", "healthCheck"],
    restsOn: ["domain-status"],
    must: ({ domain, secondary }) =>
      `${domain} must follow its health check to ${secondary}: Routing.Failover`,
    next: (policy) => routingCommand(policy, "ARN", "ID"),
    judge: ({ domainInPrimary: found, healthCheck }, { policy }) => {
      if (found === null) return unknown("Cognito knows no such domain");
      const wanted = policy.paths.managedLogin?.healthCheckId ?? healthCheck?.id ?? "ID";
      const next = routingCommand(policy, found.certificateArn ?? "ARN", wanted);
      if (found.healthCheckId === null) return blocker("it has no failover routing", next);
      const isOurs = found.healthCheckId === wanted && found.secondary === policy.secondary;
      const says = `it follows ${found.healthCheckId} to ${found.secondary}`;
      return isOurs ? ready(says) : blocker(says, next);
    },
  }),
  row("domain", {
    name: "domain-check",
    severity: "blocker",
    breaks: visitors,
    unasked: withoutPath,
    needs: ["healthCheck"],
    must: ({ paths, secondary }) =>
      `the domain's health check must be enabled, inverted, and look for the beacon in ${paths.managedLogin?.bucket} in ${secondary}, every 10 s, three times`,
    next: () => "docs/deploy.md#the-health-check",
    judge: ({ healthCheck: found }, { policy }) => {
      const path = policy.paths.managedLogin;
      if (path === null || found === null) return blocker("there is no such health check");
      const asks = `https://${path.bucket}.s3.${policy.secondary}.amazonaws.com:443/${path.key}`;
      if (found.type !== "HTTPS_STR_MATCH") return blocker(`it is a ${found.type} check, for good`);
      if (found.asks !== asks) return blocker(`it asks for ${found.asks}`);
      if (path.healthCheckId !== null && found.looksFor !== path.searchString) {
        return blocker("it looks for another text than paths.managedLogin.searchString");
      }
      const update = `aws route53 update-health-check --health-check-id ${found.id}`;
      if (found.isDisabled)
        return blocker("it is disabled, so that it counts as healthy", `${update} --no-disabled`);
      if (!found.isInverted) return blocker("it is not inverted", `${update} --inverted`);
      const { intervalSeconds, failureThreshold } = found;
      const pace = `every ${intervalSeconds} s, ${failureThreshold} times`;
      // The interval of a check cannot be changed.
      if (intervalSeconds !== 10) return differs(`it looks ${pace}`);
      return failureThreshold === 3
        ? ready(`as it must be, ${pace}`)
        : differs(`it looks ${pace}`, `${update} --failure-threshold 3`);
    },
  }),
  row("domain", {
    name: "domain-certificate",
    severity: "blocker",
    breaks: visitors,
    unasked: withoutDomain,
    needs: ["certificate"],
    restsOn: ["domain-status"],
    must: ({ domain }) =>
      `the certificate of ${domain} must be issued in us-east-1, cover it, and not end within 30 days`,
    next: () => "aws acm list-certificates --region us-east-1",
    judge: ({ certificate: found }, { policy, now }) => {
      if (found === null) return blocker("the domain names none that exists");
      const region = regionIn(found.arn);
      const next = `aws acm describe-certificate --region ${region} --certificate-arn ${found.arn}`;
      if (region !== "us-east-1") return blocker(`it is in ${region}`, next);
      if (found.status !== "ISSUED") return blocker(`it is ${found.status}`, next);
      if (!covers(found.names, policy.domain ?? ""))
        return blocker(`it is for ${listed(found.names)}`, next);
      if (found.endsAt === null) return unknown("it says no end");
      const ends = `it ends at ${dateAndTime(found.endsAt)} UTC`;
      if (found.endsAt <= now) return blocker(ends, next);
      const isShort = found.endsAt <= later(now, renewedAheadMs);
      const renewal = found.renewal === "ELIGIBLE" ? "" : ", and ACM does not renew it";
      return isShort ? differs(`${ends}${renewal}`, next) : ready(ends);
    },
  }),
  row("domain", {
    name: "domain-branding",
    severity: "differs",
    breaks: visitors,
    unasked: withoutDomain,
    needs: ["domainInPrimary", "domainInSecondary"],
    restsOn: ["domain-status"],
    must: ({ domain, clientId }) =>
      `${domain} must have the same branding in both Regions, with a style for ${clientId}`,
    next: (policy) =>
      cognitoCommand("describe-managed-login-branding-by-client", policy, {
        region: policy.secondary,
        more: `--client-id ${policy.clientId}`,
      }),
    judge: ({ domainInPrimary: here, domainInSecondary: there }, { policy }) => {
      if (here === null) return unknown("Cognito knows no such domain");
      if (there === null) return notApplicable(`${policy.secondary} describes no domains`);
      if (here.brandingVersion !== there.brandingVersion) {
        return differs(
          `version ${here.brandingVersion} in ${policy.primary}, ${there.brandingVersion} in ${policy.secondary}`,
        );
      }
      const lacking = [
        ...(here.hasStyle === false ? [policy.primary] : []),
        ...(there.hasStyle === false ? [policy.secondary] : []),
      ];
      return lacking.length === 0
        ? ready(`version ${here.brandingVersion} in both`)
        : differs(`the client has no style in ${listed(lacking)}`);
    },
  }),
];

function routingCommand(policy: Policy, certificateArn: string, healthCheckId: string): string {
  const routing = `Failover={SecondaryRegion=${policy.secondary},PrimaryRoute53HealthCheckId=${healthCheckId}}`;
  return cognitoCommand("update-user-pool-domain", policy, {
    region: policy.primary,
    more: `--domain ${policy.domain} --routing "${routing}" --custom-domain-config CertificateArn=${certificateArn}`,
  });
}

/** A star stands for one label. */
function covers(names: readonly string[], domain: string): boolean {
  const [, ...parents] = domain.split(".");
  return names.some((name) => name === domain || name === `*.${parents.join(".")}`);
}
