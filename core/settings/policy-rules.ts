// What must hold between fields? In go settings whose fields were checked one by one; out come the
// breaches, as further issues. A rule is only asked when the fields that it reads are right, so that
// nobody is told about the consequence of a mistake beside the mistake.

import type * as z from "zod/mini";
import { differing, rulesBetweenPools } from "./between-pools.ts";
import { poolRules } from "./pool-rules.ts";
import { type Mistake, pathText, type Subject } from "./problem.ts";
import type { SettingsDraft } from "./settings-schema.ts";

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodRawIssue;

interface Place extends Subject {
  readonly at: Path;
}

export function rulesBetweenFields({ value, issues }: z.core.ParsePayload<SettingsDraft>): void {
  if (!Array.isArray(value?.pools)) return;
  const wrong = issues
    .filter(({ code }) => code !== "unrecognized_keys")
    .map(({ path }) => path ?? []);
  const begins = (path: Path, other: Path) => other.every((key, i) => key === path[i]);
  const sound = (path: Path) => !wrong.some((other) => begins(path, other));
  const intact = (path: Path) => sound(path) && !wrong.some((other) => begins(other, path));
  const places = value.pools
    .map((pool, index): Place => {
      const at = ["pools", index];
      return {
        pool,
        at,
        probeEvery: sound(["cadence", "probe"]) ? value.cadence.probe : null,
        called: (field) => pathText([...at, ...steps(field)]),
        sound: (field) => sound([...at, ...steps(field)]),
        intact: (field) => intact([...at, ...steps(field)]),
      };
    })
    .filter(({ at }) => sound(at));
  issues.push(
    ...places.flatMap(issuesWithin),
    ...rulesBetweenPools.flatMap((rule) =>
      places.flatMap((place, index) =>
        rule(place, places.slice(0, index)).map((mistake) => issueOf(place, mistake)),
      ),
    ),
  );
}

function issuesWithin(place: Place): Issue[] {
  const breaches = poolRules
    .filter(
      ({ needs, needsAllOf = [] }) => needs.every(place.sound) && needsAllOf.every(place.intact),
    )
    .flatMap(({ breach }) => breach(place));
  const found = breaches.filter((mistake) => mistake !== null);
  return [...repeatedVantages(place), ...found].map((mistake) => issueOf(place, mistake));
}

/** Each vantage has one vote, so no Region may hold two. */
function repeatedVantages({ pool, called, sound }: Place): Mistake[] {
  const further = sound("furtherVantages") ? pool.furtherVantages : [];
  const seats = ["primary", "secondary", "witness"] as const;
  const taken = [
    ...seats.map((field) => ({ field: field as string, region: pool[field] })),
    ...further.map((region, index) => ({ field: `furtherVantages.${index}`, region })),
  ].filter(({ field }) => sound(field));
  return taken.flatMap(({ field, region }, index) => {
    const first = taken.slice(0, index).find((earlier) => earlier.region === region);
    if (first === undefined) return [];
    return [
      differing({ field, value: region, from: called(first.field), next: "Name another Region" }),
    ];
  });
}

function issueOf({ at }: Place, { field, must, next, ...breach }: Mistake): Issue {
  const path = [...at, ...steps(field)];
  return {
    code: "custom",
    input: undefined,
    path,
    message: `${must}\n${next}`,
    params: { ...breach },
  };
}

/** "furtherVantages.0" is two steps, and the second is an index. */
function steps(field: string): PropertyKey[] {
  return field.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
