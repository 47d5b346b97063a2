import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readCorpus } from "../../../bench/outages/read-corpus.ts";
import type { Corpus, Course, Phase, Scenario } from "../../../bench/outages/scenario.ts";

export function rawCorpus(name: "public" | "own"): { scenarios: Record<string, unknown>[] } {
  return JSON.parse(
    readFileSync(new URL(`../../../bench/scenarios/${name}.json`, import.meta.url), "utf8"),
  );
}

export function corpusOf(name: "public" | "own"): Corpus {
  const read = readCorpus(rawCorpus(name));
  if (read.kind === "invalid") throw new Error(JSON.stringify(read.problems, null, 2));
  return read.corpus;
}

export function scenarioOf(id: string): Scenario {
  const found = corpusOf("public").scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
}

/** An hour in which half of the primary's sign-ins fail from minute 10 to minute 40. */
export function aPhase(changed: Partial<Phase> = {}): Phase {
  return { at_s: 600, until_s: 2400, region: "primary", fail: { all: 0.5 }, ...changed };
}

export function aCourse(phases: readonly Phase[] = [aPhase()], duration_s = 3600): Course {
  return { id: "a-course", duration_s, phases };
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The same disturbances in the same order, with no more than an hour of quiet between two. */
export function packed(course: Course): Course {
  let cut = 0;
  let until = 0;
  const phases = course.phases
    .toSorted((a, b) => a.at_s - b.at_s)
    .map((phase) => {
      cut += Math.max(0, phase.at_s - until - 3600);
      until = Math.max(until, phase.until_s);
      return { ...phase, at_s: phase.at_s - cut, until_s: phase.until_s - cut };
    });
  return { ...course, phases, duration_s: until - cut + 3600 };
}
