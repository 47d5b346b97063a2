import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  ListServiceQuotasCommand,
  type ListServiceQuotasCommandOutput,
  ListServicesCommand,
  RequestServiceQuotaIncreaseCommand,
  type ServiceQuota,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { describe, expect, it } from "vitest";
import { ACCOUNT, anAccount, PRIMARY, refusal, SECONDARY, START } from "./an-account.ts";

const SIGN_IN = { ServiceCode: "cognito-idp", QuotaCode: "L-026ADBA3" };
const get = new GetServiceQuotaCommand(SIGN_IN);

function quotas() {
  const { aws, at } = anAccount();
  const clientIn = (region: string, keys?: { accessKeyId: string; secretAccessKey: string }) =>
    new ServiceQuotasClient(at(region, keys));
  return { aws, clientIn, primary: clientIn(PRIMARY), secondary: clientIn(SECONDARY) };
}

describe("a quota of Cognito", () => {
  it("is what AWS gives to everybody until more is granted, in that Region alone", async () => {
    const { aws, primary, secondary } = quotas();
    aws.serviceQuotas.seedQuota({ region: PRIMARY, code: SIGN_IN.QuotaCode, value: 600 });
    const dimensions = {
      ...{ Service: "Cognito user pool", Type: "API" },
      ...{ Resource: "UserAuthentication", Class: "None" },
    };
    expect((await primary.send(get)).Quota).toEqual({
      ...{ ...SIGN_IN, ServiceName: "Amazon Cognito User Pools", Value: 600, Unit: "None" },
      QuotaArn: `arn:aws:servicequotas:${PRIMARY}:${ACCOUNT}:cognito-idp/L-026ADBA3`,
      QuotaName: "Rate of UserAuthentication requests",
      ...{ Adjustable: true, GlobalQuota: false, QuotaAppliedAtLevel: "ACCOUNT" },
      UsageMetric: {
        ...{ MetricNamespace: "AWS/Usage", MetricName: "CallCount", MetricDimensions: dimensions },
        MetricStatisticRecommendation: "Sum",
      },
      Period: { PeriodValue: 1, PeriodUnit: "SECOND" },
    });
    expect((await secondary.send(get)).Quota?.Value).toBe(120);
    const common = await primary.send(new GetAWSDefaultServiceQuotaCommand(SIGN_IN));
    expect(common.Quota?.Value).toBe(120);
  });

  it("is among those that are listed page by page", async () => {
    const { primary } = quotas();
    const all: ServiceQuota[] = [];
    let NextToken: string | undefined;
    do {
      const page: ListServiceQuotasCommandOutput = await primary.send(
        new ListServiceQuotasCommand({
          ...{ ServiceCode: "cognito-idp", MaxResults: 10 },
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      all.push(...(page.Quotas ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    const named = (code: string) => all.find(({ QuotaCode }) => QuotaCode === code);
    expect(all).toHaveLength(22);
    expect(named("L-A01C9633")).toMatchObject({
      ...{ QuotaName: "Rate of UserPoolResourceRead requests per account", Value: 20 },
      Adjustable: false,
    });
    expect(named("L-66E6DF30")).toMatchObject({ QuotaName: "User pools per account" });
    expect(named("L-66E6DF30")?.UsageMetric).toBeUndefined();
  });

  it.each([
    { ...SIGN_IN, QuotaCode: "L-00000000" },
    { ...SIGN_IN, ServiceCode: "lambda" },
  ])("is not there: %j", async (asked) => {
    expect(await refusal(quotas().primary.send(new GetServiceQuotaCommand(asked)))).toMatch(
      /^NoSuchResourceException/,
    );
  });

  it("asks IAM about the quota", async () => {
    const { aws, clientIn } = quotas();
    const Resource = `arn:aws:servicequotas:${PRIMARY}:${ACCOUNT}:cognito-idp/*`;
    const Statement = { Effect: "Allow", Action: "servicequotas:GetServiceQuota", Resource };
    const keys = aws.iam.seedRole({ name: "reader", policies: [{ Statement }] });
    expect(await refusal(clientIn(PRIMARY, keys).send(get))).toBe("no refusal");
    expect(await refusal(clientIn(SECONDARY, keys).send(get))).toMatch(/^AccessDeniedException/);
  });
});

describe("an increase", () => {
  const more = (DesiredValue: number, QuotaCode = SIGN_IN.QuotaCode) =>
    new RequestServiceQuotaIncreaseCommand({ ...SIGN_IN, QuotaCode, DesiredValue });
  const history = (Status?: "APPROVED" | "PENDING") =>
    new ListRequestedServiceQuotaChangeHistoryByQuotaCommand({
      ...SIGN_IN,
      ...(Status === undefined ? {} : { Status }),
    });

  it("is pending, and nothing is granted until somebody at AWS settles it", async () => {
    const { aws, primary, secondary } = quotas();
    expect((await primary.send(more(600))).RequestedQuota).toMatchObject({
      ...{ ...SIGN_IN, QuotaName: "Rate of UserAuthentication requests", DesiredValue: 600 },
      ...{ Status: "PENDING", Created: new Date(START), QuotaRequestedAtLevel: "ACCOUNT" },
      QuotaArn: `arn:aws:servicequotas:${PRIMARY}:${ACCOUNT}:cognito-idp/L-026ADBA3`,
    });
    expect((await primary.send(get)).Quota?.Value).toBe(120);
    expect((await secondary.send(history())).RequestedQuotas).toEqual([]);
    aws.serviceQuotas.settleIncrease(PRIMARY, SIGN_IN.QuotaCode, "APPROVED");
    expect((await primary.send(get)).Quota?.Value).toBe(600);
    expect((await primary.send(history("PENDING"))).RequestedQuotas).toEqual([]);
    const [settled] = (await primary.send(history("APPROVED"))).RequestedQuotas ?? [];
    expect(settled).toMatchObject({ DesiredValue: 600, Status: "APPROVED" });
  });

  it("is asked for once at a time", async () => {
    const { aws, primary } = quotas();
    await primary.send(more(600));
    const OPEN = "Only one open service quota increase request is allowed per quota.";
    const again = () => refusal(primary.send(more(900)));
    expect(await again()).toBe(`ResourceAlreadyExistsException: ${OPEN}`);
    aws.serviceQuotas.settleIncrease(PRIMARY, SIGN_IN.QuotaCode, "DENIED");
    expect((await primary.send(get)).Quota?.Value).toBe(120);
    expect(await again()).toBe("no refusal");
  });

  it.each([
    [120, SIGN_IN.QuotaCode, /^IllegalArgumentException: You must provide a quota value greater/],
    [40, "L-A01C9633", /^IllegalArgumentException/],
    [40, "L-00000000", /^NoSuchResourceException/],
  ])("is refused: %s of %s", async (value, code, message) => {
    expect(await refusal(quotas().primary.send(more(value, code)))).toMatch(message);
  });
});

it("is told by what AWS gives to everybody alone where no value was ever applied", async () => {
  const { aws, primary } = quotas();
  aws.serviceQuotas.seedQuota({ region: PRIMARY, code: SIGN_IN.QuotaCode, value: null });
  expect(await refusal(primary.send(get))).toMatch(/^NoSuchResourceException/);
  const { Quotas = [] } = await primary.send(
    new ListServiceQuotasCommand({ ServiceCode: "cognito-idp" }),
  );
  expect(Quotas.map(({ QuotaCode }) => QuotaCode)).not.toContain(SIGN_IN.QuotaCode);
  const common = await primary.send(new GetAWSDefaultServiceQuotaCommand(SIGN_IN));
  expect(common.Quota?.Value).toBe(120);
});

it.each([
  [{ MaxResults: 101 }, /^IllegalArgumentException/],
  [{ MaxResults: 0 }, /^IllegalArgumentException/],
  [{ NextToken: "elsewhere" }, /^InvalidPaginationTokenException/],
])("no page is %j", async (page, message) => {
  const list = new ListServiceQuotasCommand({ ServiceCode: "cognito-idp", ...page });
  expect(await refusal(quotas().primary.send(list))).toMatch(message);
});

it("operations outside the subset answer 501", async () => {
  const all = new ListServicesCommand({});
  await expect(quotas().primary.send(all)).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
});
