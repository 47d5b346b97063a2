// The page docs/detection.md and its plots, from nothing but docs/detection.json.

import { DRAWN, ordered, sortOf } from "../detectors/rule-order.ts";
import type { Detection } from "../measure/detection.ts";
import {
  blipsPart,
  costsPart,
  delaysPart,
  detailsOf,
  frontierPart,
  limitsPart,
  reachPart,
  regretPart,
  setPart,
  summaryOf,
} from "./detection-tables.ts";
import { type Frontier, type FrontierPoint, frontierPlot } from "./frontier-plot.ts";
import { agreementPart } from "./published.ts";
import { regretPlot } from "./regret-plot.ts";
import { sweepPart, yearsPart } from "./report.ts";
import { sharePlot } from "./share-plot.ts";

/** The blocks of the page by name; each stands between two comments with it. */
export function blocks(detection: Detection): Readonly<Record<string, string>> {
  return {
    summary: summaryOf(detection),
    reach: reachPart(detection),
    frontier: `${frontierPart(detection)}\n${regretPart(detection)}`,
    sets: detection.sets.map(setPart).join("\n"),
    shares: `${delaysPart(detection)}\n${sweepPart({ sweepRuns: detection.sweepRuns, swept: ordered(detection.swept) })}`,
    years: `${yearsPart({ counted: ordered(detection.counted) })}\n${blipsPart(detection)}`,
    limits: limitsPart(detection),
    costs: costsPart(detection),
    agreement: agreementPart(detection),
    details: detection.sets.map(detailsOf).join("\n"),
  };
}

/** The page with its blocks printed afresh; what stands around them is kept. */
export function printed(page: string, detection: Detection): string {
  return Object.entries(blocks(detection)).reduce((text, [name, block]) => {
    const between = new RegExp(`(?<=<!-- ${name} -->\n)[\\s\\S]*?(?=<!-- /${name} -->)`);
    return text.replace(between, () => `\n${block.trimEnd()}\n\n`);
  }, page);
}

export function plots(detection: Detection): Readonly<Record<string, string>> {
  return {
    "detection-frontier.svg": frontierPlot(frontierOf(detection)),
    "detection-regret.svg": regretPlot(detection.frontier),
    "detection-shares.svg": sharePlot(
      detection.swept
        .filter(({ name }) => DRAWN.includes(name))
        .map((swept) => ({ swept, of: sortOf(swept.name) })),
    ),
  };
}

function frontierOf({ sets, counted, frontier }: Detection): Frontier {
  const points = (sets[0]?.rows ?? []).flatMap((row): readonly FrontierPoint[] => {
    const years = counted.find(({ name }) => name === row.name);
    if (years === undefined || row.delay === null) return [];
    const { name, delay, missed } = row;
    const { falseMoves } = years;
    return [
      {
        name,
        delay: delay.p50,
        falseMoves,
        years: years.years,
        missed: missed ?? 1,
        of: sortOf(name),
      },
    ];
  });
  const curve = frontier
    .filter(({ vantages, blipMean }) => vantages === 5 && blipMean === 40)
    .map(({ median, falseMoves }) => ({ delay: median, falseMoves }))
    .toSorted((a, b) => a.delay - b.delay);
  return { points, curve };
}
