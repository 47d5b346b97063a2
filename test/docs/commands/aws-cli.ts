// The AWS command line, as far as documents use it: its words become a call of the SDK. What an operation takes
// is read from the SDK's own model, so that an option that AWS does not have is refused here as there.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as acm from "@aws-sdk/client-acm";
import * as apigateway from "@aws-sdk/client-api-gateway";
import * as apigatewayv2 from "@aws-sdk/client-apigatewayv2";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as cognitoIdentity from "@aws-sdk/client-cognito-identity";
import * as cognito from "@aws-sdk/client-cognito-identity-provider";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as elb from "@aws-sdk/client-elastic-load-balancing-v2";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as route53 from "@aws-sdk/client-route-53";
import * as s3 from "@aws-sdk/client-s3";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as secrets from "@aws-sdk/client-secrets-manager";
import * as ses from "@aws-sdk/client-sesv2";
import * as sfn from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sts from "@aws-sdk/client-sts";
import * as wafv2 from "@aws-sdk/client-wafv2";
import { NormalizedSchema } from "@smithy/core/schema";
import { clientOptions, type Place } from "../../../aws/sdk/clients.ts";

/** By the CLI's name: the SDK's module, the name of its client, and what a fault calls the service. */
const services: Readonly<Record<string, readonly [object, string, string]>> = {
  acm: [acm, "ACMClient", "acm"],
  apigateway: [apigateway, "APIGatewayClient", "apigateway"],
  apigatewayv2: [apigatewayv2, "ApiGatewayV2Client", "apigateway"],
  cloudwatch: [cloudwatch, "CloudWatchClient", "monitoring"],
  "cognito-idp": [cognito, "CognitoIdentityProviderClient", "cognito-idp"],
  "cognito-identity": [cognitoIdentity, "CognitoIdentityClient", "cognito-identity"],
  dynamodb: [dynamodb, "DynamoDBClient", "dynamodb"],
  ec2: [ec2, "EC2Client", "ec2"],
  elbv2: [elb, "ElasticLoadBalancingV2Client", "elasticloadbalancing"],
  iam: [iam, "IAMClient", "iam"],
  kms: [kms, "KMSClient", "kms"],
  lambda: [lambda, "LambdaClient", "lambda"],
  route53: [route53, "Route53Client", "route53"],
  s3api: [s3, "S3Client", "s3"],
  scheduler: [scheduler, "SchedulerClient", "scheduler"],
  secretsmanager: [secrets, "SecretsManagerClient", "secretsmanager"],
  sesv2: [ses, "SESv2Client", "ses"],
  sns: [sns, "SNSClient", "sns"],
  stepfunctions: [sfn, "SFNClient", "states"],
  sts: [sts, "STSClient", "sts"],
  wafv2: [wafv2, "WAFV2Client", "wafv2"],
};

/** Of the CLI itself, with whether a value follows. */
const globals: Readonly<Record<string, boolean>> = {
  region: true,
  query: true,
  output: true,
  "endpoint-url": true,
  "max-items": true,
  "cli-input-json": true,
  "no-cli-pager": false,
};

export interface Call {
  readonly service: string;
  /** "PutObject" */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly globals: Readonly<Record<string, string>>;
  /** Words that are no option's: the file that get-object writes. */
  readonly words: readonly string[];
}

/** Throws a sentence for what the CLI would refuse. */
export function parseAws(args: readonly string[], cwd: string): Call {
  const before = args.findIndex((word, at) => !word.startsWith("--") && !isValue(args, at));
  const [service = "", verb = "", ...rest] = [...args.slice(before), ...args.slice(0, before)];
  const operation = pascal(verb);
  const schema = inputOf(service, operation);
  const members = new Map(
    [...schema.structIterator()].map(([name, member]) => [kebab(name), { name, member }]),
  );
  const input: Record<string, unknown> = {};
  const found: Record<string, string> = {};
  const words: string[] = [];
  for (const [option, values] of optionsOf(rest, words)) {
    if (option in globals) {
      found[option] = values[0] ?? "";
      continue;
    }
    const known = members.get(option) ?? members.get(option.replace(/^no-/, ""));
    if (known === undefined) throw new Error(`aws ${service} ${verb} has no option --${option}`);
    const { name, member } = known;
    input[name] = member.isBooleanSchema()
      ? members.has(option)
      : valueFrom(member, wanted(values, option), { cwd, isBody: name === "Body" });
  }
  const json = found["cli-input-json"];
  const template = json === undefined ? {} : JSON.parse(textOf(json, cwd));
  const strange = Object.keys(template).find((name) => !members.has(kebab(name)));
  if (strange !== undefined) throw new Error(`aws ${service} ${verb} knows no ${strange}`);
  return { service, operation, input: { ...template, ...input }, globals: found, words };
}

function wanted(values: readonly string[], option: string): readonly string[] {
  if (values.length > 0) return values;
  throw new Error(`--${option} wants a value`);
}

export interface Desk {
  readonly place: Place;
  readonly cwd: string;
}

/** What the CLI would print. */
export async function sendAws(call: Call, { place, cwd }: Desk): Promise<string> {
  const { service, operation, input, globals } = call;
  const [module, clientName, signing] = services[service] ?? [{}, "", ""];
  const Client = member(module, clientName);
  const Command = member(module, `${operation}Command`);
  const region = globals["region"] ?? place.region;
  const options = clientOptions(place, { region: region as never, service: signing as never });
  // The name of a bucket is no host of a pretend endpoint.
  const client = new Client({ ...options, forcePathStyle: true });
  const answer = (await (client as unknown as Sender).send(new Command(input))) as Answer;
  const { $metadata: _, Body, ...rest } = answer;
  if (Body !== undefined)
    writeFileSync(join(cwd, call.words[0] ?? "out"), await Body.transformToString());
  const asked = globals["query"] === undefined ? rest : queried(rest, globals["query"]);
  if (globals["output"] === "text") return `${asText(asked)}\n`;
  return Object.keys(rest).length === 0 ? "" : `${JSON.stringify(asked, null, 4)}\n`;
}

type Make = new (input: object) => object;
interface Sender {
  send(command: object): Promise<unknown>;
}
interface Answer {
  readonly $metadata?: unknown;
  readonly Body?: { transformToString(): Promise<string> };
}

function member(module: object, name: string): Make {
  return Reflect.get(module, name) as Make;
}

/** The model's own word on what the operation takes. */
function inputOf(service: string, operation: string): NormalizedSchema {
  const [module] = services[service] ?? [];
  if (module === undefined) throw new Error(`there is no client for aws ${service}`);
  // The CLI writes acronyms as words: get-sms-attributes.
  const wanted = `${operation}Command`.toLowerCase();
  const name = Object.keys(module).find((one) => one.toLowerCase() === wanted) ?? "";
  const Command = Reflect.get(module, name) as Make | undefined;
  if (Command === undefined) throw new Error(`aws ${service} has no ${operation}`);
  const { schema } = new Command({}) as { readonly schema: readonly unknown[] };
  return NormalizedSchema.of(schema[4] as never);
}

function isValue(args: readonly string[], at: number): boolean {
  const option = (args[at - 1] ?? "").replace(/^--/, "");
  return globals[option] === true;
}

function* optionsOf(
  rest: readonly string[],
  words: string[],
): Generator<readonly [string, readonly string[]]> {
  for (let at = 0; at < rest.length; ) {
    const word = rest[at] ?? "";
    at += 1;
    if (!word.startsWith("--")) {
      words.push(word);
      continue;
    }
    const option = word.slice(2);
    const values: string[] = [];
    while (at < rest.length && !rest[at]?.startsWith("--") && globals[option] !== false) {
      values.push(rest[at] ?? "");
      at += 1;
      // One value follows an option of the CLI's own; a service's list may go on.
      if (globals[option] === true) break;
    }
    yield [option, values];
  }
}

interface Around {
  readonly cwd: string;
  readonly isBody?: boolean;
}

function valueFrom(schema: NormalizedSchema, values: readonly string[], around: Around): unknown {
  const [first = ""] = values;
  const text = textOf(first, around.cwd);
  if (schema.isListSchema()) {
    if (text.trimStart().startsWith("[")) return JSON.parse(text);
    const of = schema.getValueSchema();
    if (!isNested(of)) {
      return values.flatMap((one) => one.split(",")).map((one) => scalar(of, one));
    }
    return values.map((one) => valueFrom(of, [one], around));
  }
  if (values.length > 1) throw new Error(`one value is wanted, and there are more: ${values}`);
  if (isNested(schema)) {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : shorthand(schema, text);
  }
  // A body is the name of a file.
  if (around.isBody === true) return readFileSync(join(around.cwd, first));
  return scalar(schema, text);
}

function isNested(schema: NormalizedSchema): boolean {
  return schema.isStructSchema() || schema.isMapSchema() || schema.isListSchema();
}

function scalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return text === "true";
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isTimestampSchema()) return new Date(text);
  if (schema.isBlobSchema()) return Buffer.from(text);
  return text;
}

/** "Name=Pool,Value=customers", "Failover={SecondaryRegion=us-east-1,PrimaryRoute53HealthCheckId=…}" */
function shorthand(schema: NormalizedSchema, text: string): Record<string, unknown> {
  const pairs = topLevel(text).map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw new Error(`"${pair}" is not of the form key=value`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return Object.fromEntries(
    pairs.map(([key, value]) => {
      const own = schema.isMapSchema()
        ? schema.getValueSchema()
        : [...schema.structIterator()].find(([name]) => name === key)?.[1];
      if (own === undefined) throw new Error(`there is no member ${key} in "${text}"`);
      if (!isNested(own)) return [key, scalar(own, value)];
      const inner = value.replace(/^[{[]|[}\]]$/g, "");
      return [
        key,
        own.isListSchema()
          ? topLevel(inner).map((one) => scalar(own.getValueSchema(), one))
          : shorthand(own, inner),
      ];
    }),
  );
}

/** Split at the commas that no bracket holds. */
function topLevel(text: string): readonly string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const character of text) {
    if ("{[".includes(character)) depth += 1;
    if ("}]".includes(character)) depth -= 1;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}

function textOf(value: string, cwd: string): string {
  return value.startsWith("file://") ? readFileSync(join(cwd, value.slice(7)), "utf8") : value;
}

/** As much of JMESPath as documents use: members, "[]", and a list of members. */
export function queried(value: unknown, query: string): unknown {
  const list = /^\[([\w,. ]+)\]$/.exec(query)?.[1];
  if (list !== undefined) return list.split(",").map((one) => queried(value, one.trim()));
  const [, head = "", rest = ""] = /^(\w+(?:\[\])?)\.?(.*)$/.exec(query) ?? [];
  if (head === "") throw new Error(`the query "${query}" is not understood here`);
  const inner = Reflect.get(Object(value), head.replace("[]", "")) as unknown;
  if (head.endsWith("[]")) {
    return ((inner ?? []) as unknown[]).map((one) => (rest === "" ? one : queried(one, rest)));
  }
  return rest === "" ? inner : queried(inner, rest);
}

function asText(value: unknown): string {
  if (!Array.isArray(value)) return String(value ?? "None");
  const isTable = value.some((one) => Array.isArray(one));
  return value.map(asText).join(isTable ? "\n" : "\t");
}

function pascal(verb: string): string {
  return verb.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** As the CLI makes options of members' names. */
function kebab(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}
