// Where an operation runs: one pool as one Region sees it.

import { AwsError } from "../../aws-error.ts";
import type { Client, Directory } from "../users/directory.ts";
import type { Pool } from "./pool.ts";
import type { Replica } from "./replica.ts";

export interface Site {
  readonly pool: Pool;
  readonly replica: Replica;
  readonly directory: Directory;
}

export interface ClientSite extends Site {
  readonly client: Client;
}

export function siteOf(pool: Pool, replica: Replica): Site {
  return { pool, replica, directory: replica.directory };
}

/** Throws ResourceNotFoundException, also while the client has not reached this Region. */
export function withClient(site: Site, clientId: string): ClientSite {
  const client = site.directory.clients.get(clientId);
  if (client === undefined) throw noSuchClient(clientId);
  return { ...site, client };
}

export function noSuchClient(clientId: string): AwsError {
  return new AwsError("ResourceNotFoundException", `User pool client ${clientId} does not exist.`);
}
