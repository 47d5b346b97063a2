// What the primary replicates. Values are replaced, never changed in place, so that a secondary can
// hold yesterday's value while the primary holds today's.

import type {
  AttributeType,
  EmailMfaConfigType,
  IdentityProviderType,
  ManagedLoginBrandingType,
  ResourceServerType,
  RiskConfigurationType,
  SmsMfaConfigType,
  UpdateUserPoolRequest,
  UserPoolClientType,
  UserPoolType,
  UserStatusType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { SrpPassword } from "../sign-in/srp.ts";

/** Members of UpdateUserPool that each Region has for itself. */
export const REGIONAL_MEMBERS = [
  "EmailConfiguration",
  "SmsConfiguration",
  "LambdaConfig",
  "UserPoolTags",
] as const;

type Plain<T> = { readonly [Member in keyof T]: T[Member] };

export type RegionalSettings = Plain<
  Pick<UpdateUserPoolRequest, (typeof REGIONAL_MEMBERS)[number]>
>;

export type GlobalSettings = Plain<
  Omit<UpdateUserPoolRequest, (typeof REGIONAL_MEMBERS)[number] | "UserPoolId"> &
    Pick<
      UserPoolType,
      "SchemaAttributes" | "AliasAttributes" | "UsernameAttributes" | "UsernameConfiguration"
    >
>;

export interface User {
  readonly username: string;
  readonly sub: string;
  /** Without `sub`. */
  readonly attributes: readonly AttributeType[];
  readonly status: UserStatusType;
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  readonly password: SrpPassword | null;
  /** Pretend milliseconds at which a temporary password runs out; null for a permanent one. */
  readonly temporaryUntil: number | null;
  /** Base32; present for users who must give a TOTP code. */
  readonly totpSecret?: string;
  /** Whether the user has registered one; with it nobody can sign in here. */
  readonly hasPasskey?: boolean;
}

export interface ClientSecret {
  readonly id: string;
  readonly value: string;
  readonly createdAt: Date;
}

/** One that its user confirmed. */
export interface Device {
  readonly key: string;
  readonly sub: string;
  readonly name: string;
  readonly confirmedAt: Date;
}

export interface Client extends Plain<UserPoolClientType> {
  readonly ClientId: string;
  readonly ClientName: string;
  readonly UserPoolId: string;
}

export interface IdentityProvider extends Plain<IdentityProviderType> {
  readonly ProviderName: string;
  readonly ProviderType: NonNullable<IdentityProviderType["ProviderType"]>;
  readonly ProviderDetails: Readonly<Record<string, string>>;
}

export interface ResourceServer extends Plain<ResourceServerType> {
  readonly Identifier: string;
  readonly Scopes: NonNullable<ResourceServerType["Scopes"]>;
}

/** The factors that SetUserPoolMfaConfig switched on. */
export interface MfaFactors {
  readonly isTotpOn: boolean;
  /** Null while off. How messages are sent is each Region's own. */
  readonly sms: Pick<SmsMfaConfigType, "SmsAuthenticationMessage"> | null;
  readonly email: EmailMfaConfigType | null;
}

export const NO_FACTORS: MfaFactors = { isTotpOn: false, sms: null, email: null };

export interface Directory {
  settings: GlobalSettings;
  mfa: MfaFactors;
  modifiedAt: Date;
  /** By username; in lower case where the pool does not tell cases apart. */
  readonly users: Map<string, User>;
  /** By key. */
  readonly devices: Map<string, Device>;
  readonly clients: Map<string, Client>;
  /** By client id, of clients whose secrets were changed: all that are good, the oldest first. */
  readonly clientSecrets: Map<string, readonly ClientSecret[]>;
  readonly identityProviders: Map<string, IdentityProvider>;
  readonly resourceServers: Map<string, ResourceServer>;
  /** `origin_jti` of sessions ended by RevokeToken. */
  readonly revoked: Set<string>;
  /** By `sub`: the last session that a sign-out everywhere ended. */
  readonly signedOut: Map<string, number>;
  /** Refresh tokens replaced by rotation: when each stops being valid, in pretend milliseconds. */
  readonly rotated: Map<string, number>;
  /** Risk configurations by client id, and "ALL" for every client without one; without where messages come from. */
  readonly risk: Map<string, RiskConfigurationType>;
  /** By client id. */
  readonly brandings: Map<string, ManagedLoginBrandingType>;
}

export function emptyDirectory(settings: GlobalSettings, modifiedAt: Date): Directory {
  return {
    settings,
    mfa: NO_FACTORS,
    modifiedAt,
    users: new Map(),
    devices: new Map(),
    clients: new Map(),
    clientSecrets: new Map(),
    identityProviders: new Map(),
    resourceServers: new Map(),
    revoked: new Set(),
    signedOut: new Map(),
    rotated: new Map(),
    risk: new Map(),
    brandings: new Map(),
  };
}

export function copyOf(directory: Directory): Directory {
  return {
    settings: directory.settings,
    mfa: directory.mfa,
    modifiedAt: directory.modifiedAt,
    users: new Map(directory.users),
    devices: new Map(directory.devices),
    clients: new Map(directory.clients),
    clientSecrets: new Map(directory.clientSecrets),
    identityProviders: new Map(directory.identityProviders),
    resourceServers: new Map(directory.resourceServers),
    revoked: new Set(directory.revoked),
    signedOut: new Map(directory.signedOut),
    rotated: new Map(directory.rotated),
    risk: new Map(directory.risk),
    brandings: new Map(directory.brandings),
  };
}

export function findUser(directory: Directory, name: string): User | undefined {
  return userNamed(directory, name) ?? userWithAlias(directory, name);
}

/** By the user's own name alone: no alias is taken where a challenge is answered. */
export function userNamed({ users, settings }: Directory, name: string): User | undefined {
  return users.get(usernameKey(settings, name));
}

/**
 * Where users sign in by e-mail or telephone in place of a name, that is whoever has it; beside a name it is who has
 * proved to have it: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export function userWithAlias({ users, settings }: Directory, name: string): User | undefined {
  const { UsernameAttributes, AliasAttributes = [] } = settings;
  const aliases = UsernameAttributes ?? AliasAttributes;
  if (aliases.length === 0) return undefined;
  const isSame = (value = "") => usernameKey(settings, value) === usernameKey(settings, name);
  return [...users.values()].find((user) =>
    aliases.some((alias) => {
      const isProved =
        UsernameAttributes !== undefined ||
        alias === "preferred_username" ||
        attributeOf(user, `${alias}_verified`) === "true";
      return isProved && isSame(attributeOf(user, alias));
    }),
  );
}

/** A provider by one of the identifiers that hide its name. */
export function providerByIdentifier(
  { identityProviders }: Directory,
  identifier: string,
): IdentityProvider | undefined {
  return [...identityProviders.values()].find(({ IdpIdentifiers }) =>
    IdpIdentifiers?.includes(identifier),
  );
}

export function usernameKey({ UsernameConfiguration }: GlobalSettings, name: string): string {
  return UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name;
}

export function attributeOf(user: User, name: string): string | undefined {
  return user.attributes.find((attribute) => attribute.Name === name)?.Value;
}
