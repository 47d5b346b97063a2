import { expect, test } from "vitest";
import { createSms } from "../../../aws/sns/sms.ts";
import { primary, secondary } from "../../core/builders/a-policy.ts";
import { anAccount, START } from "../builders/an-account.ts";

test("SMS of a Region have a sandbox, a limit and numbers of their own", async () => {
  const { aws, place } = anAccount();
  const sms = createSms(place);
  // More than a page of AWS's.
  const originationNumbers = Array.from({ length: 40 }, (_, at) => ({
    ...{ PhoneNumber: `+1555010${at}`, Iso2CountryCode: "US", Status: "Active" },
    ...{ RouteType: "Transactional" as const, NumberCapabilities: ["SMS" as const] },
    CreatedAt: new Date(START),
  }));
  const attributes = { MonthlySpendLimit: "100" };
  aws.sns.seedSms({ region: primary, isInSandbox: false, attributes, originationNumbers });
  const here = await sms.read(primary);
  expect(here).toMatchObject({ region: primary, isInSandbox: false, spendLimit: 100 });
  expect(here.originations).toHaveLength(40);
  expect(here.originations[0]).toEqual({ number: "+15550100", country: "US" });
  expect(await sms.read(secondary)).toEqual({
    ...{ region: secondary, isInSandbox: true, spendLimit: 1, originations: [] },
  });
});
