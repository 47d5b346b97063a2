// The right to move a pool's levers: one holder at a time, each new holder under the next token.

import type { Lease } from "../../core/detect/observation.ts";
import { ActionError } from "../../core/values/errors.ts";
import { poolPartition } from "../../core/values/partitions.ts";
import {
  fencingToken,
  type Instant,
  instant,
  later,
  type Millis,
} from "../../core/values/types.ts";
import { type Attributes, number, numberOf, type Table, textOf } from "./table.ts";

export type Taken =
  | { readonly kind: "mine"; readonly lease: Lease }
  | { readonly kind: "another"; readonly lease: Lease };

export async function readLease(table: Table, pool: string): Promise<Lease | null> {
  const item = await table.read(poolPartition(pool), "lease");
  return item === null ? null : leaseOf(item);
}

/**
 * Renews what `holder` has, else takes what is free under the next token, else says whose it is. What was let go of is
 * free for its last holder, too: whoever comes late does not take up again what it had.
 */
export async function takeLease(
  table: Table,
  { pool, holder }: { readonly pool: string; readonly holder: string },
  { now, length }: { readonly now: Instant; readonly length: Millis },
): Promise<Taken> {
  const until = number(later(now, length));
  const renewed = await table.update(poolPartition(pool), "lease", {
    set: "validUntil = :until",
    condition: {
      expression: "holder = :holder AND validUntil > :zero",
      values: { ":holder": { S: holder }, ":until": until, ":zero": number(0) },
    },
  });
  if (renewed.kind === "written") return { kind: "mine", lease: leaseOf(renewed.item) };
  const taken = await table.update(poolPartition(pool), "lease", {
    set: "holder = :holder, validUntil = :until, fencing = if_not_exists(fencing, :zero) + :one",
    condition: {
      expression: "attribute_not_exists(pk) OR validUntil <= :now",
      values: {
        ":holder": { S: holder },
        ":until": until,
        ":now": number(now),
        ":zero": number(0),
        ":one": number(1),
      },
    },
  });
  return taken.kind === "written"
    ? { kind: "mine", lease: leaseOf(taken.item) }
    : { kind: "another", lease: leaseOf(taken.item) };
}

/** Who renews a lease that is theirs, under its token, and has not let go of it. What is free is not taken. */
export type Renewed =
  | { readonly kind: "mine" }
  /** It was let go of, and nobody has taken it since. */
  | { readonly kind: "letGo" }
  | { readonly kind: "another"; readonly lease: Lease | null };

export async function renewLease(
  table: Table,
  { pool, holder, token }: { readonly pool: string } & Pick<Lease, "holder" | "token">,
  { now, length }: { readonly now: Instant; readonly length: Millis },
): Promise<Renewed> {
  const renewed = await table.update(poolPartition(pool), "lease", {
    set: "validUntil = :until",
    condition: {
      expression: "holder = :holder AND fencing = :token AND validUntil > :zero",
      values: {
        ":holder": { S: holder },
        ":token": number(token),
        ":until": number(later(now, length)),
        ":zero": number(0),
      },
    },
  });
  if (renewed.kind === "written") return { kind: "mine" };
  const lease = textOf(renewed.item, "holder") === null ? null : leaseOf(renewed.item);
  const isMine = lease?.holder === holder && lease.token === token;
  return isMine ? { kind: "letGo" } : { kind: "another", lease };
}

/** Lets go; the token stays, so that the next holder takes the next one. */
export async function releaseLease(table: Table, pool: string, holder: string): Promise<void> {
  await table.update(poolPartition(pool), "lease", {
    set: "validUntil = :zero",
    condition: {
      expression: "holder = :holder",
      values: { ":holder": { S: holder }, ":zero": number(0) },
    },
  });
}

function leaseOf(item: Attributes): Lease {
  const holder = textOf(item, "holder");
  if (holder === null) {
    throw new ActionError({
      code: "InvalidStoredState",
      cannot: "read the lease",
      must: "it must name its holder",
      value: Object.keys(item),
      next: "docs/runbook.md#stored-state",
    });
  }
  return {
    holder,
    until: instant(numberOf(item, "validUntil")),
    token: fencingToken(numberOf(item, "fencing")),
  };
}
