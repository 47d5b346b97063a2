// Which probe users should come, stay and go? In go a person's wish and the users found, in the secret and
// in the pool; out comes a plan. It orders nothing in time: what waits for what is the command's.

import { counted, listed } from "../values/words.ts";
import type { ProbeUserProblem } from "./probe-user-problem.ts";

/** What a person asks for: the count reached, all renewed, the unusable ones replaced, or none left. */
export type Wish = "complete" | "rotate" | "repair" | "remove";

export interface UserFound {
  /** What is typed at sign-in. */
  readonly name: string;
  /** Made by `setup probe-users` for this secret; others are never touched. */
  readonly isOurs: boolean;
  readonly isInSecret: boolean;
  /** Null when nothing is wrong, or nobody looked. */
  readonly ailment: ProbeUserProblem | null;
}

export interface Leaving {
  readonly name: string;
  readonly isOurs: boolean;
  readonly because: ProbeUserProblem | "rotated" | "surplus" | "removed";
}

export interface Plan {
  /** Stay in the secret, in its order. */
  readonly keep: readonly string[];
  /** How many new users are made. */
  readonly make: number;
  /** Leave the secret; ours leave the pool as well, once no probe knows them any more. */
  readonly leave: readonly Leaving[];
  /** Ours, and not in the secret: left by a run that was stopped. Nobody knows their passwords. */
  readonly strays: readonly string[];
}

/**
 * A user that does not work is replaced, never mended: a new password would reach the secondary later than
 * the secret reaches the vantages, and each probe in between would count there as a wrong password.
 */
export function planUsers(wish: Wish, found: readonly UserFound[], wanted: number): Plan {
  const named = found.filter(({ isInSecret }) => isInSecret);
  const strays = found.filter(({ isInSecret, isOurs }) => isOurs && !isInSecret);
  const fit = named.filter((user) => staysUnder(wish, user));
  // Whoever works is kept before those that do not.
  const kept = [...fit.filter(hasNoProblem), ...fit.filter((user) => !hasNoProblem(user))].slice(
    0,
    wanted,
  );
  return {
    keep: named.filter((user) => kept.includes(user)).map(({ name }) => name),
    make: wish === "remove" ? 0 : wanted - kept.length,
    leave: named
      .filter((user) => !kept.includes(user))
      .map((user) => ({ name: user.name, isOurs: user.isOurs, because: reason(wish, user) })),
    strays: strays.map(({ name }) => name),
  };
}

/** Whether the secret will say something else. */
export function changesSecret({ make, leave }: Plan): boolean {
  return make > 0 || leave.length > 0;
}

/** The plan as a person reads it, a sentence each; empty when nothing is to be done. */
export function planInWords({ keep, make, leave, strays }: Plan): readonly string[] {
  const others = leave
    .filter(({ isOurs, because }) => !isOurs && because !== "missing")
    .map(({ name }) => name);
  const ours = leave.filter(({ isOurs, because }) => isOurs && because !== "missing");
  return [
    ...(make > 0 ? [`make ${counted(make, "new user")}`] : []),
    ...(make > 0 || leave.length > 0
      ? [`write ${counted(keep.length + make, "user")} into the secret`]
      : []),
    ...(ours.length > 0
      ? [`delete ${counted(ours.length, "user")} that the secret names now`]
      : []),
    ...(strays.length > 0
      ? [`delete ${counted(strays.length, "user")} that an earlier run left behind`]
      : []),
    ...(others.length > 0
      ? [`leave ${listed(others)} in the pool, which this command did not make`]
      : []),
  ];
}

function staysUnder(wish: Wish, user: UserFound): boolean {
  switch (wish) {
    case "complete":
      return user.ailment !== "missing";
    case "repair":
      return hasNoProblem(user);
    case "rotate":
    case "remove":
      return false;
  }
}

function reason(wish: Wish, user: UserFound): Leaving["because"] {
  if (user.ailment !== null && (wish === "repair" || user.ailment === "missing")) {
    return user.ailment;
  }
  switch (wish) {
    case "complete":
    case "repair":
      return "surplus";
    case "rotate":
      return "rotated";
    case "remove":
      return "removed";
  }
}

function hasNoProblem({ ailment }: UserFound): boolean {
  return ailment === null;
}
