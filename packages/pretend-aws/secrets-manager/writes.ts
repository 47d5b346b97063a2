// CreateSecret, PutSecretValue, UpdateSecret and DeleteSecret: in the primary Region only.

import { AwsError } from "../aws-error.ts";
import type { Operations } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { named, replicationStatus } from "./description.ts";
import {
  assertNotDeleted,
  assertPrimary,
  type ContentInput,
  invalidParameter,
  invalidRequest,
  readContent,
  readName,
  readRecovery,
  readSecretId,
  readToken,
} from "./input.ts";
import { addReplicas, assertReplicaRegions, type ReplicaInput } from "./replicas.ts";
import { type Copy, CURRENT, type SecretContent, type SecretStore, type Version } from "./store.ts";

interface WriteInput extends ContentInput {
  readonly SecretId?: string;
  readonly ClientRequestToken?: string;
  readonly Description?: string;
  readonly KmsKeyId?: string;
}

interface PutInput extends WriteInput {
  readonly VersionStages?: readonly string[];
}

interface CreateInput extends WriteInput, ReplicaInput {
  readonly Name?: string;
  readonly Tags?: readonly unknown[];
}

interface DeleteInput {
  readonly SecretId?: string;
  readonly RecoveryWindowInDays?: number;
  readonly ForceDeleteWithoutRecovery?: boolean;
}

export function writeOperations(store: SecretStore, { clock }: Foundation): Operations {
  return {
    CreateSecret: (input: CreateInput, { region }) => {
      const name = readName(input);
      const token = readToken(input);
      const content = readContent(input);
      const known = store.in(region).get(name);
      if (known !== undefined) return existing(known, token, content);
      assertReplicaRegions(region, input);
      const { Description: description = null, KmsKeyId: kmsKeyId = null, Tags: tags = [] } = input;
      const copy = store.create(region, { name, description, kmsKeyId, tags });
      if (content !== null) store.addVersion(copy, token, { content, stages: [CURRENT] });
      addReplicas(store, copy, input);
      return {
        ...named(copy),
        VersionId: content === null ? undefined : token,
        ReplicationStatus: replicationStatus(copy.secret),
      };
    },
    PutSecretValue: (input: PutInput, { region }) => {
      const copy = writable(store, region, input);
      const content = readContent(input);
      if (content === null) {
        throw invalidRequest("You must provide either SecretString or SecretBinary.");
      }
      const version = put(store, copy, { ...input, content });
      return { ...named(copy), VersionId: version.id, VersionStages: version.stages };
    },
    UpdateSecret: (input: WriteInput, { region }) => {
      const copy = writable(store, region, input);
      const content = readContent(input);
      copy.secret.description = input.Description ?? copy.secret.description;
      copy.secret.kmsKeyId = input.KmsKeyId ?? copy.secret.kmsKeyId;
      if (content === null) {
        store.changed(copy);
        return named(copy);
      }
      return { ...named(copy), VersionId: put(store, copy, { ...input, content }).id };
    },
    DeleteSecret: (input: DeleteInput, { region }) => {
      const recoveryMs = readRecovery(input);
      const deletionAt = clock.now() + recoveryMs;
      const id = readSecretId(input);
      // By AWS's word, forcing the deletion of what is not there is no error.
      if (recoveryMs === 0 && store.find(region, id) === undefined) {
        return { Name: id, DeletionDate: new Date(deletionAt) };
      }
      const copy = store.get(region, id);
      assertPrimary(copy);
      assertUnreplicated(copy);
      if (recoveryMs > 0) assertNotDeleted(copy);
      store.deleteAt(copy, deletionAt);
      return { ...named(copy), DeletionDate: new Date(deletionAt) };
    },
  };
}

/** CreateSecret under a name that is taken: fine when it is the same request once more. */
function existing(copy: Copy, token: string, content: SecretContent | null): object {
  const { secret, versions } = copy;
  if (secret.deletionAt !== null) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  const version = versions.find(({ id }) => id === token);
  if (version !== undefined && content !== null && isSame(version.content, content)) {
    return { ...named(copy), VersionId: token };
  }
  throw exists(`The operation failed because the secret ${secret.name} already exists.`);
}

function put(
  store: SecretStore,
  copy: Copy,
  given: PutInput & { readonly content: SecretContent },
): Version {
  const { content, VersionStages: stages = [CURRENT] } = given;
  const id = readToken(given);
  const known = copy.versions.find((version) => version.id === id);
  if (known === undefined) return store.addVersion(copy, id, { content, stages });
  if (isSame(known.content, content)) return known;
  throw exists(
    `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${copy.arn}.`,
  );
}

function writable(store: SecretStore, region: string, input: WriteInput): Copy {
  const copy = store.get(region, readSecretId(input));
  assertPrimary(copy);
  assertNotDeleted(copy);
  return copy;
}

function assertUnreplicated({ secret }: Copy): void {
  if (secret.replicas.size === 0) return;
  const regions = [...secret.replicas.keys()].join(", ");
  throw invalidParameter(
    `You can't delete secret ${secret.name} that still has replica regions [${regions}].`,
  );
}

function isSame(a: SecretContent, b: SecretContent): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function exists(message: string): AwsError {
  return new AwsError("ResourceExistsException", message);
}
