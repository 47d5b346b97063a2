// What a row of the failure table must hold, and what it says.

import { type Failure, failover, type PathSeen, type Plain, type Seen } from "./outage.ts";

/** Of any 25 minutes. */
const MOST_NOTICES = 3;

export interface FailureTableRow {
  readonly operation: string;
  readonly when: string;
  /** Where the users of managed login, and of the name, are sent at the end. */
  readonly ends: string;
  /** Minutes in which a path's users were not sent to the secondary, beyond those of the plain failover. */
  readonly avoidable: string;
  readonly notices: string;
  readonly isPutBack: boolean;
  readonly mostNotices: number;
  /** Why a path was left where it was; null where none was. */
  readonly left: string | null;
}

export async function rowOf(failure: Failure, plain: Plain): Promise<FailureTableRow> {
  const seen = await failover(failure, plain);
  return told(failure, seen, plain);
}

function told({ operation, when }: Failure, seen: Seen, plain: Plain): FailureTableRow {
  const { managedLogin, sdk } = seen;
  const isLeft = managedLogin.ends !== "secondary" || sdk.ends !== "secondary";
  return {
    operation: operation.name,
    when,
    ends: both(managedLogin.ends, sdk.ends),
    avoidable: both(minutes(managedLogin, plain.managedLogin), minutes(sdk, plain.sdk)),
    notices: counted(seen.notices),
    isPutBack: managedLogin.isPutBack || sdk.isPutBack,
    mostNotices: seen.mostNotices,
    left: isLeft ? (operation.leaves ?? "") : null,
  };
}

function both(managedLogin: string, sdk: string): string {
  return managedLogin === sdk ? managedLogin : `${managedLogin} / ${sdk}`;
}

function minutes({ outageMs }: PathSeen, plain: PathSeen): string {
  const more = Math.max(0, outageMs - plain.outageMs) / 60_000;
  return `${Math.round(more * 10) / 10}`;
}

/** "moved to us-east-1; moving is in trouble (2x)" */
function counted(notices: readonly string[]): string {
  const each = Map.groupBy(notices, (subject) => subject);
  const words = [...each].map(([subject, { length }]) =>
    length === 1 ? subject : `${subject} (${length}×)`,
  );
  return words.join("; ") || "none";
}

/** In words, what is wrong with a row; empty when nothing is. */
export function faultsOf({ operation, when, ...row }: FailureTableRow): readonly string[] {
  const found = [
    ...(row.isPutBack ? ["a path was put back while the Region it left was down"] : []),
    ...(row.mostNotices > MOST_NOTICES ? [`${row.mostNotices} notices in 25 minutes`] : []),
    ...(row.left === ""
      ? [`a path was left where it was, and ${operation} does not explain it`]
      : []),
  ];
  return found.map((says) => `${operation}, ${when}: ${says}`);
}
