// A pool put in place as a whole, for worlds whose ids are settings.

import type {
  CreateUserPoolRequest,
  LogConfigurationType,
  UserStatusType,
} from "@aws-sdk/client-cognito-identity-provider";
import { uuidOf } from "../../random.ts";
import { brandingOf, saveBranding } from "../oauth/branding.ts";
import { clientOf, save } from "../pool/clients.ts";
import { createProvider } from "../pool/identity-providers.ts";
import type { Pool } from "../pool/pool.ts";
import { type Site, siteOf, withClient } from "../pool/pool-in-region.ts";
import { saveServer, serverOf } from "../pool/resource-servers.ts";
import { newSettings, regionalSettings } from "../pool/settings.ts";
import type { IdentityProvider } from "../users/directory.ts";
import { passwordOf } from "../users/passwords.ts";
import { newUser, saveUser } from "../users/user-records.ts";
import { addReplica } from "./replica-operations.ts";
import type { Realm } from "./service-state.ts";

export interface UserSeed {
  readonly username: string;
  readonly password: string;
  readonly email?: string;
  /** Base32; the user must then give a TOTP code, which no secondary takes. */
  readonly totpSecret?: string;
  readonly hasPasskey?: boolean;
  /** Absent: CONFIRMED. Whoever comes from a provider has no password, whatever is written above. */
  readonly status?: UserStatusType;
}

export interface IdentityProviderSeed {
  /** For Google, Facebook, LoginWithAmazon and SignInWithApple the same as the type. */
  readonly name: string;
  readonly type: IdentityProvider["ProviderType"];
  /** ProviderDetails of CreateIdentityProvider. */
  readonly details: Readonly<Record<string, string>>;
}

export interface ResourceServerSeed {
  /** Stands before the slash of its scopes: "https://api.example.com". */
  readonly identifier: string;
  readonly scopes: readonly string[];
}

export interface MachineClientSeed {
  readonly clientId: string;
  readonly clientSecret: string;
  /** "https://api.example.com/orders.read", of the seeded resource servers. */
  readonly scopes: readonly string[];
}

/** What each Region has for itself. */
export interface RegionSeed {
  /** Absent: Cognito's own e-mail, no SMS, no triggers, no tags. */
  readonly settings?: Parameters<typeof regionalSettings>[0];
  readonly logs?: readonly LogConfigurationType[];
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
  /** Ids of more app clients like the first, without a secret. */
  readonly furtherClients?: readonly string[];
  readonly callbackUrls?: readonly string[];
  readonly logoutUrls?: readonly string[];
  /** Host name of the custom domain. */
  readonly domain?: string;
  /** Of ACM in us-east-1, which is not asked for it; absent: one that nobody has made. */
  readonly certificateArn?: string;
  readonly issuer: "ORIGINAL" | "UPDATED";
  /** Region of the replica. */
  readonly secondary?: string;
  /** A multi-Region key of the primary Region; one is invented for a pool with a replica. */
  readonly kmsKeyArn?: string;
  readonly users?: readonly UserSeed[];
  /** Sends the domain to the secondary while this health check is unhealthy. */
  readonly healthCheckId?: string;
  /** Prefix domains by the Region that serves them. */
  readonly prefixes?: Readonly<Record<string, string>>;
  /** The app client lists them all beside COGNITO. */
  readonly identityProviders?: readonly IdentityProviderSeed[];
  readonly resourceServers?: readonly ResourceServerSeed[];
  /** Of what both Regions share, beside what stands here already. */
  readonly settings?: Omit<Partial<CreateUserPoolRequest>, "PoolName" | "IssuerConfiguration">;
  /** By Region. */
  readonly regional?: Readonly<Record<string, RegionSeed>>;
  /** A second client, which gets tokens for itself at the token endpoint. */
  readonly machineClient?: MachineClientSeed;
}

export function seedPool(realm: Realm, seed: PoolSeed): Pool {
  const { pools } = realm;
  const pool = pools.create({
    id: seed.id,
    region: seed.region,
    settings: newSettings(
      {
        ...seed.settings,
        PoolName: seed.name,
        IssuerConfiguration: { Type: seed.issuer },
        ...keyConfiguration(realm, seed),
      },
      seed.region,
    ),
    regional: regionalSettings(settingsIn(seed, seed.region)),
  });
  seedFederation(realm, seed, siteOf(pool, pool.primary));
  seedClient(realm, seed, pool);
  seedMachineClient(realm, seed, pool);
  seedUsers(realm, seed, pool);
  if (seed.secondary !== undefined) {
    const regional = regionalSettings(settingsIn(seed, seed.secondary));
    addReplica(realm, pool, { region: seed.secondary, status: "ACTIVE", regional });
  }
  for (const replica of pool.replicas) replica.logs = seed.regional?.[replica.region]?.logs ?? [];
  seedDomain(realm, seed);
  return pool;
}

function settingsIn({ regional }: PoolSeed, region: string) {
  return regional?.[region]?.settings ?? {};
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
    LogoutURLs: [...(seed.logoutUrls ?? [])],
    SupportedIdentityProviders: [
      "COGNITO",
      ...(seed.identityProviders ?? []).map(({ name }) => name),
    ],
  };
  for (const client of [request, ...further(request, seed.furtherClients ?? [])]) {
    realm.pools.registerClient(client.ClientId, pool);
    save(clientOf(realm, client, site), site);
    seedBranding(realm, seed, { pool, clientId: client.ClientId });
  }
}

/** Whose pages are managed login's has a style for each client that signs in there. */
function seedBranding(
  { foundation }: Realm,
  { domain, prefixes }: PoolSeed,
  { pool, clientId }: { readonly pool: Pool; readonly clientId: string },
): void {
  if (domain === undefined && prefixes === undefined) return;
  const style = { UserPoolId: pool.id, ClientId: clientId, UseCognitoProvidedValues: true };
  const made = { id: uuidOf(`branding ${clientId}`), at: new Date(foundation.clock.now()) };
  saveBranding(withClient(siteOf(pool, pool.primary), clientId), brandingOf(style, made));
}

function further<Request extends { readonly ClientSecret?: string }>(
  { ClientSecret: _, ...request }: Request,
  ids: readonly string[],
) {
  return ids.map((id) => ({ ...request, ClientId: id, ClientName: id }));
}

function seedFederation({ foundation }: Realm, seed: PoolSeed, site: Site): void {
  for (const { name, type, details } of seed.identityProviders ?? []) {
    const request = { ProviderName: name, ProviderType: type, ProviderDetails: { ...details } };
    createProvider(foundation, request, site);
  }
  for (const { identifier, scopes } of seed.resourceServers ?? []) {
    const Scopes = scopes.map((scope) => ({ ScopeName: scope, ScopeDescription: scope }));
    const Name = identifier.replace(/[^\w\s+=,.@-]/g, "-");
    saveServer(serverOf({ Identifier: identifier, Name, Scopes }, site), site);
  }
}

function seedMachineClient(realm: Realm, { machineClient }: PoolSeed, pool: Pool): void {
  if (machineClient === undefined) return;
  const site = siteOf(pool, pool.primary);
  const { clientId, clientSecret, scopes } = machineClient;
  const request = {
    ...{ ClientId: clientId, ClientName: "machine", ClientSecret: clientSecret },
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["client_credentials" as const],
    AllowedOAuthScopes: [...scopes],
  };
  realm.pools.registerClient(clientId, pool);
  save(clientOf(realm, request, site), site);
}

function seedUsers({ foundation }: Realm, { users = [] }: PoolSeed, pool: Pool): void {
  const site = siteOf(pool, pool.primary);
  for (const seeded of users) {
    const { username, password, email, status = "CONFIRMED", totpSecret, hasPasskey } = seeded;
    const attributes =
      email === undefined
        ? []
        : [
            { Name: "email", Value: email },
            { Name: "email_verified", Value: "true" },
          ];
    const user = newUser(foundation, site, { name: username, attributes, status });
    const permanent = status !== "FORCE_CHANGE_PASSWORD";
    const secret = { username: user.username, password, permanent };
    saveUser(site, {
      ...user,
      ...(status === "EXTERNAL_PROVIDER" ? {} : passwordOf(foundation, site, secret)),
      ...(totpSecret === undefined ? {} : { totpSecret }),
      ...(hasPasskey === undefined ? {} : { hasPasskey }),
    });
  }
}

function seedDomain({ domains, foundation }: Realm, seed: PoolSeed): void {
  const ready = { poolId: seed.id, managedLoginVersion: 2, readyAt: foundation.clock.now() };
  for (const [region, name] of Object.entries(seed.prefixes ?? {})) {
    const cloudFront = `d${foundation.random.text(13)}.cloudfront.net`;
    domains.save({ kind: "prefix", name, region, cloudFront, ...ready });
  }
  if (seed.domain === undefined) return;
  const isRouted = seed.secondary !== undefined && seed.healthCheckId !== undefined;
  const routing = {
    Failover: {
      SecondaryRegion: seed.secondary,
      PrimaryRoute53HealthCheckId: seed.healthCheckId,
    },
  };
  const made = `arn:aws:acm:us-east-1:${foundation.accountId}:certificate/${foundation.random.uuid()}`;
  const CertificateArn = seed.certificateArn ?? made;
  domains.save({
    kind: "custom",
    name: seed.domain,
    region: seed.region,
    cloudFront: `d${foundation.random.text(13)}.cloudfront.net`,
    custom: { CertificateArn },
    ...ready,
    ...(isRouted ? { routing } : {}),
  });
}
