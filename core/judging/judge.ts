// Does a practice run go on as it is, with more users, or does it end, and how? In go what was counted so far and the
// times; out come the answer, which rule gave it and why. What could not be told neither passes nor fails, and sends
// nobody more over.

import { between } from "../values/types.ts";
import { inWords } from "../values/words.ts";
import { isDoubtful } from "./early-end.ts";
import { earlyJudges } from "./early-judges.ts";
import { finalJudges, passRule, whyPassed } from "./final-judges.ts";
import { type JudgedEnd, type JudgedRun, toldAtShare, toldOf } from "./judged-run.ts";

export type JudgeRule =
  | (typeof earlyJudges)[number]["name"]
  | (typeof finalJudges)[number]["name"]
  | ReturnType<typeof passRule>
  /** A share of users has not been sent over for its time. */
  | "baking"
  /** It has been, and more are sent. */
  | "baked"
  /** It has been, and doubt or silence lets nobody more be sent. */
  | "held";

export type JudgeAnswer = { readonly rule: JudgeRule; readonly because: string } & (
  | { readonly kind: "goOn" | "nextShare" }
  | ({ readonly kind: "end" } & JudgedEnd)
);

export function judge(run: JudgedRun): JudgeAnswer {
  const early = first(earlyJudges, run);
  if (early !== null) return early;
  if (run.now < run.endsAt) return onward(run);
  const final = first(finalJudges, run);
  if (final !== null) return final;
  return { kind: "end", outcome: "passed", rule: passRule(run), because: whyPassed(run) };
}

function first(
  judges: typeof earlyJudges | typeof finalJudges,
  run: JudgedRun,
): JudgeAnswer | null {
  for (const { name, ends } of judges) {
    const end = ends(run);
    if (end !== null) return { kind: "end", rule: name, ...end };
  }
  return null;
}

function onward(run: JudgedRun): JudgeAnswer {
  const { now, shareEndsAt, endsAt, nextShare, share, practised } = run;
  const until = nextShare === null ? endsAt : shareEndsAt;
  const fares = `${run.pairs.bad} of ${toldOf(run)} sign-ins failed in ${practised} alone`;
  if (now < until) {
    const left = inWords(between(now, until));
    return {
      kind: "goOn",
      rule: "baking",
      because: `${fares}, and ${share} % bake for ${left} more`,
    };
  }
  const doubt = doubtOf(run);
  if (doubt !== null) return { kind: "goOn", rule: "held", because: doubt };
  return { kind: "nextShare", rule: "baked", because: `${fares} at up to ${share} % of users` };
}

/** Why nobody more is sent over yet. */
function doubtOf(run: JudgedRun): string | null {
  const { pairs, practised, share, outcomeAlarms } = run;
  if (toldAtShare(run) === 0) {
    return `no vantage could tell yet how ${practised} does at ${share} % of users`;
  }
  if (isDoubtful(pairs.nats)) return `sign-in began to fail in ${practised}`;
  const unknown = outcomeAlarms.find(({ state }) => state !== "OK");
  if (unknown === undefined) return null;
  return `what alarm ${unknown.name} in ${unknown.region} says could not be told`;
}
