// Secrets as they are kept: versions with staging labels in the primary Region, and copies of them that
// reach the replica Regions a little later.

import { AwsError } from "../aws-error.ts";
import type { Foundation } from "../world.ts";

export type SecretContent = { readonly SecretString: string } | { readonly SecretBinary: string };

export interface Version {
  readonly id: string;
  /** Pretend milliseconds since the epoch. */
  readonly createdAt: number;
  /** Bytes as base64. */
  readonly content: SecretContent;
  /** Empty for a version that nothing points to any more. */
  readonly stages: readonly string[];
}

/** A secret in one Region. Replicas share name and suffix with the primary, not the versions. */
export interface Copy {
  readonly secret: Secret;
  readonly region: string;
  readonly arn: string;
  versions: readonly Version[];
  accessedAt: number | null;
}

export interface Secret {
  readonly name: string;
  readonly primaryRegion: string;
  /** What AWS adds to the name in the ARN. */
  readonly suffix: string;
  readonly createdAt: number;
  readonly tags: readonly unknown[];
  description: string | null;
  kmsKeyId: string | null;
  changedAt: number;
  /** When it goes for good; null while nobody has asked for that. */
  deletionAt: number | null;
  readonly replicas: Map<string, Replica>;
}

export interface Replica {
  readonly kmsKeyId: string;
  status: "InProgress" | "InSync" | "Failed";
  message: string | null;
}

export const CURRENT = "AWSCURRENT";
export const PREVIOUS = "AWSPREVIOUS";

/** How long a change takes to reach the replica Regions. */
const REPLICATION_MS = 3_000;
const KEPT_VERSIONS = 100;

export class SecretStore {
  readonly #foundation: Foundation;
  readonly #regions = new Map<string, Map<string, Copy>>();

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  in(region: string): Map<string, Copy> {
    const known = this.#regions.get(region);
    if (known !== undefined) return known;
    const copies = new Map<string, Copy>();
    this.#regions.set(region, copies);
    return copies;
  }

  /** By name, ARN, or ARN without the suffix. */
  find(region: string, id: string): Copy | undefined {
    const byName = this.in(region).get(id);
    if (byName !== undefined) return byName;
    const copies = [...this.in(region).values()];
    return (
      copies.find(({ arn }) => arn === id) ?? copies.find(({ arn }) => arn.slice(0, -7) === id)
    );
  }

  get(region: string, id: string): Copy {
    const copy = this.find(region, id);
    if (copy !== undefined) return copy;
    throw new AwsError(
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    );
  }

  create(region: string, given: Pick<Secret, "name" | "description" | "kmsKeyId" | "tags">): Copy {
    const { clock, random } = this.#foundation;
    const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const secret: Secret = {
      ...given,
      primaryRegion: region,
      suffix: random.text(6, letters),
      createdAt: clock.now(),
      changedAt: clock.now(),
      deletionAt: null,
      replicas: new Map(),
    };
    return this.#addCopy(secret, region);
  }

  /** Puts the labels on a new version, taking them from the others. */
  addVersion(
    copy: Copy,
    id: string,
    more: { content: SecretContent; stages: readonly string[] },
  ): Version {
    const createdAt = this.#foundation.clock.now();
    const stages =
      copy.versions.length === 0 ? [...new Set([CURRENT, ...more.stages])] : more.stages;
    const others = copy.versions.map((version) => ({
      ...version,
      stages: stagesLeft(version.stages, stages),
    }));
    const version = { id, createdAt, content: more.content, stages };
    copy.versions = [...others, version].slice(-KEPT_VERSIONS);
    this.changed(copy);
    return version;
  }

  /** Writes down the change and sends it on its way to the replicas. */
  changed(primary: Copy): void {
    primary.secret.changedAt = this.#foundation.clock.now();
    for (const region of primary.secret.replicas.keys()) this.#send(primary, region);
  }

  replicate(primary: Copy, region: string, more: { kmsKeyId: string; overwrites: boolean }): void {
    const { secret } = primary;
    const inTheWay = this.in(region).get(secret.name);
    const isTaken = inTheWay !== undefined && inTheWay.secret !== secret;
    const replica: Replica = { kmsKeyId: more.kmsKeyId, status: "InProgress", message: null };
    secret.replicas.set(region, replica);
    if (isTaken && !more.overwrites) {
      replica.status = "Failed";
      replica.message = `Replication failed: Secret name ${secret.name} already exists in region ${region}.`;
      return;
    }
    this.#send(primary, region);
  }

  /** Seeds the replica Region at once. */
  replicateNow(primary: Copy, region: string): void {
    const replica: Replica = {
      kmsKeyId: "alias/aws/secretsmanager",
      status: "InSync",
      message: null,
    };
    primary.secret.replicas.set(region, replica);
    this.#addCopy(primary.secret, region).versions = primary.versions;
  }

  unreplicate(primary: Copy, region: string): void {
    const { name, replicas } = primary.secret;
    replicas.delete(region);
    if (this.in(region).get(name)?.secret === primary.secret) this.in(region).delete(name);
  }

  /** Goes for good at `at`, unless it is gone or spared by then. */
  deleteAt(primary: Copy, at: number): void {
    const { clock } = this.#foundation;
    const { secret, region } = primary;
    secret.deletionAt = at;
    const remove = () => {
      if (secret.deletionAt === at) this.in(region).delete(secret.name);
    };
    if (at <= clock.now()) remove();
    else clock.after(at - clock.now(), remove);
  }

  #send(primary: Copy, region: string): void {
    const { secret, versions } = primary;
    const replica = secret.replicas.get(region);
    if (replica === undefined || replica.status === "Failed") return;
    replica.status = "InProgress";
    this.#foundation.clock.after(REPLICATION_MS, () => {
      if (secret.replicas.get(region) !== replica) return;
      const known = this.in(region).get(secret.name);
      const copy = known?.secret === secret ? known : this.#addCopy(secret, region);
      copy.versions = versions;
      if (primary.versions === versions) replica.status = "InSync";
    });
  }

  #addCopy(secret: Secret, region: string): Copy {
    const { name, suffix } = secret;
    const arn = `arn:aws:secretsmanager:${region}:${this.#foundation.accountId}:secret:${name}-${suffix}`;
    const copy: Copy = { secret, region, arn, versions: [], accessedAt: null };
    this.in(region).set(name, copy);
    return copy;
  }
}

/** What a version keeps when a newer one takes `taken`; who loses AWSCURRENT becomes AWSPREVIOUS. */
function stagesLeft(stages: readonly string[], taken: readonly string[]): readonly string[] {
  const left = stages.filter((stage) => !taken.includes(stage));
  if (!taken.includes(CURRENT)) return left;
  const others = left.filter((stage) => stage !== PREVIOUS);
  return stages.includes(CURRENT) ? [...others, PREVIOUS] : others;
}
