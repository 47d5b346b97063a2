// How a state fails: an error name and a cause, which Retry and Catch match, or an abort from outside.

export interface FailureMore {
  /** Further names that Retry and Catch may use for it. */
  readonly aliases?: readonly string[];
  /** The cause names the state already. */
  readonly located?: boolean;
}

export class StateFailure extends Error {
  /** Absent for a Fail state without Error. */
  readonly error: string | undefined;
  readonly detail: string | undefined;
  readonly aliases: readonly string[];
  readonly located: boolean;

  constructor(error: string | undefined, detail: string | undefined, more: FailureMore = {}) {
    super(`${error}: ${detail}`);
    this.name = "StateFailure";
    this.error = error;
    this.detail = detail;
    this.aliases = more.aliases ?? [];
    this.located = more.located ?? false;
  }
}

/** The execution ended, or a sibling branch failed, while a state was under way. */
export class Aborted extends Error {
  constructor() {
    super("aborted");
    this.name = "Aborted";
  }
}

/** Abort reason of the branches beside one that failed. */
export const SIBLING_FAILED = "sibling failed";

/** Ends the execution whatever Retry and Catch say. */
export const RUNTIME = "States.Runtime";
export const TIMEOUT = "States.Timeout";
export const DATA_LIMIT = "States.DataLimitExceeded";

export function runtimeFailure(detail: string): StateFailure {
  return new StateFailure(RUNTIME, detail);
}

/**
 * States.ALL leaves States.Runtime and States.DataLimitExceeded out, States.TaskFailed also timeouts:
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matches(errorEquals: readonly string[], failure: StateFailure): boolean {
  const { error, aliases } = failure;
  if (error === RUNTIME) return false;
  if (error !== DATA_LIMIT && errorEquals.includes("States.ALL")) return true;
  if (error !== DATA_LIMIT && error !== TIMEOUT && errorEquals.includes("States.TaskFailed")) {
    return true;
  }
  return [error, ...aliases].some((name) => name !== undefined && errorEquals.includes(name));
}
