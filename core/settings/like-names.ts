// Which names of two pools would be one in the deployment? It calls its resources after them in letters and
// digits alone, so "customers-2" and "customers2" would stop it half-way. Equal names are other rules' business.

import { shown } from "../values/errors.ts";
import { pascalCase } from "../values/pascal-case.ts";
import type { Mistake, Subject } from "./problem.ts";
import type { PoolDraft } from "./settings-schema.ts";

interface NamedThing {
  readonly field: string;
  name(pool: PoolDraft): string | null;
}

const namedThings: readonly NamedThing[] = [
  { field: "name", name: ({ name }) => name },
  {
    field: "paths.managedLogin.bucket",
    name: ({ paths: { managedLogin } }) => managedLogin?.bucket ?? null,
  },
  { field: "probeUser.secret", name: ({ probeUser }) => probeUser.secret },
];

export function likeNames(subject: Subject, earlier: readonly Subject[]): readonly Mistake[] {
  return namedThings.flatMap(({ field, name }): readonly Mistake[] => {
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
}
