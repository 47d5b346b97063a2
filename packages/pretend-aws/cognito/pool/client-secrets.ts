// The secrets of an app client, two at most so that one can be replaced by the other: AddUserPoolClientSecret,
// ListUserPoolClientSecrets, DeleteUserPoolClientSecret. Each of them is as good as the other.

import type {
  AddUserPoolClientSecretCommandInput,
  ClientSecretDescriptorType,
  DeleteUserPoolClientSecretCommandInput,
  ListUserPoolClientSecretsCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { OperationTable } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import type { ClientSecret } from "../users/directory.ts";
import type { ClientSite } from "./pool-in-region.ts";

const MOST_SECRETS = 2;
const SECRET = /^[\w+]{24,64}$/;

export function clientSecretOperations({ foundation, kinds }: Realm): OperationTable {
  return {
    AddUserPoolClientSecret: kinds.byPoolAndClient<AddUserPoolClientSecretCommandInput>(
      [],
      (input, site) => {
        const kept = secretsOf(site);
        if (kept.length === 0) throw invalid("The app client has no client secret.");
        if (input.ClientSecret !== undefined && !SECRET.test(input.ClientSecret)) {
          throw invalid(
            "1 validation error detected: Value at 'clientSecret' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
          );
        }
        if (kept.length >= MOST_SECRETS) {
          throw new AwsError(
            "LimitExceededException",
            `An app client has at most ${MOST_SECRETS} client secrets.`,
          );
        }
        const createdAt = after(kept, foundation.clock.now());
        const value = input.ClientSecret ?? foundation.random.text(52);
        const added = { id: idOf(site, createdAt), value, createdAt };
        save(site, [...kept, added]);
        const shown = input.ClientSecret === undefined ? { ClientSecretValue: value } : {};
        return { ClientSecretDescriptor: { ...described(added), ...shown } };
      },
    ),
    ListUserPoolClientSecrets: kinds.byPoolAndClient<ListUserPoolClientSecretsCommandInput>(
      [],
      (_, site) => ({ ClientSecrets: secretsOf(site).map(described) }),
    ),
    DeleteUserPoolClientSecret: kinds.byPoolAndClient<DeleteUserPoolClientSecretCommandInput>(
      ["ClientSecretId"],
      ({ ClientSecretId }, site) => {
        const kept = secretsOf(site);
        if (!kept.some(({ id }) => id === ClientSecretId)) {
          throw new AwsError("ResourceNotFoundException", "The client secret does not exist.");
        }
        if (kept.length === 1) throw invalid("The last client secret cannot be deleted.");
        save(
          site,
          kept.filter(({ id }) => id !== ClientSecretId),
        );
      },
    ),
  };
}

/** The oldest first; none of a public client. */
export function secretsOf({ directory, client }: ClientSite): readonly ClientSecret[] {
  const kept = directory.clientSecrets.get(client.ClientId);
  if (kept !== undefined) return kept;
  const { ClientSecret: value, CreationDate: createdAt = new Date(0) } = client;
  if (value === undefined) return [];
  return [{ id: idOf({ client }, createdAt), value, createdAt }];
}

/** A public client takes no secret, and every other one of its own. */
export function acceptsSecret(site: ClientSite, given: string | undefined): boolean {
  const secrets = secretsOf(site);
  if (secrets.length === 0) return given === undefined;
  return secrets.some(({ value }) => value === given);
}

/** DescribeUserPoolClient shows one, the older of two. */
function save({ pool, replica, client }: ClientSite, secrets: readonly ClientSecret[]): void {
  const [first] = secrets;
  pool.write(replica, ({ clients, clientSecrets }) => {
    const now = clients.get(client.ClientId);
    if (now === undefined || first === undefined) return;
    clients.set(client.ClientId, { ...now, ClientSecret: first.value });
    clientSecrets.set(client.ClientId, secrets);
  });
}

/** A date of its own, since it is a part of the id. */
function after(kept: readonly ClientSecret[], now: number): Date {
  return new Date(Math.max(now, ...kept.map(({ createdAt }) => createdAt.getTime() + 1)));
}

function idOf({ client }: Pick<ClientSite, "client">, createdAt: Date): string {
  return `${client.ClientId}--${createdAt.getTime()}`;
}

function described({ id, createdAt }: ClientSecret): ClientSecretDescriptorType {
  return { ClientSecretId: id, ClientSecretCreateDate: createdAt };
}
