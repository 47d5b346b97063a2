// Once the time of a practice run is over: did it pass? Each way not to is a row, the gravest first; what none of them
// holds against it has passed.

import { between } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";
import { isDoubtful } from "./early-end.ts";
import {
  failedAs,
  inconclusiveAs,
  type JudgedRun,
  type RunJudge,
  toldAtShare,
  toldOf,
} from "./judged-run.ts";
import { fewestSignIns } from "./real-traffic.ts";
import { mostBad, mostBadIfHealthy, samplesNeeded } from "./samples.ts";

export const finalJudges = [
  {
    name: "tooManyFailures",
    ends: (run) => {
      const { bad } = run.pairs;
      const most = mostOf(run);
      if (bad <= most) return null;
      return failedAs(
        `${bad} of ${toldOf(run)} sign-ins failed in ${run.practised} alone, where up to ${most} may`,
      );
    },
  },
  {
    name: "backgroundTooHigh",
    ends: ({ settings: { background } }) =>
      samplesNeeded(background) !== null
        ? null
        : inconclusiveAs(
            `with criteria.backgroundFailureRate ${background} no number of sign-ins tells a healthy Region from a failing one`,
          ),
  },
  {
    name: "tooFewSamples",
    ends: (run) => {
      const [told, needed] = [toldOf(run), neededOf(run)];
      if (told >= needed) return null;
      const { leftOut } = run.pairs;
      const others = leftOut === 0 ? "" : `; ${leftOut} more told nothing of ${run.practised}`;
      return inconclusiveAs(
        `${told} pairs of sign-ins were counted and ${needed} are needed: ${needed - told} are missing${others}`,
      );
    },
  },
  {
    name: "shareNotReached",
    ends: ({ nextShare, share }) =>
      nextShare === null
        ? null
        : inconclusiveAs(
            `its time was over at ${share} % of users, before ${nextShare} % were sent`,
          ),
  },
  {
    name: "shareNotSeen",
    ends: (run) =>
      toldAtShare(run) > 0
        ? null
        : inconclusiveAs(
            `no vantage could tell how ${run.practised} does at ${run.share} % of users`,
          ),
  },
  {
    name: "unsettled",
    ends: ({ pairs, practised }) =>
      isDoubtful(pairs.nats)
        ? inconclusiveAs(`sign-in began to fail in ${practised} when its time was over`)
        : null,
  },
  {
    name: "outcomeAlarmUnknown",
    ends: ({ outcomeAlarms }) => {
      const unknown = outcomeAlarms.filter(({ state }) => state !== "OK");
      if (unknown.length === 0) return null;
      const each = unknown.map(({ name, region, state }) => `${name} in ${region} is ${state}`);
      return inconclusiveAs(`what an outcome alarm says could not be told: ${listed(each)}`);
    },
  },
] as const satisfies readonly RunJudge[];

/** Pass rules: a share of users must fare well throughout, a whole path from its recovery on. */
export function passRule({ rung }: JudgedRun): "sustained" | "recovery" {
  return rung === "full" ? "recovery" : "sustained";
}

export function whyPassed(run: JudgedRun): string {
  const { pairs, practised } = run;
  const some = pairs.bad === 0 ? "none" : pairs.bad;
  const told = `${toldOf(run)} sign-ins were counted in ${practised}, ${some} failed and up to ${mostOf(run)} may`;
  return [recovery(run), told, users(run)].filter((part) => part !== "").join("; ");
}

function recovery({ rung, pairs, shiftedAt }: JudgedRun): string {
  if (rung !== "full" || pairs.firstGoodAt === null) return "";
  return `sign-in succeeded ${inWords(between(shiftedAt, pairs.firstGoodAt))} after the shift`;
}

/** That they do not speak against it is no word for it. */
function users({ traffic }: JudgedRun): string {
  if (traffic === null) return "";
  const { signIns, failures } = traffic.practised;
  if (signIns < fewestSignIns) return `users' own ${signIns} sign-ins are too few to judge by`;
  return `${failures} of users' own ${signIns} failed, not more than is to be expected`;
}

function neededOf({ settings: { samples, background } }: JudgedRun): number {
  return Math.max(samples, samplesNeeded(background) ?? 0);
}

/** Of fewer pairs than are needed, as many as a healthy side may have: failing takes no floor. */
function mostOf(run: JudgedRun): number {
  const { background } = run.settings;
  const told = toldOf(run);
  const healthy = mostBadIfHealthy(told, background);
  return told < neededOf(run) ? healthy : (mostBad(told, background) ?? healthy);
}
