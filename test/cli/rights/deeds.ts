// What a request to AWS is to IAM: an action, on a resource, with the condition keys that its service adds. Only for
// what the command line asks; anything else is refused, so that nothing goes by unjudged.

import type { Deed } from "pretend-aws/iam/policy.ts";

/** The part of the SDK's own request that tells. */
export interface Asked {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Placed {
  readonly deed: Deed;
  /** The Region whose endpoint was asked, or "global". */
  readonly region: string;
}

const ACCOUNT = "123456789012";

/** Null for what needs no permission. */
export function placed(asked: Asked): Placed | null {
  const region = /^([\w-]+)\.pretend$/.exec(asked.hostname)?.[1] ?? asked.hostname;
  const target = header(asked, "x-amz-target");
  if (target !== undefined) {
    const [prefix = "", operation = ""] = target.split(/\.(?=[^.]+$)/);
    return { region, deed: byTarget(prefix, operation, { region, body: parsed(asked.body) }) };
  }
  const text = String(asked.body ?? "");
  if (text.includes("Action=GetCallerIdentity")) return null;
  const path = decodeURIComponent(asked.path);
  const [, name = "", what = ""] = /^\/2015-03-31\/functions\/([^/]+)\/(\w+)/.exec(path) ?? [];
  if (name !== "") {
    const action = what === "configuration" ? "GetFunctionConfiguration" : "InvokeFunction";
    const resource = `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
    return { region, deed: { action: `lambda:${action}`, resource } };
  }
  if (asked.method === "HEAD") {
    const resource = `arn:aws:s3:::${path.split("/")[1]}`;
    return { region, deed: { action: "s3:ListBucket", resource } };
  }
  return { region, deed: route53(asked.method, path, text) };
}

interface Body {
  readonly region: string;
  readonly body: Readonly<Record<string, unknown>>;
}

function byTarget(prefix: string, operation: string, { region, body }: Body): Deed {
  const text = (name: string) => String(body[name] ?? "");
  switch (prefix) {
    case "DynamoDB_20120810":
      return {
        action: `dynamodb:${operation}`,
        resource: `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${text("TableName")}`,
        values: { "dynamodb:LeadingKeys": [leadingKey(body)] },
      };
    case "AWSCognitoIdentityProviderService": {
      const resource =
        "UserPoolId" in body
          ? `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${text("UserPoolId")}`
          : "*";
      return { action: `cognito-idp:${operation}`, resource };
    }
    case "AWSStepFunctions":
      return {
        action: `states:${operation}`,
        resource: text("stateMachineArn") || text("executionArn") || "*",
      };
    case "secretsmanager":
      return {
        action: `secretsmanager:${operation}`,
        resource: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:${text("SecretId")}-AbCdEf`,
      };
    default:
      throw new Error(`nobody here knows what ${prefix}.${operation} is about`);
  }
}

interface Attribute {
  readonly S?: string;
}

/** Of the one item or partition that is asked for. */
function leadingKey(body: Readonly<Record<string, unknown>>): string {
  const key = (body["Key"] ?? body["Item"]) as { readonly pk?: Attribute } | undefined;
  if (key !== undefined) return key.pk?.S ?? "";
  const values = Object.entries((body["ExpressionAttributeValues"] ?? {}) as object);
  const [, name = ""] = /\bpk = (:\w+)/.exec(String(body["KeyConditionExpression"])) ?? [];
  return (values.find(([one]) => one === name)?.[1] as Attribute | undefined)?.S ?? "";
}

function route53(method: string, path: string, text: string): Deed {
  const [, kind = "", id = "", rest = ""] =
    /^\/2013-04-01\/(hostedzone|healthcheck|change)\/([^/]+)(.*)$/.exec(path) ?? [];
  const resource = `arn:aws:route53:::${kind}/${id}`;
  const actions: Readonly<Record<string, string>> = {
    "GET hostedzone": "GetHostedZone",
    "GET hostedzone/rrset": "ListResourceRecordSets",
    "POST hostedzone/rrset": "ChangeResourceRecordSets",
    "GET healthcheck": "GetHealthCheck",
    "GET healthcheck/status": "GetHealthCheckStatus",
    "GET change": "GetChange",
  };
  const action = actions[`${method} ${kind}${rest.replace(/\/$/, "")}`];
  if (action === undefined) throw new Error(`nobody here knows what ${method} ${path} is about`);
  const all = (tag: string) =>
    [...text.matchAll(new RegExp(`<${tag}>([^<]*)<`, "g"))].map(([, value = ""]) => value);
  const values = {
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": all("Name").map((name) =>
      name.toLowerCase().replace(/\.$/, ""),
    ),
    "route53:ChangeResourceRecordSetsRecordTypes": all("Type"),
    "route53:ChangeResourceRecordSetsActions": all("Action"),
  };
  return { action: `route53:${action}`, resource, values: text === "" ? {} : values };
}

function header({ headers }: Asked, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function parsed(body: unknown): Readonly<Record<string, unknown>> {
  const text = body instanceof Uint8Array ? Buffer.from(body).toString("utf8") : String(body);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
