// What people are told, and how often.

import { type Chronicle, unsent } from "../experiment.ts";
import { endOf } from "../happening.ts";
import type { SentNotice } from "../world.ts";
import { happenedOf, type Invariant, type InvariantBreach, MINUTE } from "./invariant.ts";

/** Within so long… */
const windowMs = 25 * MINUTE;
/** …people get so many notices, questions and their ends besides, and two for each thing that they did. */
const mostNotices = 3;
/** A look of the watch that another overtook has left its notice already: better told once more than never. */
const overtakenWithinMs = 3_000;
/** An answer may come so long after its fault. */
const LATE = MINUTE;
const GOOD = /: moved to [a-z0-9-]+$/;
/** What the machine says by itself where no Lambda can, which none of ours counts: once, as it is tried again. */
const OUTRIGHT = /\] a move failed$/;
const QUESTION = / (?:waits for your approval|not answered)$/;
const DEEDS = [
  "order",
  "answer",
  "pause",
  "resume",
  "moveLever",
  "stop",
  "deploy",
  "practise",
  "endPractice",
];

export const tellings: readonly Invariant[] = [
  {
    name: "everyEndIsTold",
    says: "of every move that came to an end people are told, or will be at the next try that is due",
    check: ({ experiment, events, notices, began, ledger, samples }) => {
      // What could not be sent is tried again later each time.
      const end = samples.at(-1)?.at ?? began;
      if (unsent(ledger).some(({ claimedUntil }) => Number(claimedUntil) > end)) return [];
      // Events have the time that home's clock showed.
      const ahead = Math.max(0, ...happenedOf({ experiment }, "clock").map((one) => one.aheadMs));
      return events
        .filter(({ type }) => type === "completed")
        .flatMap(({ at, facts }): InvariantBreach[] => {
          const { to, executionName } = facts as { to?: string; executionName?: string };
          const isTold = notices.some(
            (notice) => notice.at >= at - MINUTE - ahead && notice.subject.includes(String(to)),
          );
          // Who comes twice is told of once.
          const isLater = events.some(
            (one) =>
              one.type === "completed" &&
              one.at < at &&
              one.facts["executionName"] === executionName,
          );
          return isTold || isLater
            ? []
            : [{ at: at ?? began, says: `${executionName} ended, and nobody was told` }];
        });
    },
  },
  {
    name: "nothingIsToldTwice",
    says: "no notice is sent twice, unless whoever sent it died before that could be written down",
    check: (chronicle) => {
      if (mayDie(chronicle)) return [];
      const { notices, policy } = chronicle;
      return notices.flatMap(({ at, subject, body }, index): InvariantBreach[] => {
        // Who did not answer is asked anew, in the same words.
        const since = QUESTION.test(subject) ? at - policy.approval.timeout : 0;
        const isAgain = notices
          .slice(0, index)
          .some((one) => one.subject === subject && one.body === body && one.at > since);
        return isAgain ? [{ at, says: `told twice: ${subject}` }] : [];
      });
    },
  },
  {
    name: "noStorm",
    says: "within 25 minutes people are sent at most 3 notices, two of one moment counted once, as is what was sent anew because SNS took it and could not say so, besides that a move was confirmed, what the machine says once where no Lambda can, in mode advise each question and its end, 2 for each thing that they did, and 3 for each time that the clock of home was set",
    check: (chronicle) => {
      const { began, samples } = chronicle;
      const outright = chronicle.notices.find(({ subject }) => OUTRIGHT.test(subject));
      const notices = chronicle.notices
        // Good news takes no room from what is yet to be told.
        .filter(({ subject }) => !GOOD.test(subject))
        .filter((one) => one !== outright)
        .filter((one, index, all) => !all.slice(0, index).some(isLostOf(chronicle, one)))
        .filter(({ at }, index, all) => at - (all[index - 1]?.at ?? 0) > overtakenWithinMs);
      const deeds = chronicle.done.flatMap(({ happening, deed }) =>
        DEEDS.includes(happening.kind) && deed.kind === "done" ? [happening] : [],
      );
      const isAsked = samples.some(({ mode }) => mode === "advise");
      const { approval, cooldown } = chronicle.policy;
      // A question and its end; the first question is one of the three.
      const ofQuestions = 2 * Math.ceil(windowMs / (approval.timeout + cooldown)) - 1;
      // Whoever counts by home's clock begins anew when that is set.
      const counts =
        mostNotices * (1 + happenedOf(chronicle, "clock").filter(isFelt(chronicle)).length);
      return notices
        .flatMap(({ at }): InvariantBreach[] => {
          const isWithin = (when: number) => when >= at && when < at + windowMs;
          const told = notices.filter((one) => isWithin(one.at)).length;
          const done = deeds.filter(
            (one) => began + one.at >= at - windowMs && began + one.at < at + windowMs,
          );
          const most = counts + (isAsked ? ofQuestions : 0) + 2 * done.length;
          return told > most
            ? [{ at, says: `${told} notices in 25 minutes, and ${most} are allowed` }]
            : [];
        })
        .slice(0, 1);
    },
  },
];

/** Nobody can know of a notice that it went out when SNS took it and its answer was lost, or came too late. */
function isLostOf(chronicle: Chronicle, later: SentNotice) {
  const { began } = chronicle;
  const losing = happenedOf(chronicle, "fault").filter(
    ({ trouble: { service, effect } }) =>
      (service === undefined || service === "sns") &&
      (effect.kind === "lostAnswer" || effect.kind === "delay"),
  );
  return ({ at, subject, body }: SentNotice) =>
    subject === later.subject &&
    body === later.body &&
    losing.some((one) => at >= began + one.at && at < endOf(one) + began + LATE);
}

function isFelt({ policy }: Chronicle) {
  return ({ region, aheadMs }: { readonly region: string; readonly aheadMs: number }) =>
    region === policy.secondary && Math.abs(aheadMs) >= MINUTE;
}

/** Whether a claim could be lost: the sender was cut off, or could not write. */
function mayDie(chronicle: Chronicle): boolean {
  return (
    happenedOf(chronicle, "clock").length > 0 ||
    happenedOf(chronicle, "fault").some(({ trouble: { service } }) =>
      [undefined, "dynamodb", "lambda", "sns"].includes(service),
    )
  );
}
