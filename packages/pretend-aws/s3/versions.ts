// What a bucket keeps of each key: what is there now and, where versions are kept, what was there before, with
// the markers of what was deleted (https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html).

import { createHash } from "node:crypto";

export interface StoredObject {
  readonly content: Buffer;
  /** Quoted MD5. */
  readonly etag: string;
  /** Milliseconds since the epoch, whole seconds. */
  readonly modifiedAt: number;
  /** content-type, cache-control, x-amz-meta-… */
  readonly headers: Readonly<Record<string, string>>;
  /** Given back when the reader asks for it. */
  readonly checksum: readonly [header: string, value: string] | null;
}

/** As PutBucketVersioning takes it; null: never asked for, and nothing is kept. It cannot be taken back. */
export type Versioning = "Enabled" | "Suspended" | null;

export interface Version {
  /** "null" of what was written while no versions were kept. */
  readonly id: string;
  /** Null: a marker that says the key was deleted. */
  readonly object: StoredObject | null;
  /** Milliseconds since the epoch, whole seconds. */
  readonly modifiedAt: number;
}

/** The one of each key that is written while no versions are kept. */
const UNVERSIONED = "null";

export class Versions {
  versioning: Versioning = null;
  readonly #name: string;
  /** The newest first. */
  readonly #kept = new Map<string, readonly Version[]>();
  #written = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Nothing where the newest is a marker. */
  current(key: string): StoredObject | undefined {
    return this.newest(key)?.object ?? undefined;
  }

  newest(key: string): Version | undefined {
    return this.#kept.get(key)?.[0];
  }

  find(key: string, id: string): Version | undefined {
    return this.#kept.get(key)?.find((version) => version.id === id);
  }

  /** What can be read now, by key. */
  *objects(): Iterable<readonly [key: string, object: StoredObject]> {
    for (const [key, [newest]] of this.#kept) if (newest?.object) yield [key, newest.object];
  }

  /** Everything that is kept, keys in byte order, the newest of each first. */
  all(): readonly (readonly [key: string, version: Version])[] {
    const keys = [...this.#kept.keys()].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    return keys.flatMap((key) => (this.#kept.get(key) ?? []).map((one) => [key, one] as const));
  }

  get isEmpty(): boolean {
    return this.#kept.size === 0;
  }

  write(key: string, object: StoredObject): Version {
    return this.#add(key, { object, modifiedAt: object.modifiedAt });
  }

  /** Without a version named: a marker where versions are kept, else it is gone. Answers the marker. */
  remove(key: string, now: number): Version | null {
    if (this.versioning === null) {
      this.#kept.delete(key);
      return null;
    }
    return this.#add(key, { object: null, modifiedAt: Math.floor(now / 1_000) * 1_000 });
  }

  /** For good; whatever was before it is there again. Answers what was taken. */
  erase(key: string, id: string): Version | undefined {
    const taken = this.find(key, id);
    this.#keep(
      key,
      (this.#kept.get(key) ?? []).filter((version) => version !== taken),
    );
    return taken;
  }

  #add(key: string, { object, modifiedAt }: Omit<Version, "id">): Version {
    const id = this.versioning === "Enabled" ? this.#nextId(key) : UNVERSIONED;
    const version = { id, object, modifiedAt };
    const before = (this.#kept.get(key) ?? []).filter((one) => one.id !== id);
    this.#keep(key, [version, ...before]);
    return version;
  }

  #keep(key: string, versions: readonly Version[]): void {
    if (versions.length === 0) this.#kept.delete(key);
    else this.#kept.set(key, versions);
  }

  #nextId(key: string): string {
    const seed = `${this.#name}/${key}/${++this.#written}`;
    return createHash("sha256").update(seed).digest("base64url").slice(0, 32);
  }
}
