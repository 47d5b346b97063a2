// What can be made to go wrong, for whom. A fault that names nothing hits everything.

import { createHash } from "node:crypto";
import { AwsError } from "./aws-error.ts";
import type { Clock } from "./clock.ts";
import { INTERCEPTIONS, type Interception, type InterceptionName } from "./intercepted.ts";
import type { Random } from "./random.ts";
import { refusedCredentials } from "./refused-credentials.ts";
import type { Caller } from "./service.ts";
import { throttled } from "./throttled.ts";

export interface Fault {
  /** Given by `add`. */
  readonly id: string;
  /** The Region whose endpoint is called, or "global"; absent: any. */
  readonly region?: string;
  /** Signing name of the service ("cognito-idp"); absent: any. */
  readonly service?: string;
  /** Operation ("InitiateAuth"); absent: any. */
  readonly operation?: string;
  /** The Region the caller runs in; absent: any caller. */
  readonly vantage?: string;
  /** The caller's own name ("verify", "states"); absent: any caller. */
  readonly caller?: string;
  /** What the call is about, where the service says: the name of a function; absent: anything. */
  readonly resource?: string;
  /** Pretend milliseconds since the epoch, from when on calls are hit; absent: from the beginning. */
  readonly from?: number;
  /** Until when, exclusive; absent: until it is removed. */
  readonly until?: number;
  /** Share of the calls that are hit, 0 to 1; absent: all. */
  readonly rate?: number;
  /**
   * Share of the users that are hit, 0 to 1: the same ones at each call and in each Region, as in an outage of one of the
   * service's cells. A call that says of no user whom it is about is spared; absent: whoever it is about.
   */
  readonly users?: number;
  readonly effect: Effect;
}

export type Effect =
  /** The connection is cut: ECONNRESET. */
  | { readonly kind: "reset" }
  /** The service does what it is asked, and the connection is cut before it can say so. */
  | { readonly kind: "lostAnswer" }
  /** Never answers. */
  | { readonly kind: "blackHole" }
  /** Answers `ms` milliseconds late. */
  | { readonly kind: "delay"; readonly ms: number }
  /** A bare HTTP status, as from a load balancer. */
  | { readonly kind: "status"; readonly status: number }
  /** The page of something before the service, in place of its answer. */
  | { readonly kind: "page"; readonly page: InterceptionName }
  /** Valid credentials are refused as wrong ones are, by the operations that take any; the others are spared. */
  | { readonly kind: "refuse" }
  /** The service's own refusal of a caller that asks too often. */
  | { readonly kind: "throttle" }
  /** A named AWS error. */
  | {
      readonly kind: "error";
      readonly name: string;
      readonly message?: string;
      readonly status?: number;
    };

export interface Target {
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly caller: Caller;
  /** The name of the function that a machine invokes. */
  readonly resource?: string;
  /** Whom it is about, by the name that the directory knows; looked for only while a fault asks. */
  readonly user?: string | undefined;
}

/** A fault that the wire must act out: no answer is sent. */
export class ConnectionFault extends Error {
  readonly kind: "reset" | "blackHole";

  constructor(kind: "reset" | "blackHole") {
    super(kind === "reset" ? "read ECONNRESET" : "no answer");
    this.name = "ConnectionFault";
    this.kind = kind;
  }
}

/** An answer from something before the service: no AWS error body. */
export class BareStatus extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;

  constructor(status: number, { headers = {}, body = "" }: Partial<Interception> = {}) {
    super(`HTTP ${status}`);
    this.name = "BareStatus";
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

export class Faults {
  readonly #clock: Clock;
  readonly #random: Random;
  #faults: Fault[] = [];
  #next = 1;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  add(fault: Omit<Fault, "id">): Fault {
    const added = { ...fault, id: `fault-${this.#next++}` };
    this.#faults.push(added);
    return added;
  }

  /** True when there was such a fault. */
  remove(id: string): boolean {
    const before = this.#faults.length;
    this.#faults = this.#faults.filter((fault) => fault.id !== id);
    return this.#faults.length < before;
  }

  clear(): void {
    this.#faults = [];
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  /** Whether a fault asks whom a call is about. */
  get askForUsers(): boolean {
    return this.#faults.some(({ users }) => users !== undefined);
  }

  /** Whether no fault can hit this call now, whatever chance says. */
  spares(target: Target): boolean {
    if (this.#faults.length === 0) return true;
    const now = this.#clock.now();
    return !this.#faults.some((fault) => hits(fault, target) && isInForce(fault, now));
  }

  /** Acts out every fault that hits this call: returns late, or throws. Whether the answer gets lost is answered. */
  async strike(target: Target): Promise<boolean> {
    let isLost = false;
    for (const fault of this.#faults.filter((candidate) => hits(candidate, target))) {
      if (!isInForce(fault, this.#clock.now())) continue;
      if (fault.rate !== undefined && this.#random.next() >= fault.rate) continue;
      if (fault.effect.kind === "lostAnswer") isLost = true;
      else await this.#act(fault.effect, target);
    }
    return isLost;
  }

  async #act(
    effect: Exclude<Effect, { readonly kind: "lostAnswer" }>,
    { service, operation }: Target,
  ): Promise<void> {
    switch (effect.kind) {
      case "reset":
      case "blackHole":
        throw new ConnectionFault(effect.kind);
      case "delay":
        return this.#clock.wait(effect.ms);
      case "status":
        throw new BareStatus(effect.status);
      case "page":
        throw intercepted(INTERCEPTIONS[effect.page]);
      case "refuse": {
        const refusal = refusedCredentials(service, operation);
        if (refusal === null) return;
        throw refusal instanceof AwsError ? refusal : intercepted(refusal);
      }
      case "throttle":
        throw throttled(service);
      case "error":
        throw new AwsError(effect.name, effect.message ?? "Injected fault.", {
          status: effect.status ?? 400,
        });
    }
  }
}

function intercepted(answer: Interception): BareStatus {
  return new BareStatus(answer.status, answer);
}

function isInForce({ from = 0, until = Number.POSITIVE_INFINITY }: Fault, now: number): boolean {
  return now >= from && now < until;
}

function hits(fault: Fault, target: Target): boolean {
  return (
    (fault.region === undefined || fault.region === target.region) &&
    (fault.service === undefined || fault.service === target.service) &&
    (fault.operation === undefined || fault.operation === target.operation) &&
    (fault.vantage === undefined || fault.vantage === target.caller.region) &&
    (fault.caller === undefined || fault.caller === target.caller.name) &&
    (fault.resource === undefined || fault.resource === target.resource) &&
    (fault.users === undefined || isAmong(target.user, fault.users))
  );
}

/** By the name alone, so that it is the same users whatever the seed, the call and the Region. */
function isAmong(user: string | undefined, share: number): boolean {
  if (user === undefined) return false;
  const place = createHash("sha256").update(user).digest().readUInt32BE(0);
  return place < share * 2 ** 32;
}
