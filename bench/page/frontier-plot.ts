// Delay against false moves, one point a rule: quick and safe is the corner at the lower left.

import type { Sort } from "../detectors/rule-order.ts";
import {
  dot,
  drawing,
  gridAcross,
  gridUp,
  heading,
  labels,
  line,
  logScale,
  type Point,
  rule,
  seconds,
  text,
} from "./svg.ts";

export interface FrontierPoint {
  readonly name: string;
  /** Median delay in seconds. */
  readonly delay: number;
  /** False moves a year. */
  readonly falseMoves: number;
  /** How many years were counted: fewer than one false move in them cannot be told from none. */
  readonly years: number;
  /** Share of outages that it misses: a rule that seldom moves is not safe if it misses. */
  readonly missed: number;
  readonly of: Sort;
}

export interface Frontier {
  readonly points: readonly FrontierPoint[];
  /** Ours at other waits, from the shortest to the longest. */
  readonly curve: readonly Pick<FrontierPoint, "delay" | "falseMoves">[];
}

/** From this share of missed outages on a rule is drawn hollow. */
const MISSES = 0.02;

const SIZE = { width: 920, height: 560 };
const BOX = { left: 70, right: SIZE.width - 24, top: 56, bottom: SIZE.height - 52 };

export function frontierPlot({ points, curve }: Frontier): string {
  const least = Math.min(
    ...points.map((one) => Math.max(leastOf(one), one.falseMoves)),
    ...curve.map(({ falseMoves }) => falseMoves),
  );
  const x = logScale([8, 6000], [BOX.left, BOX.right], [10, 30, 60, 120, 300, 600, 1800, 3600]);
  const most = Math.max(10, ...points.map(({ falseMoves }) => falseMoves)) * 1.5;
  const y = logScale([least / 1.5, most], [BOX.bottom, BOX.top], [0.01, 0.1, 1, 10, 100]);
  const place = ({ delay, falseMoves }: Pick<FrontierPoint, "delay" | "falseMoves">): Point => [
    x(delay),
    y(falseMoves),
  ];
  const named = points
    .filter(({ delay }) => Number.isFinite(delay))
    .toSorted((a, b) => Number(b.of === "ours") - Number(a.of === "ours"))
    .map((one) => ({
      at: place({ ...one, falseMoves: Math.max(leastOf(one), one.falseMoves) }),
      name: one.falseMoves === 0 ? `${one.name} (none in ${one.years} years)` : one.name,
      className: one.of === "peer" ? "soft" : `${one.of} strong`,
      dotClass: one.missed > MISSES ? `${one.of} hollow` : one.of,
    }));
  return drawing(SIZE, "Median delay against false moves a year", [
    ...heading(BOX, {
      title: "How fast, and how often for nothing",
      subtitle: "False moves a year",
      below: "Median delay to the move",
    }),
    text({
      x: BOX.right,
      y: 42,
      text: "Hollow: misses outages",
      className: "soft",
      anchor: "end",
    }),
    ...gridUp(
      BOX,
      x.ticks.map((tick) => ({ at: x(tick), name: seconds(tick) })),
    ),
    ...gridAcross(
      BOX,
      y.ticks.map((tick) => ({ at: y(tick), name: String(tick) })),
    ),
    rule([BOX.left, BOX.bottom], [BOX.right, BOX.bottom], "axis"),
    ...(curve.length > 1 ? [line(curve.map(place), "ours")] : []),
    ...named.map(({ at, dotClass }) => dot(at, dotClass)),
    ...labels(named, BOX, curve.map(place)),
  ]);
}

/** Half a false move in the years that were counted. */
function leastOf({ years }: FrontierPoint): number {
  return 1 / (2 * years);
}
