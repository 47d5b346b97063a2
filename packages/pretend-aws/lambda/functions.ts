// The functions of all Regions: what is registered, what runs now, and how much of it may.

import { createHash } from "node:crypto";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { AwsError } from "../aws-error.ts";
import { type Policy, readPolicy } from "../iam/policy.ts";
import type { Foundation } from "../world.ts";
import { type Code, execute, type LambdaContext, type Outcome } from "./execution.ts";
import { functionArn, LATEST, nameOf, notFound } from "./function-name.ts";
import type { PolicyDocument } from "./resource-policy.ts";

export interface FunctionSettings extends Code {
  readonly region: string;
  readonly name: string;
  readonly timeoutMs: number;
  /** 128 when absent; only told to the handler. */
  readonly memoryMb?: number;
  /** Further runs of a failed asynchronous invocation, 0 to 2; absent: 2. */
  readonly retries?: number;
  /** Runs at one time; absent: no limit but the account's, which is not pretended. */
  readonly reservedConcurrency?: number;
  /** Names beside its own, as `CreateAlias` makes them; each leads to $LATEST. */
  readonly aliases?: readonly string[];
  /** What it runs as; absent: a role that nobody looks at. */
  readonly roleArn?: string;
  /** Who may invoke it beside those whose own policies say so. */
  readonly policy?: object;
  /** Absent: nodejs24.x. */
  readonly runtime?: string;
  /** Of its package; absent: follows from the handler's own text. */
  readonly codeSha256?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Absent: active, and its last update successful; what is not active is not invoked. */
  readonly state?: FunctionState;
}

/** As GetFunctionConfiguration tells it. */
export type FunctionState = Pick<
  FunctionConfiguration,
  | "State"
  | "StateReason"
  | "StateReasonCode"
  | "LastUpdateStatus"
  | "LastUpdateStatusReason"
  | "LastUpdateStatusReasonCode"
>;

export interface LambdaFunction extends Omit<FunctionSettings, "policy"> {
  readonly arn: string;
  /** With the alias that it was asked for by. */
  readonly invokedArn: string;
  readonly policy: Policy | null;
  /** As it was written. */
  readonly policyDocument: PolicyDocument | null;
  readonly codeSha256: string;
  readonly registeredAt: number;
}

export interface FunctionChange {
  readonly policy?: PolicyDocument | null;
  readonly reservedConcurrency?: number | null;
}

export class Functions {
  readonly #foundation: Foundation;
  readonly #byArn = new Map<string, LambdaFunction>();
  readonly #running = new Map<string, number>();

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  get inFlight(): number {
    return [...this.#running.values()].reduce((sum, running) => sum + running, 0);
  }

  add(settings: FunctionSettings): string {
    const arn = functionArn(this.#foundation, settings.region, settings.name);
    nameOf(this.#foundation, settings.region, { reference: arn });
    const handler: Code["handler"] = (event, context) => settings.handler(event, context);
    const { policy: document = null, codeSha256 = hashOf(settings.handler) } = settings;
    const registeredAt = this.#foundation.clock.now();
    const more = { handler, arn, invokedArn: arn, codeSha256, registeredAt };
    this.#byArn.set(arn, { ...settings, ...more, ...policyOf(document as PolicyDocument | null) });
    return arn;
  }

  /** What is absent stays; null takes it away. */
  change({ arn }: LambdaFunction, { policy, reservedConcurrency }: FunctionChange): void {
    const known = this.#byArn.get(arn);
    if (known === undefined) return;
    const { reservedConcurrency: before, ...others } = known;
    const reserved = reservedConcurrency === undefined ? before : reservedConcurrency;
    this.#byArn.set(arn, {
      ...others,
      ...(reserved === undefined || reserved === null ? {} : { reservedConcurrency: reserved }),
      ...(policy === undefined ? {} : policyOf(policy)),
    });
  }

  remove(region: string, name: string): void {
    this.#byArn.delete(functionArn(this.#foundation, region, name));
  }

  find(region: string, reference: string, qualifier?: string): LambdaFunction {
    const { name, version } = nameOf(this.#foundation, region, { reference, qualifier });
    const arn = functionArn(this.#foundation, region, name);
    const found = this.#byArn.get(arn);
    if (found !== undefined && version === LATEST) return found;
    const invokedArn = version === LATEST ? arn : `${arn}:${version}`;
    if (found?.aliases?.includes(version) === true) return { ...found, invokedArn };
    throw notFound(`Function not found: ${invokedArn}`);
  }

  /** Null also where there is no such function. */
  policyOf(arn: string): Policy | null {
    return this.#byArn.get(arn)?.policy ?? null;
  }

  /** Throws what Lambda says of a function that is being made, or could not be. */
  assertActive({ state }: LambdaFunction): void {
    const { State = "Active" } = state ?? {};
    if (State === "Active") return;
    const message = `The operation cannot be performed at this time. The function is currently in the following state: ${State}`;
    throw new AwsError("ResourceConflictException", message, {
      ...{ status: 409, members: { Type: "User" } },
    });
  }

  async run(code: LambdaFunction, event: string, requestId: string): Promise<Outcome> {
    const { arn, timeoutMs, reservedConcurrency = Number.POSITIVE_INFINITY } = code;
    if ((this.#running.get(arn) ?? 0) >= reservedConcurrency) throw throttled();
    this.#count(arn, 1);
    try {
      const context = this.#contextOf(code, requestId);
      this.#takeRole(code, context);
      return await execute(this.#foundation.clock, { code, event, context, timeoutMs });
    } finally {
      this.#count(arn, -1);
    }
  }

  /** With its role Lambda runs a function and writes its log; without the right, there is none. */
  #takeRole({ roleArn, arn, region }: LambdaFunction, context: LambdaContext): void {
    if (roleArn === undefined) return;
    const { iam, accountId } = this.#foundation;
    const principal = iam.taken(roleArn, { service: "lambda.amazonaws.com", sourceArn: arn });
    const { logGroupName, logStreamName } = context;
    const group = `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`;
    const resource = `${group}:log-stream:${logStreamName.replace(/\].*/, "]")}`;
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      iam.decide(principal, { action, resource }, { region });
    }
  }

  #count(arn: string, by: number): void {
    this.#running.set(arn, (this.#running.get(arn) ?? 0) + by);
  }

  #contextOf(
    { name, invokedArn, memoryMb = 128, timeoutMs }: LambdaFunction,
    requestId: string,
  ): LambdaContext {
    const { clock } = this.#foundation;
    const deadline = clock.now() + timeoutMs;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    return {
      awsRequestId: requestId,
      functionName: name,
      functionVersion: LATEST,
      invokedFunctionArn: invokedArn,
      memoryLimitInMB: String(memoryMb),
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: `${day}/[${LATEST}]${requestId.replaceAll("-", "")}`,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now()),
    };
  }
}

function throttled(): AwsError {
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", {
    status: 429,
    members: { Type: "User", Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
  });
}

function policyOf(document: PolicyDocument | null) {
  return { policyDocument: document, policy: document === null ? null : readPolicy(document) };
}

/** The same code has the same hash, in whichever Region. */
function hashOf(handler: Code["handler"]): string {
  return createHash("sha256").update(handler.toString()).digest("base64");
}
