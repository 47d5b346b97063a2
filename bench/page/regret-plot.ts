// Regret against false moves: what a shorter wait buys, and what no wait can.

import type { FrontierRow } from "../measure/detection.ts";
import {
  dot,
  drawing,
  gridAcross,
  gridUp,
  heading,
  line,
  logScale,
  type Point,
  rule,
  text,
} from "./svg.ts";

const SIZE = { width: 920, height: 460 };
const BOX = { left: 70, right: SIZE.width - 150, top: 56, bottom: SIZE.height - 52 };
/** Full-outage minutes between two lines of the grid. */
const STEP = 0.2;

interface Curve {
  readonly name: string;
  readonly className: string;
  /** Whether its points are labelled over the line, for which there is room beside the highest alone. */
  readonly isAbove: boolean;
  readonly points: readonly { readonly at: Point; readonly name: string }[];
}

export function regretPlot(frontier: readonly FrontierRow[]): string {
  const rows = frontier
    .filter(({ blipMean }) => blipMean === USUAL)
    .toSorted((a, b) => b.years - a.years);
  const values = rows.flatMap(({ regret, least }) => [regret, least]);
  const low = Math.floor(Math.min(...values) / STEP - 0.5) * STEP;
  const high = Math.ceil(Math.max(...values) / STEP + 0.5) * STEP;
  const x = logScale([0.015, 2], [BOX.left, BOX.right], [0.02, 0.05, 0.1, 0.2, 0.5, 1]);
  const y = (regret: number) =>
    BOX.bottom - ((regret - low) / (high - low)) * (BOX.bottom - BOX.top);
  const drawn = curves(rows).map(({ points, ...curve }) => ({
    ...curve,
    points: points.map(({ at: [falseMoves, regret], name }) => ({
      name,
      at: [x(falseMoves), y(regret)] as Point,
    })),
  }));
  const ticks = Array.from(
    { length: Math.round((high - low) / STEP) + 1 },
    (_, i) => low + i * STEP,
  );
  return drawing(SIZE, "Regret against false moves a year", [
    ...heading(BOX, {
      title: "What a shorter wait buys",
      subtitle:
        "Regret, full-outage minutes a scenario; at each point the budget: one false move in so many years",
      below: "False moves a year",
    }),
    ...gridAcross(
      BOX,
      ticks.map((tick) => ({ at: y(tick), name: tick.toFixed(1) })),
    ),
    ...gridUp(
      BOX,
      x.ticks.map((tick) => ({ at: x(tick), name: String(tick) })),
    ),
    rule([BOX.left, BOX.bottom], [BOX.right, BOX.bottom], "axis"),
    ...drawn.map(({ points, className }) =>
      line(
        points.map(({ at }) => at),
        className,
      ),
    ),
    ...drawn.flatMap(({ points, className }) => points.map(({ at }) => dot(at, className))),
    ...drawn.flatMap(({ points, isAbove }) =>
      points.map(({ at: [x, y], name }) =>
        text({
          x: isAbove ? x + 5 : x - 5,
          y: isAbove ? y - 8 : y + 17,
          text: name,
          className: "soft",
          anchor: isAbove ? "start" : "end",
        }),
      ),
    ),
    ...names(drawn),
  ]);
}

/** Pixels between two names. */
const LEADING = 15;

/** Each in the margin at the height of its curve's end, or below the one before. */
function names(drawn: readonly Curve[]): readonly string[] {
  let last = Number.NEGATIVE_INFINITY;
  return drawn.map(({ points, name, className }) => {
    last = Math.max(last + LEADING, points.at(-1)?.at[1] ?? BOX.bottom);
    const y = last + 4;
    return text({ x: BOX.right + 10, y, text: name, className: `${className} strong` });
  });
}

/** Seconds that blips last on average in the world of most points. */
const USUAL = 40;

function curves(rows: readonly FrontierRow[]): readonly Curve[] {
  const of = (vantages: 3 | 5) => rows.filter((row) => row.vantages === vantages);
  const own = (vantages: 3 | 5) =>
    of(vantages).map(({ falseMoves, regret, years }) => {
      return { at: [falseMoves, regret] as Point, name: `${years} y` };
    });
  const least = of(5).map(({ years, least }) => {
    return { at: [1 / years, least] as Point, name: `${years} y` };
  });
  return [
    { name: "three vantages", className: "reference", isAbove: true, points: own(3) },
    { name: "five vantages", className: "ours", isAbove: false, points: own(5) },
    { name: "a clairvoyant", className: "limit", isAbove: false, points: least },
  ];
}
