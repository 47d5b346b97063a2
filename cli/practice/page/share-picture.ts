// The share of users that was asked for, and what name servers answered, with its interval of confidence.

import type { RunAccount, ShareAccount } from "../account.ts";
import { seenWords } from "../report-words.ts";
import { html, type Markup } from "./markup.ts";
import { across, type LegendEntry, plotted, type Span, scaleTo, upward } from "./plot.ts";
import { tabled } from "./tabled.ts";

export function sharePicture({ shares }: RunAccount, times: Span): Markup {
  const sent = shares.filter(({ writtenAt }) => writtenAt !== null);
  const largest = Math.max(...sent.map(({ share, seen }) => Math.max(share, seen?.high ?? 0)));
  const values = { ...scaleTo(largest), unit: " %" };
  return plotted({
    title: "Share of users over there",
    says: sent.map((one) => `Asked for ${one.share} %, seen ${seenWords(one.seen)}`).join("; "),
    ...{ times, values },
    shapes: [
      asked(sent, times, values),
      ...sent.flatMap((one) => (one.seen === null ? [] : observed(one, { times, values }))),
    ],
    legend: [
      { look: "asked", says: "asked for", isLine: true },
      ...(sent.some(({ seen }) => seen !== null) ? observedLegend : []),
    ],
    numbers: tabled(
      ["asked for", "seen, with 95 % confidence", "answers asked for"],
      sent.map(({ share, seen }) => [`${share} %`, seenWords(seen), `${seen?.answers ?? 0}`]),
    ),
  });
}

const observedLegend: readonly LegendEntry[] = [
  { look: "observed", says: "seen at the name servers", isLine: true },
  { look: "reach", says: "within which it lies, with 95 % confidence" },
];

function asked(sent: readonly ShareAccount[], times: Span, values: Span): Markup {
  const steps = sent.map(({ share, writtenAt, endedAt }) => {
    const [from, to] = [across(times, writtenAt ?? 0), across(times, endedAt ?? 0)];
    return `L${from} ${upward(values, share)}H${to}`;
  });
  const first = across(times, sent[0]?.writtenAt ?? 0);
  const floor = upward(values, 0);
  return html`<path class="asked" d="M0 ${floor}H${first}${steps.join("")}V${floor}H1000"/>`;
}

interface Axes {
  readonly times: Span;
  readonly values: Span;
}

/** A bar over its whole time, since it is of all answers of that time. */
function observed({ writtenAt, endedAt, seen }: ShareAccount, { times, values }: Axes): Markup {
  if (seen === null || writtenAt === null || endedAt === null) return html``;
  const [from, to] = [across(times, writtenAt), across(times, endedAt)];
  const [top, bottom] = [upward(values, seen.high), upward(values, seen.low)];
  const [inset, middle] = [(to - from) * 0.06, upward(values, seen.share)];
  const box = html`<rect class="reach" x="${from + inset}" y="${top}" width="${Math.max(2, to - from - 2 * inset)}" height="${Math.max(1, bottom - top)}"/>`;
  return html`${box}<path class="observed" d="M${from + inset} ${middle}H${to - inset}"><title>${seenWords(seen)}</title></path>`;
}
