// The symmetric keys of all Regions. A multi-Region key is a family: one primary, and a replica in any further Region, with
// the same id and rotation, and a policy and a state of its own in each.
// https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html

import { AwsError } from "../aws-error.ts";
import { type Policy, readPolicy } from "../iam/policy.ts";
import type { Foundation } from "../world.ts";

export type KeyState = "Enabled" | "Disabled" | "PendingDeletion" | "PendingReplicaDeletion";

/** What the keys of one id have in common. */
export interface KeyFamily {
  readonly id: string;
  readonly createdAt: number;
  /** Where the primary is; the only Region of a key without family. */
  readonly primaryRegion: string;
  readonly isMultiRegion: boolean;
  /** Null while it does not rotate. */
  rotation: { readonly periodDays: number; readonly since: number } | null;
}

export interface Key {
  readonly family: KeyFamily;
  readonly region: string;
  readonly arn: string;
  readonly description: string;
  isEnabled: boolean;
  /** As it was put. */
  policyText: string;
  policy: Policy;
  /** When it goes, and how many days that was put off; Infinity while its replicas are there. */
  deletion: { readonly at: number; readonly days: number } | null;
}

export interface NewKey {
  readonly id: string;
  /** The primary's, then those of the replicas. */
  readonly regions: readonly [string, ...string[]];
  /** By Region. */
  readonly policyIn: (region: string) => object;
  readonly description?: string;
  readonly isRotated?: boolean;
}

const DAY_MS = 24 * 60 * 60_000;
const ROTATION_DAYS = 365;

export class Keys {
  readonly #foundation: Foundation;
  readonly #byArn = new Map<string, Key>();

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  /** Answers the ARN of the first; a key that is there already is replaced. */
  add({ id, regions, policyIn, description = "", isRotated = true }: NewKey): string {
    const now = this.#foundation.clock.now();
    const family: KeyFamily = {
      ...{ id, createdAt: now, primaryRegion: regions[0], isMultiRegion: id.startsWith("mrk-") },
      rotation: isRotated ? { periodDays: ROTATION_DAYS, since: now } : null,
    };
    for (const region of regions) {
      const arn = this.arnIn(region, id);
      const policy = policyIn(region);
      this.#byArn.set(arn, {
        ...{ family, region, arn, description, isEnabled: true, deletion: null },
        policyText: JSON.stringify(policy, null, 2),
        policy: readPolicy(policy),
      });
    }
    return this.arnIn(regions[0], id);
  }

  arnIn(region: string, id: string): string {
    return `arn:aws:kms:${region}:${this.#foundation.accountId}:key/${id}`;
  }

  /** Undefined also for a key whose time has come. */
  known(arn: string): Key | undefined {
    const key = this.#byArn.get(arn);
    const isGone = key?.deletion != null && this.#goesAt(key) <= this.#foundation.clock.now();
    if (key === undefined || !isGone) return key;
    this.#byArn.delete(arn);
    return undefined;
  }

  /** By its id or its ARN. Throws NotFoundException. */
  find(region: string, reference: string): Key {
    const [, owner] = /^arn:aws[\w-]*:kms:([\w-]+):/.exec(reference) ?? [];
    if (owner !== undefined && owner !== region) throw notFound(`Invalid arn ${owner}`);
    if (/^(?:arn:.*:)?alias\//.test(reference)) throw notFound(`Alias ${reference} is not found.`);
    const arn = owner === undefined ? this.arnIn(region, reference) : reference;
    const key = this.known(arn);
    if (key === undefined) throw notFound(`Key '${arn}' does not exist`);
    return key;
  }

  /** All of one id that are there, the primary first. */
  related({ family }: Key): readonly Key[] {
    const all = [...this.#byArn.keys()].flatMap((arn) => this.known(arn) ?? []);
    const own = all.filter((key) => key.family === family);
    return own.sort((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
  }

  stateOf(key: Key): KeyState {
    if (key.deletion === null) return key.isEnabled ? "Enabled" : "Disabled";
    return this.#waitsForReplicas(key) ? "PendingReplicaDeletion" : "PendingDeletion";
  }

  scheduleDeletion(key: Key, days: number): void {
    key.deletion = { at: this.#foundation.clock.now() + days * DAY_MS, days };
    key.isEnabled = false;
  }

  /** Absent while it waits for its replicas to go. */
  deletionAt(key: Key): Date | undefined {
    const at = this.#goesAt(key);
    return Number.isFinite(at) ? new Date(at) : undefined;
  }

  #goesAt(key: Key): number {
    if (key.deletion === null || this.#waitsForReplicas(key)) return Number.POSITIVE_INFINITY;
    return key.deletion.at;
  }

  #waitsForReplicas(key: Key): boolean {
    if (!isPrimary(key)) return false;
    const now = this.#foundation.clock.now();
    return [...this.#byArn.values()].some(
      (other) =>
        other.family === key.family &&
        other !== key &&
        (other.deletion === null || other.deletion.at > now),
    );
  }
}

export function isPrimary({ family, region }: Key): boolean {
  return family.primaryRegion === region;
}

function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", message);
}
