// The controller's memory, in the home Region. Nothing in it is secret but the task token of a pending approval,
// which has a partition of its own and is dropped when the approval ends.

import type { Lease, LeverReading } from "../../core/detect/observation.ts";
import type { PracticeReport } from "../../core/practice/practice-report.ts";
import type { RunInHand } from "../../core/practice/run-in-hand.ts";
import { type ControllerEvent, plainEvent } from "../../core/report/event.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { QuotaLimit } from "../../core/signals/capacity.ts";
import type { Signal } from "../../core/signals/signal.ts";
import type { Usual } from "../../core/signals/traffic-series.ts";
import { type State, serving } from "../../core/state/state.ts";
import { parseState } from "../../core/state/stored-state.ts";
import { ActionError } from "../../core/values/errors.ts";
import { poolPartition, signalsPartition, vantagePartition } from "../../core/values/partitions.ts";
import { type Instant, later, type Millis, millis, type Region } from "../../core/values/types.ts";
import { type Approval, dropApproval, keepApproval, readApproval } from "./approvals.ts";
import { readEventsBetween, readRounds, sortable, type TimeSpan } from "./history.ts";
import { readLease, releaseLease, renewLease, takeLease } from "./lease.ts";
import { openOutbox } from "./outbox.ts";
import { keepPracticeReport, readPracticeReports } from "./practice-reports.ts";
import { keepPracticeRun, readPracticeRun } from "./practice-run.ts";
import { keepRound, type RoundToRecord, type SharedTurn, takeTurn } from "./record-round.ts";
import {
  closeSignal,
  keepLever,
  keepLimits,
  keepSignal,
  keepTick,
  keepUsual,
  readLimits,
  readLook,
  readOtherEvidence,
  readUsual,
} from "./record-signals.ts";
import type { WatchTick } from "./stored-signals.ts";
import { body, bodyOf, number, numberOf, type Refused, type Table } from "./table.ts";
import { readVantageReport, readVantageReports } from "./vantage-reports.ts";

/** How long raw results and events are kept, for `why` and `backtest`. */
export const historyKeptMs = millis(30 * 86_400_000);

/** Tries at one change of the state: the watch and a move may write at the same moment. */
const stateWriteAttempts = 5;

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger(table: Table) {
  const store = stateIn(table);
  return {
    ...store,
    /** Stores what `change` makes of the newest state; what it answers unchanged, or null, is not written. */
    changeState: (pool: string, change: ChangeState) => changeState(store, pool, change),

    readLease: (pool: string) => readLease(table, pool),
    takeLease: (pool: string, holder: string, term: LeaseTerm) =>
      takeLease(table, { pool, holder }, term),
    renewLease: (pool: string, own: Pick<Lease, "holder" | "token">, term: LeaseTerm) =>
      renewLease(table, { pool, ...own }, term),
    releaseLease: (pool: string, holder: string) => releaseLease(table, pool, holder),

    /** What all vantages of a pool say, as far as it may count. */
    readVantageReports: (policy: Policy, now: Instant) => readVantageReports(table, policy, now),
    /** What one of them says. */
    readVantageReport: (policy: Policy, vantage: Region, now: Instant) =>
      readVantageReport(table, { policy, vantage, now }),

    /** The Region that serves, by the stored state; null while a lever moves, or for a state of another shape. */
    async readServing(policy: Policy): Promise<Region | null> {
      const item = await table.read(poolPartition(policy.name), "state");
      const state = item === null ? null : tryState(bodyOf(item));
      return item === null ? policy.primary : state && serving(state, policy);
    },

    keepRound: (pool: string, round: RoundToRecord) =>
      keepRound(table, pool, { ...round, expires: expiry(round.at) }),

    /** Of a vantage's own runs. */
    takeTurn: (pool: string, vantage: Region, turn: SharedTurn) =>
      takeTurn(table, vantagePartition(pool, vantage), turn),
    takeSignalsTurn: (pool: string, turn: Omit<SharedTurn, "what">) =>
      takeTurn(table, signalsPartition(pool), { ...turn, what: "signals" }),

    /** Appends; the same event written twice is one. */
    async append(events: readonly ControllerEvent[]): Promise<void> {
      await Promise.all(
        events.map((event) =>
          table.put(
            poolPartition(event.pool),
            `event#${sortable(event.at)}#${event.type}#${fingerprint(event)}`,
            {
              attributes: { body: body(plainEvent(event)), expires: expiry(event.at) },
            },
          ),
        ),
      );
    },

    /** The newest `limit` events, newest first. */
    async readEvents(pool: string, limit: number): Promise<readonly ControllerEvent[]> {
      const items = await table.query(poolPartition(pool), "event#", limit);
      return items.map((item) => plainEvent(bodyOf(item) as ControllerEvent));
    },

    readEventsBetween: (pool: string, when: TimeSpan) => readEventsBetween(table, pool, when),
    readRounds: (policy: Policy, when: TimeSpan) => readRounds(table, policy, when),

    readOtherEvidence: (pool: string) => readOtherEvidence(table, pool),
    keepSignal: (pool: string, signal: Signal) => keepSignal(table, pool, signal),
    closeSignal: (pool: string, which: Pick<Signal, "kind" | "id"> & { readonly at: Instant }) =>
      closeSignal(table, pool, which),
    keepLever: (pool: string, lever: LeverReading) => keepLever(table, pool, lever),
    /** That somebody decides. */
    keepTick: (pool: string, look: WatchTick) => keepTick(table, pool, look),
    readLook: (pool: string) => readLook(table, pool),
    readUsual: (pool: string) => readUsual(table, pool),
    keepUsual: (pool: string, usual: Usual) => keepUsual(table, pool, usual),

    readLimits: (pool: string) => readLimits(table, pool),
    keepLimits: (pool: string, limits: readonly QuotaLimit[]) => keepLimits(table, pool, limits),

    /** Notices on their way to people. */
    outbox: openOutbox(table),

    keepPracticeReport: (report: PracticeReport) => keepPracticeReport(table, report),
    readPracticeReports: (pool: string, limit: number) => readPracticeReports(table, pool, limit),
    keepPracticeRun: (run: RunInHand, now: Instant) => keepPracticeRun(table, run, now),
    readPracticeRun: (pool: string) => readPracticeRun(table, pool),

    keepApproval: (pool: string, approval: Approval) => keepApproval(table, pool, approval),
    readApproval: (pool: string) => readApproval(table, pool),
    dropApproval: (pool: string) => dropApproval(table, pool),
  };
}

interface LeaseTerm {
  readonly now: Instant;
  readonly length: Millis;
}

type ChangeState = (state: State | null) => State | null;

function stateIn(table: Table) {
  return {
    /** Null for a pool that was never assessed. */
    async readState(pool: string): Promise<State | null> {
      const item = await table.read(poolPartition(pool), "state");
      return item === null ? null : parseState(bodyOf(item));
    },

    /** Stores `state` as the successor of the version it carries; refused if another was stored. */
    async writeState(state: State): Promise<State> {
      const next = { ...state, version: state.version + 1 };
      const written = await table.put(poolPartition(state.pool), "state", {
        attributes: {
          version: number(next.version),
          fencing: number(next.token),
          body: body(next),
        },
        condition: {
          expression: "attribute_not_exists(pk) OR (version = :was AND fencing <= :fencing)",
          values: { ":was": number(state.version), ":fencing": number(state.token) },
        },
      });
      if (written.kind === "refused") throw conflict(state, written);
      return next;
    },
  };
}

/** Where another writer was quicker, `change` is asked again with what that one left. */
async function changeState(
  store: ReturnType<typeof stateIn>,
  pool: string,
  change: ChangeState,
): Promise<State | null> {
  for (let attempt = 1; ; attempt++) {
    const before = await store.readState(pool);
    const after = change(before);
    if (after === null || after === before) return before;
    try {
      return await store.writeState(after);
    } catch (error) {
      const isConflict = error instanceof ActionError && error.code === "VersionConflict";
      if (!isConflict || attempt === stateWriteAttempts) throw error;
    }
  }
}

/** Null for what this version cannot read: who writes it is told, who only asks goes without. */
function tryState(stored: unknown): State | null {
  try {
    return parseState(stored);
  } catch {
    return null;
  }
}

function conflict(state: State, { item }: Refused): ActionError {
  const newest = numberOf(item, "fencing");
  if (newest > state.token) {
    return new ActionError({
      code: "LeaseLost",
      cannot: `store the state of "${state.pool}" under fencing token ${state.token}`,
      must: "no newer token may have been given out",
      value: newest,
      next: `cognito-failover status ${state.pool}`,
    });
  }
  return new ActionError({
    code: "VersionConflict",
    cannot: `store the state of "${state.pool}"`,
    must: `the stored version must still be ${state.version}`,
    value: numberOf(item, "version"),
    retriable: true,
  });
}

function expiry(at: Instant): { readonly N: string } {
  return number(Math.ceil(later(at, historyKeptMs) / 1_000));
}

/** Keeps two different events of one instant apart. */
function fingerprint({ sentence, facts }: ControllerEvent): string {
  let hash = 5_381;
  for (const character of sentence + JSON.stringify(facts)) {
    hash = (Math.imul(hash, 33) ^ (character.codePointAt(0) ?? 0)) >>> 0;
  }
  return hash.toString(36);
}
