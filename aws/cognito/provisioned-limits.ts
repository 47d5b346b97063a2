// What rate Cognito enforces for the account in a Region, by category of operations. It answers one such question a
// second, so what it said is kept for a while.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetProvisionedLimit.html

import {
  CognitoIdentityProviderClient,
  GetProvisionedLimitCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { QuotaLimit } from "../../core/signals/capacity.ts";
import { HOUR } from "../../core/values/duration.ts";
import { between, type Instant, millis, type Region } from "../../core/values/types.ts";
import { acting, once, type Place, sdkClient } from "../sdk/clients.ts";

/** A raised limit takes effect at once, and is known after so long. */
const keptFor = millis(HOUR);
const apart = millis(1_100);

export type ProvisionedLimits = ReturnType<typeof createProvisionedLimits>;

export function createProvisionedLimits(place: Place) {
  const { runtime } = place;
  const clientOf = once((region: Region) =>
    sdkClient(CognitoIdentityProviderClient, place, {
      ...{ region, service: "cognito-idp", retryPolicy: acting },
    }),
  );
  const kept = new Map<string, { readonly limit: QuotaLimit; readonly at: Instant }>();

  async function asked(region: Region, category: string): Promise<readonly QuotaLimit[]> {
    const { Limit } = await clientOf(region).send(
      new GetProvisionedLimitCommand({
        LimitDefinition: { LimitClass: "API_CATEGORY", Attributes: { Category: category } },
      }),
    );
    const perSecond = Limit?.ProvisionedLimitValue;
    if (perSecond === undefined) return [];
    const limit = { region, category, perSecond };
    kept.set(`${region} ${category}`, { limit, at: runtime.now() });
    return [limit];
  }

  return {
    /** Of each category that has one that can be read; one after the other. */
    async limits(region: Region, categories: readonly string[]): Promise<readonly QuotaLimit[]> {
      const limits: QuotaLimit[] = [];
      let isFirst = true;
      for (const category of categories) {
        const known = kept.get(`${region} ${category}`);
        if (known !== undefined && between(known.at, runtime.now()) < keptFor) {
          limits.push(known.limit);
          continue;
        }
        if (!isFirst) await runtime.rest(apart);
        isFirst = false;
        limits.push(...(await asked(region, category)));
      }
      return limits;
    },
  };
}
