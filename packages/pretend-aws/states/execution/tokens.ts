// Task tokens: tasks that wait until someone outside reports success, failure, or that it still lives.

import { AwsError } from "../../aws-error.ts";
import type { Cancel } from "../../clock.ts";
import type { Foundation } from "../../world.ts";
import { StateFailure, TIMEOUT } from "./failure.ts";

export interface OpenTask {
  readonly token: string;
  /** The output that was reported; rejects with the failure, or when a heartbeat is missed. */
  readonly settled: Promise<unknown>;
  /** Whoever uses the token afterwards is told that the task is over. */
  close(): void;
}

interface Waiting {
  resolve(output: unknown): void;
  reject(failure: StateFailure): void;
  beat(): void;
}

const PREFIX = "AQCEAAAAKgAAAAMAAAAA";
const FORM = new RegExp(`^${PREFIX}[A-Za-z0-9]{200}=$`);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export class TaskTokens {
  readonly #foundation: Foundation;
  /** By Region and token; null once closed. */
  readonly #tasks = new Map<string, Waiting | null>();

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  open(region: string, heartbeatMs: number | null): OpenTask {
    const token = `${PREFIX}${this.#foundation.random.text(200, ALPHABET)}=`;
    const key = `${region} ${token}`;
    let cancel: Cancel = () => {};
    const settled = new Promise<unknown>((resolve, reject) => {
      const beat = () => {
        cancel();
        if (heartbeatMs === null) return;
        cancel = this.#foundation.clock.after(heartbeatMs, () => reject(heartbeatMissed()));
      };
      beat();
      this.#tasks.set(key, { resolve, reject, beat });
    });
    settled.catch(() => {});
    const close = () => {
      cancel();
      this.#tasks.set(key, null);
    };
    return { token, settled, close };
  }

  succeed(region: string, token: string, output: unknown): void {
    this.#take(region, token).resolve(output);
  }

  fail(region: string, token: string, failure: StateFailure): void {
    this.#take(region, token).reject(failure);
  }

  heartbeat(region: string, token: string): void {
    this.#find(region, token).beat();
  }

  #take(region: string, token: string): Waiting {
    const found = this.#find(region, token);
    this.#tasks.set(`${region} ${token}`, null);
    return found;
  }

  #find(region: string, token: string): Waiting {
    if (!FORM.test(token)) throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
    const found = this.#tasks.get(`${region} ${token}`);
    if (found === undefined) {
      throw new AwsError("TaskDoesNotExist", "Task does not exist: 'Provided task does not exist'");
    }
    if (found !== null) return found;
    throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
  }
}

function heartbeatMissed(): StateFailure {
  return new StateFailure(TIMEOUT, undefined, { aliases: ["States.HeartbeatTimeout"] });
}
