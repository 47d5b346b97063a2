// Identity providers of a pool: CreateIdentityProvider, DescribeIdentityProvider,
// UpdateIdentityProvider, DeleteIdentityProvider, ListIdentityProviders, GetIdentityProviderByIdentifier.

import type {
  CreateIdentityProviderCommandInput,
  DeleteIdentityProviderCommandInput,
  DescribeIdentityProviderCommandInput,
  GetIdentityProviderByIdentifierCommandInput,
  ListIdentityProvidersCommandInput,
  UpdateIdentityProviderCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Foundation } from "../../world.ts";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { checkRange, invalid, page } from "../api/validation.ts";
import { type IdentityProvider, providerByIdentifier } from "../users/directory.ts";
import type { Site } from "./pool-in-region.ts";
import { fullDetails, SOCIAL_TYPES, usernameMapping } from "./provider-details.ts";

type Request = Omit<Sent<CreateIdentityProviderCommandInput>, "UserPoolId">;

/** https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#resource-quotas */
const MOST_PROVIDERS = 300;
const MOST_IDENTIFIERS = 50;

const NEW_NAME = /^[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+$/u;
const IDENTIFIER = /^[\w\s+=.@-]{1,40}$/;

export function identityProviderOperations({ kinds, foundation }: Realm): OperationTable {
  return {
    CreateIdentityProvider: kinds.byPool<CreateIdentityProviderCommandInput>(
      ["ProviderName", "ProviderType", "ProviderDetails"],
      (input, site) => ({ IdentityProvider: createProvider(foundation, input, site) }),
    ),
    DescribeIdentityProvider: kinds.byPool<DescribeIdentityProviderCommandInput>(
      ["ProviderName"],
      (input, site) => ({ IdentityProvider: existing(input, site) }),
    ),
    UpdateIdentityProvider: kinds.byPool<UpdateIdentityProviderCommandInput>(
      ["ProviderName"],
      (input, site) => ({ IdentityProvider: update(foundation, input, site) }),
    ),
    // Clients that list the provider keep it, and cannot be updated until they drop it.
    DeleteIdentityProvider: kinds.byPool<DeleteIdentityProviderCommandInput>(
      ["ProviderName"],
      (input, site) => {
        const { ProviderName } = existing(input, site);
        site.pool.write(site.replica, ({ identityProviders }) =>
          identityProviders.delete(ProviderName),
        );
      },
    ),
    ListIdentityProviders: kinds.byPool<ListIdentityProvidersCommandInput>([], (input, site) => {
      const limit = input.MaxResults ?? 60;
      checkRange("maxResults", limit, [0, 60]);
      const all = [...site.directory.identityProviders.values()];
      const { rows, next } = page(all, limit || 60, input.NextToken);
      return {
        Providers: rows.map(({ ProviderName, ProviderType, CreationDate, LastModifiedDate }) => ({
          ...{ ProviderName, ProviderType, CreationDate, LastModifiedDate },
        })),
        NextToken: next,
      };
    }),
    GetIdentityProviderByIdentifier: kinds.byPool<GetIdentityProviderByIdentifierCommandInput>(
      ["IdpIdentifier"],
      ({ IdpIdentifier }, { directory }) => {
        const found = providerByIdentifier(directory, IdpIdentifier);
        if (found === undefined) throw noSuchProvider(IdpIdentifier);
        return { IdentityProvider: found };
      },
    ),
  };
}

/** Throws what Cognito refuses. */
export function createProvider(
  { clock }: Pick<Foundation, "clock">,
  input: Request,
  site: Site,
): IdentityProvider {
  const { ProviderName, ProviderType } = input;
  checkName(input);
  const { identityProviders } = site.directory;
  if (identityProviders.has(ProviderName)) {
    throw new AwsError(
      "DuplicateProviderException",
      `Identity provider ${ProviderName} already exists in user pool ${site.pool.id}.`,
    );
  }
  if (identityProviders.size >= MOST_PROVIDERS) {
    throw new AwsError("LimitExceededException", "Too many identity providers.");
  }
  const { AttributeMapping = {}, IdpIdentifiers = [] } = input;
  checkMapping(AttributeMapping, site);
  checkIdentifiers(ProviderName, IdpIdentifiers, site);
  const now = new Date(clock.now());
  const provider: IdentityProvider = {
    ...{ UserPoolId: site.pool.id, ProviderName, ProviderType, IdpIdentifiers },
    ProviderDetails: fullDetails(ProviderType, input.ProviderDetails),
    AttributeMapping: { ...usernameMapping(ProviderType), ...AttributeMapping },
    CreationDate: now,
    LastModifiedDate: now,
  };
  return save(provider, site);
}

function update(
  { clock }: Pick<Foundation, "clock">,
  input: Sent<UpdateIdentityProviderCommandInput>,
  site: Site,
): IdentityProvider {
  const before = existing(input, site);
  const { ProviderName, ProviderType } = before;
  const { ProviderDetails, AttributeMapping, IdpIdentifiers } = input;
  if (AttributeMapping !== undefined) checkMapping(AttributeMapping, site);
  if (IdpIdentifiers !== undefined) checkIdentifiers(ProviderName, IdpIdentifiers, site);
  const changes: Partial<IdentityProvider> = {
    ...(ProviderDetails && { ProviderDetails: fullDetails(ProviderType, ProviderDetails) }),
    ...(AttributeMapping && {
      AttributeMapping: { ...usernameMapping(ProviderType), ...AttributeMapping },
    }),
    ...(IdpIdentifiers && { IdpIdentifiers }),
  };
  return save({ ...before, ...changes, LastModifiedDate: new Date(clock.now()) }, site);
}

function save(provider: IdentityProvider, { pool, replica }: Site): IdentityProvider {
  pool.write(replica, ({ identityProviders }) =>
    identityProviders.set(provider.ProviderName, provider),
  );
  return provider;
}

/** A social provider is named after its type, and nothing else is. */
function checkName({ ProviderName: name, ProviderType: type }: Request): void {
  if (!NEW_NAME.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'providerName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+`,
    );
  }
  const fits = SOCIAL_TYPES.includes(type)
    ? name === type
    : !SOCIAL_TYPES.includes(name) && name !== "COGNITO";
  if (!fits) throw invalid(`Provider ${name} cannot be of type ${type}.`);
}

function checkMapping(
  mapping: Readonly<Record<string, string>>,
  { directory }: Pick<Site, "directory">,
): void {
  const known = (directory.settings.SchemaAttributes ?? []).map(({ Name }) => Name);
  const unknown = Object.keys(mapping).find((name) => name !== "username" && !known.includes(name));
  if (unknown !== undefined) {
    throw invalid(`Attribute mapping names ${unknown}, which is no attribute of the user pool.`);
  }
}

function checkIdentifiers(name: string, identifiers: readonly string[], site: Site): void {
  if (identifiers.length > MOST_IDENTIFIERS) {
    throw invalid(
      `1 validation error detected: Value at 'idpIdentifiers' failed to satisfy constraint: Member must have length less than or equal to ${MOST_IDENTIFIERS}`,
    );
  }
  const wrong = identifiers.find((identifier) => !IDENTIFIER.test(identifier));
  if (wrong !== undefined) throw invalid(`Invalid identity provider identifier: ${wrong}`);
  for (const other of site.directory.identityProviders.values()) {
    if (other.ProviderName === name) continue;
    const taken = other.IdpIdentifiers?.find((identifier) => identifiers.includes(identifier));
    if (taken === undefined) continue;
    throw new AwsError(
      "DuplicateProviderException",
      `Identifier ${taken} belongs to identity provider ${other.ProviderName}.`,
    );
  }
}

function existing(
  { ProviderName }: { readonly ProviderName: string },
  { directory }: Site,
): IdentityProvider {
  const provider = directory.identityProviders.get(ProviderName);
  if (provider === undefined) throw noSuchProvider(ProviderName);
  return provider;
}

function noSuchProvider(name: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Identity provider ${name} does not exist.`);
}
