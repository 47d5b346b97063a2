// The sentences that the text and the page of a report share.

import { pathLabels } from "../../core/levers/plan.ts";
import { askedInWords } from "../../core/practice/isolated-call.ts";
import { type PracticeReport, sentFor } from "../../core/practice/practice-report.ts";
import type { IsolatedCall } from "../../core/practice/run-in-hand.ts";
import { durationText } from "../../core/values/duration.ts";
import { type Millis, millis } from "../../core/values/types.ts";
import { inWords, listed } from "../../core/values/words.ts";
import type { RunAccount, ShareAccount } from "./account.ts";

/** What was done to users, in one sentence. */
export function sentWords(report: PracticeReport): string {
  const { run } = report;
  const sent = sentFor(report);
  if (sent === null) return `Nobody was sent to ${run.secondary}.`;
  const shares = run.steps.flatMap(({ share, writtenAt }) => (writtenAt === null ? [] : share));
  const paths = listed(run.paths.map((path) => pathLabels[path]));
  return `Up to ${Math.max(...shares)} % of users of ${paths} were sent from ${run.primary} to ${run.secondary} for ${inWords(sent)}.`;
}

/** "1.0 % (0.7 to 1.5 %)" */
export function seenWords(seen: ShareAccount["seen"]): string {
  if (seen === null) return "not looked at";
  const { share, low, high } = seen;
  return `${share.toFixed(1)} % (${low.toFixed(1)} to ${high.toFixed(1)} %)`;
}

const calls: Readonly<Record<IsolatedCall["kind"], string>> = {
  sent: "sent",
  dry: "not sent",
  refused: "REFUSED",
};

export const callHead = ["by", "asked", "for", "was"] as const;

/** What a failover asked for, of whom: what was refused comes first. */
export function callRows({ run }: PracticeReport): readonly (readonly string[])[] {
  const first = (call: IsolatedCall) => (call.kind === "refused" ? 0 : 1);
  return run.calls
    .toSorted((a, b) => first(a) - first(b))
    .map((call) => [call.by, askedInWords(call), call.operation, calls[call.kind]]);
}

/** How long users took to follow, each way. */
export function switchWords({ shares, firstGoodIn, restoredIn }: RunAccount): readonly string[] {
  const switched = shares.flatMap(({ share, switchedIn }) =>
    switchedIn === null
      ? []
      : [`${share} % were first seen over there after ${inWords(switchedIn)}`],
  );
  return [
    ...switched,
    ...(firstGoodIn === null
      ? []
      : [`the first sign-in over there was seen to succeed after ${inWords(firstGoodIn)}`]),
    ...(restoredIn === null
      ? []
      : [`users were seen to be back ${inWords(restoredIn)} after the restoring write`]),
  ];
}

/** What a run cost, beside what it was expected to and what it might. */
export function exposureWords(report: PracticeReport, { measured }: RunAccount): string {
  const { expected } = report.run;
  const limit = exposureLimit(report);
  const before =
    expected === null
      ? "what it would cost was not known beforehand"
      : `${Math.ceil(expected.signIns)} sign-ins and ${Math.ceil(expected.userMinutes)} user-minutes were expected`;
  const may = limit === null ? "" : `, and ${limit} user-minutes may be`;
  return `${before}${may}; ${measured.because}`;
}

export function exposureLimit({ settings }: PracticeReport): number | null {
  const limit = settings["exposure"];
  return typeof limit === "number" ? limit : null;
}

const lengths: readonly string[] = ["bake", "lasts", "rto", "longest", "maxAge"];

/** The settings of that day, a field a row: "canary.bake", "5 minutes". */
export function settingRows(
  settings: Readonly<Record<string, unknown>>,
  before = "",
): readonly (readonly [string, string])[] {
  return Object.entries(settings).flatMap(([name, value]): (readonly [string, string])[] => {
    const path = `${before}${name}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return [...settingRows(value as Readonly<Record<string, unknown>>, `${path}.`)];
    }
    return [[path, valueWords(name, value)]];
  });
}

function valueWords(name: string, value: unknown): string {
  if (typeof value === "number" && lengths.includes(name)) return durationText(millis(value));
  if (value === null) return "as many as it takes";
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return "none";
  return value
    .map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one)))
    .join(", ");
}

/** "+12 s", "on time": how far from what was planned. */
export function offBy(difference: number): string {
  const length: Millis = millis(Math.abs(difference));
  if (length < 1_000) return "on time";
  return difference > 0 ? `${inWords(length)} later` : `${inWords(length)} earlier`;
}
