// What rate Cognito enforces for the account in a Region, by category of operations. It answers one such question a
// second, so pools share the answers: each is asked for once an hour, one after the other. Where it refuses, what it
// said last is known still, with its age.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetProvisionedLimit.html

import {
  CognitoIdentityProviderClient,
  GetProvisionedLimitCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { QuotaLimit } from "../../core/signals/capacity.ts";
import { HOUR, MINUTE } from "../../core/values/duration.ts";
import {
  between,
  type Instant,
  type Millis,
  millis,
  type Region,
} from "../../core/values/types.ts";
import { acting, once, type Place, sdkClient } from "../sdk/clients.ts";
import { inShort, signatureOf } from "../sdk/failure-signature.ts";

/** A raised limit takes effect at once, and is known after so long. */
const askedEveryMs = millis(HOUR);
/** A Region that refuses is left alone for a while, whoever asks. */
const refusedForMs = millis(5 * MINUTE);
const apartMs = millis(1_100);

export interface LimitsWanted {
  readonly region: Region;
  readonly categories: readonly string[];
  /** What was known before this process began. */
  readonly kept: readonly QuotaLimit[];
}

export interface LimitsFound {
  /** Of each category that has one, as Cognito last said it. */
  readonly limits: readonly QuotaLimit[];
  /** Why some could not be asked for anew; null where nothing stood in the way. */
  readonly problem: string | null;
}

interface Refusal {
  readonly at: Instant;
  readonly problem: string;
}

export type ProvisionedLimits = ReturnType<typeof createProvisionedLimits>;

export function createProvisionedLimits(place: Place) {
  const { runtime } = place;
  const clientOf = once((region: Region) =>
    sdkClient(CognitoIdentityProviderClient, place, {
      ...{ region, service: "cognito-idp", retryPolicy: acting },
    }),
  );
  const known = new Map<string, QuotaLimit>();
  const refusals = new Map<Region, Refusal>();
  const askedAt = new Map<Region, Instant>();
  const queues = new Map<Region, Promise<unknown>>();

  const knownOf = (region: Region, category: string) => known.get(`${region} ${category}`);
  const isWithin = (one: { readonly at: Instant } | undefined, length: Millis) =>
    one !== undefined && between(one.at, runtime.now()) < length;

  function learn(limit: QuotaLimit): void {
    const before = knownOf(limit.region, limit.category);
    if (before === undefined || limit.at > before.at)
      known.set(`${limit.region} ${limit.category}`, limit);
  }

  async function ask(region: Region, category: string): Promise<void> {
    const last = askedAt.get(region);
    const since = last === undefined ? apartMs : between(last, runtime.now());
    if (since < apartMs) await runtime.rest(millis(apartMs - since));
    try {
      const { Limit } = await clientOf(region).send(
        new GetProvisionedLimitCommand({
          LimitDefinition: { LimitClass: "API_CATEGORY", Attributes: { Category: category } },
        }),
      );
      const perSecond = Limit?.ProvisionedLimitValue;
      if (perSecond !== undefined) learn({ region, category, perSecond, at: runtime.now() });
    } finally {
      askedAt.set(region, runtime.now());
    }
  }

  /** Whoever comes later finds what the one before has asked for. */
  async function refresh({ region, categories }: LimitsWanted): Promise<string | null> {
    for (const category of categories) {
      if (isWithin(knownOf(region, category), askedEveryMs)) continue;
      const refusal = refusals.get(region);
      if (isWithin(refusal, refusedForMs)) return refusal?.problem ?? null;
      try {
        await ask(region, category);
      } catch (error) {
        const problem = `the limit of ${category} in ${region} could not be read: ${inShort(signatureOf(error))}`;
        refusals.set(region, { at: runtime.now(), problem });
        return problem;
      }
    }
    return null;
  }

  return {
    async limits(wanted: LimitsWanted): Promise<LimitsFound> {
      const { region, categories, kept } = wanted;
      for (const one of kept) learn(one);
      const before = queues.get(region) ?? Promise.resolve();
      const turn = before.then(() => refresh(wanted));
      queues.set(region, turn);
      const problem = await turn;
      return { limits: categories.flatMap((one) => knownOf(region, one) ?? []), problem };
    },
  };
}
