// The style of managed login's pages, one for an app client: CreateManagedLoginBranding, DeleteManagedLoginBranding,
// DescribeManagedLoginBrandingByClient. The pages here do not wear it.
// https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html

import type {
  CreateManagedLoginBrandingCommandInput,
  DeleteManagedLoginBrandingCommandInput,
  DescribeManagedLoginBrandingByClientCommandInput,
  ManagedLoginBrandingType,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import type { ClientSite } from "../pool/pool-in-region.ts";

export function brandingOperations({ foundation, kinds }: Realm): OperationTable {
  return {
    CreateManagedLoginBranding: kinds.byPoolAndClient<CreateManagedLoginBrandingCommandInput>(
      [],
      (input, site) => {
        const { random, clock } = foundation;
        const branding = brandingOf(input, { id: random.uuid(), at: new Date(clock.now()) });
        if (site.directory.brandings.has(site.client.ClientId)) {
          throw new AwsError(
            "ManagedLoginBrandingExistsException",
            "A managed login branding style already exists for this app client.",
          );
        }
        saveBranding(site, branding);
        return { ManagedLoginBranding: branding };
      },
    ),
    DescribeManagedLoginBrandingByClient:
      kinds.byPoolAndClient<DescribeManagedLoginBrandingByClientCommandInput>(
        [],
        (_, { directory, client }) => {
          const found = directory.brandings.get(client.ClientId);
          if (found === undefined) throw noSuchBranding();
          return { ManagedLoginBranding: found };
        },
      ),
    DeleteManagedLoginBranding: kinds.byPool<DeleteManagedLoginBrandingCommandInput>(
      ["ManagedLoginBrandingId"],
      ({ ManagedLoginBrandingId }, { pool, replica, directory }) => {
        const [clientId] =
          [...directory.brandings].find(
            ([, known]) => known.ManagedLoginBrandingId === ManagedLoginBrandingId,
          ) ?? [];
        if (clientId === undefined) throw noSuchBranding();
        pool.write(replica, ({ brandings }) => brandings.delete(clientId));
      },
    ),
  };
}

export function saveBranding(
  { pool, replica, client }: ClientSite,
  branding: ManagedLoginBrandingType,
): void {
  pool.write(replica, ({ brandings }) => brandings.set(client.ClientId, branding));
}

/** Throws InvalidParameterException. */
export function brandingOf(
  input: Sent<CreateManagedLoginBrandingCommandInput>,
  { id, at }: { readonly id: string; readonly at: Date },
): ManagedLoginBrandingType {
  const { UserPoolId, UseCognitoProvidedValues = false, Settings, Assets } = input;
  if (UseCognitoProvidedValues && (Settings ?? Assets) !== undefined) {
    throw invalid("Settings and Assets must be omitted where Cognito's own values are used.");
  }
  return {
    ManagedLoginBrandingId: id,
    UserPoolId,
    UseCognitoProvidedValues,
    ...(Settings === undefined ? {} : { Settings }),
    Assets: Assets ?? [],
    CreationDate: at,
    LastModifiedDate: at,
  };
}

function noSuchBranding(): AwsError {
  return new AwsError(
    "ResourceNotFoundException",
    "The managed login branding style does not exist.",
  );
}
