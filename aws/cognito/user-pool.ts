// What a user pool holds of what the settings name. Read in the primary, where all of it is made. Of a client's
// description, which brings its secret along, no more is kept than what is looked for.

import {
  CognitoIdentityProviderClient,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientSecretsCommand,
  paginateListIdentityProviders,
  paginateListResourceServers,
  paginateListUserPoolClients,
  ResourceNotFoundException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Policy } from "../../core/settings/policy.ts";
import type { Region } from "../../core/values/types.ts";
import { clientOptions, once, type Place } from "../sdk/clients.ts";
import { type AttributePermissions, attributePermissions } from "./attribute-permissions.ts";

export interface AppClientReading {
  /** "ALLOW_USER_SRP_AUTH"; older clients have names without ALLOW. */
  readonly authFlows: readonly string[];
  /** "code", "client_credentials"; none while the client may not use OAuth. */
  readonly oauthFlows: readonly string[];
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly identityProviders: readonly string[];
  readonly attributes: AttributePermissions;
}

export interface UserPoolReading {
  readonly issuer: string;
  /** MfaConfiguration: "ON" demands a second factor of everybody. */
  readonly mfa: string;
  readonly remembersDevices: boolean;
  /** AdvancedSecurityMode: "ENFORCED" may refuse what looks risky. */
  readonly threatProtection: string;
  /** With "custom:" before those of the pool's own; those alone that can be changed. */
  readonly mutableAttributes: readonly string[];
}

type Whose = Pick<Policy, "primary" | "userPoolId">;

export function createUserPools(place: Place) {
  const clientOf = once(
    (region: Region) =>
      new CognitoIdentityProviderClient(clientOptions(place, { region, service: "cognito-idp" })),
  );
  const asked = ({ primary, userPoolId: UserPoolId }: Whose, most: number) =>
    [
      { client: clientOf(primary), pageSize: most },
      { UserPoolId, MaxResults: most },
    ] as const;

  return {
    async read({ primary, userPoolId: UserPoolId }: Whose): Promise<UserPoolReading> {
      const { UserPool } = await clientOf(primary).send(
        new DescribeUserPoolCommand({ UserPoolId }),
      );
      const { SchemaAttributes = [], IssuerConfiguration, MfaConfiguration } = UserPool ?? {};
      return {
        issuer: IssuerConfiguration?.Type ?? "ORIGINAL",
        mfa: MfaConfiguration ?? "OFF",
        threatProtection: UserPool?.UserPoolAddOns?.AdvancedSecurityMode ?? "OFF",
        remembersDevices: (UserPool?.DeviceConfiguration ?? null) !== null,
        mutableAttributes: SchemaAttributes.filter(({ Mutable }) => Mutable === true).map(
          ({ Name = "" }) => Name,
        ),
      };
    },

    /** Null when the pool has no such client. */
    async appClient(
      { primary, userPoolId: UserPoolId }: Whose,
      ClientId: string,
    ): Promise<AppClientReading | null> {
      try {
        const { UserPoolClient: found = {} } = await clientOf(primary).send(
          new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
        );
        return {
          authFlows: found.ExplicitAuthFlows ?? [],
          oauthFlows:
            found.AllowedOAuthFlowsUserPoolClient === true ? (found.AllowedOAuthFlows ?? []) : [],
          scopes: found.AllowedOAuthScopes ?? [],
          callbackUrls: found.CallbackURLs ?? [],
          identityProviders: found.SupportedIdentityProviders ?? [],
          attributes: attributePermissions(found),
        };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return null;
        throw error;
      }
    },

    /** What threat protection does about a client's risky sign-ins, by risk: "LOW", "MEDIUM", "HIGH". */
    async riskActions(
      { primary, userPoolId: UserPoolId }: Whose,
      ClientId: string,
    ): Promise<Readonly<Record<string, string>>> {
      for (const whose of [{ ClientId }, {}]) {
        const { RiskConfiguration } = await clientOf(primary).send(
          new DescribeRiskConfigurationCommand({ UserPoolId, ...whose }),
        );
        const actions = RiskConfiguration?.AccountTakeoverRiskConfiguration?.Actions;
        if (actions === undefined) continue;
        const { LowAction, MediumAction, HighAction } = actions;
        const all = { LOW: LowAction, MEDIUM: MediumAction, HIGH: HighAction };
        return Object.fromEntries(
          Object.entries(all).map(([risk, action]) => [risk, action?.EventAction ?? "NO_ACTION"]),
        );
      }
      return {};
    },

    /** The ids of the client's secrets in a Region; none of a client without. */
    async clientSecretIds(
      region: Region,
      { userPoolId: UserPoolId }: Pick<Policy, "userPoolId">,
      ClientId: string,
    ): Promise<readonly string[]> {
      const { ClientSecrets = [] } = await clientOf(region).send(
        new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }),
      );
      return ClientSecrets.map(({ ClientSecretId = "" }) => ClientSecretId);
    },

    async clientIds(pool: Whose): Promise<readonly string[]> {
      const found: string[] = [];
      for await (const page of paginateListUserPoolClients(...asked(pool, 60))) {
        found.push(...(page.UserPoolClients ?? []).map(({ ClientId = "" }) => ClientId));
      }
      return found;
    },

    /** By name. Describing one would tell its client's secret. */
    async identityProviders(pool: Whose): Promise<readonly string[]> {
      const found: string[] = [];
      for await (const page of paginateListIdentityProviders(...asked(pool, 60))) {
        found.push(...(page.Providers ?? []).map(({ ProviderName = "" }) => ProviderName));
      }
      return found;
    },

    /** As they stand in tokens: "orders/read". */
    async scopes(pool: Whose): Promise<readonly string[]> {
      const found: string[] = [];
      for await (const page of paginateListResourceServers(...asked(pool, 50))) {
        for (const { Identifier, Scopes = [] } of page.ResourceServers ?? []) {
          found.push(...Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`));
        }
      }
      return found;
    },
  };
}
