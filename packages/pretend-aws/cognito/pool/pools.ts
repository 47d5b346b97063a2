// The account's user pools in all Regions.

import { AwsError } from "../../aws-error.ts";
import type { Foundation } from "../../world.ts";
import { emptyDirectory, type GlobalSettings, type RegionalSettings } from "../users/directory.ts";
import { Pool } from "./pool.ts";
import { type ClientSite, noSuchClient, type Site, siteOf, withClient } from "./pool-in-region.ts";
import { Replica, type Replication } from "./replica.ts";

const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export interface NewPool {
  readonly id: string;
  readonly region: string;
  readonly settings: GlobalSettings;
  readonly regional: RegionalSettings;
}

export class Pools {
  readonly replication: Replication;
  readonly #foundation: Foundation;
  readonly #pools = new Map<string, Pool>();
  /** Which pool a client id belongs to; a Region may not have heard of the client yet. */
  readonly #clientPools = new Map<string, string>();
  #created = 0;

  constructor(foundation: Foundation, lagMs: number) {
    this.#foundation = foundation;
    this.replication = { clock: foundation.clock, lagMs };
  }

  newId(region: string): string {
    return `${region}_${this.#foundation.random.text(9, ID_ALPHABET)}`;
  }

  create({ id, region, settings, regional }: NewPool): Pool {
    const { accountId, clock, keyBits, random } = this.#foundation;
    const createdAt = new Date(clock.now());
    const arn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`;
    const primary = new Replica(
      { region, arn, role: "PRIMARY", status: "ACTIVE", regional },
      emptyDirectory(settings, createdAt),
      this.replication,
    );
    const secret = random.bytes(32);
    const identity = { id, createdAt, number: this.#created, keyBits, accountId, secret };
    const pool = new Pool(identity, primary);
    this.#created += 1;
    this.#pools.set(id, pool);
    return pool;
  }

  delete(pool: Pool): void {
    this.#pools.delete(pool.id);
  }

  registerClient(clientId: string, pool: Pool): void {
    this.#clientPools.set(clientId, pool.id);
  }

  get(id: string): Pool | undefined {
    return this.#pools.get(id);
  }

  /** Pools with a replica that can be asked in this Region, newest first. */
  inRegion(region: string): readonly Site[] {
    const sites = [...this.#pools.values()].flatMap((pool) => {
      const replica = pool.in(region);
      return replica === null ? [] : [siteOf(pool, replica)];
    });
    return sites.reverse();
  }

  /** Throws ResourceNotFoundException. */
  site(id: string, region: string): Site {
    const pool = this.#pools.get(id);
    const replica = pool?.in(region);
    if (pool === undefined || replica === undefined || replica === null) {
      throw new AwsError("ResourceNotFoundException", `User pool ${id} does not exist.`);
    }
    return siteOf(pool, replica);
  }

  /** Each Region has the ARN of its own replica. Throws ResourceNotFoundException. */
  siteOfArn(arn: string, region: string): Site {
    const site = this.site(/:userpool\/([\w-]+)$/.exec(arn)?.[1] ?? "", region);
    if (site.replica.arn === arn) return site;
    throw new AwsError("ResourceNotFoundException", `User pool ${arn} does not exist.`);
  }

  /** Throws ResourceNotFoundException, also while the client has not reached this Region. */
  siteOfClient(clientId: string, region: string): ClientSite {
    const pool = this.#pools.get(this.#clientPools.get(clientId) ?? "");
    const replica = pool?.in(region);
    if (pool === undefined || replica === undefined || replica === null) {
      throw noSuchClient(clientId);
    }
    return withClient(siteOf(pool, replica), clientId);
  }
}
