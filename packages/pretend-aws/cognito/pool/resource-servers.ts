// Resource servers, whose scopes clients may be allowed: CreateResourceServer, DescribeResourceServer,
// UpdateResourceServer, DeleteResourceServer, ListResourceServers.

import type {
  CreateResourceServerCommandInput,
  DeleteResourceServerCommandInput,
  DescribeResourceServerCommandInput,
  ListResourceServersCommandInput,
  ResourceServerScopeType,
  UpdateResourceServerCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { OperationKinds, OperationTable, Sent } from "../api/operation.ts";
import { checkRange, invalid, page } from "../api/validation.ts";
import type { Directory, ResourceServer } from "../users/directory.ts";
import type { Site } from "./pool-in-region.ts";

/** https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#resource-quotas */
const MOST_SERVERS = 25;
const MOST_SCOPES = 100;

const SCOPE_NAME = /^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]{1,256}$/;

export function resourceServerOperations({ kinds }: { kinds: OperationKinds }): OperationTable {
  return {
    CreateResourceServer: kinds.byPool<CreateResourceServerCommandInput>(
      ["Identifier", "Name"],
      (input, site) => {
        const { resourceServers } = site.directory;
        if (resourceServers.has(input.Identifier)) {
          throw invalid(`${input.Identifier} already exists in user pool ${site.pool.id}.`);
        }
        if (resourceServers.size >= MOST_SERVERS) {
          throw new AwsError("LimitExceededException", "Too many resource servers.");
        }
        return { ResourceServer: saveServer(serverOf(input, site), site) };
      },
    ),
    DescribeResourceServer: kinds.byPool<DescribeResourceServerCommandInput>(
      ["Identifier"],
      (input, site) => ({ ResourceServer: existing(input, site) }),
    ),
    UpdateResourceServer: kinds.byPool<UpdateResourceServerCommandInput>(
      ["Identifier", "Name"],
      (input, site) => {
        existing(input, site);
        return { ResourceServer: saveServer(serverOf(input, site), site) };
      },
    ),
    DeleteResourceServer: kinds.byPool<DeleteResourceServerCommandInput>(
      ["Identifier"],
      (input, site) => {
        const { Identifier } = existing(input, site);
        site.pool.write(site.replica, ({ resourceServers }) => resourceServers.delete(Identifier));
      },
    ),
    ListResourceServers: kinds.byPool<ListResourceServersCommandInput>([], (input, site) => {
      const limit = input.MaxResults ?? 50;
      checkRange("maxResults", limit, [1, 50]);
      const all = [...site.directory.resourceServers.values()];
      const { rows, next } = page(all, limit, input.NextToken);
      return { ResourceServers: rows, NextToken: next };
    }),
  };
}

/** As they stand in tokens: "https://api.example.com/orders.read". */
export function scopesOfServers({ resourceServers }: Directory): ReadonlySet<string> {
  const scopes = [...resourceServers.values()].flatMap(({ Identifier, Scopes }) =>
    Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`),
  );
  return new Set(scopes);
}

export function saveServer(server: ResourceServer, { pool, replica }: Site): ResourceServer {
  pool.write(replica, ({ resourceServers }) => resourceServers.set(server.Identifier, server));
  return server;
}

/** Throws InvalidParameterException. */
export function serverOf(
  input: Pick<Sent<CreateResourceServerCommandInput>, "Identifier" | "Name" | "Scopes">,
  { pool }: Pick<Site, "pool">,
): ResourceServer {
  const { Identifier, Name, Scopes = [] } = input;
  if (Scopes.length > MOST_SCOPES) {
    throw invalid(
      `1 validation error detected: Value at 'scopes' failed to satisfy constraint: Member must have length less than or equal to ${MOST_SCOPES}`,
    );
  }
  Scopes.forEach(checkScope);
  const names = Scopes.map(({ ScopeName }) => ScopeName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`Duplicate scope name: ${twice}`);
  return { UserPoolId: pool.id, Identifier, Name, Scopes };
}

function checkScope({ ScopeName, ScopeDescription }: ResourceServerScopeType, at: number): void {
  const member = `scopes.${at + 1}.member`;
  if (!SCOPE_NAME.test(ScopeName ?? "")) {
    throw invalid(
      `1 validation error detected: Value '${ScopeName}' at '${member}.scopeName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+`,
    );
  }
  const length = ScopeDescription?.length ?? 0;
  if (length < 1 || length > 256) {
    throw invalid(
      `1 validation error detected: Value at '${member}.scopeDescription' failed to satisfy constraint: Member must have length between 1 and 256`,
    );
  }
}

function existing(
  { Identifier }: { readonly Identifier: string },
  { directory }: Site,
): ResourceServer {
  const server = directory.resourceServers.get(Identifier);
  if (server === undefined) {
    throw new AwsError(
      "ResourceNotFoundException",
      `Resource server ${Identifier} does not exist.`,
    );
  }
  return server;
}
