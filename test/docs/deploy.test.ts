import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { costOf } from "../../core/cost.ts";
import { COMMON_SEARCH_STRING } from "../../core/failover/beacon-words.ts";
import { parseConfig } from "../../core/policy.ts";
import { assumed } from "../../core/usage-figures.ts";
import { deployPage } from "../../docs/print-deploy.ts";
import settings from "../../failover.config.ts";
import { names } from "../../stacks/names.ts";
import { aSetup } from "../cli/setup/a-setup.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const page = read("docs/deploy.md");
const policy: { readonly Statement: readonly Statement[] } = JSON.parse(
  read("docs/deploy-policy.json"),
);
const stacks = readdirSync(new URL("../../stacks/", import.meta.url))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => read(`stacks/${file}`))
  .join("\n");
const graph = read("test/infra/snapshots/production.graph.txt");

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

const listOf = (value: string | readonly string[]) => [value].flat();
const actions = policy.Statement.flatMap(({ Action }) => listOf(Action));
const resources = policy.Statement.flatMap(({ Resource }) => listOf(Resource));

/** What it takes to make each thing that the stacks make, and to unmake it. */
const verbs: Readonly<Record<string, readonly [string, string]>> = {
  "aws.cloudwatch.Dashboard": ["cloudwatch:PutDashboard", "cloudwatch:DeleteDashboards"],
  "aws.cloudwatch.EventRule": ["events:PutRule", "events:DeleteRule"],
  "aws.cloudwatch.EventTarget": ["events:PutTargets", "events:RemoveTargets"],
  "aws.cloudwatch.LogGroup": ["logs:CreateLogGroup", "logs:DeleteLogGroup"],
  "aws.cloudwatch.MetricAlarm": ["cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"],
  "aws.iam.Role": ["iam:CreateRole", "iam:DeleteRole"],
  "aws.kms.Alias": ["kms:CreateAlias", "kms:DeleteAlias"],
  "aws.kms.Key": ["kms:CreateKey", "kms:ScheduleKeyDeletion"],
  "aws.lambda.Permission": ["lambda:AddPermission", "lambda:RemovePermission"],
  "aws.route53.HealthCheck": ["route53:CreateHealthCheck", "route53:DeleteHealthCheck"],
  "aws.s3.Bucket": ["s3:CreateBucket", "s3:DeleteBucket"],
  "aws.s3.BucketObjectv2": ["s3:PutObject", "s3:DeleteObject"],
  "aws.s3.BucketPolicy": ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
  "aws.s3.BucketPublicAccessBlock": [
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketPublicAccessBlock",
  ],
  "aws.s3.BucketVersioning": ["s3:PutBucketVersioning", "s3:PutBucketVersioning"],
  "aws.scheduler.Schedule": ["scheduler:CreateSchedule", "scheduler:DeleteSchedule"],
  "aws.secretsmanager.Secret": ["secretsmanager:CreateSecret", "secretsmanager:DeleteSecret"],
  "aws.sfn.StateMachine": ["states:CreateStateMachine", "states:DeleteStateMachine"],
  "aws.sns.Topic": ["sns:CreateTopic", "sns:DeleteTopic"],
  "aws.sns.TopicSubscription": ["sns:Subscribe", "sns:Unsubscribe"],
  "sst.aws.Dynamo": ["dynamodb:CreateTable", "dynamodb:DeleteTable"],
  "sst.aws.Function": ["lambda:CreateFunction", "lambda:DeleteFunction"],
};

describe("docs/deploy.md", () => {
  it("shows what `cost` prints now: node docs/print-deploy.ts", () => {
    expect(page).toBe(deployPage());
    expect(page).toMatch(/\ntotal +\$1[0-4]\.\d\d {2}a month\n/);
  });

  it("makes the health check that reads the beacon of the shipped settings", () => {
    const [, json = ""] = /--health-check-config '(\{[\s\S]*?\})'/.exec(page) ?? [];
    const login = settings.pools[0]?.paths.managedLogin;
    expect(JSON.parse(json)).toMatchObject({
      Type: "HTTPS_STR_MATCH",
      SearchString: COMMON_SEARCH_STRING,
      FullyQualifiedDomainName: `${login?.bucket}.s3.${settings.pools[0]?.secondary}.amazonaws.com`,
      ResourcePath: "/cognito-failover/customers/serving-secondary",
      Inverted: true,
    });
  });

  it("has the headings that smoke's checks lead to", () => {
    expect(read("cli/smoke/beacon-checks.ts")).toContain("docs/deploy.md#the-health-check");
    expect(page).toContain("\n### The health check\n");
    expect(read("cli/smoke/pool-checks.ts")).toContain("docs/deploy.md#the-machine-client");
    expect(page).toContain("\n### The machine client\n");
  });

  it("has the headings that the setting up of probe users leads to", () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
      text.toLowerCase().replaceAll(" ", "-"),
    );
    const sources = [
      "aws/refusals.ts",
      "aws/secrets.ts",
      "aws/probe-secret.ts",
      "cli/setup/look.ts",
    ];
    const links = [
      ...sources
        .map(read)
        .join("")
        .matchAll(/docs\/deploy\.md#([\w-]+)/g),
    ];
    expect(links.length).toBeGreaterThan(4);
    for (const [, to = ""] of links) expect(headings).toContain(to);
  });

  it("links only to pages that are there", () => {
    for (const [, to = ""] of page.matchAll(/\]\(([\w-]+\.(?:md|json))/g)) {
      expect(() => read(`docs/${to}`), to).not.toThrow();
    }
  });
});

describe("the deploy policy", () => {
  const made = [...stacks.matchAll(/new ((?:sst\.)?aws\.\w+(?:\.\w+)?)\(/g)].map(
    ([, name = ""]) => name,
  );
  const kinds = [...new Set(made)].filter((name) => name !== "aws.Provider");

  it("knows everything that the stacks make, and nothing that they do not", () => {
    expect(kinds.sort()).toEqual(Object.keys(verbs).sort());
  });

  it.each(Object.entries(verbs))("can make and unmake a %s", (_, [make, unmake]) => {
    expect(actions).toContain(make);
    expect(actions).toContain(unmake);
  });

  it("lets no action be a star, and a star be a resource only where nothing narrower is known", () => {
    expect(actions.filter((action) => /^\*$|:\*$/.test(action))).toEqual([]);
    const wide = policy.Statement.filter(({ Resource }) => listOf(Resource).includes("*"));
    expect(wide.map(({ Sid }) => Sid)).toEqual(["NewKeysOfTheNotices", "ListsWithoutResources"]);
    expect(wide[0]?.Condition).toBeDefined();
  });

  it("covers the names that the stacks give", () => {
    const named = names("production");
    const covers = (arn: string) =>
      resources.some((pattern) => {
        const [start = "", ...rest] = pattern.split("*");
        return arn.startsWith(start) && rest.every((part) => arn.includes(part));
      });
    const account = "us-east-1:123456789012";
    for (const arn of [
      `arn:aws:dynamodb:${account}:table/${named.ledger}`,
      `arn:aws:events:${account}:rule/${named.schedule("health-heard")}`,
      `arn:aws:lambda:${account}:function:${named.lambda("probe")}`,
      `arn:aws:sns:${account}:${named.notices}`,
      `arn:aws:states:${account}:stateMachine:${named.watch}`,
      `arn:aws:states:${account}:stateMachine:${named.failover}`,
      `arn:aws:scheduler:${account}:schedule/default/${named.schedule("probe")}`,
    ]) {
      expect(covers(arn), arn).toBe(true);
    }
  });
});

describe("the policy of who sets up probe users", () => {
  const grants: readonly Statement[] = JSON.parse(read("docs/probe-users-policy.json")).Statement;
  const granted = grants.flatMap(({ Action, Resource }) =>
    listOf(Action).flatMap((action) =>
      listOf(Resource).map((arn) => `${action} ${arn.split(":")[3]}`),
    ),
  );

  it("names the users and the secret of the shipped settings, and no star", () => {
    const [pool] = settings.pools;
    for (const arn of grants.flatMap(({ Resource }) => listOf(Resource))) {
      expect(arn).not.toContain("*");
      const named = [`:userpool/${pool?.userPoolId}`, `:secret:${pool?.probeUser.secret}-??????`];
      expect(named.some((end) => arn.endsWith(end))).toBe(true);
    }
  });

  it("grants what the command asks of AWS, in the Region where it asks, and nothing else", async () => {
    const asked = await callsOfSetUp();
    // Making a secret with replicas asks for this without calling it; the other flow is for other clients.
    const unseen = [
      ...["secretsmanager:ReplicateSecretToRegions us-east-1"],
      ...["cognito-idp:AdminInitiateAuth us-east-1", "cognito-idp:AdminInitiateAuth us-west-2"],
    ];
    expect([...asked, ...unseen].sort()).toEqual([...granted].sort());
  });
});

/** Everything that needs a permission, over the life of the probe users of a pool. */
async function callsOfSetUp(): Promise<readonly string[]> {
  const worlds = [aSetup({ count: 1 }), aSetup({ count: 1, secret: null })];
  for (const world of worlds) {
    for (const wish of ["complete", "repair", "rotate", "remove"] as const) {
      await world.run(world.setUp(wish, { mayCreateSecret: true }));
    }
  }
  const calls = worlds
    .flatMap(({ aws }) => aws.gate.calls)
    .filter(({ operation }) => operation !== "InitiateAuth");
  return [...new Set(calls.map((one) => `${one.service}:${one.operation} ${one.region}`))];
}

describe("the cost report", () => {
  const parsed = parseConfig(settings);
  const lines = parsed.kind === "valid" ? costOf(parsed.config).lines : [];
  const quantity = (name: string) => lines.find((line) => line.name === name)?.quantity;
  const made = (kind: string) =>
    graph.split("\n").filter((line) => line.startsWith(`${kind} `)).length;

  it("counts as many things as the production stage has", () => {
    expect(quantity("alarms")).toBe(made("MetricAlarm"));
    expect(quantity("keys of the notices")).toBe(made("Key"));
    expect(quantity("dashboard")).toBe(made("Dashboard"));
  });

  it("knows each Lambda's memory and the options of the health check", () => {
    expect(stacks).toContain(`args.memory ??= "${assumed.memoryGb * 1_024} MB"`);
    expect(stacks).toContain(`requestInterval: ${assumed.checkSeconds}`);
    // Each of HTTPS, the string and the short interval is an option that is paid for.
    expect(stacks).toContain('type: "HTTPS_STR_MATCH"');
    expect(quantity("health check, options")).toBe(3);
  });
});
