// The run as it was planned and as it came: two rows of shares on one line of time, with the marks of its end.

import type { PracticeReport } from "../../../core/practice/practice-report.ts";
import { instant } from "../../../core/values/types.ts";
import { timeOfDay } from "../../../core/values/words.ts";
import type { RunAccount, ShareAccount } from "../account.ts";
import { html, type Markup } from "./markup.ts";
import { across, type Plot, plotted, type Span } from "./plot.ts";

/** From the top: what was planned, what came. */
const rows = { planned: { y: 12, height: 76 }, real: { y: 112, height: 76 } } as const;

interface Block {
  readonly share: number;
  readonly from: number;
  readonly to: number;
}

export function runPicture(report: PracticeReport, account: RunAccount, times: Span): Markup {
  const { run } = report;
  const { shares, guardsDueAt } = account;
  const planned = shares.map(({ share, plannedAt, bakes }) => ({
    ...{ share, from: plannedAt, to: plannedAt + bakes },
  }));
  const real = shares.flatMap((one) => realBlock(one));
  const most = Math.max(...shares.map(({ share }) => share));
  const marks = [
    ...(run.restoredAt === null ? [] : [mark("restored", run.restoredAt, times)]),
    ...(run.backAt === null ? [] : [mark("back", run.backAt, times)]),
    ...(guardsDueAt === null ? [] : [mark("guards", guardsDueAt, times)]),
    mark("limit", run.until, times),
  ];
  const plot: Plot = {
    title: "Planned, above, and real, below",
    says: wordsFor(report, account),
    ...{ times, values: null, height: "low" },
    shapes: [
      ...planned.map((block) => drawn(block, rows.planned, { most, times, look: "planned" })),
      ...real.map((block) => drawn(block, rows.real, { most, times, look: "sent" })),
      ...marks,
    ],
    legend: [
      { look: "planned", says: "share planned" },
      { look: "sent", says: "share sent, higher for more" },
      ...(run.restoredAt === null
        ? []
        : [{ look: "mark restored", says: "restoring write", isLine: true }]),
      ...(run.backAt === null
        ? []
        : [{ look: "mark back", says: "users seen to be back", isLine: true }]),
      ...(guardsDueAt === null ? [] : [{ look: "mark guards", says: "guards due", isLine: true }]),
      { look: "mark limit", says: "hard limit", isLine: true },
    ],
  };
  return plotted(plot);
}

function realBlock({ share, writtenAt, endedAt }: ShareAccount): readonly Block[] {
  return writtenAt === null || endedAt === null ? [] : [{ share, from: writtenAt, to: endedAt }];
}

interface Drawing {
  readonly most: number;
  readonly times: Span;
  readonly look: string;
}

/** The least share is still to be seen. */
function drawn(
  { share, from, to }: Block,
  { y, height }: { readonly y: number; readonly height: number },
  { most, times, look }: Drawing,
): Markup {
  const tall = height * (0.25 + 0.75 * (share / most));
  const [left, right] = [across(times, from), across(times, to)];
  const wide = Math.max(2, right - left);
  return html`<rect class="${look}" x="${left}" y="${y + height - tall}" width="${wide}" height="${tall}"><title>${share} %, ${time(from)} to ${time(to)}</title></rect>`;
}

function mark(look: string, at: number, times: Span): Markup {
  return html`<path class="mark ${look}" d="M${across(times, at)} 0V200"><title>${look} ${time(at)}</title></path>`;
}

function time(at: number): string {
  return timeOfDay(instant(at));
}

function wordsFor({ run }: PracticeReport, { shares, guardsDueAt }: RunAccount): string {
  const sent = shares.map(({ share, plannedAt, writtenAt }) => {
    const real = writtenAt === null ? "not sent" : `sent at ${time(writtenAt)}`;
    return `${share} % planned for ${time(plannedAt)}, ${real}`;
  });
  const end =
    run.restoredAt === null ? "not restored by the run" : `restored at ${time(run.restoredAt)}`;
  const guards = guardsDueAt === null ? "" : `; guards due at ${time(guardsDueAt)}`;
  return `${sent.join("; ")}; ${end}${guards}; hard limit at ${time(run.until)}.`;
}
