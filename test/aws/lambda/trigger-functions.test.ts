import {
  AddPermissionCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { createTriggerFunctions } from "../../../aws/lambda/trigger-functions.ts";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import { aPolicy, primary, secondary } from "../../core/builders/a-policy.ts";
import { ACCOUNT, anAccount, poolArnIn } from "../builders/an-account.ts";

const arn = `arn:aws:lambda:${secondary}:${ACCOUNT}:function:claims`;
const setting = { name: "PreTokenGeneration", arn, version: "V2_0" };

function withTrigger(environment: Readonly<Record<string, string>> = {}) {
  const { aws, place } = anAccount();
  aws.lambda.register({
    ...{ region: secondary, name: "claims", timeoutMs: 3_000, environment },
    handler: async (event) => event,
  });
  const client = sdkClient(LambdaClient, place, { region: secondary, service: "lambda" });
  const read = () => createTriggerFunctions(place).read(secondary, setting, aPolicy());
  return { client, read };
}

describe("a trigger's function", () => {
  test("is read with what runs, how it is, and that nobody may invoke it", async () => {
    expect(await withTrigger().read()).toEqual({
      ...{ trigger: "PreTokenGeneration", arn, state: "Active", lastUpdate: "Successful" },
      ...{ runtime: "nodejs24.x", codeHash: expect.stringMatching(/=$/), reserved: null },
      ...{ policy: null, ofPrimary: [] },
    });
  });

  test("tells who may invoke it, and how often at once", async () => {
    const { client, read } = withTrigger();
    await client.send(
      new AddPermissionCommand({
        ...{ FunctionName: "claims", StatementId: "pool", Action: "lambda:InvokeFunction" },
        ...{ Principal: "cognito-idp.amazonaws.com", SourceArn: poolArnIn(secondary) },
      }),
    );
    await client.send(
      new PutFunctionConcurrencyCommand({
        FunctionName: "claims",
        ReservedConcurrentExecutions: 5,
      }),
    );
    const found = await read();
    expect(found.reserved).toBe(5);
    expect(found.policy).toContain(poolArnIn(secondary));
  });

  test("tells which variables lead to the primary, and no value of any", async () => {
    const found = await withTrigger({ TABLE: `db.${primary}.example`, KEY: "secret" }).read();
    expect(found.ofPrimary).toEqual([{ variable: "TABLE", names: "a host" }]);
    expect(JSON.stringify(found)).not.toMatch(/secret|db\./);
  });

  test("throws for one that is not there", async () => {
    const read = createTriggerFunctions(anAccount().place).read(secondary, setting, aPolicy());
    await expect(read).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});
