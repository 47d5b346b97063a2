// The levers of a pool, and what hangs on them: each must be there, lead where the settings say, and stand
// where the ledger says.

import type { HealthCheckReading } from "../../aws/health-checks.ts";
import { BEACON_SAYS } from "../../core/plan.ts";
import type { ManagedLoginPath, Policy, SdkPath } from "../../core/policy.ts";
import { type Check, type Finding, holds, skipped } from "./check.ts";
import { type About, type Serving, servingSide } from "./ground.ts";

export function leverChecks(about: About): readonly Check[] {
  const { managedLogin, sdk } = about.policy.paths;
  return [
    ...(managedLogin === null
      ? []
      : [
          domain(about, managedLogin),
          healthCheck(about, managedLogin),
          beacon(about, managedLogin),
        ]),
    ...(sdk === null ? [] : [weights(about, sdk), answers(about, sdk)]),
  ];
}

function domain({ ground, policy }: About, { healthCheckId }: ManagedLoginPath): Check {
  const { name, userPoolId, primary, secondary } = policy;
  const host = policy.domain ?? "";
  return {
    about: name,
    name: "domain",
    must: `${host} must be ${userPoolId}'s and follow ${checkWords(healthCheckId)} to ${secondary}`,
    next: `aws cognito-idp update-user-pool-domain --region ${primary} --user-pool-id ${userPoolId} --domain ${host} --routing "Failover={SecondaryRegion=${secondary},PrimaryRoute53HealthCheckId=${healthCheckId ?? "ID"}}" --custom-domain-config CertificateArn=...`,
    look: async () => {
      const found = await ground.domains.read(primary, host);
      if (found === null) return holds(false, "Cognito knows no such domain");
      if (found.userPoolId !== userPoolId) return holds(false, `it is ${found.userPoolId}'s`);
      if (found.healthCheckId === null) return holds(false, "it has no failover routing");
      const isCheck = healthCheckId === null || found.healthCheckId === healthCheckId;
      const isOurs = isCheck && found.secondary === secondary;
      return holds(isOurs, `follows ${found.healthCheckId} to ${found.secondary}, ${found.status}`);
    },
  };
}

function checkWords(healthCheckId: string | null): string {
  return healthCheckId === null
    ? "the deployment's own health check"
    : `the health check ${healthCheckId}`;
}

/** A check that the settings do not name is the one that the domain follows. */
async function checkOfDomain({
  ground,
  policy,
}: Pick<About, "ground"> & { readonly policy: Policy }): Promise<string | null> {
  const found = await ground.domains.read(policy.primary, policy.domain ?? "");
  return found?.healthCheckId ?? null;
}

function healthCheck({ ground, policy }: About, path: ManagedLoginPath): Check {
  const { bucket, key, healthCheckId } = path;
  const asks = `https://${bucket}.s3.${policy.secondary}.amazonaws.com:443/${key}`;
  return {
    about: policy.name,
    name: "health check",
    must: `${checkWords(healthCheckId)} must be an enabled, inverted HTTPS_STR_MATCH check that looks for "${BEACON_SAYS}" at ${asks}`,
    next: "docs/deploy.md#the-health-check",
    look: async () => {
      const id = healthCheckId ?? (await checkOfDomain({ ground, policy }));
      const found = id === null ? null : await ground.healthChecks.read(id);
      if (found === null) return holds(false, "there is no such health check");
      const isOurs = found.asks === asks && found.looksFor === BEACON_SAYS;
      const isRight = found.type === "HTTPS_STR_MATCH" && found.isInverted && !found.isDisabled;
      return holds(isOurs && isRight, inWords(found));
    },
  };
}

function inWords({ type, asks, looksFor, isInverted, isDisabled }: HealthCheckReading): string {
  const words = [isDisabled ? "disabled" : "", isInverted ? "inverted" : "not inverted", type];
  const target = looksFor === null ? asks : `"${looksFor}" at ${asks}`;
  return `${words.filter((word) => word !== "").join(" ")}, looks for ${target}`;
}

function beacon(about: About, { bucket, key }: ManagedLoginPath): Check {
  const { ground, policy } = about;
  return {
    about: policy.name,
    name: "beacon",
    must: `s3://${bucket}/${key} must be readable, and out while the primary serves`,
    next: `cognito-failover status ${policy.name}`,
    look: async () => {
      const isLit = await ground.services.beacons.isLit({ bucket, key, region: policy.secondary });
      return standsAs(about, (serving) =>
        holds(isLit === (serving === "secondary"), `${isLit ? "lit" : "out"}, ${serving} serves`),
      );
    },
  };
}

function weights(about: About, path: SdkPath): Check {
  const { ground, policy } = about;
  return {
    about: policy.name,
    name: "weighted records",
    must: `both records of ${path.record} must be there, all weight on the side that serves`,
    next: `aws route53 list-resource-record-sets --hosted-zone-id ${path.zoneId} --start-record-name ${path.record}`,
    look: async () => {
      const found = await ground.services.records.weights(path);
      if (found === null) return holds(false, "the pair is not there");
      const said = `primary ${found.primary}, secondary ${found.secondary}`;
      return standsAs(about, (serving) => {
        const other = serving === "primary" ? "secondary" : "primary";
        return holds(found[serving] > 0 && found[other] === 0, `${said}; ${serving} serves`);
      });
    },
  };
}

function answers(about: About, path: SdkPath): Check {
  const { ground, policy } = about;
  return {
    about: policy.name,
    name: "record",
    must: `${path.record} must answer what leads to the side that serves, and that alone`,
    next: `dig +trace ${path.type} ${path.record}`,
    look: async () => {
      const found = await ground.names.answers(path.record, path.type);
      return standsAs(about, (serving) =>
        holds(
          found.length === 1 && found[0]?.replace(/\.$/, "") === path[serving],
          `answers ${found.join(", ") || "nothing"}`,
        ),
      );
    },
  };
}

/** While a move is under way nobody can say where a lever should be. */
async function standsAs(
  { ground, policy }: About,
  look: (serving: NonNullable<Serving>) => Finding,
): Promise<Finding> {
  const serving = servingSide(await ground.services.ledger.readState(policy.name));
  return serving === null ? skipped("a move is under way") : look(serving);
}
