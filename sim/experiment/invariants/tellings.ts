// What people are told, and how often.

import type { Chronicle } from "../experiment.ts";
import { type Breach, happenedOf, type Invariant, MINUTE } from "./invariant.ts";

/** Within so long… */
const WINDOW = 25 * MINUTE;
/** …people get so many notices, and one for each thing that they did themselves. */
const MOST = 3;

export const tellings: readonly Invariant[] = [
  {
    name: "everyEndIsTold",
    says: "of every move that came to an end people are told",
    check: ({ events, notices, began }) =>
      events
        .filter(({ type }) => type === "completed")
        .flatMap(({ at, facts }): Breach[] => {
          const { to, executionName } = facts as { to?: string; executionName?: string };
          const isTold = notices.some(
            (notice) => notice.at >= at - MINUTE && notice.subject.includes(String(to)),
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
        }),
  },
  {
    name: "nothingIsToldTwice",
    says: "no notice is sent twice, unless whoever sent it died before that could be written down",
    check: (chronicle) => {
      if (mayDie(chronicle)) return [];
      const { notices } = chronicle;
      return notices.flatMap(({ at, subject, body }, index): Breach[] => {
        const isAgain = notices
          .slice(0, index)
          .some((one) => one.subject === subject && one.body === body);
        return isAgain ? [{ at, says: `told twice: ${subject}` }] : [];
      });
    },
  },
  {
    name: "noStorm",
    says: "within 25 minutes people are sent at most 3 notices, and 2 for each thing that they or others did to it",
    check: (chronicle) => {
      const { notices, began, experiment } = chronicle;
      const deeds = experiment.happenings.filter(
        ({ kind }) => kind !== "fault" && kind !== "clock" && kind !== "forge",
      );
      return notices
        .flatMap(({ at }): Breach[] => {
          const isWithin = (when: number) => when >= at && when < at + WINDOW;
          const told = notices.filter((one) => isWithin(one.at)).length;
          const done = deeds.filter(
            (one) => began + one.at >= at - WINDOW && began + one.at < at + WINDOW,
          );
          const most = MOST + 2 * done.length;
          return told > most
            ? [{ at, says: `${told} notices in 25 minutes, and ${most} are allowed` }]
            : [];
        })
        .slice(0, 1);
    },
  },
];

/** Whether a claim could be lost: the sender was cut off, or could not write. */
function mayDie(chronicle: Chronicle): boolean {
  return (
    happenedOf(chronicle, "clock").length > 0 ||
    happenedOf(chronicle, "fault").some(({ trouble: { service } }) =>
      [undefined, "dynamodb", "lambda", "sns"].includes(service),
    )
  );
}
