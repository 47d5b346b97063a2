// A picture with axes. Shapes are drawn in a box that stretches to whatever width there is; words stand beside it as
// HTML, so that they keep their size on a narrow screen.

import { type Instant, instant } from "../../../core/values/types.ts";
import { timeOfDay } from "../../../core/values/words.ts";
import { html, type Markup } from "./markup.ts";

/** The box that shapes are drawn in; it is stretched. */
export const BOX = { width: 1_000, height: 200 } as const;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a value stands in the box, from the left. */
export function across(span: Span, value: number): number {
  return rounded(partOf(span, value) * BOX.width);
}

/** Likewise from the top: high values stand high. */
export function upward(span: Span, value: number): number {
  return rounded((1 - partOf(span, value)) * BOX.height);
}

export interface Plot {
  readonly title: string;
  /** What is to be seen in it, for who cannot see it. */
  readonly says: string;
  readonly times: Span;
  /** Null for a picture without a scale. */
  readonly values: (Span & { readonly unit: string }) | null;
  readonly shapes: readonly Markup[];
  readonly legend?: readonly LegendEntry[];
  /** Beneath it: the same as numbers. */
  readonly numbers?: Markup;
  readonly height?: "low";
}

export interface LegendEntry {
  /** The class that its shapes are drawn with. */
  readonly look: string;
  readonly says: string;
  /** Whether it is drawn as a line; else it fills an area. */
  readonly isLine?: boolean;
}

export function plotted(plot: Plot): Markup {
  const { title, says, times, values, shapes, legend = [], numbers, height } = plot;
  const levels = values === null ? [] : ticksOf(values, 3);
  return html`<figure>
<figcaption>${title}</figcaption>
${legend.length === 0 ? "" : html`<ul class="legend">${legend.map(entry)}</ul>`}
<div class="plot ${height ?? ""} ${values === null ? "bare" : ""}">
<div class="levels" aria-hidden="true">${levels.map((level) => levelLabel(level, values))}</div>
<svg viewBox="0 0 ${BOX.width} ${BOX.height}" preserveAspectRatio="none" role="img" aria-label="${says}">
${values === null ? "" : levels.map((level) => gridLine(upward(values, level)))}
${shapes}</svg>
<div class="times" aria-hidden="true">${timeTicks(times).map((at) => timeLabel(at, times))}</div>
</div>
${numbers === undefined ? "" : html`<details><summary>The same in numbers</summary>${numbers}</details>`}
</figure>`;
}

function entry({ look, says, isLine = false }: LegendEntry): Markup {
  const shape = isLine
    ? html`<path class="${look}" d="M0 6H20"/>`
    : html`<rect class="${look}" x="1" y="1" width="18" height="10"/>`;
  return html`<li><svg viewBox="0 0 20 12" aria-hidden="true">${shape}</svg>${says}</li>`;
}

function gridLine(y: number): Markup {
  return html`<path class="grid" d="M0 ${y}H${BOX.width}"/>`;
}

function levelLabel(level: number, values: Plot["values"]): Markup {
  if (values === null) return html``;
  const top = rounded((1 - partOf(values, level)) * 100);
  return html`<span style="top:${top}%">${level}${values.unit}</span>`;
}

function timeLabel(at: Instant, times: Span): Markup {
  const left = rounded(partOf(times, at) * 100);
  const text = timeStep(times) < 1 ? timeOfDay(at) : timeOfDay(at).slice(0, "03:00".length);
  return html`<span style="left:${left}%">${text}</span>`;
}

const MINUTE_MS = 60_000;

/** In minutes: four at the most, so that they stand apart on a telephone. */
function timeStep({ from, to }: Span): number {
  const minutes = (to - from) / MINUTE_MS;
  return [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60].find((length) => minutes / length <= 4) ?? 120;
}

function timeTicks(times: Span): readonly Instant[] {
  const step = timeStep(times) * MINUTE_MS;
  const all: Instant[] = [];
  for (let at = Math.ceil(times.from / step) * step; at <= times.to; at += step) {
    all.push(instant(at));
  }
  return all;
}

/** Round numbers from the beginning of a scale to its end. */
function ticksOf({ from, to }: Span, about: number): readonly number[] {
  const step = roundStep((to - from) / about);
  const all: number[] = [];
  for (let n = 0; from + n * step <= to + step / 1_000; n += 1) all.push(rounded(from + n * step));
  return all;
}

/** A scale from 0 that ends above the largest value, at a round number. */
export function scaleTo(largest: number): Span {
  const step = roundStep(Math.max(largest, 1) / 3);
  return { from: 0, to: Math.ceil(Math.max(largest, 1) / step) * step };
}

function roundStep(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length));
  const step = [1, 2, 5, 10].find((part) => part * power >= length) ?? 10;
  return step * power;
}

function partOf({ from, to }: Span, value: number): number {
  return to === from ? 0 : Math.min(1, Math.max(0, (value - from) / (to - from)));
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
