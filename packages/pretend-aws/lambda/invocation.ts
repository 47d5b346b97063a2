// What is asked of Lambda in one invocation, and what it answers.

import { AwsError } from "../aws-error.ts";
import type { Principal } from "../iam/principal.ts";
import type { Caller } from "../service.ts";
import type { Outcome } from "./execution.ts";

const MB = 1024 * 1024;

/** Largest event in bytes by how the function is invoked. */
const LIMITS = { RequestResponse: 6 * MB, Event: MB, DryRun: 6 * MB } as const;

export type InvocationType = keyof typeof LIMITS;

export interface Invocation {
  readonly region: string;
  /** Name, ARN or partial ARN. */
  readonly functionName: string;
  /** Absent: `{}`, as the Node.js runtime sees an invocation without payload. */
  readonly payload?: unknown;
  readonly caller: Caller;
  /** In whose name; absent: the administrator's. */
  readonly principal?: Principal;
  /** What a service calls for by itself: the rule of a bus. */
  readonly sourceArn?: string;
  /** Absent: RequestResponse. */
  readonly type?: InvocationType;
  readonly qualifier?: string | undefined;
}

/** An invocation that has passed the gate; its event is JSON text. */
export interface Accepted
  extends Omit<Invocation, "caller" | "payload" | "principal" | "sourceArn"> {
  readonly event: string;
}

export interface Invoked extends Outcome {
  /** 200, 202 for Event, 204 for DryRun. */
  readonly statusCode: number;
  readonly executedVersion: string;
  readonly requestId: string;
}

export function isInvocationType(type: string): type is InvocationType {
  return Object.hasOwn(LIMITS, type);
}

export function checkSize(event: string, type: InvocationType): void {
  const size = Buffer.byteLength(event);
  const limit = LIMITS[type];
  if (size <= limit) return;
  throw new AwsError(
    "RequestTooLargeException",
    `${size} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    { status: 413, members: { Type: "User" } },
  );
}
