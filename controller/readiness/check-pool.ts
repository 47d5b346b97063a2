// One check of one pool: looked at, judged, kept, told. A check that began or ended while anything was wrong is kept to
// be read, and counts for nothing.

import { type ReadinessChange, readinessChanges } from "../../core/readiness/changes.ts";
import { judged } from "../../core/readiness/judged.ts";
import { type ReadinessReport, readinessAfter } from "../../core/readiness/report.ts";
import { askedRows } from "../../core/readiness-rows/table.ts";
import type { ControllerEvent } from "../../core/report/event.ts";
import { noticeOfReadiness } from "../../core/report/notice-of-readiness.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { newState, type State } from "../../core/state/state.ts";
import type { Instant } from "../../core/values/types.ts";
import { note } from "../audit.ts";
import type { Invocation } from "../lambda.ts";
import { type GatherServices, gatherFacts } from "./gather.ts";

export async function checkPool(
  services: GatherServices,
  policy: Policy,
  { log }: Pick<Invocation, "log">,
): Promise<ReadinessReport> {
  const { ledger, readinessLedger, place } = services;
  const began = place.runtime.now();
  const [before, { calm: previous }, acknowledgements] = await Promise.all([
    ledger.readState(policy.name),
    readinessLedger.readReports(policy.name),
    readinessLedger.readAcknowledgements(policy.name),
  ]);
  const state = before ?? newState(policy.name, began);
  const { facts, calls } = await gatherFacts(services, { policy, state, now: began });
  const after = await ledger.readState(policy.name);
  const report = judged({
    ...{ rows: askedRows, facts, began, previous, acknowledgements },
    context: { policy, now: place.runtime.now() },
    isCalm: isCalm(before) && isCalm(after),
  });
  log({ reason: `looked at ${policy.name} with ${calls} calls`, pool: policy.name });
  await keep(services, report, { previous, log });
  return report;
}

/** A pool that was never assessed is not known to be well. */
function isCalm(state: State | null): boolean {
  if (state === null || state.standing.phase !== "steady" || state.practice !== null) return false;
  return state.health.primary.name === "up" && state.health.secondary.name === "up";
}

interface Keeping extends Pick<Invocation, "log"> {
  readonly previous: ReadinessReport | null;
}

/** News lie in the outbox and among the events before the report is kept that makes them no news. */
async function keep(
  { ledger, readinessLedger }: GatherServices,
  report: ReadinessReport,
  { previous, log }: Keeping,
): Promise<void> {
  const changes = readinessChanges(previous, report);
  const notice = noticeOfReadiness(changes, report);
  if (notice !== null) await ledger.outbox.keep(notice, report.ended);
  await note(
    ledger,
    changes.map((change) => eventOf(change, report.pool, report.ended)),
    log,
  );
  await ledger.changeState(report.pool, (state) => {
    // What the watch has not begun yet is not begun by a check.
    if (state === null) return null;
    const readiness = readinessAfter(state.readiness, report);
    return readiness === state.readiness ? state : { ...state, readiness };
  });
  await readinessLedger.keepReport(report);
}

function eventOf({ kind, was, row }: ReadinessChange, pool: string, at: Instant): ControllerEvent {
  return {
    ...{ at, pool, type: "readinessChanged" },
    sentence: `${row.name}: ${row.found}, and ${row.must}.`,
    facts: { row: row.name, change: kind, was, is: row.kind, severity: row.severity },
  };
}
