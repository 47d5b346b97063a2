// What must hold between fields? In go settings whose fields were checked one by one; out come the
// breaches, as further issues. A rule is only asked when the fields that it reads are right, so that
// nobody is told about the consequence of a mistake beside the mistake.

import type * as z from "zod/mini";
import { likeNames } from "./like-names.ts";
import { NAME_IN_KEY } from "./path-schema.ts";
import { poolRules } from "./pool-rules.ts";
import { type Mistake, pathText, type Subject } from "./problem.ts";
import type { PoolDraft, SettingsDraft } from "./settings-schema.ts";

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
  const sound = (path: Path) => !wrong.some((other) => other.every((key, i) => key === path[i]));
  const places = value.pools
    .map((pool, index): Place => {
      const at = ["pools", index];
      return {
        pool,
        at,
        probeEvery: sound(["cadence", "probe"]) ? value.cadence.probe : null,
        called: (field) => pathText([...at, ...steps(field)]),
        sound: (field) => sound([...at, ...steps(field)]),
      };
    })
    .filter(({ at }) => sound(at));
  issues.push(
    ...places.flatMap(issuesWithin),
    ...places.flatMap(issuesBeside),
    ...places.flatMap(issuesOfLikeNames),
    ...places.flatMap(issueOfHome),
  );
}

function issuesWithin(place: Place): Issue[] {
  const breaches = poolRules
    .filter(({ needs }) => needs.every(place.sound))
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

interface OwnThing {
  /** The first of them is where the breach is reported. */
  readonly fields: readonly [string, ...string[]];
  /** Equal for two pools that share it. */
  identity(pool: PoolDraft): string | null;
}

/** Two pools that shared a lever would move it against each other, and users sign in to one pool alone. */
const ownThings: readonly OwnThing[] = [
  { fields: ["name"], identity: ({ name }) => name },
  {
    fields: ["paths.managedLogin.key", "paths.managedLogin.bucket", "name"],
    identity: ({ name, paths: { managedLogin } }) =>
      managedLogin && `${managedLogin.bucket}/${managedLogin.key.replace(NAME_IN_KEY, name)}`,
  },
  {
    fields: ["paths.sdk.record", "paths.sdk.zoneId"],
    identity: ({ paths: { sdk } }) => sdk && `${sdk.record} in ${sdk.zoneId}`,
  },
  { fields: ["probeUser.secret"], identity: ({ probeUser }) => probeUser.secret },
];

function issuesBeside(place: Place, index: number, places: readonly Place[]): Issue[] {
  const earlier = places.slice(0, index);
  return ownThings.flatMap(({ fields, identity }) => {
    const known = ({ pool, sound }: Place) => (fields.every(sound) ? identity(pool) : null);
    const mine = known(place);
    const first = earlier.find((other) => mine !== null && known(other) === mine);
    if (mine === null || first === undefined) return [];
    const [field] = fields;
    const next = "Give each pool its own";
    return [issueOf(place, differing({ field, value: mine, from: first.called(field), next }))];
  });
}

function issuesOfLikeNames(place: Place, index: number, places: readonly Place[]): Issue[] {
  return likeNames(place, places.slice(0, index)).map((mistake) => issueOf(place, mistake));
}

/** The controller lives in the secondary, so pools with another one are another deployment's. */
function issueOfHome(place: Place, _index: number, places: readonly Place[]): Issue[] {
  const [first] = places;
  if (first === undefined || first === place) return [];
  if (!place.sound("secondary") || !first.sound("secondary")) return [];
  const home = first.pool.secondary;
  if (place.pool.secondary === home) return [];
  return [
    issueOf(place, {
      field: "secondary",
      must: `must equal ${first.called("secondary")}, ${JSON.stringify(home)}, as the controller runs there`,
      value: place.pool.secondary,
      next: "Deploy pools with another secondary as a stage of their own",
    }),
  ];
}

interface Sameness {
  readonly field: string;
  readonly value: string;
  /** What the other is called. */
  readonly from: string;
  readonly next: string;
}

function differing({ field, value, from, next }: Sameness): Mistake {
  return { field, must: `must differ from ${from}`, value, note: " for both", next };
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
