// Which levers are there, what is each called, and how long does it take to work? A row each; what it asks of AWS
// is its row in controller/levers/table.ts.

import { type Millis, millis } from "../values/types.ts";

interface LeverFacts {
  /** In a sentence: "by the beacon". */
  readonly label: string;
  /** How long to wait before the first look whether it took effect. */
  readonly takesEffectAfter: Millis;
  /** Whether it can send a part of the users over; if not, all or nobody. */
  readonly carriesShare: boolean;
}

export type Lever = keyof typeof leverFacts;

export const leverFacts = {
  /**
   * Its health check looks every 10 s and turns after three equal looks, in both directions, so that the first
   * checkers have turned by then, and looks every few seconds find the rest.
   */
  beacon: { label: "the beacon", takesEffectAfter: millis(25_000), carriesShare: false },
  /** Route 53 tells its name servers within a minute, and says when. */
  weightedRecords: {
    label: "weighted records",
    takesEffectAfter: millis(0),
    carriesShare: true,
  },
} as const satisfies Readonly<Record<string, LeverFacts>>;

export const leverNames = Object.keys(leverFacts) as readonly Lever[];
