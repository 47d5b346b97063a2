// The lease of an isolated move: whose it is, is read; it is taken from nobody. All other writes to the ledger are
// answered below it, where commands are sent.

import type { Ledger } from "../../aws/ledger/ledger.ts";
import type { Lease } from "../../core/detect/observation.ts";
import { fencingToken, later, type Region } from "../../core/values/types.ts";
import type { CallLog } from "./call-log.ts";

export function withDryLease(ledger: Ledger, { home, log }: Dry): Ledger {
  const write = () =>
    log.take({ service: "dynamodb", region: home, operation: "UpdateItem", isSdk: true });
  const heldByAnother = (lease: Lease | null, holder: string, now: number) =>
    lease !== null && lease.holder !== holder && lease.until > now ? lease : null;

  return {
    ...ledger,
    async takeLease(pool, holder, { now, length }) {
      const lease = await ledger.readLease(pool);
      write();
      const another = heldByAnother(lease, holder, now);
      if (another !== null) return { kind: "another", lease: another };
      const token = fencingToken((lease?.token ?? 0) + 1);
      return { kind: "mine", lease: { holder, token, until: later(now, length) } };
    },
    async renewLease(pool, { holder }, { now }) {
      const lease = await ledger.readLease(pool);
      write();
      const another = heldByAnother(lease, holder, now);
      return another === null ? { kind: "mine" } : { kind: "another", lease: another };
    },
  };
}

interface Dry {
  readonly home: Region;
  readonly log: CallLog;
}
