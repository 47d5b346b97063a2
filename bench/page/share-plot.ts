// Delay by failing share: where each rule stops seeing an outage, and how near it comes to the limit.

import type { Sort } from "../detectors/rule-order.ts";
import { limit, type Swept } from "../measure/sweep.ts";
import { percent } from "./report.ts";
import {
  drawing,
  gridAcross,
  heading,
  line,
  logScale,
  type Point,
  rule,
  seconds,
  text,
  tickBelow,
} from "./svg.ts";

export interface ShareLine {
  readonly swept: Swept;
  readonly of: Sort;
}

const SIZE = { width: 920, height: 520 };
const BOX = { left: 70, right: SIZE.width - 250, top: 56, bottom: SIZE.height - 52 };
/** Pixels between two labels. */
const LEADING = 15;

interface Drawn {
  readonly name: string;
  readonly className: string;
  readonly points: readonly Point[];
}

export function sharePlot(lines: readonly ShareLine[]): string {
  const shares = lines[0]?.swept.cells.map(({ share }) => share) ?? [];
  const last = shares.length - 1;
  const x = (share: number) =>
    BOX.left + (shares.indexOf(share) / Math.max(1, last)) * (BOX.right - BOX.left);
  const y = logScale([7, 7200], [BOX.bottom, BOX.top], [10, 30, 60, 120, 300, 600, 1800, 3600]);
  const drawn: Drawn[] = [
    ...lines.map(({ swept, of }) => ({
      name: swept.name,
      className: of,
      points: swept.cells
        .filter(({ delay }) => Number.isFinite(delay))
        .map(({ share, delay }): Point => [x(share), y(delay)]),
    })),
    {
      name: "limit",
      className: "limit",
      points: shares.map((share): Point => [x(share), y(limit(share))]),
    },
  ].filter(({ points }) => points.length > 0);
  return drawing(SIZE, "Median delay by failing share", [
    ...heading(BOX, {
      title: "How fast, by the share of sign-ins that fail",
      subtitle: "Median delay to the move; a line ends where it takes over two hours",
      below: "Failing share",
    }),
    ...gridAcross(
      BOX,
      y.ticks.map((tick) => ({ at: y(tick), name: seconds(tick) })),
    ),
    ...shares.map((share) => tickBelow(BOX, { at: x(share), name: percent(share) })),
    rule([BOX.left, BOX.bottom], [BOX.right, BOX.bottom], "axis"),
    ...drawn.map(({ points, className }) =>
      line(points, className === "peer" ? "peer thin" : className),
    ),
    ...endLabels(drawn),
  ]);
}

/** Each in the margin at the height of its line's end, pushed apart where they would touch. */
function endLabels(drawn: readonly Drawn[]): readonly string[] {
  const wanted = drawn
    .map((one) => ({ ...one, end: one.points.at(-1) ?? ([BOX.right, BOX.bottom] as const) }))
    .toSorted((a, b) => a.end[1] - b.end[1]);
  const heights = spread(wanted.map(({ end }) => end[1]));
  return wanted.flatMap(({ name, className, end }, index) => {
    const height = heights[index] ?? end[1];
    return [
      rule(end, [BOX.right + 14, height], "grid"),
      text({
        x: BOX.right + 18,
        y: height + 4,
        text: name,
        className: className === "peer" ? "soft" : `${className} strong`,
      }),
    ];
  });
}

/** Sorted heights, moved as little as possible so that no two labels touch. */
function spread(heights: readonly number[]): readonly number[] {
  const down = heights.reduce<number[]>((placed, height) => {
    placed.push(Math.max(height, (placed.at(-1) ?? Number.NEGATIVE_INFINITY) + LEADING));
    return placed;
  }, []);
  const excess = Math.max(0, (down.at(-1) ?? 0) - BOX.bottom);
  return down
    .toReversed()
    .reduce<number[]>((placed, height, index) => {
      const floor = index === 0 ? height - excess : (placed.at(-1) ?? height) - LEADING;
      placed.push(Math.min(height, floor));
      return placed;
    }, [])
    .toReversed();
}
