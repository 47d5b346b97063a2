// What a person types of a practice run, read before anything is asked of AWS: the rung, and for how long.

import { type Rung, type RunRung, runRungs } from "../../core/state/practice-run.ts";
import { type Duration, isDuration } from "../../core/values/duration.ts";
import { ActionError } from "../../core/values/errors.ts";
import { nearName } from "../../core/values/nearest-name.ts";

export interface TypedRequest {
  readonly rung: RunRung;
  /** As an execution takes it; null for what the settings say. */
  readonly lasts: Exclude<Duration, number> | null;
}

export function requestOf(
  pool: string,
  typed: { readonly rung?: string; readonly for?: string },
): TypedRequest {
  const rung = runRungs.find((one) => one === typed.rung);
  if (rung === undefined) throw otherRung(pool, typed.rung);
  if (typed.for === undefined) return { rung, lasts: null };
  if (rung === "isolation") {
    throw refused("--for must not be given for isolation, which sends nobody anywhere", typed.for);
  }
  const lasts = lengthOf(typed.for);
  if (lasts !== null) return { rung, lasts };
  throw refused('--for must be a length of time such as 20m, 1h or "20 minutes"', typed.for);
}

const names = "isolation, canary or full";

function otherRung(pool: string, typed: string | undefined): ActionError {
  if (typed === undefined) {
    // What is no verb is taken for the pool of a run.
    const verb = nearName(pool, ["list", "stop", "report", "run"]);
    const meant = verb === null ? "" : `; or was ${verb} meant, in place of ${pool}`;
    return refused(`--rung must be given, ${names}${meant}`, undefined);
  }
  const shadow = "shadow" satisfies Rung;
  const near = nearName(typed, runRungs);
  const more =
    typed === shadow
      ? `, since the probes run ${shadow} day and night`
      : near === null
        ? ""
        : `, and the nearest is ${near}`;
  return refused(`--rung must be ${names}${more}`, typed);
}

const SHORT = /^(\d{1,6}) ?(s|min|m|h)$/;

const units = { s: "seconds", m: "minutes", min: "minutes", h: "hours" } as const;

/** "20m", "90 s", "1h" and whatever settings take: "20 minutes"; null for anything else. */
export function lengthOf(text: string): TypedRequest["lasts"] {
  const [, count, unit] = SHORT.exec(text) ?? [];
  const written =
    unit === undefined ? text : `${Number(count)} ${units[unit as keyof typeof units]}`;
  return isDuration(written) ? (written as Exclude<Duration, number>) : null;
}

function refused(must: string, value: string | undefined): ActionError {
  return new ActionError({
    ...{ code: "InvalidInput", cannot: "start a practice run", must },
    ...(value === undefined ? {} : { value }),
    next: "cognito-failover practice run --help",
  });
}
