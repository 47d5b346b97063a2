import { describe, expect, test } from "vitest";
import { keyUse } from "../../../core/readiness/key-use.ts";
import { primary, secondary } from "../builders/a-policy.ts";
import { keyArn, keyPolicy, poolArn } from "../builders/ready-values.ts";

const used = { poolArn: poolArn(secondary), account: "111122223333", keyArn: keyArn(secondary) };

describe("a key can be used by Cognito", () => {
  test("with the guide's two statements, for the pools that they name", () => {
    expect(keyUse(keyPolicy(), used)).toEqual({ permitted: "allowed", lacking: [] });
    expect(keyUse(keyPolicy([poolArn(primary)]), used).permitted).toBe("notAllowed");
  });

  test.each([
    ["kms:Decrypt", "kms:Decrypt"],
    ["kms:ReEncrypt*", "kms:ReEncryptFrom"],
    ["kms:DescribeKey", "kms:DescribeKey"],
    ["kms:GenerateDataKeyWithoutPlainText", "kms:GenerateDataKeyWithoutPlaintext"],
  ])("not without %s, by either service", (action, lacking) => {
    const { permitted, lacking: all } = keyUse(
      keyPolicy().replace(`"${action}"`, '"kms:List*"'),
      used,
    );
    expect(permitted).toBe("notAllowed");
    expect(all).toContain(`${lacking} for cognito-idp.amazonaws.com`);
    expect(all).toContain(`${lacking} for identitystore.amazonaws.com`);
  });

  test("for no pool of another account", () => {
    expect(keyUse(keyPolicy(), { ...used, account: "999988887777" }).permitted).toBe("notAllowed");
  });

  test("by a description that asks for no data: a condition on data does not hold for it", () => {
    const text = keyPolicy();
    const { Statement } = JSON.parse(text) as { Statement: readonly { Action: unknown }[] };
    const [onData] = Statement;
    const one = JSON.stringify({ Statement: [{ ...onData, Action: "kms:*" }] });
    expect(keyUse(one, used).lacking).toEqual([
      "kms:DescribeKey for cognito-idp.amazonaws.com",
      "kms:DescribeKey for identitystore.amazonaws.com",
    ]);
  });
});
