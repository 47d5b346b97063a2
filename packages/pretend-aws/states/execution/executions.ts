// The executions of all Regions: started once, ended once, remembered.

import type { ExecutionStatus, HistoryEventType } from "@aws-sdk/client-sfn";
import { AwsError } from "../../aws-error.ts";
import type { Foundation } from "../../world.ts";
import type { TaskCaller } from "../language/integrations.ts";
import type { StateMachine } from "../machines.ts";
import { checkArn, checkName, isJson } from "../requests.ts";
import { Aborted, RUNTIME, StateFailure } from "./failure.ts";
import { type EventDetails, History, Thread } from "./history.ts";
import { runBranch } from "./interpreter.ts";
import { PAYLOAD_LIMIT, type Run } from "./run.ts";
import type { TaskTokens } from "./tokens.ts";

export interface Execution {
  readonly arn: string;
  readonly name: string;
  /** As it was at the start: an update leaves running executions alone. */
  readonly stateMachine: StateMachine;
  /** JSON text. */
  readonly input: string;
  readonly startedAt: number;
  readonly history: History;
  readonly abort: AbortController;
  status: Exclude<ExecutionStatus, "PENDING_REDRIVE">;
  stoppedAt: number | null;
  /** JSON text; only of an execution that succeeded. */
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
}

export interface StartRequest {
  readonly name?: string | undefined;
  readonly input?: string | undefined;
}

interface End {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  readonly previous?: number;
  readonly output?: unknown;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const NAME_KEPT_MS = 90 * DAY_MS;
const LONGEST_MS = { STANDARD: 365 * DAY_MS, EXPRESS: 5 * 60 * 1000 };

/** Express executions are nowhere to be read again; the last ones are kept for tests and the console. */
const KEPT_EXPRESS = 1000;

export interface ExecutionParts {
  readonly callerFor: (machine: StateMachine) => TaskCaller;
  readonly tokens: TaskTokens;
  /** Called after each end. */
  onEnd(execution: Execution): void;
}

export class Executions {
  readonly #foundation: Foundation;
  readonly #parts: ExecutionParts;
  readonly #byArn = new Map<string, Execution>();
  readonly #express: string[] = [];
  readonly #ends = new Map<string, ((execution: Execution) => void)[]>();

  constructor(foundation: Foundation, parts: ExecutionParts) {
    this.#foundation = foundation;
    this.#parts = parts;
  }

  /** The same name and input again, while it runs, is the same execution. */
  start(stateMachine: StateMachine, { name, input = "{}" }: StartRequest): Execution {
    const { clock, random } = this.#foundation;
    const isExpress = stateMachine.type === "EXPRESS";
    const called = name ?? random.uuid();
    checkName(called);
    checkInput(input);
    const kind = isExpress ? "express" : "execution";
    const suffix = isExpress ? `:${random.uuid()}` : "";
    const arn = `${stateMachine.arn.replace(":stateMachine:", `:${kind}:`)}:${called}${suffix}`;
    const existing = this.#byArn.get(arn);
    if (existing !== undefined && this.#isTaken(existing)) return repeated(existing, input);
    const execution: Execution = {
      arn,
      name: called,
      stateMachine,
      input,
      startedAt: clock.now(),
      history: new History(clock),
      abort: new AbortController(),
      status: "RUNNING",
      stoppedAt: null,
      output: undefined,
      error: undefined,
      cause: undefined,
    };
    this.#byArn.set(arn, execution);
    if (isExpress) this.#keepFew(arn);
    void this.#run(execution);
    return execution;
  }

  stop(execution: Execution, { error, cause }: Pick<End, "error" | "cause">): void {
    this.#end(execution, { status: "ABORTED", error, cause });
  }

  /** A Standard execution by its ARN. */
  find(arn: string): Execution {
    checkArn(arn, "execution");
    const found = this.#byArn.get(arn);
    if (found !== undefined) return found;
    throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  }

  of(stateMachineArn: string): readonly Execution[] {
    return [...this.#byArn.values()].filter((one) => one.stateMachine.arn === stateMachineArn);
  }

  get running(): number {
    return [...this.#byArn.values()].filter((one) => one.status === "RUNNING").length;
  }

  /** Resolves once it has ended; Express too. */
  async settled(arn: string): Promise<Execution> {
    const found = this.#byArn.get(arn);
    if (found === undefined)
      throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    if (found.status !== "RUNNING") return found;
    return new Promise((resolve) => {
      this.#ends.set(arn, [...(this.#ends.get(arn) ?? []), resolve]);
    });
  }

  #isTaken({ stoppedAt }: Execution): boolean {
    return stoppedAt === null || stoppedAt + NAME_KEPT_MS > this.#foundation.clock.now();
  }

  #keepFew(arn: string): void {
    this.#express.push(arn);
    const oldest = this.#express[0];
    if (this.#express.length <= KEPT_EXPRESS || oldest === undefined) return;
    if (this.#byArn.get(oldest)?.status === "RUNNING") return;
    this.#express.shift();
    this.#byArn.delete(oldest);
  }

  async #run(execution: Execution): Promise<void> {
    const { stateMachine, history, abort, input } = execution;
    const { machine, roleArn, type } = stateMachine;
    history.add("ExecutionStarted", 0, {
      executionStartedEventDetails: { input, inputDetails: { truncated: false }, roleArn },
    });
    const seconds = machine.TimeoutSeconds ?? Number.POSITIVE_INFINITY;
    const longest = Math.min(seconds * 1000, LONGEST_MS[type]);
    const cancel = this.#foundation.clock.after(longest, () =>
      this.#end(execution, { status: "TIMED_OUT" }),
    );
    const thread = new Thread(history);
    try {
      await callerAnswered();
      const frame = { thread, signal: abort.signal };
      const output = await runBranch(this.#runOf(execution), machine, {
        input: JSON.parse(input),
        frame,
      });
      this.#end(execution, { status: "SUCCEEDED", previous: thread.previous, output });
    } catch (failure) {
      if (failure instanceof Aborted) return;
      const { error, cause } = reasonOf(failure);
      this.#end(execution, { status: "FAILED", previous: thread.previous, error, cause });
    } finally {
      cancel();
    }
  }

  #runOf({ arn, name, stateMachine, input, startedAt }: Execution): Run {
    const { callerFor, tokens } = this.#parts;
    const run: Run = {
      foundation: this.#foundation,
      region: stateMachine.region,
      call: callerFor(stateMachine),
      tokens,
      context: {
        Execution: {
          Id: arn,
          Input: JSON.parse(input),
          Name: name,
          RoleArn: stateMachine.roleArn,
          StartTime: new Date(startedAt).toISOString(),
          RedriveCount: 0,
        },
        StateMachine: { Id: stateMachine.arn, Name: stateMachine.name },
      },
      branch: (branch, data, frame) => runBranch(run, branch, { input: data, frame }),
    };
    return run;
  }

  #end(execution: Execution, { status, previous = 0, output, error, cause }: End): void {
    if (execution.status !== "RUNNING") return;
    Object.assign(execution, { status, error, cause, stoppedAt: this.#foundation.clock.now() });
    if (status === "SUCCEEDED") execution.output = JSON.stringify(output);
    const { type, details } = lastEvent(execution);
    execution.history.close(type, previous, details);
    execution.abort.abort();
    for (const resolve of this.#ends.get(execution.arn) ?? []) resolve(execution);
    this.#ends.delete(execution.arn);
    this.#parts.onEnd(execution);
  }
}

/** Whoever starts an execution has its ARN before the first state is entered. */
function callerAnswered(): Promise<void> {
  return Promise.resolve();
}

function repeated(existing: Execution, input: string): Execution {
  if (existing.status === "RUNNING" && existing.input === input) return existing;
  throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${existing.arn}'`);
}

function checkInput(input: string): void {
  const isTooLarge = Buffer.byteLength(input) > PAYLOAD_LIMIT;
  if (!isTooLarge && input !== "" && isJson(input)) return;
  const reason = isTooLarge
    ? `Input is larger than ${PAYLOAD_LIMIT} bytes`
    : "Invalid execution input.";
  throw new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${reason}'`);
}

/** Anything but a failure of a state is a mistake of this interpreter, and no reason to lose the execution. */
function reasonOf(failure: unknown): { error: string | undefined; cause: string | undefined } {
  if (failure instanceof StateFailure) return { error: failure.error, cause: failure.detail };
  return { error: RUNTIME, cause: failure instanceof Error ? failure.stack : String(failure) };
}

function lastEvent({ status, output, error, cause }: Execution): {
  type: HistoryEventType;
  details: EventDetails;
} {
  const reason = {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
  switch (status) {
    case "SUCCEEDED":
      return {
        type: "ExecutionSucceeded",
        details: {
          executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
        },
      };
    case "TIMED_OUT":
      return { type: "ExecutionTimedOut", details: { executionTimedOutEventDetails: reason } };
    case "ABORTED":
      return { type: "ExecutionAborted", details: { executionAbortedEventDetails: reason } };
    case "FAILED":
    case "RUNNING":
      return { type: "ExecutionFailed", details: { executionFailedEventDetails: reason } };
  }
}
