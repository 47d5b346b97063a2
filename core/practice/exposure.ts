// What does a practice run cost in user-minutes, by what is usual at that hour, and by what was measured? A user-minute
// is one user who wants to sign in in some minute and cannot, since a secondary does not serve them.

import { shareLostByMoving } from "../detect/user-impact.ts";
import type { BothSides } from "../judging/real-traffic.ts";
import { type UsualWeek, usualRate } from "../signals/usual-week.ts";
import { MINUTE } from "../values/duration.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { type Instant, instant, later, type Millis } from "../values/types.ts";
import { shareInWords } from "../values/words.ts";

/** A share of users that is sent over for a while. */
export interface ShareSent {
  readonly percent: number;
  readonly from: Instant;
  readonly lasts: Millis;
}

export type Exposure =
  | {
      readonly kind: "known";
      /** Sign-ins at the secondary. */
      readonly signIns: number;
      /** Those of them that fail for being there. */
      readonly userMinutes: number;
      readonly because: string;
    }
  | { readonly kind: "unknown"; readonly because: string };

/** `usual` is the served Region's; null where no traffic is read. */
export function expectedExposure(
  sent: readonly ShareSent[],
  usual: UsualWeek["hours"] | null,
): Exposure {
  if (usual === null) {
    return { kind: "unknown", because: "how many users sign in is not known: no traffic is read" };
  }
  let signIns = 0;
  for (const { percent, from, lasts } of sent) {
    for (let past = 0; past < lasts; past += MINUTE) {
      const length = Math.min(MINUTE, lasts - past);
      const at = instant(from + past + length / 2);
      const rate = usualRate(usual, at);
      if (rate === null) {
        const because = `how many users sign in around ${dateAndTime(at)} UTC is not known yet`;
        return { kind: "unknown", because };
      }
      signIns += (percent / 100) * rate * (length / MINUTE);
    }
  }
  const userMinutes = signIns * shareLostByMoving;
  const because =
    `${inFigures(signIns)} sign-ins are expected at the secondary, of which ${shareInWords(shareLostByMoving)} need what ` +
    `it cannot do: ${inFigures(userMinutes)} user-minutes`;
  return { kind: "known", signIns, userMinutes, because };
}

/** What failed there beyond what failed at the other side at the same time; null where no traffic was read. */
export function measuredExposure(traffic: BothSides | null): Exposure {
  if (traffic === null) {
    return {
      kind: "unknown",
      because: "how many users were there is not known: no traffic is read",
    };
  }
  const { practised, stable } = traffic;
  const share = stable.signIns === 0 ? 0 : stable.failures / stable.signIns;
  const userMinutes = Math.max(0, practised.failures - share * practised.signIns);
  const because =
    `${practised.signIns} sign-ins were tried at the secondary and ${practised.failures} failed, ` +
    `${inFigures(userMinutes)} more than at the primary's share of ${shareInWords(share)}`;
  return { kind: "known", signIns: practised.signIns, userMinutes, because };
}

export interface BudgetCheck {
  readonly kind: "within" | "over" | "unknown";
  readonly because: string;
}

/** Whether a plan keeps what it may cost; what is not known is said, and keeps nothing. */
export function budgetCheck(exposure: Exposure, userMinutes: number): BudgetCheck {
  const { kind, because } = exposure;
  if (kind === "unknown") {
    return {
      kind,
      because: `${because}, so that the limit of ${userMinutes} user-minutes cannot be checked`,
    };
  }
  const isWithin = exposure.userMinutes <= userMinutes;
  return { kind: isWithin ? "within" : "over", because: `${because}, and ${userMinutes} may be` };
}

/** The shares of a timetable that begins then. */
export function sentFrom(
  start: Instant,
  steps: readonly { readonly share: number; readonly offset: Millis; readonly bakes: Millis }[],
): readonly ShareSent[] {
  return steps.map(({ share, offset, bakes }) => ({
    ...{ percent: share, from: later(start, offset), lasts: bakes },
  }));
}

/** Rounded up: nobody is hidden. */
function inFigures(count: number): string {
  return `${Math.ceil(count - 1e-9)}`;
}
