// What Lambda tells of its functions, and whom they let invoke them.

import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  AddPermissionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import type { FunctionSettings } from "../lambda/functions.ts";
import { ACCOUNT, anAccount, POOL, PRIMARY, poolArnIn, refusal, SECONDARY } from "./an-account.ts";

const FunctionName = "check";
const arnIn = (region: string) => `arn:aws:lambda:${region}:${ACCOUNT}:function:check`;
const echo: FunctionSettings["handler"] = async (event) => event;

function withFunction(settings: Partial<FunctionSettings> = {}) {
  const { aws, at } = anAccount();
  const register = (region: string, more: Partial<FunctionSettings> = {}) =>
    aws.lambda.register({
      ...{ region, name: FunctionName, timeoutMs: 3_000, handler: echo },
      ...settings,
      ...more,
    });
  for (const region of [PRIMARY, SECONDARY]) register(region);
  const clientIn = (region: string) => new LambdaClient(at(region));
  return { aws, at, register, primary: clientIn(PRIMARY), secondary: clientIn(SECONDARY) };
}

describe("GetFunctionConfiguration", () => {
  const asked = new GetFunctionConfigurationCommand({ FunctionName });

  it("tells what runs and how it is", async () => {
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/check`;
    const environment = { TABLE: "users" };
    const { primary } = withFunction({ roleArn, environment, memoryMb: 256 });
    const { $metadata: _, ...told } = await primary.send(asked);
    expect(told).toEqual({
      ...{ FunctionName, FunctionArn: arnIn(PRIMARY), Runtime: "nodejs24.x", Role: roleArn },
      ...{ Handler: "index.handler", Description: "", Timeout: 3, MemorySize: 256 },
      ...{ LastModified: "2026-11-22T00:00:00.000+0000", Version: "$LATEST" },
      ...{ CodeSize: expect.any(Number), CodeSha256: expect.stringMatching(/^[\w+/]{43}=$/) },
      ...{ RevisionId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) },
      Environment: { Variables: environment },
      ...{ State: "Active", LastUpdateStatus: "Successful", PackageType: "Zip" },
      Architectures: ["arm64"],
    });
  });

  it("has one hash for the same code in both Regions, and another for other code", async () => {
    const { register, primary, secondary } = withFunction();
    const hash = async (client: LambdaClient) => (await client.send(asked)).CodeSha256;
    expect(await hash(secondary)).toBe(await hash(primary));
    register(SECONDARY, { handler: async () => null });
    expect(await hash(secondary)).not.toBe(await hash(primary));
    register(SECONDARY, { codeSha256: "as-it-is-given" });
    expect(await hash(secondary)).toBe("as-it-is-given");
  });

  it("shows a function that could not be made, which is not invoked", async () => {
    const state = { State: "Failed", StateReasonCode: "InvalidSubnet" } as const;
    const { primary } = withFunction({ state });
    expect(await primary.send(asked)).toMatchObject({ ...state, LastUpdateStatus: "Successful" });
    await expect(primary.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
      name: "ResourceConflictException",
      message:
        "The operation cannot be performed at this time. The function is currently in the following state: Failed",
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe("reserved concurrency", () => {
  const get = new GetFunctionConcurrencyCommand({ FunctionName });

  it("is told where there is one, put and taken away", async () => {
    const { primary, secondary } = withFunction();
    expect((await primary.send(get)).ReservedConcurrentExecutions).toBeUndefined();
    const put = new PutFunctionConcurrencyCommand({
      ...{ FunctionName, ReservedConcurrentExecutions: 0 },
    });
    expect((await primary.send(put)).ReservedConcurrentExecutions).toBe(0);
    expect((await primary.send(get)).ReservedConcurrentExecutions).toBe(0);
    expect((await secondary.send(get)).ReservedConcurrentExecutions).toBeUndefined();
    expect(await refusal(primary.send(new InvokeCommand({ FunctionName })))).toMatch(
      /^TooManyRequestsException/,
    );
    await primary.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect(await refusal(primary.send(new InvokeCommand({ FunctionName })))).toBe("no refusal");
  });
});

describe("the policy of a function", () => {
  const get = new GetPolicyCommand({ FunctionName });
  const permission = (region: string) => ({
    ...{ FunctionName, StatementId: "cognito", Action: "lambda:InvokeFunction" },
    ...{ Principal: "cognito-idp.amazonaws.com", SourceArn: poolArnIn(region) },
    SourceAccount: ACCOUNT,
  });

  it("is not there until somebody is let", async () => {
    const { secondary } = withFunction();
    await expect(secondary.send(get)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The resource you requested does not exist.",
      $metadata: { httpStatusCode: 404 },
    });
    const { Statement } = await secondary.send(new AddPermissionCommand(permission(SECONDARY)));
    const statement = {
      ...{ Sid: "cognito", Effect: "Allow", Action: "lambda:InvokeFunction" },
      Principal: { Service: "cognito-idp.amazonaws.com" },
      Resource: arnIn(SECONDARY),
      Condition: {
        StringEquals: { "AWS:SourceAccount": ACCOUNT },
        ArnLike: { "AWS:SourceArn": poolArnIn(SECONDARY) },
      },
    };
    expect(JSON.parse(Statement ?? "")).toEqual(statement);
    expect(JSON.parse((await secondary.send(get)).Policy ?? "")).toEqual({
      ...{ Version: "2012-10-17", Id: "default", Statement: [statement] },
    });
    expect(await refusal(secondary.send(new AddPermissionCommand(permission(SECONDARY))))).toMatch(
      /^ResourceConflictException: The statement id \(cognito\) provided already exists/,
    );
    const remove = new RemovePermissionCommand({ FunctionName, StatementId: "cognito" });
    await secondary.send(remove);
    expect(await refusal(secondary.send(get))).toMatch(/^ResourceNotFoundException/);
    expect(await refusal(secondary.send(remove))).toBe(
      "ResourceNotFoundException: Statement cognito is not found in resource policy.",
    );
  });

  it("lets the pool of its own Region invoke it as a trigger, and the primary's not", async () => {
    const { aws, at, secondary } = withFunction();
    const kmsKeyArn = `arn:aws:kms:${PRIMARY}:${ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
    aws.cognito.seedPool({
      ...{ id: POOL, name: "customers", region: PRIMARY, secondary: SECONDARY, kmsKeyArn },
      ...{ clientId: "client", clientName: "web", issuer: "ORIGINAL" },
      users: [{ username: "ada", password: "Right-horse-9" }],
    });
    const cognito = new CognitoIdentityProviderClient(at(SECONDARY));
    await cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: POOL,
        KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn: kmsKeyArn },
        LambdaConfig: { PreAuthentication: arnIn(SECONDARY) },
      }),
    );
    const signIn = () =>
      refusal(
        cognito.send(
          new InitiateAuthCommand({
            ...{ ClientId: "client", AuthFlow: "USER_PASSWORD_AUTH" },
            AuthParameters: { USERNAME: "ada", PASSWORD: "Right-horse-9" },
          }),
        ),
      );
    const denied =
      "UnexpectedLambdaException: PreAuthentication invocation failed due to error AccessDeniedException.";
    expect(await signIn()).toBe(denied);
    const { StatementId } = permission(PRIMARY);
    await secondary.send(new AddPermissionCommand(permission(PRIMARY)));
    expect(await signIn()).toBe(denied);
    await secondary.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    await secondary.send(new AddPermissionCommand(permission(SECONDARY)));
    expect(await signIn()).toBe("no refusal");
  });
});
