// What the engine and the provider would answer: ids, ARNs in AWS's own form, and policies as documents.

export const ACCOUNT = "123456789012";

/** Keys have aliases, too. */
const LAMBDA_ALIAS = "aws:lambda/alias:Alias";

export interface Resource {
  readonly type: string;
  readonly name: string;
  /** Where it is; absent for what is not AWS's. */
  readonly region?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly provider?: string;
}

interface Called {
  readonly token: string;
  readonly inputs: Record<string, unknown>;
  readonly provider?: string;
}

const arns: Readonly<Record<string, (region: string, name: string) => string>> = {
  eventRule: (region, name) => `arn:aws:events:${region}:${ACCOUNT}:rule/${name}`,
  logGroup: (region, name) => `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}`,
  lambda: (region, name) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`,
  sns: (region, name) => `arn:aws:sns:${region}:${ACCOUNT}:${name}`,
  sfn: (region, name) => `arn:aws:states:${region}:${ACCOUNT}:stateMachine:${name}`,
  dynamodb: (region, name) => `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${name}`,
  iam: (_region, name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  kms: (region, name) => `arn:aws:kms:${region}:${ACCOUNT}:key/${name}`,
  s3: (_region, name) => `arn:aws:s3:::${name}`,
};

/** By the resource's own word where it has one, else by its service's. */
function arnOf(type: string, region: string, name: string): string {
  const [, service = "", word = ""] = type.split(/[:/]/);
  const known = arns[word] ?? arns[service];
  return known?.(region, name) ?? `arn:aws:${service}:${region}:${ACCOUNT}:${name}`;
}

export function mocks(home: string) {
  const resources: Resource[] = [];
  const regionOfProvider = new Map<string, string>();
  const regionFor = ({ provider, inputs }: { provider?: string; inputs: object }): string => {
    const own = "region" in inputs ? inputs.region : undefined;
    // A reference is "<urn>::<id>", and a URN ends in the provider's name.
    const name = provider?.split("::").at(-2) ?? "";
    return typeof own === "string" ? own : (regionOfProvider.get(name) ?? home);
  };

  return {
    resources,

    newResource(asked: Asked) {
      const { type, name, inputs } = asked;
      if (type === "pulumi:providers:aws") {
        regionOfProvider.set(name, String(inputs["region"] ?? home));
      }
      const id = `${name}-id`;
      if (!type.startsWith("aws:")) {
        resources.push({ type, name, inputs });
        return { id, state: { ...inputs, base64: "AAAA" } };
      }
      const region = regionFor(asked);
      resources.push({ type, name, region, inputs });
      const called = String(inputs["name"] ?? inputs["bucket"] ?? name);
      const ofFunction = inputs["functionName"];
      // An alias is called by its function's name and its own.
      const whole = type === LAMBDA_ALIAS ? `${ofFunction}:${called}` : called;
      return { id, state: { ...inputs, name: called, arn: arnOf(type, region, whole), region } };
    },

    call(called: Called): Record<string, unknown> {
      const region = regionFor(called);
      switch (called.token) {
        case "aws:index/getRegion:getRegion":
          return { region, name: region, id: region };
        case "aws:index/getPartition:getPartition":
          return { partition: "aws", dnsSuffix: "amazonaws.com" };
        case "aws:index/getCallerIdentity:getCallerIdentity":
          return { accountId: ACCOUNT };
        case "aws:iam/getPolicyDocument:getPolicyDocument":
          return { ...called.inputs, json: JSON.stringify(documentOf(called.inputs)) };
        default:
          throw new Error(`No answer is known for the call ${called.token}.`);
      }
    },
  };
}

interface Statement {
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { type: string; identifiers: readonly string[] }[];
  readonly conditions?: readonly { test: string; variable: string; values: readonly string[] }[];
}

function documentOf(inputs: Record<string, unknown>) {
  const statements = (inputs["statements"] ?? []) as readonly Statement[];
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ effect, actions, resources, principals, conditions }) => ({
      Effect: effect ?? "Allow",
      Action: actions,
      Resource: resources,
      ...(principals && {
        Principal: Object.fromEntries(
          principals.map(({ type, identifiers }) => [type, identifiers]),
        ),
      }),
      ...(conditions && { Condition: conditionsOf(conditions) }),
    })),
  };
}

function conditionsOf(conditions: NonNullable<Statement["conditions"]>) {
  const byTest: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) {
    byTest[test] = { ...byTest[test], [variable]: values };
  }
  return byTest;
}
