// What does each rung of practice prove, and what can it not? A row each, for people.

import type { Rung } from "../state/practice-run.ts";

export interface RungFacts {
  /** What is done, in one sentence. */
  readonly does: string;
  readonly proves: string;
  readonly cannot: string;
}

export const rungFacts: Readonly<Record<Rung, RungFacts>> = {
  shadow: {
    does: "Probes sign in at the secondary from every vantage, day and night; no user is sent there.",
    proves: "The probe users can sign in at the secondary right now, and how fast.",
    cannot:
      "It says nothing of levers, of permissions to move them, or of users whom no probe user is like.",
  },
  isolation: {
    does: "The whole plan of a failover is walked without a write, by clients that refuse the primary Region and every control plane that is not on the way.",
    proves:
      "A failover asks nothing of the primary Region: what it needs can be had while that Region is gone.",
    cannot:
      "It writes nothing, so that it says nothing of how users follow a lever, or of what they find over there.",
  },
  canary: {
    does: "A small share of users is sent to the secondary for a while, step by step, and brought back.",
    proves:
      "The lever moves users and brings them back, and those who were sent can sign in as well as those who were not.",
    cannot:
      "It says nothing of the secondary under the load of all users, and nothing of paths whose lever carries no share.",
  },
  full: {
    does: "All users of a path are sent to the secondary for a short time, off-peak, and brought back.",
    proves:
      "The whole path recovers over there within the RTO, carries that hour's load, and finds its way back.",
    cannot:
      "It says nothing of the load of a busier hour, or of sign-in while the primary Region fails: the controller was calm, and every service there was up.",
  },
};
