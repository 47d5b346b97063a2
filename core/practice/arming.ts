// May the controller act by itself? Only while the rungs that the settings ask for have passed within their age. It
// rests on what was remembered in calm times: nothing that an outage makes unreadable takes it away that night.

import type { Policy } from "../settings/policy.ts";
import { type Rung, rungNames } from "../state/practice-run.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { type Instant, instant, type Millis } from "../values/types.ts";
import { listed } from "../values/words.ts";
import { type Climbed, inPlaceOf, standingOf } from "./ladder.ts";

export interface ArmingSettings {
  readonly policy: Policy;
  readonly arming: { readonly rungs: readonly Rung[]; readonly maxAge: Millis };
}

export type Arming =
  /** `lapsesAt`: when the first of the rungs counts no more; null where none is asked for. */
  | { readonly kind: "armed"; readonly lapsesAt: Instant | null; readonly because: string }
  | { readonly kind: "notArmed"; readonly missing: readonly Rung[]; readonly because: string };

export function isArmed({ policy, arming }: ArmingSettings, climbed: Climbed): Arming {
  // The shadow is the probes' own: without them nothing is decided at all.
  const asked = arming.rungs.filter((rung) => rung !== "shadow");
  const inPlace = asked.map((rung) => inPlaceOf(rung, policy, climbed));
  const rungs = rungNames.filter((rung) => inPlace.includes(rung));
  const all = rungs.map((rung) => ({
    rung,
    standing: standingOf(rung, climbed.rehearsed, { now: climbed.now, maxAge: arming.maxAge }),
  }));
  const lacking = all.flatMap(({ rung, standing }) =>
    standing.kind === "passed" ? [] : [{ rung, because: standing.because }],
  );
  if (lacking.length > 0) {
    return {
      kind: "notArmed",
      missing: lacking.map(({ rung }) => rung),
      because: lacking.map(({ because }) => because).join("; "),
    };
  }
  const lapses = all.flatMap(({ standing }) =>
    standing.kind === "passed" ? [standing.lapsesAt] : [],
  );
  if (lapses.length === 0) {
    return {
      kind: "armed",
      lapsesAt: null,
      because: "practice.arming.rungs asks for no practice run",
    };
  }
  const lapsesAt = instant(Math.min(...lapses));
  const because = `${listed(rungs)} passed, which counts until ${dateAndTime(lapsesAt)} UTC`;
  return { kind: "armed", lapsesAt, because };
}
