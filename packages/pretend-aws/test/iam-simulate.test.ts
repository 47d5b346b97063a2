import {
  GetRoleCommand,
  IAMClient,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import type { RoleSeed } from "../iam/iam.ts";
import { ACCOUNT, anAccount, refusal } from "./an-account.ts";

const ROLE = `arn:aws:iam::${ACCOUNT}:role/shift`;
const USER = `arn:aws:iam::${ACCOUNT}:user/pretend`;
const BEACON = "arn:aws:s3:::beacons/customers";
const put = { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::beacons/*" };

type Input = Partial<SimulatePrincipalPolicyCommandInput>;

function withRole(seed: Partial<RoleSeed> = {}) {
  const { aws, at } = anAccount();
  aws.iam.seedRole({ name: "shift", policies: [{ Statement: put }], ...seed });
  const clientFor = (keys?: { accessKeyId: string; secretAccessKey: string }) =>
    new IAMClient(at("global", keys));
  const ask = async (input: Input = {}, client = clientFor()) =>
    client.send(
      new SimulatePrincipalPolicyCommand({
        ...{ PolicySourceArn: ROLE, ActionNames: ["s3:PutObject"], ResourceArns: [BEACON] },
        ...input,
      }),
    );
  const decision = async (input: Input = {}) =>
    (await ask(input)).EvaluationResults?.[0]?.EvalDecision;
  return { aws, clientFor, ask, decision };
}

describe("SimulatePrincipalPolicy", () => {
  it("answers once an action, with each resource by itself", async () => {
    const elsewhere = "arn:aws:s3:::elsewhere/customers";
    const { EvaluationResults = [], IsTruncated } = await withRole().ask({
      ...{ ActionNames: ["s3:PutObject", "s3:GetObject"], ResourceArns: [BEACON, elsewhere] },
    });
    expect(IsTruncated).toBe(false);
    expect(EvaluationResults.map((one) => [one.EvalActionName, one.EvalDecision])).toEqual([
      ["s3:PutObject", "implicitDeny"],
      ["s3:GetObject", "implicitDeny"],
    ]);
    const specific = EvaluationResults[0]?.ResourceSpecificResults ?? [];
    expect(specific.map((one) => [one.EvalResourceName, one.EvalResourceDecision])).toEqual([
      [BEACON, "allowed"],
      [elsewhere, "implicitDeny"],
    ]);
  });

  it("asks about everything where no resource is named", async () => {
    const { aws, ask } = withRole();
    aws.iam.seedRole({ name: "shift", policies: [{ Statement: { ...put, Resource: "*" } }] });
    const [result] = (await ask({ ResourceArns: undefined })).EvaluationResults ?? [];
    expect(result).toMatchObject({ EvalResourceName: "*", EvalDecision: "allowed" });
    expect(result?.ResourceSpecificResults).toBeUndefined();
  });

  it("tells a denial from what nobody allows, and what a boundary takes away", async () => {
    const deny = { ...put, Effect: "Deny" };
    const { decision } = withRole({ policies: [{ Statement: [put, deny] }] });
    expect(await decision()).toBe("explicitDeny");
    const bounded = withRole({ boundary: { Statement: { ...put, Action: "s3:Get*" } } });
    const [result] = (await bounded.ask()).EvaluationResults ?? [];
    expect(result?.ResourceSpecificResults?.[0]).toMatchObject({
      EvalResourceDecision: "implicitDeny",
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    });
    expect(
      await bounded.decision({
        PermissionsBoundaryPolicyInputList: [JSON.stringify({ Statement: put })],
      }),
    ).toBe("allowed");
  });

  it("takes policies that are not there yet", async () => {
    const { decision } = withRole();
    const read = JSON.stringify({ Statement: { ...put, Action: "s3:GetObject" } });
    const ActionNames = ["s3:GetObject"];
    expect(await decision({ ActionNames })).toBe("implicitDeny");
    expect(await decision({ ActionNames, PolicyInputList: [read] })).toBe("allowed");
  });

  it("knows of a call what it is told, and says what it was not told", async () => {
    const Condition = { StringEquals: { "aws:requestedregion": "eu-central-1" } };
    const other = { ...put, Action: "s3:GetObject", Condition: { Null: { "s3:prefix": "true" } } };
    const { ask, decision } = withRole({
      policies: [{ Statement: [{ ...put, Condition }, other] }],
    });
    const [untold] = (await ask()).EvaluationResults ?? [];
    expect(untold?.ResourceSpecificResults?.[0]).toMatchObject({
      EvalResourceDecision: "implicitDeny",
      MissingContextValues: ["aws:RequestedRegion"],
    });
    const told = (region: string): Input => ({
      ContextEntries: [
        {
          ...{ ContextKeyName: "aws:RequestedRegion", ContextKeyType: "string" },
          ContextKeyValues: [region],
        },
      ],
    });
    expect(await decision(told("eu-central-1"))).toBe("allowed");
    expect(await decision(told("eu-west-1"))).toBe("implicitDeny");
  });

  it("is given page by page", async () => {
    const { ask } = withRole();
    const ActionNames = ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"];
    const first = await ask({ ActionNames, MaxItems: 2 });
    expect(first).toMatchObject({ IsTruncated: true });
    expect(first.EvaluationResults).toHaveLength(2);
    const rest = await ask({ ActionNames, MaxItems: 2, Marker: first.Marker });
    expect(rest.EvaluationResults?.map((one) => one.EvalActionName)).toEqual(["s3:DeleteObject"]);
    expect(rest).toMatchObject({ IsTruncated: false });
    expect(rest.Marker).toBeUndefined();
  });
});

describe("a resource's own policy is simulated for users alone", () => {
  const ResourcePolicy = JSON.stringify({
    Statement: { ...put, Effect: "Deny", Principal: { AWS: USER } },
  });

  it("by itself", async () => {
    const { decision } = withRole();
    expect(await decision({ PolicySourceArn: USER })).toBe("allowed");
    expect(await decision({ PolicySourceArn: USER, ResourcePolicy })).toBe("explicitDeny");
  });

  it("or as if the user had the role's policies", async () => {
    const { decision } = withRole();
    const ActionNames = ["s3:GetObject"];
    expect(await decision({ ResourcePolicy, CallerArn: USER })).toBe("explicitDeny");
    expect(await decision({ ActionNames, CallerArn: USER })).toBe("implicitDeny");
  });

  it.each<[string, Input, string]>([
    ["a role without a caller", { ResourcePolicy }, "CallerArn is required"],
    ["a role as the caller", { ResourcePolicy, CallerArn: ROLE }, `Invalid Caller Arn: ${ROLE}`],
  ])("and refused for %s", async (_, input, message) => {
    expect(await refusal(withRole().ask(input))).toMatch(/^InvalidInput(Exception)?: /);
    expect(await refusal(withRole().ask(input))).toContain(message);
  });
});

it.each<[string, Input, string]>([
  [
    "of a session",
    { PolicySourceArn: `arn:aws:sts::${ACCOUNT}:assumed-role/shift/shift` },
    "Invalid Entity Arn: arn:aws:sts",
  ],
  ["of nobody", { PolicySourceArn: `${ROLE}s` }, "The role with name shifts cannot be found."],
  ["of no action", { ActionNames: ["PutObject"] }, "Invalid Action Name"],
  ["of a page without a size", { MaxItems: 1_001 }, "ValidationError"],
])("refuses a simulation %s", async (_, input, message) => {
  expect(await refusal(withRole().ask(input))).toContain(message);
});

it("asks IAM whose policies may be simulated", async () => {
  const { aws, clientFor, ask } = withRole();
  const Statement = { Effect: "Allow", Action: "iam:SimulatePrincipalPolicy", Resource: ROLE };
  const reader = clientFor(aws.iam.seedRole({ name: "reader", policies: [{ Statement }] }));
  expect(await refusal(ask({}, reader))).toBe("no refusal");
  expect(await refusal(ask({ PolicySourceArn: USER }, reader))).toMatch(/^AccessDenied/);
});

it("operations outside the subset answer 501", async () => {
  const get = withRole()
    .clientFor()
    .send(new GetRoleCommand({ RoleName: "shift" }));
  await expect(get).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  const option = { ResourceHandlingOption: "EC2-VPC-InstanceStore" };
  await expect(withRole().ask(option)).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
});
