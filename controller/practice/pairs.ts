// Pairs of sign-ins, one at each Region, from every vantage at once. A vantage that does not answer gave no word.

import * as z from "zod/mini";
import type { createVantages } from "../../aws/lambda/vantages.ts";
import type { Place } from "../../aws/sdk/clients.ts";
import { pairWords, type SignInPair } from "../../core/practice/pair.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { millis } from "../../core/values/types.ts";
import { deadline, inTime } from "../deadline.ts";

export interface PairServices {
  readonly vantages: Pick<ReturnType<typeof createVantages>, "ask">;
  readonly place: Place;
}

const answerSchema = z.object({
  pairs: z.array(z.object({ word: z.enum(pairWords), failure: z.string() })),
});

/** Whoever asks has 25 s in all. */
const answerTimeoutMs = millis(20_000);

/** So many of each vantage at one tick; they take it as long as they find room in their time. */
const pairsWanted = 10;

export async function askForPairs(
  { vantages, place }: PairServices,
  { name: pool, vantages: all }: Policy,
): Promise<readonly SignInPair[]> {
  const { signal, clear } = deadline(place, answerTimeoutMs);
  const only = { pool, pairs: pairsWanted };
  const asked = all.map(async (vantage): Promise<readonly SignInPair[]> => {
    try {
      const answer = z.safeParse(
        answerSchema,
        await inTime(vantages.ask(vantage, { only }), signal),
      );
      return answer.success ? answer.data.pairs : [];
    } catch {
      return [];
    }
  });
  const pairs = await Promise.all(asked);
  clear();
  return pairs.flat();
}
