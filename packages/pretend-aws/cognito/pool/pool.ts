// One user pool: its identity, its primary and, if there is one, its secondary.

import { keysOf, type PoolKeys } from "./keys.ts";
import type { Change, Replica } from "./replica.ts";

export interface PoolIdentity {
  readonly id: string;
  readonly createdAt: Date;
  /** Counts the pools of this world from 0: chooses the pool's signing keys. */
  readonly number: number;
  /** How long its signing keys are. */
  readonly keyBits: number;
  readonly accountId: string;
  /** 32 bytes that seal refresh tokens, the same in both Regions. */
  readonly secret: Buffer;
}

export class Pool {
  readonly id: string;
  readonly createdAt: Date;
  readonly accountId: string;
  readonly secret: Buffer;
  readonly primary: Replica;
  secondary: Replica | null = null;
  readonly #number: number;
  readonly #keyBits: number;
  #sessions = 0;

  constructor(identity: PoolIdentity, primary: Replica) {
    this.id = identity.id;
    this.createdAt = identity.createdAt;
    this.#number = identity.number;
    this.#keyBits = identity.keyBits;
    this.accountId = identity.accountId;
    this.secret = identity.secret;
    this.primary = primary;
  }

  /** Made when they are first asked for. */
  get keys(): PoolKeys {
    return keysOf(this.#number, this.#keyBits);
  }

  /** The pool id after the underscore, which SRP hashes in. */
  get shortName(): string {
    return this.id.slice(this.id.indexOf("_") + 1);
  }

  get replicas(): readonly Replica[] {
    return this.secondary === null ? [this.primary] : [this.primary, this.secondary];
  }

  /** Null where the pool is not, or not yet, or no longer. */
  in(region: string): Replica | null {
    const replica = this.replicas.find((candidate) => candidate.region === region);
    const isThere = replica?.status === "ACTIVE" || replica?.status === "INACTIVE";
    return isThere ? replica : null;
  }

  /** Issuer of the tokens of both Regions. */
  issuerIn(replica: Replica): string {
    const host =
      replica.directory.settings.IssuerConfiguration?.Type === "UPDATED"
        ? "issuer-cognito-idp"
        : "cognito-idp";
    return `https://${host}.${this.primary.region}.amazonaws.com/${this.id}`;
  }

  /** A secondary keeps what is written in it to itself. */
  write(replica: Replica, change: Change): void {
    replica.write(change);
    if (replica.role === "PRIMARY") this.secondary?.receive(change);
  }

  /** Orders the pool's sessions in time. */
  nextSession(): number {
    this.#sessions += 1;
    return this.#sessions;
  }

  arnIn(region: string): string {
    return `arn:aws:cognito-idp:${region}:${this.accountId}:userpool/${this.id}`;
  }
}
