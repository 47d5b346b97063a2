// Everything that keeps a move from doing harm, each with the smallest change that takes it away and the tests
// that must turn red then. docs/safeguards.md is printed from it.

import { type RuleName, safetyRules } from "../../core/decide/safety-rules.ts";

export interface Safeguard {
  /** What it is, for people. */
  readonly name: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly from: string;
  /** What is put in its place. */
  readonly to: string;
  /** Test files, of which one at least must fail. */
  readonly tests: readonly string[];
}

const RULES = "test/core/decide/safety-rules.test.ts";
const MACHINES = "test/stacks/machines.test.ts";
const PROGRESS = "test/core/failover/progress.test.ts";
const CLAIMS = "test/aws/ledger/claims.test.ts";
const PREPARE = "test/functions/prepare.test.ts";
const SHIFT = "test/functions/shift.test.ts";
const AFTERWARDS = "test/functions/complete.test.ts";
const LOOKS = "test/sim/moves/could-not-look.test.ts";
const BEACON = "test/controller/levers/beacon.test.ts";
const BEACON_WRITE = "test/controller/levers/beacon-write.test.ts";
const RECORDS = "test/controller/levers/weighted-records.test.ts";

/** Each rule is asked in one place. */
function rule({ name }: { readonly name: RuleName }): Safeguard {
  return {
    name: `safety rule ${name}`,
    file: "core/decide/safety-rules.ts",
    from: "const sentence = isAbout ? forbids(assessment) : null;",
    to: `const sentence = isAbout && name !== "${name}" ? forbids(assessment) : null;`,
    tests: [RULES],
  };
}

/** An error that a Task is tried again after. */
function retried(name: string): Safeguard {
  return {
    name: `retry of ${name}`,
    file: "stacks/machines/asl.ts",
    from: `  "${name}",\n`,
    to: "",
    tests: [MACHINES],
  };
}

export const safeguards: readonly Safeguard[] = [
  ...safetyRules.map(rule),
  {
    name: "a pause and the mode observe hold further attempts at a person's move",
    file: "core/decide/safety-rules.ts",
    from: "const isHeld = holdsAttempts && intent.isCarriedOn;",
    to: "const isHeld = false && holdsAttempts && intent.isCarriedOn;",
    tests: [RULES],
  },
  {
    name: "only overridable rules can be set aside",
    file: "core/decide/safety-rules.ts",
    from: "if (overridable && byPerson && override.includes(name)) {",
    to: "if (byPerson && override.includes(name)) {",
    tests: [RULES],
  },
  {
    name: "the cooldown holds nobody who came home on good news",
    file: "core/decide/safety-rules.ts",
    from: "if (cameHome(state) && isProved(known)) return null;",
    to: "",
    tests: [RULES],
  },
  {
    name: "a person's word ends",
    file: "core/state/intent.ts",
    from: "standing.by !== CONTROLLER && standing.until !== null && standing.until > now;",
    to: "standing.by !== CONTROLLER && standing.until !== null;",
    tests: ["test/core/state/intent.test.ts"],
  },
  {
    name: "a move is withdrawn only while a majority calls the Region healthy",
    file: "core/state/intent.ts",
    from: 'return verdict.kind === "healthy" && health.name === "up";',
    to: 'return verdict.kind !== "unhealthy" && health.name === "up";',
    tests: ["test/core/state/intent.test.ts"],
  },
  {
    name: "attempts back off",
    file: "core/state/state-changes.ts",
    from: "MINUTE * 2 ** Math.max(0, attempts - 1)",
    to: "MINUTE + 0 * attempts",
    tests: ["test/core/state/state-changes.test.ts"],
  },
  {
    name: "attempts wait for their time",
    file: "core/state/intent.ts",
    from: "return next > now ? next : null;",
    to: "return null;",
    tests: ["test/core/state/intent.test.ts"],
  },
  {
    name: "a confirmed lever that somebody else moved is left alone",
    file: "core/state/levers-seen.ts",
    from: 'if (evidence.kind !== "applied") return one;',
    to: 'if (evidence.kind === "unknown") return one;',
    tests: ["test/core/state/levers-seen.test.ts"],
  },
  {
    name: "what is confirmed is never put back",
    file: "core/failover/lever-progress.ts",
    from: 'return stage !== "confirmed" && stage !== "putBack";',
    to: 'return stage !== "putBack";',
    tests: [PROGRESS],
  },
  {
    name: "a move turns back only while the Region it left is healthy, by the look",
    file: "core/failover/onward.ts",
    from: 'const pays = left === "healthy" && !isInsisted',
    to: "const pays = left !== undefined && !isInsisted",
    tests: [PROGRESS],
  },
  {
    name: "a move that a person insists on does not turn back, by the look",
    file: "core/failover/onward.ts",
    from: 'const pays = left === "healthy" && !isInsisted',
    to: 'const pays = left === "healthy"',
    tests: [PROGRESS],
  },
  {
    name: "one failed look at the target is no failure",
    file: "core/failover/progress.ts",
    from: "const looksToFail = 3;",
    to: "const looksToFail = 1;",
    tests: [PROGRESS],
  },
  {
    name: "what leads to where nobody signs in is not confirmed",
    file: "core/failover/lever-progress.ts",
    from: '? { ...told, stage: "applied"',
    to: '? { ...told, stage: "confirmed"',
    tests: [PROGRESS],
  },
  {
    name: "levers are put back only while the Region they left is healthy, by the write",
    file: "functions/shift.ts",
    from: 'if (said !== "healthy" || move.isInsisted) {',
    to: "if (said === undefined || move.isInsisted) {",
    tests: [SHIFT],
  },
  {
    name: "levers of a move that a person insists on are not put back, by the write",
    file: "functions/shift.ts",
    from: 'if (said !== "healthy" || move.isInsisted) {',
    to: 'if (said !== "healthy") {',
    tests: [SHIFT],
  },
  {
    name: "what could not be read of a Region is no word of its health",
    file: "controller/observe-region.ts",
    from: 'return "undetermined";',
    to: 'return "healthy";',
    tests: [SHIFT],
  },
  {
    name: "a look that fails is no reason to put anything back",
    file: "stacks/machines/failover.asl.ts",
    from: 'Catch: [lost, caught("CountFailedLook")],',
    to: 'Catch: [lost, caught("Undo")],',
    tests: [MACHINES, LOOKS],
  },
  {
    name: "a write that fails is looked for, and is no reason to put anything back",
    file: "stacks/machines/failover.asl.ts",
    from: 'Catch: [lost, caught("Settle", ["States.ALL"], "$.shifted")],',
    to: 'Catch: [lost, caught("Undo", ["States.ALL"], "$.shifted")],',
    tests: [MACHINES, LOOKS],
  },
  {
    name: "a lost lease ends a move without another write",
    file: "stacks/machines/failover.asl.ts",
    from: 'const lost = caught("NotifyFailed", ["LeaseLost"]);',
    to: 'const lost = caught("Complete", ["LeaseLost"]);',
    tests: [MACHINES],
  },
  ...[
    "Unreachable",
    "VersionConflict",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
  ].map(retried),
  {
    name: "retry of what ran out of time",
    file: "stacks/machines/asl.ts",
    from: "{ ErrorEquals: late, ...apart, MaxAttempts: 1 },",
    to: "",
    tests: [MACHINES],
  },
  {
    name: "retry of States.Timeout",
    file: "stacks/machines/asl.ts",
    from: '["States.Timeout", "Sandbox.Timedout"]',
    to: '["Sandbox.Timedout"]',
    tests: [MACHINES],
  },
  {
    name: "retry of Sandbox.Timedout",
    file: "stacks/machines/asl.ts",
    from: '["States.Timeout", "Sandbox.Timedout"]',
    to: '["States.Timeout"]',
    tests: [MACHINES],
  },
  {
    name: "no retry waits longer than 8 seconds",
    file: "stacks/machines/asl.ts",
    from: "BackoffRate: 2, MaxDelaySeconds: 8 }",
    to: "BackoffRate: 2 }",
    tests: [MACHINES],
  },
  {
    name: "six retries of every Task",
    file: "stacks/machines/asl.ts",
    from: "retries = 6,",
    to: "retries = 2,",
    tests: [MACHINES],
  },
  {
    name: "a question that cannot be sent is sent again",
    file: "stacks/machines/failover-question.asl.ts",
    from: "Retry: [untilAsked],",
    to: "",
    tests: [MACHINES],
  },
  {
    name: "a lease that somebody holds is not taken",
    file: "aws/ledger/lease.ts",
    from: 'expression: "attribute_not_exists(pk) OR validUntil <= :now",',
    to: 'expression: "attribute_not_exists(pk) OR validUntil <> :now",',
    tests: [CLAIMS],
  },
  {
    name: "each new holder of the lease has the next token",
    file: "aws/ledger/lease.ts",
    from: "fencing = if_not_exists(fencing, :zero) + :one",
    to: "fencing = if_not_exists(fencing, :one) + :zero",
    tests: [CLAIMS],
  },
  {
    name: "nobody lets go of another's lease",
    file: "aws/ledger/lease.ts",
    from: 'values: { ":holder": { S: holder }, ":zero": number(0) },',
    to: 'values: { ":holder": { S: holder }, ":zero": number(0) },\n      expression: "holder = :holder OR holder <> :zero",',
    tests: [CLAIMS],
  },
  {
    name: "a move goes on only under the token that it began with",
    file: "aws/ledger/lease.ts",
    from: "holder = :holder AND fencing = :token AND validUntil > :zero",
    to: "holder = :holder AND (fencing = :token OR fencing <> :token) AND validUntil > :zero",
    tests: [AFTERWARDS],
  },
  {
    name: "a lease that was let go of is not renewed",
    file: "aws/ledger/lease.ts",
    from: "holder = :holder AND fencing = :token AND validUntil > :zero",
    to: "holder = :holder AND fencing = :token AND validUntil >= :zero",
    tests: [CLAIMS, AFTERWARDS],
  },
  {
    name: "a state is stored only over the version that was read",
    file: "aws/ledger/ledger.ts",
    from: "(version = :was AND fencing <= :fencing)",
    to: "(version <> :was AND fencing <= :fencing OR version = :was AND fencing <= :fencing)",
    tests: [CLAIMS],
  },
  {
    name: "a state is stored under no older token",
    file: "aws/ledger/ledger.ts",
    from: "(version = :was AND fencing <= :fencing)",
    to: "(version = :was AND fencing <> :fencing OR version = :was AND fencing = :fencing)",
    tests: [CLAIMS],
  },
  {
    name: "a notice is claimed by one alone",
    file: "aws/ledger/outbox.ts",
    from: 'expression: "claims = :wasClaims AND claimedUntil = :wasUntil AND sentAt = :notYet",',
    to: 'expression: "claims <> :wasClaims OR claimedUntil = :wasUntil OR sentAt = :notYet",',
    tests: [CLAIMS],
  },
  {
    name: "a container sends no notice twice",
    file: "controller/send-notices.ts",
    from: "if (notices.hasSent(kept.notice)) {",
    to: "if (notices.hasSent({ ...kept.notice, id: kept.notice.id.slice(1) })) {",
    tests: ["test/functions/notify.test.ts"],
  },
  {
    name: "a notice that lies there is not put there again",
    file: "aws/ledger/outbox.ts",
    from: '{ expression: "attribute_not_exists(pk)", values: {} }',
    to: '{ expression: "attribute_not_exists(claimsOfNobody)", values: {} }',
    tests: [CLAIMS],
  },
  {
    name: "a step that comes twice is told the same, and counts once",
    file: "functions/prepare.ts",
    from: "    if (earlier !== null) return again(services, inHand, earlier);\n",
    to: "",
    tests: [PREPARE],
  },
  {
    name: "what was confirmed is not taken back by a try whose answer was lost",
    file: "functions/verify.ts",
    from: "remembered(event.move, await services.ledger.readState(event.move.pool))",
    to: "remembered(event.move, null)",
    tests: ["test/functions/verify.test.ts"],
  },
  {
    name: "what was let go of is not taken up again under its token",
    file: "aws/ledger/lease.ts",
    from: 'expression: "holder = :holder AND validUntil > :zero",',
    to: 'expression: "holder = :holder AND validUntil >= :zero",',
    tests: [CLAIMS],
  },
  {
    name: "a move begins only if a lever of it can work",
    file: "functions/prepare.ts",
    from: "      refuseIfNoneWorks(steps, problems, pool);\n",
    to: "",
    tests: [PREPARE],
  },
  {
    name: "records are deleted exactly as they were read",
    file: "aws/route53/weighted-records.ts",
    from: 'return [...withAction("DELETE", now), ...withAction("CREATE", then)];',
    to: 'return now.length === 0 ? [] : withAction("UPSERT" as "CREATE", then);',
    tests: [RECORDS],
  },
  {
    name: "a move makes no records",
    file: "aws/route53/weighted-records.ts",
    from: "if (found === null) throw noPair(path);",
    to: 'if (found === null) return change(path, withAction("CREATE", sides.map((side) => record(path, side, all[side]))), told);',
    tests: [RECORDS],
  },
  {
    name: "the beacon is read as everyone reads it",
    file: "aws/s3/beacon-view.ts",
    from: "barred: isReadable ? null :",
    to: "barred: isReadable || other ? null :",
    tests: [BEACON],
  },
  {
    name: "an object without the text is no beacon",
    file: "aws/s3/beacon-view.ts",
    from: "searchString !== null && text.includes(searchString)",
    to: "searchString !== null",
    tests: [BEACON],
  },
  {
    name: "a writer with a lower token is refused",
    file: "core/values/beacon-words.ts",
    from: "return held.token > mine.token ||",
    to: "return",
    tests: [BEACON_WRITE],
  },
  {
    name: "what a move put back stays so for what it wrote before",
    file: "core/values/beacon-words.ts",
    from: "(held.isUndo && !mine.isUndo)",
    to: "false",
    tests: [BEACON_WRITE],
  },
  {
    name: "the beacon is written over what was read, and over nothing else",
    file: "aws/s3/beacon-objects.ts",
    from: '...(over === null ? { IfNoneMatch: "*" } : { IfMatch: over }),',
    to: "",
    tests: [BEACON_WRITE],
  },
  {
    name: "a write that nobody waits for is not sent any more",
    file: "aws/s3/beacon-objects.ts",
    from: "clientOf(beacon.region).send(put, { abortSignal })",
    to: "clientOf(beacon.region).send(put)",
    tests: [BEACON_WRITE],
  },
  {
    name: "a page that answered before proves nothing",
    file: "controller/levers/region-evidence.ts",
    from: "if (before === null || before === PAGE) return null;",
    to: "if (before === null) return null;",
    tests: [BEACON],
  },
  {
    name: "Route 53's control plane is not asked on the way out of its Region",
    file: "controller/levers/region-evidence.ts",
    from: "if (id === undefined || (shouldBeLit && policy.primary === CONTROL_PLANE)) return null;",
    to: "if (id === undefined) return null;",
    tests: [BEACON],
  },
  {
    name: "the vantage of the Region being left is not asked",
    file: "controller/probing/verify-from-vantages.ts",
    from: "policy.vantages.filter((vantage) => vantage !== from)",
    to: "policy.vantages.filter(() => from !== null)",
    tests: ["test/controller/probing/verify-from-vantages.test.ts"],
  },
  {
    name: "a Region that hangs is waited for until the probe can say so",
    file: "controller/probing/ask-vantages.ts",
    from: ', "unhurried"',
    to: ', "acting"',
    tests: ["test/controller/probing/a-region-that-hangs.test.ts"],
  },
  {
    name: "no more than three notices in 25 minutes",
    file: "core/state/paging-memory.ts",
    from: "const mostNotices = { urgent: 3, other: 2 };",
    to: "const mostNotices = { urgent: 30, other: 20 };",
    tests: ["test/core/state/paging-memory.test.ts"],
  },
  {
    name: "who sends users to a Region that fails types its name",
    file: "cli/move/typed-name.ts",
    from: "if (typed === target) return decision;",
    to: 'if (typed !== null || target === "") return decision;',
    tests: ["test/cli/move/typed-name.test.ts"],
  },
];
