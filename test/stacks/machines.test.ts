import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { leaseLength } from "../../controller/lease.ts";
import type { MoveInHand } from "../../core/failover/move.ts";
import { ActionError, type ErrorCode } from "../../core/values/errors.ts";
import type { AslDocument, AslState, TaskState } from "../../stacks/machines/asl.ts";
import { failover } from "../../stacks/machines/failover.asl.ts";
import { watch } from "../../stacks/machines/watch.asl.ts";
import { aPolicy } from "../core/builders/a-policy.ts";

interface Finding {
  readonly isValid: boolean;
  readonly errors: readonly { readonly Message: string }[];
}

/** It has no types of its own that TypeScript finds. */
const validate: (definition: unknown, options?: object) => Finding = createRequire(import.meta.url)(
  "asl-validator",
);

const arnOf = (word: string) => `arn:aws:lambda:us-east-1:123456789012:function:${word}`;

const machines: readonly { readonly name: string; readonly machine: AslDocument }[] = [
  {
    name: "failover",
    machine: failover({
      prepareArn: arnOf("prepare"),
      shiftArn: arnOf("shift"),
      verifyArn: arnOf("verify"),
      completeArn: arnOf("complete"),
      notifyArn: arnOf("notify"),
      topicArn: "arn:aws:sns:us-east-1:123456789012:notices",
    }),
  },
  {
    name: "watch",
    machine: watch({
      assessArn: arnOf("assess"),
      notifyArn: arnOf("notify"),
      failoverMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:failover",
    }),
  },
];

const entries = ({ States }: AslDocument) => Object.entries(States);

function tasks({ States }: AslDocument): readonly (TaskState & { readonly name: string })[] {
  return Object.entries(States).flatMap(([name, state]) =>
    state.Type === "Task" ? [{ name, ...state }] : [],
  );
}

/** Where a state may lead. */
function ways(state: AslState): readonly string[] {
  switch (state.Type) {
    case "Task":
      return [state.Next, ...state.Catch.map(({ Next }) => Next)];
    case "Choice":
      return [state.Default, ...state.Choices.map(({ Next }) => Next)];
    case "Wait":
    case "Pass":
      return [state.Next];
    case "Succeed":
    case "Fail":
      return [];
  }
}

function reachable({ StartAt, States }: AslDocument): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const state = States[name];
    if (state !== undefined) open.push(...ways(state));
  }
  return found;
}

/** Which states lead to `target`. */
function sources(machine: AslDocument, target: string): readonly string[] {
  return entries(machine).flatMap(([name, state]) => (ways(state).includes(target) ? [name] : []));
}

/** The Lambda that a Task runs, by its one word; null for what AWS does itself. */
function wordOf({ Resource, Parameters }: TaskState): string | null {
  const called = JSON.stringify([Resource, Parameters]);
  return /:function:(\w+)/.exec(called)?.[1] ?? null;
}

const everything = "States.ALL";

/** What the machines are given, and what a Lambda that replaces the whole document leaves. */
const move: Readonly<Record<keyof MoveInHand, true>> = {
  ...{ pool: true, move: true, executionName: true, token: true, by: true, reason: true },
  ...{ from: true, to: true, steps: true, needsApproval: true, approvalSeconds: true },
  ...{ countsFrom: true, isCarriedOn: true, isInsisted: true, progress: true },
};
const given: Readonly<Record<string, readonly string[]>> = { failover: [], watch: ["pool"] };
const left: Readonly<Record<string, readonly string[]>> = {
  prepare: [...Object.keys(move), "looks"],
};

type Members = ReadonlySet<string>;

/** The members of the document that a state leaves, by each of its ways. */
function leavings(state: AslState, before: Members): readonly (readonly [string, Members])[] {
  const with_ = (path: string, whole: readonly string[]): Members => {
    const member = path.split(".")[1];
    return member === undefined ? new Set(whole) : new Set([...before, member]);
  };
  if (state.Type === "Pass") return [[state.Next, with_(state.ResultPath, [])]];
  if (state.Type !== "Task") return ways(state).map((next) => [next, before]);
  return [
    [state.Next, with_(state.ResultPath, left[wordOf(state) ?? ""] ?? [])],
    ...state.Catch.map(
      ({ Next, ResultPath }) => [Next, with_(ResultPath, ["Error", "Cause"])] as const,
    ),
  ];
}

/** For each state the members that are there by whatever way it is reached. */
function certain(machine: AslDocument, name: string): ReadonlyMap<string, Members> {
  const known = new Map<string, Members>([[machine.StartAt, new Set(given[name])]]);
  const open = [machine.StartAt];
  const arrive = (next: string, members: Members) => {
    const sofar = known.get(next);
    const both = new Set([...members].filter((member) => sofar?.has(member) ?? true));
    if (both.size === sofar?.size) return;
    known.set(next, both);
    open.push(next);
  };
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const state = machine.States[at];
    if (state === undefined) continue;
    for (const [next, members] of leavings(state, known.get(at) ?? new Set())) {
      arrive(next, members);
    }
  }
  return known;
}

/** The members of the document that a state's own fields read. */
function readBy(state: AslState): readonly string[] {
  const { ResultPath: _, Catch: __, ...fields } = { ResultPath: "", Catch: [], ...state };
  return [...JSON.stringify(fields).matchAll(/(?<!\$)\$\.(\w+)/g)].map(([, member = ""]) => member);
}

/** Every code is here, or the compiler says so; a name that is none is found by the test. */
const codes: Readonly<Record<ErrorCode, true>> = {
  InvalidInput: true,
  InvalidSettings: true,
  InvalidEnvironment: true,
  InvalidStoredState: true,
  UnexpectedAnswer: true,
  Forbidden: true,
  LeaseLost: true,
  VersionConflict: true,
  NotYet: true,
  Unreachable: true,
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html and connect-lambda.html */
const ofAws = new Set([
  everything,
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.Unknown",
  "Sandbox.Timedout",
  "States.Timeout",
  "Lambda.TooManyRequestsException",
  "StepFunctions.ExecutionAlreadyExistsException",
  "StepFunctions.ExecutionAlreadyExists",
  // Nobody answered the question in time.
  "States.Timeout",
  // What a person's no is sent as.
  "Declined",
]);

/** What Lambda itself may fail with, and is worth another try: connect-lambda.html. */
const ofLambda = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.TooManyRequestsException",
  "Lambda.Unknown",
];

/** None of these can be caught, or they are kept for the future: what would raise them must not happen. */
const uncaught = [
  "States.Runtime",
  "States.NoChoiceMatched",
  "States.IntrinsicFailure",
  "States.ParameterPathFailure",
];

describe.each(machines)("the $name machine", ({ name: machineName, machine }) => {
  test("depends on no error that Step Functions reports as States.Runtime", () => {
    for (const { name, Retry = [], Catch } of tasks(machine)) {
      const names = [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(
        names.filter((error) => uncaught.includes(error)),
        name,
      ).toEqual([]);
    }
    for (const [name, state] of entries(machine)) {
      if (state.Type === "Choice") expect(state.Default, name).toEqual(expect.any(String));
    }
  });

  test("reads only what is there, by whatever way a state is reached", () => {
    const known = certain(machine, machineName);
    const read = entries(machine).flatMap(([name, state]) =>
      readBy(state).map((member) => ({ name, member })),
    );
    expect(read.length).toBeGreaterThan(5);
    expect(read.filter(({ name, member }) => known.get(name)?.has(member) !== true)).toEqual([]);
  });

  test("is valid in the eyes of a validator that is not ours", () => {
    expect(validate(structuredClone(machine), { checkPaths: true, checkArn: true })).toMatchObject({
      isValid: true,
      errors: [],
    });
  });

  test("leads only to states that there are, and to each of them", () => {
    const named = new Set(entries(machine).map(([name]) => name));
    expect(reachable(machine)).toEqual(named);
  });

  test("has an end behind each state", () => {
    const endless = entries(machine).flatMap(([name]) => {
      const from = reachable({ ...machine, StartAt: name });
      const hasEnd = [...from].some((each) =>
        ["Succeed", "Fail"].includes(machine.States[each]?.Type ?? ""),
      );
      return hasEnd ? [] : [name];
    });
    expect(endless).toEqual([]);
  });

  test("gives each Task a time limit that is shorter than the machine's own", () => {
    for (const { name, TimeoutSeconds, TimeoutSecondsPath } of tasks(machine)) {
      if (TimeoutSecondsPath !== undefined) expect(TimeoutSeconds, name).toBeUndefined();
      else expect(TimeoutSeconds, name).toBeGreaterThan(0);
      expect(TimeoutSeconds ?? 0, name).toBeLessThan(machine.TimeoutSeconds);
    }
  });

  test("lets a person answer for a day, within its own time limit", () => {
    const waiting = tasks(machine).filter(({ TimeoutSecondsPath }) => TimeoutSecondsPath);
    expect(waiting.map(({ name }) => name)).toEqual(
      machine.StartAt === "Prepare" ? ["AwaitApproval"] : [],
    );
    if (waiting.length > 0) expect(machine.TimeoutSeconds).toBeGreaterThan(25 * 3_600);
  });

  test("catches everything in each Task, last and alone", () => {
    for (const { name, Catch } of tasks(machine)) {
      expect(Catch.at(-1)?.ErrorEquals, name).toEqual([everything]);
      const before = Catch.slice(0, -1).flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(before, name).not.toContain(everything);
    }
  });

  test("catches and retries only errors that there are", () => {
    for (const { name, Retry = [], Catch } of tasks(machine)) {
      for (const error of [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals)) {
        expect(error in codes || ofAws.has(error), `${name}: ${error}`).toBe(true);
      }
    }
  });

  test("retries what passes and nothing that a person must mend", () => {
    for (const { name, Retry = [] } of tasks(machine)) {
      const retried = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
      const own = retried.filter((error) => error in codes);
      if (retried.length > 0) expect(own.sort(), name).toEqual(["Unreachable", "VersionConflict"]);
    }
  });

  test("calls every Lambda again after what passes, and once after what ran out of time", () => {
    const ours = tasks(machine).filter(({ Resource }) => Resource.includes(":function:"));
    expect(ours.length).toBeGreaterThan(0);
    for (const { name, Retry = [] } of ours) {
      const tries = Retry.flatMap(({ ErrorEquals, MaxAttempts }) =>
        ErrorEquals.map((error) => [error, MaxAttempts] as const),
      );
      const again = machineName === "failover" ? 6 : 3;
      expect(Object.fromEntries(tries), name).toEqual({
        ...Object.fromEntries(["Unreachable", "VersionConflict"].map((error) => [error, again])),
        ...Object.fromEntries(ofLambda.map((error) => [error, again])),
        ...{ "States.Timeout": 1, "Sandbox.Timedout": 1 },
      });
    }
  });

  test("retries no longer than a lease lasts", () => {
    for (const { name, TimeoutSeconds = 0, Retry = [] } of tasks(machine)) {
      const waits = Retry.flatMap(
        ({ MaxAttempts, IntervalSeconds, BackoffRate, MaxDelaySeconds = 86_400 }) =>
          Array.from({ length: MaxAttempts }, (_, n) =>
            Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** n),
          ),
      );
      const longest = waits.reduce((sum, wait) => sum + wait + TimeoutSeconds, TimeoutSeconds);
      expect(longest, name).toBeLessThan(5 * 60);
    }
  });

  test("runs only Lambdas that have a file of their name", () => {
    const words = tasks(machine).flatMap((task) => wordOf(task) ?? []);
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) {
      expect(existsSync(new URL(`../../functions/${word}.ts`, import.meta.url)), word).toBe(true);
    }
  });

  test("calls a state that is one word after the Lambda it runs", () => {
    const lambdas = ["prepare", "shift", "verify", "complete", "notify", "assess", "probe"];
    for (const task of tasks(machine)) {
      const word = task.name.toLowerCase();
      if (lambdas.includes(word)) expect(wordOf(task), task.name).toBe(word);
    }
    const named = entries(machine).map(([name]) => name.toLowerCase());
    const run = tasks(machine).flatMap((task) => wordOf(task) ?? []);
    expect(named).toEqual(expect.arrayContaining([...new Set(run)]));
  });
});

describe("the ends of the failover machine", () => {
  const [{ machine } = { machine: undefined }] = machines;
  if (machine === undefined) throw new Error("the failover machine is the first");
  const fails = entries(machine).flatMap(([name, { Type }]) => (Type === "Fail" ? [name] : []));

  test("are two that moved every lever, and those that did not", () => {
    const ends = entries(machine).flatMap(([name, { Type }]) => (Type === "Succeed" ? [name] : []));
    expect(ends).toEqual(["Moved", "NotConfirmed"]);
    expect(fails.sort()).toEqual([
      ...["Declined", "Failed", "Kept", "MovedInPart", "NotAsked", "Refused", "TurnedBack"],
      "Unanswered",
    ]);
  });

  test.each(
    fails.filter((name) => name !== "Refused"),
  )("%s is reached only through a notice", (name) => {
    const before = sources(machine, name);
    expect(before.length).toBeGreaterThan(0);
    for (const source of before) expect(source).toMatch(/^Notify|^HowItEnded$/);
  });

  test("Refused is reached only from the states that move nothing", () => {
    expect(sources(machine, "Refused")).toEqual(["Prepare"]);
  });

  test("a yes that comes to nothing is answered", () => {
    expect(sources(machine, "NotifyRefused")).toEqual(["PrepareAgain"]);
  });

  test("are told again by AWS itself where the notice Lambda fails after a move", () => {
    const byAws = tasks(machine).filter(({ Resource }) => Resource.endsWith(":sns:publish"));
    expect(byAws.map(({ name }) => name)).toEqual(["NotifyPlainly", "NotifyOutright"]);
    expect(sources(machine, "NotifyPlainly")).toEqual(["Notify"]);
    expect(sources(machine, "NotifyOutright")).toContain("NotifyFailed");
  });

  test("HowItEnded is reached only after a notice, or where none is due", () => {
    expect(sources(machine, "HowItEnded")).toEqual(["IsNoticeDue", "Notify", "NotifyPlainly"]);
  });

  test("looks that fail end while the lease lasts, which none of them has renewed", () => {
    const again = machine.States["IsLookRepeated"];
    const look = tasks(machine).find(({ name }) => name === "Verify");
    if (again?.Type !== "Choice" || look === undefined) throw new Error("there are no looks");
    const { verify } = aPolicy();
    // Where nobody answers, each try lasts until its limit.
    const hanging = 2 * (look.TimeoutSeconds ?? 0) + 1;
    const passing = [1, 2, 4, 8, 8, 8].reduce((sum, wait) => sum + wait);
    const each = Math.max(hanging, passing) + verify.every / 1_000;
    const most = again.Choices[0]?.NumericLessThan ?? 0;
    expect(most * each).toBeLessThan(leaseLength({ verify }) / 1_000 - 30);
  });

  test("no error leads to Undo: only a look that saw the Region aimed at fail does", () => {
    expect(sources(machine, "Undo")).toEqual(["Onward"]);
    const wayOut = (of: string) =>
      tasks(machine)
        .find(({ name }) => name === of)
        ?.Catch.map(({ ErrorEquals, Next }) => [...ErrorEquals, Next]);
    const lost = ["LeaseLost", "NotifyFailed"];
    expect(wayOut("Shift")).toEqual([lost, [everything, "Settle"]]);
    expect(wayOut("Verify")).toEqual([lost, [everything, "CountFailedLook"]]);
    expect(wayOut("Undo")).toEqual([lost, [everything, "Complete"]]);
  });

  test("tell a no, a silence and a question that nobody heard apart", () => {
    const question = tasks(machine).find(({ name }) => name === "AwaitApproval");
    expect(question?.Catch.map(({ ErrorEquals, Next }) => [...ErrorEquals, Next])).toEqual([
      ["Declined", "NotifyDeclined"],
      ["States.Timeout", "NotifyUnanswered"],
      [everything, "NotifyNotAsked"],
    ]);
    for (const kind of ["Unanswered", "NotAsked"]) {
      expect(ways(machine.States[`Notify${kind}`] as AslState)).toEqual([kind, "NotifyOutright"]);
    }
  });

  test("an answer is no trouble: the question is not asked again for a no or a silence", () => {
    const question = tasks(machine).find(({ name }) => name === "AwaitApproval");
    const retried = question?.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
    expect(retried).toContain("Unreachable");
    for (const answer of ["Declined", "States.Timeout", "States.TaskFailed", everything]) {
      expect(retried).not.toContain(answer);
    }
  });
});

describe("the watch", () => {
  const machine = machines[1]?.machine;

  test("tells what is due also where no move can be started", () => {
    const start = machine?.States["StartMove"] as TaskState;
    expect(start.Catch.at(-1)?.Next).toBe("IsNoticeDueAnyway");
    expect(ways(machine?.States["IsNoticeDueAnyway"] as AslState)).toEqual([
      "NotStarted",
      "NotifyAnyway",
    ]);
    expect(ways(machine?.States["NotifyAnyway"] as AslState)).toContain("NotStarted");
  });
});

test("the name that a machine sees of our errors is their code", () => {
  for (const code of Object.keys(codes) as ErrorCode[]) {
    expect(new ActionError({ code, cannot: "go on", must: "all must be well" }).name).toBe(code);
  }
});
