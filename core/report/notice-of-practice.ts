// What do people read of a practice run? That it begins, and how it ended: what was sent where, what was seen, what
// now. Each says that it was practice, so that nobody takes it for an incident. It sends nothing.

import {
  allBackBy,
  observedShare,
  outcomeWords,
  type PracticeReport,
  pairsOf,
  sentFor,
} from "../practice/practice-report.ts";
import { hasSent, mayBeAway, type RunInHand } from "../practice/run-in-hand.ts";
import { dateAndTime } from "../values/timestamp.ts";
import type { Instant } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";
import { makeNotice, type Notice, type NoticeLine } from "./notice.ts";
import { occasionOf } from "./notice-id.ts";

export function noticeOfPracticeBegin(run: RunInHand): Notice {
  const { pool, rung, secondary, primary, by, why, executionName, until, steps } = run;
  const shares = listed(steps.map(({ share, bakes }) => `${share} % for ${inWords(bakes)}`));
  return makeNotice(
    { id: occasionOf("practiceBegins", executionName), pool },
    `practice run (${rung}) begins`,
    [
      ["What", `Users are sent from ${primary} to ${secondary} for practice: ${shares}.`],
      ["Why", `${why} (by ${by})`],
      ["Until", `${dateAndTime(until)} UTC at the latest; guards in two Regions see to that`],
      ["Next", `to end it now: cognito-failover practice stop ${pool} --reason "..."`],
    ],
  );
}

/** Whether a run may begin. */
export function noticeOfPracticeQuestion(run: RunInHand, until: Instant): Notice {
  const { pool, rung, secondary, why, by, executionName, steps } = run;
  const shares = listed(steps.map(({ share, bakes }) => `${share} % for ${inWords(bakes)}`));
  return makeNotice(
    { id: occasionOf("practiceAsks", executionName), pool },
    `practice run (${rung}) waits for your approval`,
    [
      [
        "What",
        `Users would be sent to ${secondary} for practice: ${shares}. Nothing has moved yet.`,
      ],
      ["Why", `${why} (by ${by})`],
      ["Until", `${dateAndTime(until)} UTC; then it is not begun`],
      [
        "Next",
        `cognito-failover approve ${pool}   (or: cognito-failover decline ${pool} --reason "...")`,
      ],
    ],
  );
}

export function noticeOfPractice(report: PracticeReport): Notice {
  const { run, outcome, rule, because } = report;
  const { pool, rung, by, why, executionName } = run;
  return makeNotice(
    { id: occasionOf("practiceEnds", executionName), pool },
    `practice run (${rung}) ${outcomeWords[outcome]}`,
    [
      ["What", `${whatOf(report)} This was practice, no incident.`],
      ["Result", `${outcome}, by the rule ${rule}: ${because}`],
      ["Why", `${why} (by ${by})`],
      ...seenLines(report),
      ["Now", nowOf(report)],
      ["Next", `cognito-failover practice report ${pool}`],
    ],
  );
}

function whatOf(report: PracticeReport): string {
  const { run } = report;
  const sent = sentFor(report);
  if (sent === null) return `No users were sent to ${run.secondary}.`;
  const most = Math.max(
    ...run.steps.map(({ share, writtenAt }) => (writtenAt === null ? 0 : share)),
  );
  return `Up to ${most} % of users were sent to ${run.secondary} for ${inWords(sent)}.`;
}

function seenLines({ run }: PracticeReport): readonly NoticeLine[] {
  if (run.calls.length > 0) return [["Calls", callsInWords(run.calls)]];
  if (!hasSent(run)) return [];
  const { good, bad, leftOut } = pairsOf(run);
  const shares = run.steps.flatMap((step) => {
    const share = observedShare(step);
    return share === null ? [] : `${share.toFixed(1)} % of answers led there at ${step.share} %`;
  });
  const traffic = run.ticks.at(-1)?.traffic ?? null;
  return [
    [
      "Probes",
      `${bad} of ${good + bad} sign-ins failed in ${run.secondary} alone; ${leftOut} told nothing`,
    ],
    ...(traffic === null
      ? []
      : [
          [
            "Users",
            `${traffic.practised.failures} of ${traffic.practised.signIns} sign-ins failed in ${run.secondary}, ${traffic.stable.failures} of ${traffic.stable.signIns} in ${run.primary}`,
          ] as const,
        ]),
    ...(shares.length === 0 ? [] : [["Share", listed(shares)] as const]),
  ];
}

/** What was refused is named by the result. */
function callsInWords(calls: RunInHand["calls"]): string {
  const of = (kind: string) => calls.filter((call) => call.kind === kind).length;
  return `${of("sent")} that read were sent, ${of("dry")} that write were not; ${of("refused")} were refused`;
}

function nowOf(report: PracticeReport): string {
  const { run } = report;
  if (!hasSent(run) && !mayBeAway(run)) return "Sign-in is where it was.";
  const back = allBackBy(report);
  if (back !== null) {
    return `Users are sent to ${run.primary} again; resolvers that keep answers let go of the last by ${dateAndTime(back)} UTC.`;
  }
  if (run.isOvertaken === true)
    return "A move has taken over: its own notices say where users are.";
  return `Nobody saw yet that users are back at ${run.primary}; the guards restore by ${dateAndTime(run.until)} UTC.`;
}
