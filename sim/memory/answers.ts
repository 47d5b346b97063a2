// Which pretend service answers a command, and what of it: the same models that stand behind the wire, asked
// directly. What a model has only behind its wire is asked with a request made by hand.

import type {
  DeleteObjectCommandInput,
  GetObjectCommandInput,
  PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { AwsError } from "pretend-aws/aws-error.ts";
import type { CloudWatch } from "pretend-aws/cloudwatch/cloudwatch.ts";
import type { DynamoDb } from "pretend-aws/dynamodb/dynamodb.ts";
import type { Gate } from "pretend-aws/gate.ts";
import type { Lambda } from "pretend-aws/lambda/lambda.ts";
import type { Route53 } from "pretend-aws/route53/route53.ts";
import type { S3 } from "pretend-aws/s3/s3.ts";
import type { Scheduler } from "pretend-aws/scheduler/scheduler.ts";
import type { SecretsManager } from "pretend-aws/secrets-manager/secrets-manager.ts";
import type { Context, Service, WireRequest, WireResponse } from "pretend-aws/service.ts";
import type { Sns } from "pretend-aws/sns/sns.ts";
import type { States } from "pretend-aws/states/states.ts";
import { notEmulated } from "pretend-aws/wire/json.ts";
import { itemCalls } from "./items.ts";
import { type Pools, userIn } from "./pools.ts";
import { route53Call } from "./records.ts";
import type { CommandAnswer, Sent } from "./sdk.ts";

export interface Models {
  readonly gate: Gate;
  readonly cloudwatch: CloudWatch;
  readonly dynamodb: DynamoDb;
  readonly lambda: Lambda;
  readonly pools: Pools;
  readonly route53: Route53;
  readonly s3: S3;
  readonly scheduler: Scheduler;
  readonly secrets: SecretsManager;
  readonly sns: Sns;
  readonly states: States;
}

type Run = (sent: Sent) => unknown;

export function answersOf(models: Models): CommandAnswer {
  const { gate, route53, pools } = models;
  const answers: Readonly<Record<string, Run>> = {
    "cognito-idp": ({ operation, input, context }) => pools.call(operation, input, context.region),
    dynamodb: itemCalls(models.dynamodb, byModel(models.dynamodb.service)),
    lambda: (sent) => invoked(models.lambda, sent),
    monitoring: ({ input, ...sent }) =>
      byModel(models.cloudwatch.service)({ ...sent, input: inSeconds(input) as object }),
    route53: (sent) => route53Call(route53, sent),
    s3: (sent) => objectCall(models.s3, sent),
    scheduler: (sent) => scheduled(models.scheduler, sent),
    secretsmanager: byModel(models.secrets.service),
    states: byModel(models.states.service),
  };
  return (sent) => {
    const { service, operation, input, context } = sent;
    // Its model passes the gate by itself.
    if (service === "sns" && operation === "Publish") {
      return models.sns.publish({ ...context, parameters: input });
    }
    const answer = answers[service];
    if (answer === undefined) throw notEmulated(service, operation);
    const { region, caller } = context;
    const user = gate.faults.askForUsers ? userIn(input) : undefined;
    return gate.passAtOnce({ region, caller, service, operation, user }, () => answer(sent));
  };
}

function byModel({ call, name }: Service): Run {
  return ({ operation, input, context }) => {
    if (call === undefined) throw notEmulated(name, operation);
    return call(operation, input, context) ?? {};
  };
}

/** Dates, as this service's wire has them. */
function inSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(inSeconds);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inSeconds(one)]));
}

const NO_QUERY = new URLSearchParams();

type ByHand = Pick<WireRequest, "method" | "path"> & Partial<WireRequest>;

function byHand({ headers = {}, body = Buffer.alloc(0), ...request }: ByHand): WireRequest {
  return { query: NO_QUERY, ...request, headers, body };
}

interface Invocation {
  readonly FunctionName?: string;
  readonly InvocationType?: string;
  readonly Payload?: string;
}

async function invoked({ service }: Lambda, sent: Sent): Promise<object> {
  const { operation, context } = sent;
  if (operation !== "Invoke") throw notEmulated("lambda", `${operation} in memory`);
  const {
    FunctionName = "",
    InvocationType = "RequestResponse",
    Payload = "",
  }: Invocation = sent.input;
  const request = byHand({
    method: "POST",
    path: `/2015-03-31/functions/${FunctionName}/invocations`,
    headers: { "x-amz-invocation-type": InvocationType },
    body: Buffer.from(Payload),
  });
  const { status, headers, body } = await service.handle(operation, request, context);
  const failed = headers["x-amz-function-error"];
  return {
    StatusCode: status,
    Payload: Buffer.from(body),
    ...(failed === undefined ? {} : { FunctionError: failed }),
  };
}

interface ScheduleInput {
  readonly Name?: string;
  readonly NamePrefix?: string;
  readonly NextToken?: string;
}

const SCHEDULE_METHODS: Readonly<Record<string, string>> = {
  CreateSchedule: "POST",
  GetSchedule: "GET",
  DeleteSchedule: "DELETE",
  ListSchedules: "GET",
};

async function scheduled({ service }: Scheduler, sent: Sent): Promise<object> {
  const { operation, context } = sent;
  const method = SCHEDULE_METHODS[operation];
  if (method === undefined) throw notEmulated("scheduler", `${operation} in memory`);
  const { Name, NamePrefix = "", NextToken = "", ...members }: ScheduleInput = sent.input;
  const request = byHand({
    ...{ method, path: Name === undefined ? "/schedules" : `/schedules/${Name}` },
    query: new URLSearchParams({ NamePrefix, NextToken }),
    body: Buffer.from(method === "POST" ? JSON.stringify(members) : ""),
  });
  const { body } = await service.handle(operation, request, context);
  return JSON.parse(body.toString()) as object;
}

type ObjectInput = Partial<
  PutObjectCommandInput & DeleteObjectCommandInput & GetObjectCommandInput
>;

const OBJECT_METHODS: Readonly<Record<string, string>> = {
  PutObject: "PUT",
  GetObject: "GET",
  DeleteObject: "DELETE",
};

/** The members that travel as headers. */
const HEADERS = {
  IfMatch: "if-match",
  IfNoneMatch: "if-none-match",
  ContentType: "content-type",
  CacheControl: "cache-control",
  ExpectedBucketOwner: "x-amz-expected-bucket-owner",
} as const;

async function objectCall({ service }: S3, { operation, input, context }: Sent): Promise<object> {
  const method = OBJECT_METHODS[operation];
  if (method === undefined) throw notEmulated("s3", `${operation} in memory`);
  const { Bucket, Key, Body, ...members } = input as ObjectInput;
  const request = byHand({
    ...{ method, path: `/${Bucket}/${Key}`, body: Buffer.from(String(Body ?? "")) },
    headers: headersOf(members),
  });
  const { status, headers, body } = await service.handle(operation, request, context);
  if (status === 304) throw new AwsError("304", "", { status });
  return {
    ETag: headers["etag"],
    VersionId: headers["x-amz-version-id"],
    Body: { transformToString: async () => body.toString() },
  };
}

function headersOf(members: object): Record<string, string> {
  const named = HEADERS as Readonly<Record<string, string>>;
  return Object.fromEntries(
    Object.entries(members).flatMap(([member, value]) => {
      const name = named[member];
      return name === undefined || value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

/** An object as everyone may read it. */
export function readUnsigned(
  { service }: S3,
  path: string,
  { region, caller }: Pick<Context, "region" | "caller">,
): Promise<WireResponse> {
  const context = { region, caller, principal: { kind: "anonymous" } } as const;
  return service.handle("GetObject", byHand({ method: "GET", path }), context);
}
