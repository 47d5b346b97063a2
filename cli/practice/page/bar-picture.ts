// A bar a look: what succeeded below, what failed above it, hatched, so that they differ without their colours.

import { instant } from "../../../core/values/types.ts";
import { timeOfDay } from "../../../core/values/words.ts";
import { html, type Markup } from "./markup.ts";
import { across, type LegendEntry, plotted, type Span, scaleTo, upward } from "./plot.ts";
import { tabled } from "./tabled.ts";

export interface BarPart {
  readonly look: "good" | "bad" | "leftOut";
  readonly says: string;
}

export interface Bar {
  readonly at: number;
  /** By part, in the order in which they stand upon each other. */
  readonly counts: readonly number[];
}

interface BarPlot {
  readonly title: string;
  readonly says: string;
  readonly parts: readonly BarPart[];
  readonly bars: readonly Bar[];
  readonly times: Span;
}

export function barPicture({ title, says, parts, bars, times }: BarPlot): Markup {
  const sums = bars.map(({ counts }) => counts.reduce((all, one) => all + one, 0));
  const values = { ...scaleTo(Math.max(0, ...sums)), unit: "" };
  const wide = widthOf(bars, times);
  const legend = parts.map(({ look, says }): LegendEntry => ({ look, says }));
  return plotted({
    ...{ title, says, times, values, legend },
    shapes: bars.map((bar) => stacked(bar, { parts, times, values, wide })),
    numbers: tabled(
      ["look", ...parts.map(({ says }) => says)],
      bars.map(({ at, counts }) => [timeOfDay(instant(at)), ...counts.map(String)]),
    ),
  });
}

/** Bars keep a little of the room between two looks free. */
function widthOf(bars: readonly Bar[], times: Span): number {
  const gaps = bars.slice(1).map(({ at }, n) => at - (bars[n]?.at ?? 0));
  const least = Math.min(...gaps, (times.to - times.from) / 12);
  return Math.max(2, Math.min(40, 0.72 * (least / (times.to - times.from)) * 1_000));
}

interface Axes {
  readonly parts: readonly BarPart[];
  readonly times: Span;
  readonly values: Span;
  readonly wide: number;
}

function stacked({ at, counts }: Bar, { parts, times, values, wide }: Axes): Markup {
  const left = across(times, at) - wide / 2;
  let below = 0;
  const shapes = counts.map((count, n) => {
    const [bottom, top] = [upward(values, below), upward(values, below + count)];
    below += count;
    const { look = "good", says = "" } = parts[n] ?? {};
    return count === 0
      ? html``
      : html`<rect class="${look}" x="${left}" y="${top}" width="${wide}" height="${bottom - top}"><title>${timeOfDay(instant(at))}: ${count} ${says}</title></rect>`;
  });
  return html`${shapes}`;
}
