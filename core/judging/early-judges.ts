// What ends a practice run before its time? Each judge is a row, asked at every look, the gravest first.

import { shareLostByMoving } from "../detect/user-impact.ts";
import { later } from "../values/types.ts";
import { counted, inWords, shareInWords } from "../values/words.ts";
import { isFailing } from "./early-end.ts";
import { failedAs, inconclusiveAs, type RunJudge, toldOf } from "./judged-run.ts";
import { speaksAgainst } from "./real-traffic.ts";

/** Users are over there, and nobody sees how they fare: not for longer. */
export const blindLooksAllowed = 3;

export const earlyJudges = [
  {
    name: "outcomeAlarm",
    ends: ({ outcomeAlarms }) => {
      const raised = outcomeAlarms.filter(({ state }) => state === "ALARM");
      if (raised.length === 0) return null;
      return failedAs(
        raised.map(({ name, region }) => `alarm ${name} in ${region} is in ALARM`).join("; "),
      );
    },
  },
  {
    name: "failedPairs",
    ends: (run) => {
      const { pairs, practised, stable } = run;
      if (!isFailing(pairs.nats)) return null;
      return failedAs(
        `${pairs.bad} of ${toldOf(run)} sign-ins failed in ${practised}${asClass(pairs.failure)} ` +
          `that succeeded in ${stable} at the same time`,
      );
    },
  },
  {
    name: "realTraffic",
    ends: ({ traffic, practised, stable }) => {
      if (traffic === null || !speaksAgainst(traffic)) return null;
      const { practised: there, stable: here } = traffic;
      return failedAs(
        `of users' own sign-ins ${there.failures} of ${there.signIns} failed in ${practised} and ${here.failures} of ` +
          `${here.signIns} in ${stable}: more than the ${shareInWords(shareLostByMoving)} that a secondary cannot serve`,
      );
    },
  },
  {
    name: "rto",
    ends: ({ rung, pairs, practised, settings: { rto }, shiftedAt, now }) => {
      const isWithin = (pairs.firstGoodAt ?? now) <= later(shiftedAt, rto);
      if (rung !== "full" || isWithin) return null;
      const within = `within ${inWords(rto)} of the shift`;
      if (pairs.badBeforeGood === 0) {
        return inconclusiveAs(
          `no vantage could tell ${within} whether sign-in works in ${practised}`,
        );
      }
      const failed = counted(pairs.badBeforeGood, "sign-in");
      return failedAs(
        `no sign-in succeeded in ${practised} ${within}: ${failed} failed there${asClass(pairs.failure)}`,
      );
    },
  },
  {
    name: "blind",
    ends: ({ rung, pairs, practised }) => {
      // While a whole path is on its way, the time for that is what is waited for.
      const isOnItsWay = rung === "full" && pairs.firstGoodAt === null;
      if (isOnItsWay || pairs.blindLooks < blindLooksAllowed) return null;
      return inconclusiveAs(
        `no vantage could tell in ${pairs.blindLooks} looks how ${practised} does, with users sent there`,
      );
    },
  },
] as const satisfies readonly RunJudge[];

function asClass(failure: string): string {
  return failure === "" ? "" : ` (${failure})`;
}
