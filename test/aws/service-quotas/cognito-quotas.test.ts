import { expect, test } from "vitest";
import { createCognitoQuotas } from "../../../aws/service-quotas/cognito-quotas.ts";
import { primary, secondary } from "../../core/builders/a-policy.ts";
import { anAccount } from "../builders/an-account.ts";

const machines = "L-74D3DD04";

test("a quota is what was granted in that Region, and else what AWS gives everybody", async () => {
  const { aws, place } = anAccount();
  const quotas = createCognitoQuotas(place);
  aws.serviceQuotas.seedQuota({ region: primary, code: machines, value: 600 });
  expect(await quotas.perSecond(primary, machines)).toBe(600);
  expect(await quotas.perSecond(secondary, machines)).toBe(150);
});

test("of one that the Region has no value for it is AWS's default", async () => {
  const { aws, place } = anAccount();
  aws.serviceQuotas.seedQuota({ region: secondary, code: machines, value: null });
  expect(await createCognitoQuotas(place).perSecond(secondary, machines)).toBe(150);
});
