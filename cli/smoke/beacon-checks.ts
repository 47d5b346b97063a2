// What hangs on the beacon: the domain and the health check that follow it, the beacon as everyone may read it,
// and the login page to which all of it leads.

import type { HealthCheckReading } from "../../aws/route53/health-checks.ts";
import { once } from "../../aws/sdk/clients.ts";
import { within } from "../../controller/deadline.ts";
import { beacon, look } from "../../controller/levers/beacon.ts";
import type { ManagedLoginPath, Policy } from "../../core/settings/policy.ts";
import { COMMON_SEARCH_STRING } from "../../core/values/beacon-words.ts";
import { ownBucket } from "./bucket-checks.ts";
import { type Check, holds } from "./check.ts";
import type { About } from "./smoke-context.ts";
import { standsAs } from "./stands-as.ts";

export function beaconChecks(about: About, path: ManagedLoginPath): readonly Check[] {
  const checkOf = once(() => readCheck(about, path));
  const check = () => checkOf("");
  return [
    domain(about, path),
    healthCheck(about, path, check),
    ownBucket(about, path, check),
    publicReading(about, path, check),
    standing(about, path, check),
    loginPage(about, path),
  ];
}

function domain({ context, policy }: About, { healthCheckId }: ManagedLoginPath): Check {
  const { name, userPoolId, primary, secondary } = policy;
  const host = policy.domain ?? "";
  return {
    about: name,
    name: "domain",
    must: `${host} must be ${userPoolId}'s and follow ${checkWords(healthCheckId)} to ${secondary}`,
    next: `aws cognito-idp update-user-pool-domain --region ${primary} --user-pool-id ${userPoolId} --domain ${host} --routing "Failover={SecondaryRegion=${secondary},PrimaryRoute53HealthCheckId=${healthCheckId ?? "ID"}}" --custom-domain-config CertificateArn=...`,
    look: async () => {
      const found = await context.domains.read(primary, host);
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
  context,
  policy,
}: Pick<About, "context"> & { readonly policy: Policy }): Promise<string | null> {
  const found = await context.domains.read(policy.primary, policy.domain ?? "");
  return found?.healthCheckId ?? null;
}

/** Null where there is none. */
async function readCheck(
  { context, policy }: About,
  { healthCheckId }: ManagedLoginPath,
): Promise<HealthCheckReading | null> {
  const id = healthCheckId ?? (await checkOfDomain({ context, policy }));
  return id === null ? null : context.healthChecks.read(id);
}

function healthCheck(
  { policy }: About,
  path: ManagedLoginPath,
  checkOf: () => Promise<HealthCheckReading | null>,
): Check {
  const { bucket, key, healthCheckId } = path;
  const asks = `https://${bucket}.s3.${policy.secondary}.amazonaws.com:443/${key}`;
  const sought = healthCheckId === null ? "a text of its own" : `"${path.searchString}"`;
  return {
    about: policy.name,
    name: "health check",
    must: `${checkWords(healthCheckId)} must be an enabled, inverted HTTPS_STR_MATCH check that looks for ${sought} at ${asks}`,
    next: "docs/deploy.md#the-health-check",
    look: async () => {
      const found = await checkOf();
      if (found === null) return holds(false, "there is no such health check");
      const isSought = healthCheckId === null || found.looksFor === path.searchString;
      const isOurs = found.asks === asks && found.looksFor !== null && isSought;
      const isRight = found.type === "HTTPS_STR_MATCH" && found.isInverted && !found.isDisabled;
      return holds(isOurs && isRight, `${inWords(found)}${guessable(found)}`);
    },
  };
}

/** No failure: it moves nobody, as long as the bucket is ours. */
function guessable({ looksFor }: HealthCheckReading): string {
  return looksFor === COMMON_SEARCH_STRING
    ? "; anybody can guess that text: docs/deploy.md#a-text-that-nobody-guesses"
    : "";
}

function inWords({ type, asks, looksFor, isInverted, isDisabled }: HealthCheckReading): string {
  const words = [isDisabled ? "disabled" : "", isInverted ? "inverted" : "not inverted", type];
  const target = looksFor === null ? asks : `"${looksFor}" at ${asks}`;
  return `${words.filter((word) => word !== "").join(" ")}, looks for ${target}`;
}

/** The beacon is measured by what its check really looks for. */
async function servicesFor(
  { services: { beacons, managedLogin, place } }: About["context"],
  { name }: Policy,
  checkOf: () => Promise<HealthCheckReading | null>,
) {
  const looksFor = (await checkOf().catch(() => null))?.looksFor ?? null;
  const searchStrings = looksFor === null ? {} : { [name]: looksFor };
  return { beacons, managedLogin, place, searchStrings };
}

/** Without it a lit beacon moves nobody, and no signed call would show it. */
function publicReading(
  { context, policy }: About,
  { bucket, key }: ManagedLoginPath,
  checkOf: () => Promise<HealthCheckReading | null>,
): Check {
  return {
    about: policy.name,
    name: "beacon for everyone",
    must: `everyone must be able to read s3://${bucket}/${key} while it is there, and only a beacon may be there`,
    next: "docs/runbook.md#leverblocked",
    look: async () => {
      const problems = await beacon.check(await servicesFor(context, policy, checkOf), policy);
      const own = problems.filter(({ name }) => name !== "loginPage");
      const found = own.length === 0 ? "what lies beside it can be read" : "";
      return holds(own.length === 0, found + own.map(({ says }) => says).join("; "));
    },
  };
}

function standing(
  about: About,
  { bucket, key }: ManagedLoginPath,
  checkOf: () => Promise<HealthCheckReading | null>,
): Check {
  const { context, policy } = about;
  return {
    about: policy.name,
    name: "beacon",
    must: `s3://${bucket}/${key} must be out while the primary serves, and lit while the secondary does`,
    next: `cognito-failover status ${policy.name}`,
    look: async () => {
      const view = await look(await servicesFor(context, policy, checkOf), policy);
      const isLit = view.beacon === "lit";
      return standsAs(about, (serving) =>
        holds(isLit === (serving === "secondary"), `${isLit ? "lit" : "out"}, ${serving} serves`),
      );
    },
  };
}

function loginPage({ context, policy }: About, { redirectUri }: ManagedLoginPath): Check {
  const { name, userPoolId, clientId, primary, criteria } = policy;
  const host = policy.domain ?? "";
  return {
    about: name,
    name: "login page",
    must: `https://${host}/login must show a form to sign in at, with "${redirectUri}" among the callback URLs of the app client`,
    next: `aws cognito-idp describe-user-pool-client --region ${primary} --user-pool-id ${userPoolId} --client-id ${clientId}`,
    look: async () => {
      const client = { clientId, redirectUri };
      const { managedLogin, place } = context.services;
      await within(place, criteria.stepDeadline, (signal) =>
        managedLogin.form(host, client, signal),
      );
      return holds(true, "shows its form");
    },
  };
}
