// Drawing by hand: axes, lines, and labels that stand beside what they name without covering each other.
// Colours follow the reader's light or dark theme.

export interface Size {
  readonly width: number;
  readonly height: number;
}

const STYLE = `
  svg { color-scheme: light dark; font: 12px system-ui, sans-serif }
  .back { fill: #ffffff } .ink { fill: #1f2328 } .soft { fill: #59636e }
  .grid { stroke: #d1d9e0; stroke-width: 1 } .axis { stroke: #59636e; stroke-width: 1 }
  .peer { fill: #59636e; stroke: #59636e } .reference { fill: #8250df; stroke: #8250df }
  .ours { fill: #0969da; stroke: #0969da } .limit { fill: #bc4c00; stroke: #bc4c00 }
  .line { fill: none !important; stroke-width: 2; stroke-linejoin: round } .thin { stroke-width: 1.25 }
  .leader { stroke-width: 0.75 } .hollow { fill-opacity: 0; stroke-width: 1.5 }
  text { stroke: none !important } .strong { font-weight: 600 } .title { font-size: 15px; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117 } .ink { fill: #f0f6fc } .soft { fill: #9198a1 }
    .grid { stroke: #2a313c } .axis { stroke: #9198a1 }
    .peer { fill: #9198a1; stroke: #9198a1 } .reference { fill: #ab7df8; stroke: #ab7df8 }
    .ours { fill: #4493f8; stroke: #4493f8 } .limit { fill: #f0883e; stroke: #f0883e }
  }
`;

export interface Text {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly className?: string;
  readonly anchor?: "start" | "middle" | "end";
}

export function text({ x, y, text, className = "ink", anchor = "start" }: Text): string {
  const place = `x="${px(x)}" y="${px(y)}" text-anchor="${anchor}"`;
  return `<text ${place} class="${className}">${escaped(text)}</text>`;
}

export type Point = readonly [x: number, y: number];

export function line(points: readonly Point[], className: string): string {
  return `<polyline points="${points.map(([x, y]) => `${px(x)},${px(y)}`).join(" ")}" class="line ${className}"/>`;
}

export function dot([x, y]: Point, className: string): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="4" class="${className}"/>`;
}

export function rule([x1, y1]: Point, [x2, y2]: Point, className: string): string {
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" class="${className}"/>`;
}

export function drawing({ width, height }: Size, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" class="back"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** From `domain` onto `range`, in which equal ratios are equal lengths. */
export function logScale([low, high]: Point, [from, to]: Point, ticks: readonly number[]): Scale {
  const place = (value: number) => {
    const part = Math.log(value / low) / Math.log(high / low);
    return from + Math.min(1, Math.max(0, part)) * (to - from);
  };
  return Object.assign(place, { ticks: ticks.filter((tick) => tick >= low && tick <= high) });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A tick of an axis: its place in pixels, and its name. */
export interface Tick {
  readonly at: number;
  readonly name: string;
}

/** What a tick of an axis of seconds is called. */
export function seconds(value: number): string {
  return value < 120 ? `${value} s` : `${value / 60} min`;
}

export interface Heading {
  readonly title: string;
  readonly subtitle: string;
  /** What the axis below is of. */
  readonly below: string;
}

/** What stands around the axes of every plot. */
export function heading(
  { left, right, bottom }: Box,
  { title, subtitle, below }: Heading,
): readonly string[] {
  return [
    text({ x: left, y: 24, text: title, className: "ink title" }),
    text({ x: left, y: 42, text: subtitle, className: "soft" }),
    text({ x: right, y: bottom + 40, text: below, className: "soft", anchor: "end" }),
  ];
}

/** A line of the grid upwards from each tick of the axis below. */
export function gridUp(box: Box, ticks: readonly Tick[]): readonly string[] {
  return ticks.flatMap(({ at, name }) => [
    rule([at, box.top], [at, box.bottom], "grid"),
    tickBelow(box, { at, name }),
  ]);
}

export function tickBelow({ bottom }: Pick<Box, "bottom">, { at, name }: Tick): string {
  return text({ x: at, y: bottom + 18, text: name, className: "soft", anchor: "middle" });
}

/** A line of the grid across from each tick of the axis at the left. */
export function gridAcross({ left, right }: Box, ticks: readonly Tick[]): readonly string[] {
  return ticks.flatMap(({ at, name }) => [
    rule([left, at], [right, at], "grid"),
    text({ x: left - 8, y: at + 4, text: name, className: "soft", anchor: "end" }),
  ]);
}

export interface Named {
  readonly at: Point;
  readonly name: string;
  readonly className: string;
}

/**
 * Labels beside their points, each where it covers no other, no point and nothing of a line, as far as
 * there is room.
 */
export function labels(
  named: readonly Named[],
  within: Box,
  past: readonly Point[] = [],
): readonly string[] {
  const taken: Box[] = [
    ...named.map(({ at: [x, y] }) => around(x, y, 5)),
    ...along(past).map(([x, y]) => around(x, y, 2)),
  ];
  return named.flatMap(({ at, name, className }) => {
    const choices = PLACES.map((place) => placed(at, name, place)).filter((one) =>
      isIn(one.box, within),
    );
    const free = choices.find(({ box }) => covered(box, taken) === 0);
    const best = free ?? choices[0];
    if (best === undefined) return [];
    taken.push(best.box);
    const { box, anchor } = best;
    const x = anchor === "start" ? box.left : box.right;
    const label = text({ x, y: box.bottom - 3, text: name, className, anchor });
    const isFar = Math.abs(box.bottom - 7 - at[1]) > 12;
    return isFar ? [rule(at, [x, box.bottom - 7], "axis leader"), label] : [label];
  });
}

type Side = "start" | "end";

interface Place {
  readonly anchor: Side;
  /** Pixels from the point, sideways and down. */
  readonly dx: number;
  readonly dy: number;
}

/** The nearest first; the farther ones get a line that leads to them. */
const PLACES: readonly Place[] = Array.from({ length: 18 }, (_, i) =>
  i % 2 === 0 ? i * 6 : -(i + 1) * 6,
).flatMap((offset): readonly Place[] => [
  { anchor: "start", dx: Math.abs(offset) > 12 ? 20 : 8, dy: 4 + offset },
  { anchor: "end", dx: Math.abs(offset) > 12 ? -20 : -8, dy: 4 + offset },
]);

function placed([x, y]: Point, name: string, { anchor, dx, dy }: Place) {
  const width = widthOf(name);
  const left = anchor === "start" ? x + dx : x + dx - width;
  return { anchor, box: { left, right: left + width, top: y + dy - 10, bottom: y + dy + 3 } };
}

/** Pixels, roughly: no font is at hand to ask. */
function widthOf(words: string): number {
  return words.length * 6.3;
}

function around(x: number, y: number, by: number): Box {
  return { left: x - by, right: x + by, top: y - by, bottom: y + by };
}

/** Points on a line, one every few pixels. */
function along(points: readonly Point[]): readonly Point[] {
  return points.slice(1).flatMap(([x2, y2], index): readonly Point[] => {
    const [x1, y1] = points[index] ?? [x2, y2];
    const steps = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 4);
    return Array.from({ length: steps }, (_, i) => [
      x1 + ((x2 - x1) * i) / steps,
      y1 + ((y2 - y1) * i) / steps,
    ]);
  });
}

function isIn(box: Box, within: Box): boolean {
  return (
    box.left >= within.left &&
    box.right <= within.right &&
    box.top >= within.top &&
    box.bottom <= within.bottom
  );
}

function covered(box: Box, taken: readonly Box[]): number {
  return taken.reduce((sum, other) => {
    const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
    const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
    return sum + Math.max(0, wide) * Math.max(0, high);
  }, 0);
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(words: string): string {
  return words
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
