// What counts as unhealthy, and when is a cutover confirmed? Numbers with ranges; the thresholds that follow
// from them are error-budget.ts.

import * as z from "zod/mini";
import { quantity, section, span, whole } from "./setting.ts";

export const criteria = section({
  /** A sign-in that takes longer counts as failed, as slow. */
  latencyBudget: z.prefault(
    span(
      { from: 100, to: "20 seconds" },
      "Allow a sign-in some seconds: a slower one is a failure",
    ),
    "5 seconds",
  ),
  /** A vantage whose last result is older has no vote; at least twice cadence.probe. */
  evidenceTooOldAfter: z.prefault(
    span({ from: "2 minutes", to: "1 hour" }, "Allow for two or three probes that do not arrive"),
    "3 minutes",
  ),
  /** The share of probes that fail although nothing is wrong. */
  backgroundFailureRate: z.prefault(
    quantity(
      "a number above 0 and at most 0.1",
      (rate) => rate > 0 && rate <= 0.1,
      "Write the share of probes that fail on a good day: 0.01 for one of a hundred",
    ),
    0.01,
  ),
  /** Failures a year that heal before anyone could act. */
  blipsPerYear: z.prefault(
    quantity(
      "a number, 1 or more",
      (count) => count >= 1,
      "Count the short failures that healed alone",
    ),
    12,
  ),
  /** How long such a failure lasts on average. */
  blipMean: z.prefault(
    span({ from: "1 second", to: "1 hour" }, "Write how long a short failure lasts on average"),
    "40 seconds",
  ),
  /** How many times the evidence for going is asked for coming back. */
  recoveryFactor: z.prefault(
    quantity(
      "a number from 1 to 10",
      (factor) => factor >= 1 && factor <= 10,
      "Write 1 to ask as much evidence for coming back as for going, 2 for twice as much",
    ),
    1,
  ),
  /** When a probe gives up one request. */
  stepDeadline: z.prefault(
    span({ from: "1 second", to: "20 seconds" }, "Leave the probe's function time to report"),
    "8 seconds",
  ),
});

/** The machine's waits count whole seconds. */
export const verify = section({
  /** Looks in one execution; what is not confirmed by then is looked at by the watch. */
  attempts: z.prefault(whole({ from: 1, to: 100 }, "Count the looks in one execution"), 24),
  /** Time between two looks. */
  every: z.prefault(
    span(
      { from: "1 second", to: "15 minutes", whole: "second" },
      "Write the time between two looks",
    ),
    "5 seconds",
  ),
  /** Time between a shift and the first look. */
  settle: z.prefault(
    span(
      { from: "0 seconds", to: "15 minutes", whole: "second" },
      "Write the time before the first look",
    ),
    "10 seconds",
  ),
});
