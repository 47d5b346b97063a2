// A pool put in place as a whole, for worlds whose ids are settings.

import { clientOf, save } from "./clients.ts";
import { passwordOf } from "./passwords.ts";
import type { Pool } from "./pool.ts";
import type { Realm } from "./realm.ts";
import { addReplica } from "./replica-operations.ts";
import { newSettings, regionalSettings } from "./settings.ts";
import { siteOf } from "./site.ts";
import { newUser, saveUser } from "./user-records.ts";

export interface UserSeed {
  readonly username: string;
  readonly password: string;
  readonly email?: string;
  /** Base32; the user must then give a TOTP code, which no secondary takes. */
  readonly totpSecret?: string;
}

export interface PoolSeed {
  /** Begins with the primary Region, as every pool id does: "eu-west-1_Customers". */
  readonly id: string;
  readonly name: string;
  /** The primary Region. */
  readonly region: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly clientSecret?: string;
  readonly callbackUrls?: readonly string[];
  /** Host name of the custom domain. */
  readonly domain?: string;
  readonly issuer: "ORIGINAL" | "UPDATED";
  /** Region of the replica. */
  readonly secondary?: string;
  /** A multi-Region key of the primary Region; one is invented for a pool with a replica. */
  readonly kmsKeyArn?: string;
  readonly users?: readonly UserSeed[];
  /** Sends the domain to the secondary while this health check is unhealthy. */
  readonly healthCheckId?: string;
}

export function seedPool(realm: Realm, seed: PoolSeed): Pool {
  const { pools } = realm;
  const pool = pools.create({
    id: seed.id,
    region: seed.region,
    settings: newSettings(
      {
        PoolName: seed.name,
        IssuerConfiguration: { Type: seed.issuer },
        ...keyConfiguration(realm, seed),
      },
      seed.region,
    ),
    regional: regionalSettings({}),
  });
  seedClient(realm, seed, pool);
  seedUsers(realm, seed, pool);
  if (seed.secondary !== undefined) {
    const regional = regionalSettings({});
    addReplica(realm, pool, { region: seed.secondary, status: "ACTIVE", regional });
  }
  seedDomain(realm, seed);
  return pool;
}

function keyConfiguration({ foundation }: Realm, { kmsKeyArn, secondary, region }: PoolSeed) {
  if (kmsKeyArn === undefined && secondary === undefined) return {};
  const invented = `arn:aws:kms:${region}:${foundation.accountId}:key/mrk-${foundation.random.text(32, "0123456789abcdef")}`;
  return {
    KeyConfiguration: {
      KeyType: "CUSTOMER_MANAGED_KEY" as const,
      KmsKeyArn: kmsKeyArn ?? invented,
    },
  };
}

function seedClient(realm: Realm, seed: PoolSeed, pool: Pool): void {
  const site = siteOf(pool, pool.primary);
  const request = {
    ClientId: seed.clientId,
    ClientName: seed.clientName,
    ...(seed.clientSecret === undefined ? {} : { ClientSecret: seed.clientSecret }),
    ExplicitAuthFlows: [
      "ALLOW_USER_PASSWORD_AUTH" as const,
      "ALLOW_ADMIN_USER_PASSWORD_AUTH" as const,
      "ALLOW_USER_SRP_AUTH" as const,
      "ALLOW_REFRESH_TOKEN_AUTH" as const,
    ],
    PreventUserExistenceErrors: "ENABLED" as const,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code" as const],
    AllowedOAuthScopes: ["openid", "email", "profile"],
    CallbackURLs: [...(seed.callbackUrls ?? ["https://example.com/callback"])],
    SupportedIdentityProviders: ["COGNITO"],
  };
  realm.pools.registerClient(seed.clientId, pool);
  save(clientOf(realm, request, site), site);
}

function seedUsers({ foundation }: Realm, { users = [] }: PoolSeed, pool: Pool): void {
  const site = siteOf(pool, pool.primary);
  for (const { username, password, email, totpSecret } of users) {
    const attributes =
      email === undefined
        ? []
        : [
            { Name: "email", Value: email },
            { Name: "email_verified", Value: "true" },
          ];
    const user = newUser(foundation, site, { name: username, attributes, status: "CONFIRMED" });
    const secret = { username: user.username, password, permanent: true };
    const withPassword = { ...user, ...passwordOf(foundation, site, secret) };
    saveUser(site, totpSecret === undefined ? withPassword : { ...withPassword, totpSecret });
  }
}

function seedDomain({ domains, foundation }: Realm, seed: PoolSeed): void {
  if (seed.domain === undefined) return;
  const isRouted = seed.secondary !== undefined && seed.healthCheckId !== undefined;
  const routing = {
    Failover: {
      SecondaryRegion: seed.secondary,
      PrimaryRoute53HealthCheckId: seed.healthCheckId,
    },
  };
  const CertificateArn = `arn:aws:acm:us-east-1:${foundation.accountId}:certificate/${foundation.random.uuid()}`;
  domains.save({
    kind: "custom",
    name: seed.domain,
    poolId: seed.id,
    region: seed.region,
    cloudFront: `d${foundation.random.text(13)}.cloudfront.net`,
    managedLoginVersion: 2,
    custom: { CertificateArn },
    readyAt: foundation.clock.now(),
    ...(isRouted ? { routing } : {}),
  });
}
