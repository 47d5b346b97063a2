// Mistakes that somebody could make in one line, each of which the simulation must find.

export interface Mistake {
  /** What it is, for people. */
  readonly name: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly from: string;
  /** What is put in its place. */
  readonly to: string;
}

export const mistakes: readonly Mistake[] = [
  {
    name: "what failed in passing is never tried again",
    file: "stacks/asl.ts",
    from: "retries = 6,",
    to: "retries = 0,",
  },
  {
    name: "a look that fails puts everything back",
    file: "stacks/failover.asl.ts",
    from: 'Catch: [lost, caught("CountFailedLook")],',
    to: 'Catch: [lost, caught("Undo")],',
  },
  {
    name: "an undo asks nobody how the Region is that was left",
    file: "functions/shift.ts",
    from: 'if (said !== "healthy" || move.isInsisted) {',
    to: "if (said === undefined) {",
  },
  {
    name: "what is confirmed is put back as well",
    file: "core/failover/progress.ts",
    from: 'return stage !== "confirmed" && stage !== "putBack";',
    to: 'return stage !== "putBack";',
  },
  {
    name: "a notice is sent without being claimed",
    file: "functions/_send-notices.ts",
    from: "kept.sentAt !== null || kept.claimedUntil > now ? null : await outbox.claim(kept, now);",
    to: "kept;",
  },
  {
    name: "a notice that was sent is not marked as sent",
    file: "functions/_send-notices.ts",
    from: "must not send it again at once.\n  await outbox.markSent(claimed, now)",
    to: "must not send it again at once.\n  await Promise.resolve()",
  },
  {
    name: "who comes late under a lease that was let go of is let in",
    file: "aws/lease.ts",
    from: "fencing = :token AND validUntil > :zero",
    to: "fencing = :token AND validUntil >= :zero",
  },
  {
    name: "a new holder of the lease has the token of the one before",
    file: "aws/lease.ts",
    from: "fencing = if_not_exists(fencing, :zero) + :one",
    to: "fencing = if_not_exists(fencing, :one) + :zero",
  },
  {
    name: "a lease that somebody holds is taken",
    file: "aws/lease.ts",
    from: 'expression: "attribute_not_exists(pk) OR validUntil <= :now",',
    to: 'expression: "attribute_not_exists(pk) OR validUntil <> :now",',
  },
  {
    name: "the levers move before it is written down where to",
    file: "functions/prepare.ts",
    from: "await ledger.writeState(moveStarted(decision.state, departure, now));",
    to: "moveStarted(decision.state, departure, now);",
  },
  {
    name: "the cooldown holds nobody",
    file: "core/safety-rules.ts",
    from: "if (left === 0) return null;",
    to: "if (left >= 0) return null;",
  },
  {
    name: "a failing secondary forbids nothing",
    file: "core/safety-rules.ts",
    from: 'case "unhealthy":\n          return',
    to: 'case "unhealthy":\n          return null; //',
  },
  {
    name: "one vantage is a majority",
    file: "core/budget.ts",
    from: "return Math.floor(vantages / 2) + 1;",
    to: "return Math.min(vantages, 1);",
  },
  {
    name: "a quota that was exceeded counts against the Region",
    file: "core/failure-class.ts",
    from: 'throttled: { voting: "never",',
    to: 'throttled: { voting: "always",',
  },
  {
    name: "what could not be moved is given up",
    file: "core/failover/intent.ts",
    from: "return next > now ? next : null;",
    to: "return next > now ? next : (Number.POSITIVE_INFINITY as Instant);",
  },
  {
    name: "attempts that fail are put off for hours",
    file: "core/failover/state-changes.ts",
    from: "const LONGEST_BACKOFF = 30 * MINUTE;",
    to: "const LONGEST_BACKOFF = 30 * 60 * MINUTE;",
  },
  {
    name: "the lease is kept when the move is over",
    file: "functions/complete.ts",
    from: "await ledger.releaseLease(move.pool, move.executionName);",
    to: "",
  },
  {
    name: "the end of a move is told to nobody",
    file: "functions/complete.ts",
    from: "if (notice !== null) await ledger.outbox.keep(notice, now);",
    to: "",
  },
  {
    name: "any number of notices finds room",
    file: "core/decide/paging-memory.ts",
    from: "const mostNotices = { urgent: 3, other: 2 };",
    to: "const mostNotices = { urgent: 30, other: 20 };",
  },
  {
    name: "a move out lights no beacon",
    file: "controller/levers/beacon.ts",
    from: "if (step.to === policy.primary) await beacons.extinguish(placeOf(policy));",
    to: "if (step.to !== policy.primary) await beacons.extinguish(placeOf(policy));",
  },
];
