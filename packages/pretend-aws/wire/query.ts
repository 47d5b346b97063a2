// The AWS query protocol: the operation and its input are a form, answers and errors are XML.
// `Names.member.1=a` is a list, `Tags.entry.1.key=a&Tags.entry.1.value=b` a map.

import { AwsError } from "../aws-error.ts";
import type { Deed } from "../iam/policy.ts";
import type { Random } from "../random.ts";
import type { Context, Service, WireRequest, WireResponse } from "../service.ts";
import { notEmulated } from "./json.ts";
import { signingName } from "./rest.ts";
import { xmlResponse } from "./xml.ts";

/** What a form says: text, lists and maps. */
export type FormValue = string | readonly FormValue[] | { readonly [name: string]: FormValue };

export type Form = { readonly [name: string]: FormValue };

/** Answers with the members of its result: text, numbers, arrays (written as `member`s) and objects. */
export type QueryOperation = (input: Form, context: Context) => object;

export interface QueryServiceOptions {
  /** The signing name: "sns". */
  readonly name: string;
  /** Absent: regional. */
  readonly scope?: Service["scope"];
  /** The API's version, which every request repeats: "2010-03-31". */
  readonly version: string;
  /** Of the answers: "http://sns.amazonaws.com/doc/2010-03-31/". */
  readonly namespace: string;
  readonly random: Random;
  readonly operations: Readonly<Record<string, QueryOperation>>;
  /** What IAM is asked. */
  readonly deedsOf: (operation: string, input: Form, context: Context) => readonly Deed[];
  readonly denied?: Service["denied"];
}

export function queryService(options: QueryServiceOptions): Service {
  const { name, version, namespace, random, operations, deedsOf, denied } = options;
  return {
    name,
    scope: options.scope ?? "regional",
    operations: Object.keys(operations),
    operationOf: (request) => {
      const isForm = (request.headers["content-type"] ?? "").startsWith(
        "application/x-www-form-urlencoded",
      );
      if (!isForm || signingName(request) !== name) return null;
      return new URLSearchParams(request.body.toString("utf8")).get("Action");
    },
    deedsOf: (operation, request, context) =>
      deedsOf(operation, parseForm(request, version), context),
    ...(denied !== undefined && { denied }),
    handle: async (operation, request, context) => {
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (run === undefined) throw notEmulated(name, operation);
      const result = run(parseForm(request, version), context);
      return xmlResponse(200, {
        [`${operation}Response`]: {
          "@xmlns": namespace,
          [`${operation}Result`]: withMembers(result),
          ResponseMetadata: { RequestId: random.uuid() },
        },
      });
    },
    failure: (error, requestId) => queryFailure(error, requestId, namespace),
  };
}

export function queryFailure(
  { name: Code, message: Message, status }: { name: string; message: string; status: number },
  requestId: string,
  namespace?: string,
): WireResponse {
  const Type = status < 500 ? "Sender" : "Receiver";
  return xmlResponse(status, {
    ErrorResponse: {
      ...(namespace !== undefined && { "@xmlns": namespace }),
      Error: { Type, Code, Message },
      RequestId: requestId,
    },
  });
}

function parseForm(request: WireRequest, version: string): Form {
  const fields = new URLSearchParams(request.body.toString("utf8"));
  if (fields.get("Version") !== version) {
    throw new AwsError(
      "InvalidAction",
      `Could not find operation ${fields.get("Action")} for version ${fields.get("Version")}`,
    );
  }
  const root: Node = new Map();
  for (const [path, text] of fields) set(root, path.split("."), text);
  return decodeMembers(root);
}

type Node = Map<string, Node | string>;

function set(node: Node, [step = "", ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    node.set(step, text);
    return;
  }
  const known = node.get(step);
  const below: Node = known instanceof Map ? known : new Map();
  node.set(step, below);
  set(below, rest, text);
}

function decode(node: Node | string): FormValue {
  if (typeof node === "string") return node;
  const members = node.get("member");
  if (members instanceof Map) return inOrder(members).map(decode);
  const entries = node.get("entry");
  return entries instanceof Map ? decodeEntries(entries) : decodeMembers(node);
}

function decodeMembers(node: Node): Form {
  return Object.fromEntries([...node].map(([name, value]) => [name, decode(value)]));
}

/** Maps name their halves `key` and `value`, or, as SNS's message attributes do, `Name` and `Value`. */
function decodeEntries(entries: Node): Form {
  return Object.fromEntries(
    inOrder(entries).flatMap((entry) => {
      if (!(entry instanceof Map)) return [];
      const key = entry.get("key") ?? entry.get("Name");
      const value = entry.get("value") ?? entry.get("Value") ?? "";
      return typeof key === "string" ? [[key, decode(value)]] : [];
    }),
  );
}

function inOrder(numbered: Node): readonly (Node | string)[] {
  return [...numbered].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

/** A map among the members of a result. */
export function mapOf(values: Readonly<Record<string, unknown>>): object {
  return new QueryMap(values);
}

class QueryMap {
  readonly values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }
}

function withMembers(value: unknown): unknown {
  if (value instanceof QueryMap) {
    const entries = Object.entries(value.values);
    return { entry: entries.map(([key, each]) => ({ key, value: withMembers(each) })) };
  }
  if (Array.isArray(value)) return value.length === 0 ? "" : { member: value.map(withMembers) };
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withMembers(each)]));
}
