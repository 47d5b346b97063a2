// One invocation of a move's own Lambda by its alias `isolated`: it goes its whole way, reads truly, writes nothing and
// reaches neither the Region being left nor anybody a failover may not need. It never throws what the way threw, since
// the calls up to there are what is asked for.

import type { Ledger } from "../../aws/ledger/ledger.ts";
import { inShort, signatureOf } from "../../aws/sdk/failure-signature.ts";
import type { IsolatedCall } from "../../core/practice/run-in-hand.ts";
import { ActionError } from "../../core/values/errors.ts";
import { plainLine, REASON_LETTERS } from "../../core/values/text.ts";
import { policyOf } from "../policy-of.ts";
import { type Made, type Root, services, type Uses } from "../services.ts";
import { callLog } from "./call-log.ts";
import { withDryLease } from "./dry-lease.ts";
import { isolatedRuntime } from "./isolated-runtime.ts";

export interface IsolatedTask<U extends Uses> {
  readonly name: string;
  readonly uses: U;
  readonly drivers: Uses;
  readonly root: Root;
  /** As it came: it names the pool, whose settings say what may be asked. */
  readonly event: unknown;
  readonly run: (services: Made<U>) => Promise<object & { readonly reason: string }>;
}

export interface IsolatedAnswer {
  readonly reason: string;
  readonly calls: readonly IsolatedCall[];
  /** Null where it went its whole way. */
  readonly threw: string | null;
}

export async function isolated<U extends Uses>(task: IsolatedTask<U>): Promise<IsolatedAnswer> {
  const { name, uses, drivers, root, event } = task;
  const log = callLog(name, policyOf(root.config, poolIn(event)));
  const place = { ...root.place, runtime: isolatedRuntime(root.place, log) };
  const make = drivers["ledger"] ?? uses["ledger"];
  const ledger = (own: Root) => withDryLease(make?.(own) as Ledger, { home: own.home, log });
  const apart = services(uses, { ...root, place }, { ...drivers, ledger });
  try {
    const answer = await task.run(apart);
    return { ...answer, calls: log.calls, threw: null };
  } catch (error) {
    const reason = reasonOf(error);
    return { reason, calls: log.calls, threw: reason };
  }
}

/** Prepare is given an order, and the others a move. */
function poolIn(event: unknown): string {
  const { input, move } = event as Readonly<Record<string, unknown>>;
  const { pool } = (move ?? input ?? {}) as { readonly pool?: unknown };
  return String(pool);
}

function reasonOf(error: unknown): string {
  const reason = error instanceof ActionError ? error.message : inShort(signatureOf(error));
  return plainLine(reason, REASON_LETTERS);
}
