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
    name: "one vantage is a majority",
    file: "core/detect/error-budget.ts",
    from: "return Math.floor(vantages / 2) + 1;",
    to: "return Math.min(vantages, 1);",
  },
  {
    name: "an error of the Region's own says nothing about it",
    file: "core/probe/failure-class.ts",
    from: 'serverError: {\n    voting: "always",',
    to: 'serverError: {\n    voting: "never",',
  },
  {
    name: "a pause holds nobody",
    file: "core/decide/safety-rules.ts",
    from: "if (paused === null) return null;",
    to: "if (paused !== undefined) return null;",
  },
  {
    name: "the mode observe moves",
    file: "core/decide/safety-rules.ts",
    from: 'policy.mode === "observe" ?',
    to: 'policy.mode === ("none" as string) ?',
  },
  {
    name: "in mode advise nobody is asked",
    file: "functions/prepare.ts",
    from: "const needsApproval = action.needsApproval && approvedBy === null;",
    to: "const needsApproval = false && action.needsApproval && approvedBy === null;",
  },
  {
    name: "who comes late under a lease that was let go of is let in",
    file: "aws/ledger/lease.ts",
    from: "fencing = :token AND validUntil > :zero",
    to: "fencing = :token AND validUntil >= :zero",
  },
  {
    name: "a new holder of the lease has the token of the one before",
    file: "aws/ledger/lease.ts",
    from: "fencing = if_not_exists(fencing, :zero) + :one",
    to: "fencing = if_not_exists(fencing, :one) + :zero",
  },
  {
    name: "the levers move before it is written down where to",
    file: "functions/prepare.ts",
    from: "await ledger.writeState(moveStarted(decision.state, departure, now));",
    to: "moveStarted(decision.state, departure, now);",
  },
  {
    name: "the end of a move changes no phase",
    file: "core/state/move-ended.ts",
    from: "const standing = standingAfter(state.standing, paths, { ...arrival, now });",
    to: "const standing = state.standing; standingAfter(standing, paths, { ...arrival, now });",
  },
  {
    name: "a notice is claimed, marked, and never sent",
    file: "controller/send-notices.ts",
    from: "await notices.publish(kept.notice);",
    to: "await Promise.resolve();",
  },
  {
    name: "any number of notices finds room",
    file: "core/state/paging-memory.ts",
    from: "const mostNotices = { urgent: 3, other: 2 };",
    to: "const mostNotices = { urgent: 30, other: 20 };",
  },
  {
    name: "what the watch decides is started by nobody",
    file: "stacks/machines/watch.asl.ts",
    from: 'StringEquals: "failOver", Next: "StartMove"',
    to: 'StringEquals: "failover", Next: "StartMove"',
  },
  {
    name: "a move leaves the beacon as it is",
    file: "controller/levers/beacon.ts",
    from: "await writeBeacon(services, placeOf(task.policy), task);",
    to: "await Promise.resolve(writeBeacon);",
  },
  {
    name: "both records get all of the weight",
    file: "aws/route53/weighted-records.ts",
    from: 'primary: to === "primary" ? fullWeight : 0,\n        secondary: to === "secondary" ? fullWeight : 0,',
    to: "primary: fullWeight,\n        secondary: fullWeight,",
  },
  {
    name: "a move that was begun is not carried on",
    file: "core/state/intent.ts",
    from: "return next > now ? next : null;",
    to: "return next > now ? next : due.length > 0 ? ((now + 60_000) as Instant) : null;",
  },
  {
    name: "attempts are a quarter of an hour apart",
    file: "core/state/state-changes.ts",
    from: "MINUTE * 2 ** Math.max(0, attempts - 1)",
    to: "LONGEST_BACKOFF * 2 ** Math.max(0, attempts - 1)",
  },
  {
    name: "what failed in passing is never tried again",
    file: "stacks/machines/asl.ts",
    from: "retries = 6,",
    to: "retries = 0,",
  },
  {
    name: "a failing secondary forbids nothing",
    file: "core/decide/target-rules.ts",
    from: 'case "unhealthy":\n          return',
    to: 'case "unhealthy":\n          return null; //',
  },
  {
    name: "what is confirmed is put back as well",
    file: "core/failover/lever-progress.ts",
    from: 'return stage !== "confirmed" && stage !== "putBack";',
    to: 'return stage !== "putBack";',
  },
  {
    name: "blips are waited for ten times as long",
    file: "core/detect/error-budget.ts",
    from: "mean * Math.log(blipsInBudget)",
    to: "10 * mean * Math.log(blipsInBudget)",
  },
  {
    name: "the witness has no guard of a practice run",
    file: "controller/practice/guards.ts",
    from: "return [secondary, witness];",
    to: "return witness === secondary ? [] : [secondary];",
  },
  {
    name: "guards are due after the limit that they are to keep",
    file: "core/practice/canary-plan.ts",
    from: "(until - guardsAheadMs)",
    to: "(until + guardsAheadMs)",
  },
  {
    name: "a practice run is restored over whatever was written since it was read",
    file: "aws/s3/beacon-objects.ts",
    from: '...(over === null ? { IfNoneMatch: "*" } : { IfMatch: over }),',
    to: '...(over === null ? { IfNoneMatch: "*" } : {}),',
  },
  {
    name: "a guard puts back records whoever wrote them",
    file: "controller/levers/practise-records.ts",
    from: "(now) => (isOwn(now) ? weightsFor(0, token) : null),",
    to: "(now) => (isOwn(now) || now.secondary > 0 ? weightsFor(0, token) : null),",
  },
  {
    name: "a practice run counts for the cooldown",
    file: "core/state/practice.ts",
    from: "return isFree && isNew ? { ...state, token: practice.token, practice } : null;",
    to: "return isFree && isNew ? { ...state, token: practice.token, practice, lastShiftAt: practice.since } : null;",
  },
  {
    name: "a practice run passes however few sign-ins were counted",
    file: "core/judging/final-judges.ts",
    from: "if (told >= needed) return null;",
    to: "if (told >= 1) return null;",
  },
  {
    name: "a practice run whose execution is gone is under way for ever",
    file: "core/state/practice.ts",
    from: "if (practice === null || now < later(practice.until, guardsRestoreWithinMs)) return state;",
    to: "if (practice === null || now > 0) return state;",
  },
];
