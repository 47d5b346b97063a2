// The Lambda triggers of sign-in. Each Region has triggers of its own; Cognito waits five seconds for an
// answer, may ask again, and sign-in fails with whatever went wrong.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html

import type { LambdaConfigType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import { BareStatus, ConnectionFault } from "../../faults.ts";
import type { Principal } from "../../iam/principal.ts";
import type { Invocation, Invoked } from "../../lambda/invocation.ts";
import type { Caller } from "../../service.ts";
import type { Foundation } from "../../world.ts";
import { invalid } from "../api/validation.ts";
import type { ClientSite } from "./pool-in-region.ts";
import type { Replica } from "./replica.ts";

/** The triggers that are really called; others are kept and shown. */
export type TriggerName =
  | "PreAuthentication"
  | "PostAuthentication"
  | "PreTokenGeneration"
  | "UserMigration";

export type InvokeLambda = (invocation: Invocation) => Promise<Invoked>;

export interface TriggerCall {
  readonly name: TriggerName;
  /** "PreAuthentication_Authentication" */
  readonly source: string;
  readonly userName: string;
  readonly request: object;
  /** What the function finds in `response`, to fill. */
  readonly response?: object;
}

export type TriggerVersion = 1 | 2 | 3;

export type TriggerResponse = Readonly<Record<string, unknown>>;

const ANSWER_MS = 5_000;
/** Until March 2026 AWS promised as many; since then it says that it may retry, and no number. */
const TRIES = 3;

/** What Cognito makes of a trigger that failed, one way or the other. */
const TRIGGER_ERRORS: ReadonlySet<string> = new Set([
  ...["UserLambdaValidationException", "UnexpectedLambdaException"],
  "InvalidLambdaResponseException",
]);

export class Triggers {
  readonly #clock: Foundation["clock"];
  readonly #gate: Foundation["gate"];
  readonly #invokeLambda: InvokeLambda;

  constructor({ clock, gate }: Foundation, invokeLambda: InvokeLambda | undefined) {
    this.#clock = clock;
    this.#gate = gate;
    this.#invokeLambda =
      invokeLambda ?? (() => Promise.reject(new AwsError("ResourceNotFoundException", "")));
  }

  /** The function's `response`, or null where the Region has no such trigger. */
  async call(site: ClientSite, call: TriggerCall): Promise<TriggerResponse | null> {
    const { region } = site.replica;
    const arn = triggerArn(site.replica, call.name);
    if (arn === undefined) return null;
    const caller: Caller = { name: "cognito", region };
    const target = { region, service: "cognito-trigger", operation: call.name, caller };
    const version = versionOf(site.replica, call.name);
    const event = eventOf(site, call, version);
    const principal: Principal = { kind: "service", service: "cognito-idp.amazonaws.com" };
    const source = { principal, sourceArn: site.replica.arn };
    const invocation = { region, functionName: arn, payload: event, caller, ...source };
    const ask = () =>
      this.#gate.pass(target, () =>
        this.#invokeLambda(invocation).catch((error: unknown) => {
          throw notInvoked(call.name, error);
        }),
      );
    const answer = await this.#patiently(call.name, ask);
    return responseOf(call.name, answer, version);
  }

  async #patiently(name: TriggerName, ask: () => Promise<Invoked>): Promise<Invoked> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const answer = await this.#inTime(ask).catch((error: unknown) => {
        throw struck(name, error);
      });
      if (answer !== null) return answer;
    }
    throw unexpected(name, "Socket timeout while invoking Lambda function");
  }

  /** Null when nothing came within the limit, or the connection broke. */
  async #inTime(ask: () => Promise<Invoked>): Promise<Invoked | null> {
    const answered = new AbortController();
    const late = this.#clock.wait(ANSWER_MS, answered.signal).then(() => null);
    try {
      return await Promise.race([ask(), late]);
    } catch (error) {
      if (!(error instanceof ConnectionFault)) throw error;
      if (error.kind === "blackHole") await late;
      return null;
    } finally {
      answered.abort();
    }
  }
}

export function triggerArn({ regional }: Replica, name: TriggerName): string | undefined {
  const { LambdaConfig } = regional;
  if (name !== "PreTokenGeneration") return LambdaConfig?.[name];
  return LambdaConfig?.PreTokenGenerationConfig?.LambdaArn ?? LambdaConfig?.PreTokenGeneration;
}

/** Of the event: only pre token generation has more than one. */
export function versionOf({ regional }: Replica, name: TriggerName): TriggerVersion {
  if (name !== "PreTokenGeneration") return 1;
  const version = regional.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? "V1_0";
  return version === "V1_0" ? 1 : version === "V2_0" ? 2 : 3;
}

/** Throws InvalidParameterException, or FeatureUnavailableInTierException on the Lite plan. */
export function checkTriggers(
  config: LambdaConfigType | undefined,
  { region, tier }: { readonly region: string; readonly tier: string | undefined },
): void {
  const { PreTokenGeneration, PreTokenGenerationConfig: tokens, ...others } = config ?? {};
  const arns = [PreTokenGeneration, tokens?.LambdaArn, ...Object.values(others)].flatMap((value) =>
    typeof value === "string" ? [value] : (value?.LambdaArn ?? []),
  );
  const stray = arns.find((arn) => regionOfLambda(arn) !== region);
  if (stray !== undefined) {
    throw invalid(`${stray} is not the ARN of a Lambda function in ${region}.`);
  }
  const inbound = others.InboundFederation?.LambdaVersion;
  if (inbound !== undefined && inbound !== "V1_0") {
    throw invalid(
      `1 validation error detected: Value '${inbound}' at 'lambdaConfig.inboundFederation.lambdaVersion' failed to satisfy constraint: Member must satisfy enum value set: [V1_0]`,
    );
  }
  if (PreTokenGeneration !== undefined && tokens && tokens.LambdaArn !== PreTokenGeneration) {
    throw invalid("PreTokenGeneration and PreTokenGenerationConfig must name the same function.");
  }
  if (tier === "LITE" && (tokens?.LambdaVersion ?? "V1_0") !== "V1_0") {
    throw new AwsError(
      "FeatureUnavailableInTierException",
      `Pre token generation ${tokens?.LambdaVersion} needs the feature plan ESSENTIALS or PLUS.`,
    );
  }
}

/** Null for what is not a Lambda ARN; the key of custom senders is none either. */
function regionOfLambda(arn: string): string | null {
  return (
    /^arn:aws[\w-]*:(?:lambda|kms):([a-z0-9-]+):\d{12}:(?:function|key)[:/].+$/.exec(arn)?.[1] ??
    null
  );
}

function eventOf({ replica, pool, client }: ClientSite, call: TriggerCall, version: number) {
  return {
    version: String(version),
    region: replica.region,
    userPoolId: pool.id,
    userName: call.userName,
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: client.ClientId },
    triggerSource: call.source,
    request: call.request,
    response: call.response ?? {},
  };
}

function responseOf(
  name: TriggerName,
  { functionError, payload }: Invoked,
  version: number,
): TriggerResponse {
  if (functionError !== null) {
    const thrown = payload as { readonly errorMessage?: unknown } | null;
    const message = typeof thrown?.errorMessage === "string" ? thrown.errorMessage : functionError;
    throw new AwsError("UserLambdaValidationException", `${name} failed with error ${message}.`);
  }
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
    throw new AwsError(
      "InvalidLambdaResponseException",
      "Invalid lambda function output : Invalid JSON",
    );
  }
  const { version: returned, response } = payload as TriggerResponse;
  if (returned !== String(version) || typeof response !== "object" || response === null) {
    throw unrecognizable();
  }
  return response as TriggerResponse;
}

export function unrecognizable(): AwsError {
  return new AwsError("InvalidLambdaResponseException", "Unrecognizable lambda output");
}

function unexpected(name: TriggerName, reason: string): AwsError {
  return new AwsError(
    "UnexpectedLambdaException",
    `${name} invocation failed due to error ${reason}.`,
  );
}

/** Lambda itself refuses: the function is gone, may not be called, or is throttled. */
function notInvoked(name: TriggerName, error: unknown): unknown {
  return error instanceof AwsError ? unexpected(name, error.name) : error;
}

/** A fault on a trigger stands for what its function throws, unless it names Cognito's own error. */
function struck(name: TriggerName, error: unknown): unknown {
  if (error instanceof BareStatus) return unexpected(name, String(error.status));
  if (!(error instanceof AwsError) || TRIGGER_ERRORS.has(error.name)) return error;
  return new AwsError(
    "UserLambdaValidationException",
    `${name} failed with error ${error.message}.`,
  );
}
