// CreateUserPoolDomain, DescribeUserPoolDomain, UpdateUserPoolDomain, DeleteUserPoolDomain.

import type {
  CreateUserPoolDomainCommandInput,
  CustomDomainConfigType,
  DeleteUserPoolDomainCommandInput,
  DescribeUserPoolDomainCommandInput,
  DomainDescriptionType,
  RoutingType,
  UpdateUserPoolDomainCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Context } from "../../service.ts";
import { type Domain, hostOf } from "../pool/domains.ts";
import type { Pool } from "../pool/pool.ts";
import type { Site } from "../pool/pool-in-region.ts";
import type { OperationTable, Sent } from "./operation.ts";
import type { Realm } from "./service-state.ts";
import { invalid } from "./validation.ts";

/** Cognito says that a custom domain is online within five minutes; a prefix domain is at once. */
const CUSTOM_DOMAIN_SET_UP_MS = 300_000;

const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/;

export function domainOperations(realm: Realm): OperationTable {
  const { kinds, domains } = realm;
  return {
    CreateUserPoolDomain: kinds.byPool<CreateUserPoolDomainCommandInput>(
      ["Domain"],
      (input, site) => shown(create(realm, input, site)),
    ),
    DescribeUserPoolDomain: {
      required: ["Domain"],
      find: null,
      run: ({ Domain }: Sent<DescribeUserPoolDomainCommandInput>, { region }: Context) => {
        const domain = domains.named(Domain, region);
        const isHere = domain !== undefined && !!realm.pools.get(domain.poolId)?.in(region);
        return { DomainDescription: isHere ? describe(realm, domain) : {} };
      },
    },
    UpdateUserPoolDomain: kinds.byPool<UpdateUserPoolDomainCommandInput>(
      ["Domain"],
      (input, site) => shown(update(realm, input, site)),
    ),
    DeleteUserPoolDomain: kinds.byPool<DeleteUserPoolDomainCommandInput>(
      ["Domain"],
      (input, site) => domains.delete(existing(realm, input, site)),
    ),
  };
}

function create(
  { domains, foundation }: Realm,
  input: Sent<CreateUserPoolDomainCommandInput>,
  { pool, replica: { region } }: Site,
): Domain {
  const { CustomDomainConfig: custom, Routing: routing, Domain: name } = input;
  const kind = custom === undefined ? "prefix" : "custom";
  checkName(kind, name);
  if (custom !== undefined) checkCertificate(custom);
  if (routing !== undefined) checkRouting(kind, routing, pool);
  const others = domains.ofPool(pool.id);
  if (
    others.some((other) => other.kind === kind && (kind === "custom" || other.region === region))
  ) {
    throw invalid("User pool already has a domain configured.");
  }
  if (domains.named(name, region) !== undefined) {
    throw invalid("Domain already associated with another user pool.");
  }
  const now = foundation.clock.now();
  const domain: Domain = {
    ...{ kind, name, region, poolId: pool.id },
    cloudFront: `d${foundation.random.text(13)}.cloudfront.net`,
    managedLoginVersion: input.ManagedLoginVersion ?? 1,
    readyAt: kind === "custom" ? now + CUSTOM_DOMAIN_SET_UP_MS : now,
    ...(custom === undefined ? {} : { custom }),
    ...(routing === undefined ? {} : { routing }),
  };
  domains.save(domain);
  return domain;
}

function update(realm: Realm, input: Sent<UpdateUserPoolDomainCommandInput>, site: Site): Domain {
  const domain = existing(realm, input, site);
  const { CustomDomainConfig: custom, Routing: routing } = input;
  if (custom !== undefined) {
    if (domain.kind === "prefix") throw invalid("A prefix domain has no certificate.");
    checkCertificate(custom);
  }
  if (routing !== undefined) checkRouting(domain.kind, routing, site.pool);
  const updated: Domain = {
    ...domain,
    managedLoginVersion: input.ManagedLoginVersion ?? domain.managedLoginVersion,
    ...(custom === undefined ? {} : { custom }),
    ...(routing === undefined ? {} : { routing }),
  };
  realm.domains.save(updated);
  return updated;
}

function existing(
  { domains }: Realm,
  { Domain: name }: { readonly Domain: string },
  { pool, replica }: Site,
): Domain {
  const domain = domains.named(name, replica.region);
  if (domain === undefined) {
    throw new AwsError("ResourceNotFoundException", "No such domain or user pool exists.");
  }
  if (domain.poolId !== pool.id) {
    throw invalid("Domain is associated with another user pool.");
  }
  return domain;
}

function checkName(kind: Domain["kind"], name: string): void {
  const pattern = kind === "custom" ? HOST : PREFIX;
  const isTaken = kind === "prefix" && /aws|amazon|cognito/.test(name);
  if (name.length <= 63 && pattern.test(name) && !isTaken) return;
  throw invalid(
    isTaken
      ? "Domain cannot contain reserved word: aws, amazon or cognito"
      : `1 validation error detected: Value '${name}' at 'domain' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source}`,
  );
}

/** Managed login is served by CloudFront, which takes certificates from us-east-1 alone. */
function checkCertificate({ CertificateArn }: CustomDomainConfigType): void {
  if (/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/.test(CertificateArn ?? "")) return;
  throw invalid("Specified certificate must be an ACM certificate in us-east-1.");
}

function checkRouting(kind: Domain["kind"], { Failover }: RoutingType, pool: Pool): void {
  if (kind === "prefix") throw invalid("Routing is only supported for custom domains.");
  const { SecondaryRegion = "", PrimaryRoute53HealthCheckId = "" } = Failover ?? {};
  if (SecondaryRegion.length < 5 || SecondaryRegion.length > 32) {
    throw invalid("Routing.Failover needs a SecondaryRegion of 5 to 32 characters.");
  }
  if (PrimaryRoute53HealthCheckId === "" || PrimaryRoute53HealthCheckId.length > 64) {
    throw invalid("Routing.Failover needs a PrimaryRoute53HealthCheckId of 1 to 64 characters.");
  }
  if (pool.secondary?.region !== SecondaryRegion) {
    throw invalid(`User pool ${pool.id} has no secondary replica in ${SecondaryRegion}.`);
  }
}

function shown({ managedLoginVersion, kind, cloudFront, routing }: Domain): object {
  return {
    ManagedLoginVersion: managedLoginVersion,
    ...(kind === "custom" ? { CloudFrontDomain: cloudFront } : {}),
    ...(routing === undefined ? {} : { Routing: routing }),
  };
}

function describe({ domains, foundation }: Realm, domain: Domain): DomainDescriptionType {
  return {
    UserPoolId: domain.poolId,
    AWSAccountId: foundation.accountId,
    Domain: domain.name,
    S3Bucket: `aws-cognito-prod-${domain.region}-assets`,
    CloudFrontDistribution: domain.kind === "custom" ? domain.cloudFront : hostOf(domain),
    Version: "1",
    Status: domains.statusOf(domain),
    CustomDomainConfig: domain.custom ?? undefined,
    ManagedLoginVersion: domain.managedLoginVersion,
    Routing: domain.routing,
  };
}
