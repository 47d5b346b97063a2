import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListOriginationNumbersCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import { describe, expect, it } from "vitest";
import { anAccount, PRIMARY, refusal, SECONDARY, START } from "./an-account.ts";

function texting() {
  const { aws, at } = anAccount();
  const clientIn = (region: string) => new SNSClient(at(region));
  return { aws, primary: clientIn(PRIMARY), secondary: clientIn(SECONDARY) };
}

describe("text messages", () => {
  it("are in the sandbox until somebody has asked for more, Region by Region", async () => {
    const { aws, primary, secondary } = texting();
    aws.sns.seedSms({ region: PRIMARY, isInSandbox: false });
    const asked = new GetSMSSandboxAccountStatusCommand({});
    expect((await primary.send(asked)).IsInSandbox).toBe(false);
    expect((await secondary.send(asked)).IsInSandbox).toBe(true);
  });

  it("have attributes, all of them or those that are asked for", async () => {
    const { aws, primary, secondary } = texting();
    const attributes = { MonthlySpendLimit: "100", DefaultSMSType: "Transactional" };
    aws.sns.seedSms({ region: PRIMARY, attributes });
    expect((await primary.send(new GetSMSAttributesCommand({}))).attributes).toEqual(attributes);
    const some = new GetSMSAttributesCommand({ attributes: ["MonthlySpendLimit"] });
    expect((await primary.send(some)).attributes).toEqual({ MonthlySpendLimit: "100" });
    expect((await secondary.send(some)).attributes).toEqual({ MonthlySpendLimit: "1" });
  });

  it("come from numbers, listed page by page", async () => {
    const { aws, primary, secondary } = texting();
    const numbers = ["+15550100", "+15550101", "+15550102"].map((PhoneNumber) => ({
      ...{ PhoneNumber, Iso2CountryCode: "US", RouteType: "Transactional" as const },
      ...{ NumberCapabilities: ["SMS" as const], Status: "Active", CreatedAt: new Date(START) },
    }));
    aws.sns.seedSms({ region: PRIMARY, originationNumbers: numbers });
    const first = await primary.send(new ListOriginationNumbersCommand({ MaxResults: 2 }));
    const second = await primary.send(
      new ListOriginationNumbersCommand({ MaxResults: 2, NextToken: first.NextToken }),
    );
    expect([...(first.PhoneNumbers ?? []), ...(second.PhoneNumbers ?? [])]).toEqual(numbers);
    expect(second.NextToken).toBeUndefined();
    const { PhoneNumbers } = await secondary.send(new ListOriginationNumbersCommand({}));
    expect(PhoneNumbers).toEqual([]);
    const tooMany = new ListOriginationNumbersCommand({ MaxResults: 31 });
    expect(await refusal(primary.send(tooMany))).toMatch(/^InvalidParameterException/);
  });
});
