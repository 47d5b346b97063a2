// What is one row of a check? Something that must hold for a failover to help: its question, the facts that it needs,
// and what would break without it. Rows are in core/readiness-rows/, a group a file.

import type { Policy } from "../settings/policy.ts";
import type { Instant } from "../values/types.ts";
import type { FactEvidence } from "./fact.ts";
import type { FactName, FactValues, ReadinessFacts } from "./facts.ts";

export const rowGroups = [
  ...(["replica", "key", "issuer", "consumers", "domain", "email", "sms", "triggers"] as const),
  ...(["edge", "quotas", "people", "names", "clients", "deployment"] as const),
] as const;

export type RowGroup = (typeof rowGroups)[number];

/** A blocker leaves the users of a path without sign-in, or a failover undone; what differs harms fewer, or later. */
export type Severity = "blocker" | "differs";

export interface Breaks {
  /** Whose users would notice; null where it is nobody's sign-in. */
  readonly path: "managedLogin" | "sdk" | "both" | null;
  /** What share of them, in a clause. */
  readonly users: string;
}

/** What one look at a row comes to. */
export type RowJudgement =
  | { readonly kind: "ready"; readonly found: string }
  | {
      readonly kind: "amiss";
      readonly severity: Severity;
      readonly found: string;
      /** In place of the row's own, where what was found has a better way. */
      readonly next?: string;
    }
  | { readonly kind: "unknown"; readonly because: string }
  /** This pool has nothing of the kind. */
  | { readonly kind: "notApplicable"; readonly because: string };

export interface RowContext {
  readonly policy: Policy;
  readonly now: Instant;
}

export interface ReadinessRow {
  readonly name: string;
  readonly group: RowGroup;
  /** The gravest that it may be. */
  readonly severity: Severity;
  readonly breaks: Breaks;
  readonly needs: readonly FactName[];
  /** Rows without which this one has nothing to look at. */
  readonly restsOn: readonly string[];
  /** Whether one look is enough: what it sees does not come and go. */
  readonly isAtOnce: boolean;
  /** Whether a job with limits of its own gathers what it needs: without that a check is complete all the same. */
  readonly isOfJob: boolean;
  /** What must hold, with its subject. */
  readonly must: (policy: Policy) => string;
  /** One command or one page. */
  readonly next: (policy: Policy) => string;
  readonly look: (facts: ReadinessFacts, context: RowContext) => RowJudgement;
}

export interface RowSpec<Need extends FactName>
  extends Pick<ReadinessRow, "name" | "severity" | "breaks" | "must" | "next"> {
  readonly needs: readonly Need[];
  readonly restsOn?: readonly string[];
  readonly isAtOnce?: true;
  readonly isOfJob?: true;
  /** Why it is not asked of this pool, by its settings; null where it is. */
  readonly unasked?: (policy: Policy) => string | null;
  readonly judge: (known: Pick<FactValues, Need>, context: RowContext) => RowJudgement;
}

/** A row whose judge is asked only once all that it needs is known. */
export function row<const Need extends FactName>(
  group: RowGroup,
  { unasked, judge, restsOn = [], isAtOnce, isOfJob, ...spec }: RowSpec<Need>,
): ReadinessRow {
  const look = (facts: ReadinessFacts, context: RowContext): RowJudgement => {
    const because = unasked?.(context.policy) ?? null;
    if (because !== null) return { kind: "notApplicable", because };
    const unread = spec.needs.flatMap((name) => {
      const fact = facts[name];
      return fact.kind === "unknown" ? [fact.because] : [];
    });
    if (unread.length > 0) return unknown([...new Set(unread)].join("; "));
    return judge(knownOf(facts, spec.needs), context);
  };
  const flags = { isAtOnce: isAtOnce === true, isOfJob: isOfJob === true };
  return { ...spec, ...flags, group, restsOn, look };
}

function knownOf<Need extends FactName>(
  facts: ReadinessFacts,
  needs: readonly Need[],
): Pick<FactValues, Need> {
  const values = needs.map((name) => {
    const fact = facts[name];
    return [name, fact.kind === "known" ? fact.value : undefined] as const;
  });
  // Each is known: whoever calls has looked.
  return Object.fromEntries(values) as unknown as Pick<FactValues, Need>;
}

/** The calls that a row rests on. */
export function evidenceOf(
  { needs }: Pick<ReadinessRow, "needs">,
  facts: ReadinessFacts,
): readonly FactEvidence[] {
  return needs.map((name) => facts[name].evidence);
}

export function ready(found: string): RowJudgement {
  return { kind: "ready", found };
}

export function blocker(found: string, next?: string): RowJudgement {
  return amiss("blocker", found, next);
}

export function differs(found: string, next?: string): RowJudgement {
  return amiss("differs", found, next);
}

/** What keeps some users out is graver than what disturbs them. */
export function blockerIf(isGrave: boolean): (found: string, next?: string) => RowJudgement {
  return isGrave ? blocker : differs;
}

function amiss(severity: Severity, found: string, next: string | undefined): RowJudgement {
  return { kind: "amiss", severity, found, ...(next === undefined ? {} : { next }) };
}

export function unknown(because: string): RowJudgement {
  return { kind: "unknown", because };
}

export function notApplicable(because: string): RowJudgement {
  return { kind: "notApplicable", because };
}
