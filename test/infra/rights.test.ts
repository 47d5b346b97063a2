// Whether who deploys may make all that is deployed, and whether the boundary holds what every role may, and no more.

import { readPolicy } from "pretend-aws/iam/policy.ts";
import { describe, expect, test } from "vitest";
import { boundaryStatements } from "../../cli/rights/boundary.ts";
import type { Deployment } from "../../cli/rights/deployment.ts";
import { fitted } from "../../cli/rights/fitting.ts";
import { statementsOf } from "../../cli/rights/policy-for.ts";
import { documentOf, type PolicyStatement } from "../../cli/rights/statement.ts";
import { names } from "../../stacks/names.ts";
import { all, statementsOf as ofRole, type RoleInputs } from "./ask.ts";
import { type Graph, graphs, longest } from "./graph.ts";
import { ACCOUNT, type Resource } from "./mocks.ts";

const stages = [...graphs, longest];

function deploymentOf({ stage, config }: Graph, permissionsBoundary: string | null): Deployment {
  const home = config.pools[0]?.secondary;
  if (home === undefined) throw new Error("settings without a pool");
  const bounded = { ...config, permissionsBoundary };
  return { config: bounded, home, named: names(stage), stage, account: ACCOUNT };
}

/** What it takes to make a thing and to unmake it; null for what is made with another. */
const verbs: Readonly<Record<string, readonly [service: string, ...actions: string[]] | null>> = {
  "aws:cloudwatch/dashboard:Dashboard": ["cloudwatch", "PutDashboard", "DeleteDashboards"],
  "aws:cloudwatch/eventRule:EventRule": ["events", "PutRule", "DeleteRule"],
  "aws:cloudwatch/eventTarget:EventTarget": null,
  "aws:cloudwatch/logGroup:LogGroup": ["logs", "CreateLogGroup", "DeleteLogGroup"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["cloudwatch", "PutMetricAlarm", "DeleteAlarms"],
  "aws:dynamodb/table:Table": ["dynamodb", "CreateTable", "DeleteTable"],
  "aws:iam/role:Role": ["iam", "CreateRole", "DeleteRole", "PutRolePolicy", "PassRole"],
  "aws:kms/alias:Alias": ["kms", "CreateAlias", "DeleteAlias"],
  "aws:kms/key:Key": ["kms", "CreateKey"],
  "aws:lambda/alias:Alias": ["lambda", "CreateAlias", "DeleteAlias"],
  "aws:lambda/function:Function": ["lambda", "CreateFunction", "DeleteFunction"],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": null,
  "aws:lambda/permission:Permission": null,
  "aws:route53/healthCheck:HealthCheck": ["route53", "CreateHealthCheck"],
  "aws:s3/bucket:Bucket": ["s3", "CreateBucket", "DeleteBucket"],
  "aws:s3/bucketObjectv2:BucketObjectv2": null,
  "aws:s3/bucketPolicy:BucketPolicy": null,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": null,
  "aws:s3/bucketVersioning:BucketVersioning": null,
  "aws:scheduler/schedule:Schedule": ["scheduler", "CreateSchedule", "DeleteSchedule"],
  "aws:secretsmanager/secret:Secret": ["secretsmanager", "CreateSecret", "DeleteSecret"],
  "aws:sfn/stateMachine:StateMachine": ["states", "CreateStateMachine", "DeleteStateMachine"],
  "aws:sns/topic:Topic": ["sns", "CreateTopic", "DeleteTopic"],
  "aws:sns/topicSubscription:TopicSubscription": null,
};

interface Named {
  readonly name?: string;
  readonly bucket?: string;
  readonly dashboardName?: string;
  readonly functionName?: string;
}

/** As AWS builds it from the name; "*" for what has none beforehand. */
function arnOf({ type, region = "", inputs }: Resource): string {
  const { name = "", bucket = "", dashboardName = "", functionName } = inputs as Named;
  const kinds: Readonly<Record<string, string>> = {
    Dashboard: `arn:aws:cloudwatch::${ACCOUNT}:dashboard/${dashboardName}`,
    EventRule: `arn:aws:events:${region}:${ACCOUNT}:rule/${name}`,
    LogGroup: `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}`,
    MetricAlarm: `arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:${name}`,
    Table: `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${name}`,
    Role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    Alias: `arn:aws:kms:${region}:${ACCOUNT}:${name}`,
    Function: `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`,
    Bucket: `arn:aws:s3:::${bucket}`,
    Schedule: `arn:aws:scheduler:${region}:${ACCOUNT}:schedule/default/${name}`,
    Secret: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:${name}-AbCdEf`,
    StateMachine: `arn:aws:states:${region}:${ACCOUNT}:stateMachine:${name}`,
    Topic: `arn:aws:sns:${region}:${ACCOUNT}:${name}`,
  };
  // IAM asks of a function's alias what it asks of the function.
  if (functionName !== undefined)
    return `arn:aws:lambda:${region}:${ACCOUNT}:function:${functionName}`;
  return kinds[type.split(":").at(-1) ?? ""] ?? "*";
}

/** Whether a statement names action and resource; its condition is another matter. */
function isNamed(
  statements: readonly PolicyStatement[],
  action: string,
  resource: string,
): boolean {
  const bare = statements.map(({ condition: _, ...statement }) => statement);
  return readPolicy(documentOf(bare)).statements.some(({ covers }) =>
    covers({ action, resource }, {}),
  );
}

describe.each(stages)("who deploys $stage", (graph) => {
  const statements = statementsOf("deploy", deploymentOf(graph, null));
  const made = graph.resources.filter(({ type }) => /^aws:/.test(type));

  test("may make and unmake everything in it", () => {
    const kinds = [...new Set(made.map(({ type }) => type))];
    expect(kinds.filter((kind) => !(kind in verbs))).toEqual([]);
    const lacking = made.flatMap((resource) => {
      const [service, ...actions] = verbs[resource.type] ?? [];
      return actions
        .map((action) => `${service}:${action}`)
        .filter((action) => !isNamed(statements, action, arnOf(resource)))
        .map((action) => `${action} on ${arnOf(resource)}`);
    });
    expect(lacking).toEqual([]);
  });

  test("has no action with a star, and all resources only where AWS knows none", () => {
    expect(statements.flatMap(({ actions }) => actions).filter((one) => one.includes("*"))).toEqual(
      [],
    );
    const wide = statements.filter(({ resources }) => resources.includes("*"));
    const known = ["NewKeysOfTheNotices", "NewHealthChecks", "ListsWithoutResources"];
    expect(wide.map(({ sid }) => sid).filter((sid) => !known.includes(sid))).toEqual([]);
  });

  test("may, with a boundary in the settings, make no role without it, nor take it off one", () => {
    const bounded = statementsOf("deploy", deploymentOf(graph, "the-boundary"));
    const widening = /^iam:(Create|PutRole|Attach|Put\w+Boundary)/;
    const own = bounded.filter(({ actions }) => actions.some((action) => widening.test(action)));
    expect(own.map(({ condition }) => condition)).toEqual([
      {
        StringEquals: {
          "iam:PermissionsBoundary": [`arn:aws:iam::${ACCOUNT}:policy/the-boundary`],
        },
      },
    ]);
    const actions = bounded.flatMap((one) => one.actions);
    expect(actions).not.toContain("iam:DeleteRolePermissionsBoundary");
    expect(actions.filter((action) => /^iam:\w*Policy(Version)?$/.test(action)).sort()).toEqual([
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:GetRolePolicy",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
    ]);
  });
});

describe.each(stages)("the boundary of $stage", (graph) => {
  const bounds = boundaryStatements(deploymentOf(graph, null));
  const roles = all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) =>
    ofRole(inputs).map((statement) => ({ name, ...statement })),
  );
  const deeds = roles.flatMap(({ name, Action, Resource }) =>
    Action.flatMap((action) => Resource.map((resource) => ({ name, action, resource }))),
  );

  test("fits into one policy", () => {
    expect(fitted("boundary", bounds)).toHaveLength(1);
  });

  test("lets every role do what its policies say", () => {
    const barred = deeds.filter(({ action, resource }) => !isNamed(bounds, action, resource));
    expect(barred).toEqual([]);
  });

  test("lets none do what no role does", () => {
    const used = new Set(deeds.map(({ action }) => action));
    expect(bounds.flatMap(({ actions }) => actions).filter((action) => !used.has(action))).toEqual(
      [],
    );
  });

  test("is on no role unless the settings name it", () => {
    interface Bounded {
      readonly name: string;
      readonly permissionsBoundary?: string;
    }
    const { permissionsBoundary: name } = graph.config;
    const wanted = name === null ? undefined : `arn:aws:iam::${ACCOUNT}:policy/${name}`;
    const others = all<Bounded>(graph, "Role").filter(
      ({ inputs }) => inputs.permissionsBoundary !== wanted,
    );
    expect(others.map(({ name }) => name)).toEqual([]);
  });
});
