// Can users sign in at the Region that a move leads to? Every vantage but the Region being left is asked, so
// nothing here needs an unhealthy one. Each answer is judged as a round is: only classes that may vote count. More
// than half of those that gave a word decide; a vantage with a broken secret, line or quota gave none.

import type { createVantages } from "../../aws/lambda/vantages.ts";
import { parseRound } from "../../aws/ledger/stored-round.ts";
import type { Place } from "../../aws/sdk/clients.ts";
import { bearingOf, summaryOf } from "../../core/detect/round-summary.ts";
import type { TargetLook } from "../../core/failover/lever-progress.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { type Instant, millis, type Region } from "../../core/values/types.ts";
import { listed } from "../../core/values/words.ts";
import { deadline, inTime } from "../deadline.ts";

export interface VantageServices {
  readonly vantages: Pick<ReturnType<typeof createVantages>, "ask">;
  readonly place: Place;
}

export interface CutoverQuestion {
  readonly policy: Policy;
  /** The Region that is being left: its vantage is not asked. */
  readonly from: Region;
  /** The Region that users are to sign in at. */
  readonly to: Region;
  readonly now: Instant;
}

/** What a vantage needs beside the one step that a Region may hang at: its Lambda may be cold. */
const besideStepMs = 4_000;

/** Whoever asks has 25 s in all. */
const longestMs = 20_000;

type Word = "good" | "bad" | "nothing";

export async function verifyFromVantages(
  services: VantageServices,
  question: CutoverQuestion,
): Promise<TargetLook> {
  const { policy, from, to } = question;
  const asked = policy.vantages.filter((vantage) => vantage !== from);
  const answers = await Promise.all(
    asked.map(async (vantage) => ({ vantage, ...(await ask(services, vantage, question)) })),
  );
  const by = (word: Word) => answers.filter((one) => one.word === word);
  const [good, bad] = [by("good"), by("bad")];
  const places = (some: typeof answers) => listed(some.map(({ vantage }) => vantage));
  const said = good.length + bad.length;
  if (good.length * 2 > said) {
    return { kind: "signsIn", because: `signed in at ${to} from ${places(good)}` };
  }
  if (bad.length * 2 > said) {
    const why = bad.map(({ vantage, failure }) => `${vantage} (${failure})`);
    return { kind: "fails", because: `cannot sign in at ${to} from ${listed(why)}` };
  }
  const because =
    said === 0
      ? `no vantage could tell whether users can sign in at ${to}`
      : `${places(good)} signed in at ${to} and ${places(bad)} could not`;
  return { kind: "unknown", because };
}

async function ask(
  { vantages, place }: VantageServices,
  vantage: Region,
  { policy, to, now }: CutoverQuestion,
): Promise<{ readonly word: Word; readonly failure: string }> {
  // Who has not answered by then gave no word; that nobody answers at the Region is a word, and takes its time.
  const within = millis(Math.min(policy.criteria.stepDeadline + besideStepMs, longestMs));
  const { signal, clear } = deadline(place, within);
  try {
    const only = { pool: policy.name, target: to };
    const results = parseRound(await inTime(vantages.ask(vantage, { only }), signal));
    const word = summaryOf(results ?? [], { vantage, target: to, at: now });
    if (word === null) return { word: "nothing", failure: "" };
    return { word: bearingOf(word), failure: word.failure ?? "" };
  } catch {
    return { word: "nothing", failure: "" };
  } finally {
    clear();
  }
}
