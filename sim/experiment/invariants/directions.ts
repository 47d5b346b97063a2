// Where sign-in may be sent, and when.

import type { Region } from "../../../core/values/types.ts";
import {
  type Invariant,
  type InvariantBreach,
  isPersons,
  isUndo,
  lately,
  MINUTE,
  otherThan,
  ours,
  throughout,
  truth,
  waitOf,
} from "./invariant.ts";

/** Evidence against a Region is remembered for so long. */
const rememberedMs = 15 * MINUTE;
/** So long after a transient failure would have healed a majority knows that a Region is dead… */
const KNOWN_DEAD = 45_000;
/** …or that it has been well again for long enough. */
const KNOWN_WELL = 12 * MINUTE;

/** Rules that a person sets aside to go where sign-in fails. */
const INSISTING = ["targetNotHealthy", "bothSick"];

export const directions: readonly Invariant[] = [
  {
    name: "noMoveWithoutASickPrimary",
    says: "the controller moves sign-in to the secondary only if a majority of vantages had reason to call the primary unhealthy within the last 15 minutes, or a person's word holds",
    check: (chronicle) => {
      const { policy } = chronicle;
      const { maySeemSick } = truth(chronicle);
      return ours(chronicle).flatMap((write): InvariantBreach[] => {
        const isOut = write.to === policy.secondary && !isUndo(write, chronicle);
        if (!isOut || isPersons(write)) return [];
        if (lately(rememberedMs, write.at, (at) => maySeemSick(policy.primary, at))) return [];
        const says = `${write.path} was sent to ${write.to}, and nothing ailed ${policy.primary}`;
        return [{ at: write.at, says }];
      });
    },
  },
  {
    name: "attacksMoveNobody",
    says: "where all that happens is that somebody attacks the probes, the controller writes no lever",
    check: (chronicle) =>
      chronicle.experiment.isAttack === true
        ? ours(chronicle).map(({ at, path, to }) => ({
            at,
            says: `${path} was sent to ${to}, and both Regions were well`,
          }))
        : [],
  },
  {
    name: "neverTowardsTheWorse",
    says: "nothing is sent to a Region that is dead for 45 seconds longer than a transient failure from one that is healthy for 12, unless a person set the rule aside",
    check: (chronicle) => {
      const { isDead, isWell } = truth(chronicle);
      const knownDead = KNOWN_DEAD + waitOf(chronicle.policy);
      return ours(chronicle).flatMap((write): InvariantBreach[] => {
        const { to, at, state } = write;
        if (to === "between" || to === "nowhere") return [];
        const from = otherThan(to as Region, chronicle);
        const standing = state?.standing;
        const override = standing !== undefined && "override" in standing ? standing.override : [];
        if (override.some((name) => INSISTING.includes(name))) return [];
        const isWorse =
          throughout(knownDead, at, (when) => isDead(to, when)) &&
          throughout(KNOWN_WELL, at, (when) => isWell(from, when));
        return isWorse
          ? [
              {
                at,
                says: `${write.path} was sent to ${to}, which was down, while ${from} was healthy`,
              },
            ]
          : [];
      });
    },
  },
  {
    name: "modeAndPauseBind",
    says: "in mode observe or under a pause the controller sends nothing anywhere by itself, and in mode advise only what a person agreed to",
    check: (chronicle) =>
      ours(chronicle).flatMap((write): InvariantBreach[] => {
        const { at, path, to } = write;
        if (isPersons(write) || to !== chronicle.policy.secondary) return [];
        // What was decided a moment before is done yet.
        const held = chronicle.samples.filter(
          (sample) => sample.at <= at && sample.at >= at - 40_000,
        );
        // A pause that ended between the last sample and the write held nothing any more.
        const isHeld = held.every(
          ({ mode, pausedUntil }) => (pausedUntil ?? at) > at || mode !== "automatic",
        );
        return held.length > 0 && isHeld
          ? [{ at, says: `${path} was sent to ${to} by the controller itself` }]
          : [];
      }),
  },
  {
    name: "nothingConfirmedIsUndone",
    says: "what was confirmed is not put back by the move that put it there",
    check: (chronicle) =>
      ours(chronicle).flatMap((write): InvariantBreach[] => {
        const own = write.state?.paths.find(({ path }) => path === write.path);
        const isConfirmed = own?.evidence?.kind === "confirmed" && own.wanted !== write.to;
        return isConfirmed && isUndo(write, chronicle)
          ? [{ at: write.at, says: `${write.path} was confirmed at ${own.wanted}, and put back` }]
          : [];
      }),
  },
];
