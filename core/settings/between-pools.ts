// What must hold between two pools? In go a pool and those written before it; out comes what both may not have,
// or must. What must hold within one is the business of pool-rules.ts.

import { shown } from "../values/errors.ts";
import { pascalCase } from "../values/pascal-case.ts";
import { NAME_IN_KEY } from "./path-schema.ts";
import type { Mistake, Subject } from "./problem.ts";

/** The later pool, and those before it. */
type BetweenPools = (subject: Subject, earlier: readonly Subject[]) => readonly Mistake[];

interface OwnThing {
  /** The first of them is where the breach is reported. */
  readonly fields: readonly [string, ...string[]];
  /** Equal for two pools that share it. */
  identity(pool: Subject["pool"]): string | null;
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

const sharedThings: BetweenPools = (subject, earlier) =>
  ownThings.flatMap(({ fields, identity }) => {
    const known = ({ pool, sound }: Subject) => (fields.every(sound) ? identity(pool) : null);
    const mine = known(subject);
    const first = earlier.find((other) => mine !== null && known(other) === mine);
    if (mine === null || first === undefined) return [];
    const [field] = fields;
    const next = "Give each pool its own";
    return [differing({ field, value: mine, from: first.called(field), next })];
  });

interface NamedThing {
  readonly field: string;
  name(pool: Subject["pool"]): string | null;
}

const namedThings: readonly NamedThing[] = [
  { field: "name", name: ({ name }) => name },
  {
    field: "paths.managedLogin.bucket",
    name: ({ paths: { managedLogin } }) => managedLogin?.bucket ?? null,
  },
  { field: "probeUser.secret", name: ({ probeUser }) => probeUser.secret },
];

/**
 * The deployment calls its resources after them in letters and digits alone, so "customers-2" and "customers2"
 * would stop it half-way.
 */
const likeNames: BetweenPools = (subject, earlier) =>
  namedThings.flatMap(({ field, name }): readonly Mistake[] => {
    const known = ({ pool, sound }: Subject) => (sound(field) ? name(pool) : null);
    const mine = known(subject);
    if (mine === null) return [];
    const isLike = (theirs: string | null) =>
      theirs !== null && theirs !== mine && pascalCase(theirs) === pascalCase(mine);
    const first = earlier.find((other) => isLike(known(other)));
    if (first === undefined) return [];
    const other = `${first.called(field)}, ${shown(known(first))},`;
    return [
      {
        field,
        must: `must differ from ${other} in more than punctuation, as the deployment would call both ${shown(pascalCase(mine))}`,
        value: mine,
        next: "Choose a name that differs in its letters or digits",
      },
    ];
  });

/** The controller lives in the secondary, so pools with another one are another deployment's. */
const sameHome: BetweenPools = (subject, [first]) => {
  if (first === undefined || !subject.sound("secondary") || !first.sound("secondary")) return [];
  const home = first.pool.secondary;
  if (subject.pool.secondary === home) return [];
  return [
    {
      field: "secondary",
      must: `must equal ${first.called("secondary")}, ${JSON.stringify(home)}, as the controller runs there`,
      value: subject.pool.secondary,
      next: "Deploy pools with another secondary as a stage of their own",
    },
  ];
};

export const rulesBetweenPools: readonly BetweenPools[] = [sharedThings, likeNames, sameHome];

interface Sameness {
  readonly field: string;
  readonly value: string;
  /** What the other is called. */
  readonly from: string;
  readonly next: string;
}

export function differing({ field, value, from, next }: Sameness): Mistake {
  return { field, must: `must differ from ${from}`, value, note: " for both", next };
}
