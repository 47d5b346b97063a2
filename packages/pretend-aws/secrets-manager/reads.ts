// GetSecretValue, DescribeSecret and ListSecrets, the same in the primary Region and in replicas.

import { AwsError } from "../aws-error.ts";
import { notEmulated, type Operations } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { describe, listed, named } from "./description.ts";
import { assertNotDeleted, invalidRequest, readSecretId } from "./input.ts";
import { type Copy, CURRENT, type SecretStore, type Version } from "./store.ts";

interface GetInput {
  readonly SecretId?: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
}

interface ListInput {
  readonly IncludePlannedDeletion?: boolean;
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly Filters?: readonly { readonly Key: string; readonly Values: readonly string[] }[];
}

const PER_PAGE = 100;

export function readOperations(store: SecretStore, { clock }: Foundation): Operations {
  return {
    GetSecretValue: (input: GetInput, { region }) => {
      const copy = store.get(region, readSecretId(input));
      assertNotDeleted(copy);
      const { id, content, stages, createdAt } = findVersion(copy, input);
      copy.accessedAt = clock.now();
      return {
        ...named(copy),
        VersionId: id,
        ...content,
        VersionStages: stages,
        CreatedDate: new Date(createdAt),
      };
    },
    DescribeSecret: (input: GetInput, { region }) =>
      describe(store.get(region, readSecretId(input))),
    ListSecrets: (input: ListInput, { region }) => {
      const found = [...store.in(region).values()].filter((copy) => isListed(copy, input));
      const from = Number(Buffer.from(input.NextToken ?? "", "base64url").toString("utf8"));
      if (!Number.isInteger(from)) {
        throw new AwsError("InvalidNextTokenException", "The NextToken value is invalid.");
      }
      const past = from + (input.MaxResults ?? PER_PAGE);
      const token = Buffer.from(String(past)).toString("base64url");
      return {
        SecretList: found.slice(from, past).map(listed),
        ...(past < found.length ? { NextToken: token } : {}),
      };
    },
  };
}

function findVersion(copy: Copy, { VersionId: id, VersionStage }: GetInput): Version {
  const stage = VersionStage ?? (id === undefined ? CURRENT : undefined);
  const version = copy.versions.find((each) =>
    id === undefined ? each.stages.includes(stage ?? CURRENT) : each.id === id,
  );
  if (version === undefined) {
    const what = id === undefined ? `staging label: ${stage}` : `VersionId: ${id}`;
    throw new AwsError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for ${what}`,
    );
  }
  if (stage === undefined || version.stages.includes(stage)) return version;
  throw invalidRequest(
    "You provided a VersionStage that is not associated to the provided VersionId.",
  );
}

function isListed({ secret }: Copy, { IncludePlannedDeletion, Filters = [] }: ListInput): boolean {
  if (secret.deletionAt !== null && IncludePlannedDeletion !== true) return false;
  return Filters.every(({ Key, Values }) => {
    if (Key !== "name") throw notEmulated("secretsmanager", `ListSecrets filtered by ${Key}`);
    return Values.some((prefix) => secret.name.startsWith(prefix));
  });
}
