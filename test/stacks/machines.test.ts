import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { ActionError, type ErrorCode } from "../../core/errors.ts";
import type { AslDocument, State, TaskState } from "../../stacks/asl.ts";
import { failover } from "../../stacks/failover.asl.ts";
import { watch } from "../../stacks/watch.asl.ts";

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
function ways(state: State): readonly string[] {
  switch (state.Type) {
    case "Task":
      return [state.Next, ...state.Catch.map(({ Next }) => Next)];
    case "Choice":
      return [state.Default, ...state.Choices.map(({ Next }) => Next)];
    case "Wait":
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
  "Lambda.TooManyRequestsException",
  "StepFunctions.ExecutionAlreadyExistsException",
  "StepFunctions.ExecutionAlreadyExists",
]);

describe.each(machines)("the $name machine", ({ machine }) => {
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

  test("retries no longer than a lease lasts", () => {
    for (const { name, TimeoutSeconds = 0, Retry = [] } of tasks(machine)) {
      const [retrier] = Retry;
      if (retrier === undefined) continue;
      const { MaxAttempts, IntervalSeconds, BackoffRate } = retrier;
      const waits = Array.from(
        { length: MaxAttempts },
        (_, n) => IntervalSeconds * BackoffRate ** n,
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

  test("are one success and four failures", () => {
    const ends = entries(machine).flatMap(([name, { Type }]) => (Type === "Succeed" ? [name] : []));
    expect(ends).toEqual(["Moved"]);
    expect(fails.sort()).toEqual(["Declined", "Failed", "Refused", "Undone"]);
  });

  test.each(
    fails.filter((name) => name !== "Refused"),
  )("%s is reached only through a notice", (name) => {
    const before = sources(machine, name);
    expect(before.length).toBeGreaterThan(0);
    for (const source of before) expect(source).toMatch(/^Notify/);
  });

  test("Refused is reached only from the states that move nothing", () => {
    expect(sources(machine, "Refused")).toEqual(["Prepare"]);
  });

  test("a yes that comes to nothing is answered", () => {
    expect(sources(machine, "NotifyRefused")).toEqual(["PrepareAgain"]);
  });

  test("are told again by AWS itself where the notice Lambda fails after a move", () => {
    const byAws = tasks(machine).filter(({ Resource }) => Resource.endsWith(":sns:publish"));
    expect(byAws.map(({ name }) => name)).toEqual([
      "NotifyPlainly",
      "NotifyUndonePlainly",
      "NotifyOutright",
    ]);
    expect(sources(machine, "NotifyUndonePlainly")).toEqual(["NotifyUndone"]);
    expect(sources(machine, "NotifyPlainly")).toEqual(["Notify"]);
    expect(sources(machine, "NotifyOutright")).toContain("NotifyFailed");
  });

  test("Undo is behind each error from the first lever on, but for a lost lease", () => {
    const verify = tasks(machine).find(({ name }) => name === "Verify");
    expect(verify?.Catch.map(({ ErrorEquals, Next }) => [...ErrorEquals, Next])).toEqual([
      ["LeaseLost", "NotifyFailed"],
      [everything, "Undo"],
    ]);
    const shift = tasks(machine).find(({ name }) => name === "Shift");
    expect(shift?.Catch.map(({ ErrorEquals, Next }) => [...ErrorEquals, Next])).toEqual([
      ["LeaseLost", "NotifyFailed"],
      [everything, "Verify"],
    ]);
  });
});

test("the name that a machine sees of our errors is their code", () => {
  for (const code of Object.keys(codes) as ErrorCode[]) {
    expect(new ActionError({ code, cannot: "go on", must: "all must be well" }).name).toBe(code);
  }
});
