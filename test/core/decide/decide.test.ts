import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import { type Situation, transitions } from "../../../core/decide/transitions.ts";
import type { LeverReading, ReplicaReading } from "../../../core/detect/observation.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import type { PracticeUnderWay } from "../../../core/state/practice-run.ts";
import type { State, Underway } from "../../../core/state/state.ts";
import { fencingToken, type Instant, millis, type Region } from "../../../core/values/types.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPath, aReading } from "../builders/a-path.ts";
import { aPolicy, minutes, now, primary, secondary } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";
import { aPause, aQuestion, aState, standings } from "../builders/a-state.ts";
import { anIdleStatistic, aRound, aSickStatistic, overSince } from "../builders/a-statistic.ts";
import { aLease, anOrder, aTick } from "../builders/a-tick.ts";

const down = { health: { primary: aDownHealth(), secondary: aHealth() } };
const over = overSince(minutes(-2));
const recentlySick: Partial<Statistic> = {
  sick: { dead: over, half: over, gray: over },
  goods: 0,
  lastBearing: "bad",
  lastFailure: "unreachable",
};
const sick = { statistics: aRound({ primary: "sick" }) };
/** All fail for so many minutes, and for no longer. */
const failingFor = (minute: number) => {
  const { vantage: _, target: __, ...one } = aSickStatistic();
  const since = overSince(minutes(-minute));
  return {
    statistics: aRound({ primary: { ...one, sick: { dead: since, half: since, gray: since } } }),
  };
};
const unsure = { statistics: [anIdleStatistic({ lastFailure: "observer" })] };
const applied = (minute: number) =>
  ({ kind: "applied", at: minutes(minute), because: "it was written" }) as const;
const off = { replica: { kind: "known", status: "INACTIVE" } } as const;
const paused = { paused: aPause({ since: minutes(-10) }) };
const advise = { policy: aPolicy({ mode: "advise" }) };
const askedUntil = (minute: number) => ({
  asked: aQuestion({ executionName: "customers-7-1", until: minutes(minute) }),
});
const order = anOrder({ reason: "practice" });
const homeward = anOrder({ move: "failBack", reason: "home" });
const at = (phase: keyof typeof standings, change: Partial<State> = {}) =>
  aState({ standing: standings[phase], ...change });

/** Anna's word for it, for so many minutes more. */
const word = (minute: number, override: readonly string[] = []) => ({
  ...{ by: "anna", until: minutes(minute), override },
});
const begun = (phase: "failingOver" | "failingBack", change: Partial<Underway> = {}) => ({
  standing: { ...standings[phase], ...change },
});
/** One lever could not be moved, and is tried again after so many minutes. */
const stuck = (wanted: Region, nextAttempt: number, path: PathState["path"] = "sdk") =>
  aPath({
    ...{ path, wanted, attempts: 2, nextAttemptAt: minutes(nextAttempt) },
    evidence: { kind: "unknown", at: minutes(-1), because: "Route 53 refused" },
  });
const split = { paths: [aPath(), aPath({ path: "sdk", wanted: primary })] };
const unread = { replica: { kind: "undetermined", because: "Throttling" } } as const;

interface Row {
  readonly name: string;
  readonly state: State;
  readonly tick?: Parameters<typeof aTick>[0];
  readonly is: Situation;
  readonly does: string;
}

const rows: readonly Row[] = [
  { name: "steady and well", state: at("steady"), is: "primaryWell", does: "none" },
  {
    name: "steady and nobody can tell",
    state: at("steady"),
    tick: unsure,
    is: "primaryUnknown",
    does: "none",
  },
  {
    name: "steady, suspect, and suddenly nobody can tell",
    state: at("steady", {
      health: { primary: aHealth({ name: "suspect", onset: minutes(-2) }), secondary: aHealth() },
    }),
    tick: unsure,
    is: "primaryUnknown",
    does: "none",
  },
  {
    name: "steady and failing for less than the wait",
    state: at("steady"),
    tick: { statistics: aRound({ primary: recentlySick }) },
    is: "primaryWaits",
    does: "none",
  },
  {
    name: "steady and down",
    state: at("steady", down),
    tick: sick,
    is: "primaryDownMayMove",
    does: "failOver",
  },
  {
    name: "steady, failing for longer than the wait when first seen",
    state: at("steady"),
    tick: sick,
    is: "primaryDownMayMove",
    does: "failOver",
  },
  {
    name: "steady and failing for half of the wait in mode advise",
    state: at("steady"),
    tick: { ...failingFor(1.65), ...advise },
    is: "primaryFailsAsks",
    does: "failOver",
  },
  {
    name: "steady and failing for not quite half of the wait in mode advise",
    state: at("steady"),
    tick: { ...failingFor(1.6), ...advise },
    is: "primaryWaits",
    does: "none",
  },
  {
    name: "steady and failing for half of the wait in mode automatic",
    state: at("steady"),
    tick: failingFor(1.65),
    is: "primaryWaits",
    does: "none",
  },
  {
    name: "steady and failing for half of the wait in mode advise, where moving would not help",
    state: at("steady"),
    tick: { ...failingFor(1.65), ...advise, ...off },
    is: "primaryWaits",
    does: "none",
  },
  {
    name: "steady and failing for half of the wait in mode advise, a question is open",
    state: at("steady", askedUntil(1)),
    tick: { ...failingFor(1.65), ...advise },
    is: "primaryWaits",
    does: "none",
  },
  {
    name: "steady and down in mode advise",
    state: at("steady", down),
    tick: { ...sick, ...advise },
    is: "primaryDownAsks",
    does: "failOver",
  },
  {
    name: "steady and down in mode advise, a question is open or was declined lately",
    state: at("steady", { ...down, ...askedUntil(1) }),
    tick: { ...sick, ...advise },
    is: "primaryDownAwaitsAnswer",
    does: "none",
  },
  {
    name: "steady and down in mode advise, at the end of the time for an answer, and nobody has closed the question",
    state: at("steady", { ...down, ...askedUntil(0) }),
    tick: { ...sick, ...advise },
    is: "primaryDownAwaitsAnswer",
    does: "none",
  },
  {
    name: "steady and down in mode advise, and nobody has closed the question 90 seconds later",
    state: at("steady", { ...down, ...askedUntil(-1.5) }),
    tick: { ...sick, ...advise },
    is: "primaryDownAsks",
    does: "failOver",
  },
  {
    name: "steady and down in mode advise, asked, and by now a rule forbids it",
    state: at("steady", { ...down, ...askedUntil(1), ...paused }),
    tick: { ...sick, ...advise },
    is: "primaryDownMustNotMove",
    does: "none",
  },
  {
    name: "steady and down in mode automatic, which an old question does not hold up",
    state: at("steady", { ...down, ...askedUntil(1) }),
    tick: sick,
    is: "primaryDownMayMove",
    does: "failOver",
  },
  {
    name: "steady and down in mode observe",
    state: at("steady", down),
    tick: { ...sick, policy: aPolicy({ mode: "observe" }) },
    is: "primaryDownMustNotMove",
    does: "none",
  },
  {
    name: "steady and down, in the very minute in which every newest result is good",
    state: at("steady", down),
    tick: { statistics: aRound({ primary: { ...recentlySick, goods: 1, lastBearing: "good" } }) },
    is: "primaryDownMustNotMove",
    does: "none",
  },
  {
    name: "a person orders a failover while another one is asked",
    state: at("steady", { ...down, ...askedUntil(1) }),
    tick: { ...sick, ...advise, order },
    is: "orderedMayMove",
    does: "failOver",
  },
  {
    name: "steady and down while paused",
    state: at("steady", { ...down, ...paused }),
    tick: sick,
    is: "primaryDownMustNotMove",
    does: "none",
  },
  {
    name: "steady, down, and nobody can tell any more",
    state: at("steady", down),
    tick: unsure,
    is: "primaryDownMustNotMove",
    does: "none",
  },
  {
    name: "steady, down, and answering again",
    state: at("steady", down),
    tick: { statistics: aRound({ primary: { isRecovering: true } }) },
    is: "primaryWell",
    does: "none",
  },
  {
    name: "a person orders a failover",
    state: at("steady"),
    tick: { order },
    is: "orderedMayMove",
    does: "failOver",
  },
  {
    name: "a person orders a failover to a replica that is off",
    state: at("steady"),
    tick: { order, ...off },
    is: "orderedMustNotMove",
    does: "refuse",
  },
  {
    name: "a person orders home what is at home",
    state: at("steady"),
    tick: { order: homeward },
    is: "orderedAlreadyThere",
    does: "refuse",
  },
  {
    name: "failing over, the mover holds the lease",
    state: at("failingOver"),
    tick: { ...sick, lease: aLease() },
    is: "underWay",
    does: "none",
  },
  {
    name: "failing over, the mover is gone",
    state: at("failingOver", down),
    tick: sick,
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, the mover's lease has run out",
    state: at("failingOver", down),
    tick: { ...sick, lease: aLease({ until: now }) },
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, the mover is gone and every lever is there",
    state: at("failingOver", { ...down, paths: [aPath(), aPath({ path: "sdk" })] }),
    tick: sick,
    is: "abandonedArrived",
    does: "none",
  },
  {
    name: "failing over, the mover is gone, every lever is there and the primary is well",
    state: at("failingOver", { paths: [aPath(), aPath({ path: "sdk" })] }),
    is: "abandonedArrived",
    does: "none",
  },
  {
    name: "failing over, the mover is gone, every lever is there and another holds the lease",
    state: at("failingOver", { ...down, paths: [aPath(), aPath({ path: "sdk" })] }),
    tick: { ...sick, lease: aLease({ holder: "another" }) },
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing over, the mover is gone and one of the levers is there",
    state: at("failingOver", { ...down, paths: [aPath()] }),
    tick: sick,
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, the mover is gone and the primary is well",
    state: at("failingOver"),
    is: "abandonedWithdrawn",
    does: "none",
  },
  {
    name: "failing over, the mover is gone and another holds the lease",
    state: at("failingOver", down),
    tick: { ...sick, lease: aLease({ holder: "another" }) },
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing over, a person resumes the abandoned move",
    state: at("failingOver"),
    tick: { order },
    is: "orderedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, the mover itself asks again",
    state: at("failingOver"),
    tick: { order: anOrder({ executionName: "customers-6-1" }), lease: aLease() },
    is: "orderedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, a person may not resume to a replica that is off",
    state: at("failingOver"),
    tick: { order, ...off },
    is: "orderedMustNotMove",
    does: "refuse",
  },
  {
    name: "failing over, a second order while the mover lives",
    state: at("failingOver"),
    tick: { order, lease: aLease() },
    is: "orderedWhileMoving",
    does: "refuse",
  },
  {
    name: "failing over, an order to turn back while the mover lives",
    state: at("failingOver"),
    tick: { order: homeward, lease: aLease() },
    is: "orderedWhileMoving",
    does: "refuse",
  },
  {
    name: "failing over, the mover is gone and a person turns back, whatever the replica",
    state: at("failingOver"),
    tick: { order: homeward, ...off },
    is: "orderedBackMayMove",
    does: "failBack",
  },
  {
    name: "failing over, the mover's lease ends and a person turns back",
    state: at("failingOver"),
    tick: { order: homeward, lease: aLease({ until: now }) },
    is: "orderedBackMayMove",
    does: "failBack",
  },
  {
    name: "failing over, the mover is gone and a person may not turn back to a sick primary",
    state: at("failingOver", down),
    tick: { order: homeward, ...sick },
    is: "orderedBackMustNotMove",
    does: "refuse",
  },
  {
    name: "failing over, the mover is gone and the controller does not turn back",
    state: at("failingOver"),
    tick: { order: anOrder({ move: "failBack", by: { kind: "controller" } }) },
    is: "orderedWhileMoving",
    does: "refuse",
  },
  {
    name: "failing over, a person may not turn back while another execution holds the lease",
    state: at("failingOver"),
    tick: { order: homeward, lease: aLease({ holder: "another" }) },
    is: "orderedBackMustNotMove",
    does: "refuse",
  },
  {
    name: "failed over, the primary still fails",
    state: at("failedOver", down),
    tick: sick,
    is: "homeMustWait",
    does: "none",
  },
  {
    name: "failed over, the primary answers but is not steady",
    state: at("failedOver", down),
    tick: { statistics: aRound({ primary: { isRecovering: true } }) },
    is: "homeMustWait",
    does: "none",
  },
  {
    name: "failed over, the primary is up and nobody can tell",
    state: at("failedOver"),
    tick: unsure,
    is: "homeMustWait",
    does: "none",
  },
  {
    name: "failed over, the primary is well",
    state: at("failedOver"),
    is: "homeMayBeOrdered",
    does: "none",
  },
  {
    name: "failed over, the primary is well and the secondary fails: still a person's word",
    state: at("failedOver"),
    tick: { statistics: aRound({ secondary: "sick" }) },
    is: "homeMayBeOrdered",
    does: "none",
  },
  {
    name: "a person orders the way home",
    state: at("failedOver"),
    tick: { order: homeward },
    is: "orderedMayMove",
    does: "failBack",
  },
  {
    name: "a person orders the way home to a sick primary",
    state: at("failedOver", down),
    tick: { order: homeward, ...sick },
    is: "orderedMustNotMove",
    does: "refuse",
  },
  {
    name: "a person orders over what is over",
    state: at("failedOver"),
    tick: { order },
    is: "orderedAlreadyThere",
    does: "refuse",
  },
  {
    name: "failing back, the mover holds the lease",
    state: at("failingBack"),
    tick: { lease: aLease() },
    is: "underWay",
    does: "none",
  },
  {
    name: "failing back, the mover is gone and every lever is home",
    state: at("failingBack", {
      paths: [aPath({ wanted: primary }), aPath({ path: "sdk", wanted: primary })],
    }),
    is: "abandonedArrived",
    does: "none",
  },
  {
    name: "failing back, the mover is gone",
    state: at("failingBack"),
    is: "abandonedMayMove",
    does: "failBack",
  },
  {
    name: "failing back, the mover is gone, the primary fails and the secondary is well",
    state: at("failingBack", down),
    tick: sick,
    is: "abandonedWithdrawn",
    does: "none",
  },
  {
    name: "failing back, a person resumes the abandoned move",
    state: at("failingBack"),
    tick: { order: homeward },
    is: "orderedMayMove",
    does: "failBack",
  },
  {
    name: "failing back, a person may not resume to a sick primary",
    state: at("failingBack", down),
    tick: { order: homeward, ...sick },
    is: "orderedMustNotMove",
    does: "refuse",
  },
  {
    name: "failing back, the mover is gone and a person turns back",
    state: at("failingBack"),
    tick: { order },
    is: "orderedBackMayMove",
    does: "failOver",
  },
  {
    name: "failing back, a person may not turn back to a replica that is off",
    state: at("failingBack"),
    tick: { order, ...off },
    is: "orderedBackMustNotMove",
    does: "refuse",
  },
  {
    name: "failing back, an order to turn back while the mover lives",
    state: at("failingBack"),
    tick: { order, lease: aLease() },
    is: "orderedWhileMoving",
    does: "refuse",
  },
  {
    name: "failing back, a second order while the mover lives",
    state: at("failingBack"),
    tick: { order: homeward, lease: aLease() },
    is: "orderedWhileMoving",
    does: "refuse",
  },
  {
    name: "steady, an order home while a lever stands at the secondary",
    state: at("steady"),
    tick: { order: homeward, levers: [aReading({ stands: secondary })] },
    is: "orderedAgainMayMove",
    does: "failBack",
  },
  {
    name: "steady, an order home while one path was left at the secondary",
    state: at("steady", { paths: [aPath()] }),
    tick: { order: homeward },
    is: "orderedAgainMayMove",
    does: "failBack",
  },
  {
    name: "steady, an order home of a lever that stands elsewhere, to a sick primary",
    state: at("steady", { ...down, paths: [aPath()] }),
    tick: { order: homeward, ...sick },
    is: "orderedAgainMustNotMove",
    does: "refuse",
  },
  {
    name: "steady and down during the cooldown after a failback",
    state: at("steady", {
      ...down,
      ...{ lastShiftAt: minutes(-5) },
      lastMove: { move: "failBack", end: "confirmed", at: minutes(-5) },
    }),
    tick: sick,
    is: "primaryDownMayMove",
    does: "failOver",
  },
  {
    name: "steady and down during the cooldown after a failover that was put back",
    state: at("steady", {
      ...down,
      ...{ lastShiftAt: minutes(-5) },
      lastMove: { move: "failOver", end: "turnedBack", at: minutes(-5) },
    }),
    tick: sick,
    is: "primaryDownMustNotMove",
    does: "none",
  },
  {
    name: "steady and down, the replica cannot be read and others sign in there",
    state: at("steady", { ...down, replica: { status: "ACTIVE", at: minutes(-30) } }),
    tick: { ...sick, ...unread },
    is: "primaryDownMayMove",
    does: "failOver",
  },
  {
    name: "steady and down, the replica cannot be read and was not active when it last could",
    state: at("steady", { ...down, replica: { status: "INACTIVE", at: minutes(-30) } }),
    tick: { ...sick, ...unread },
    is: "primaryDownMustNotMove",
    does: "none",
  },
  {
    name: "steady, what was put back is seen at the secondary: the way home opens",
    state: at("steady", { paths: [aPath({ wanted: primary, evidence: applied(-9) })] }),
    tick: { levers: [aReading({ stands: secondary })] },
    is: "abandonedMayMove",
    does: "failBack",
  },
  {
    name: "failing over, the mover is gone, during the cooldown",
    state: at("failingOver", { ...down, lastShiftAt: minutes(-5) }),
    tick: sick,
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, nobody can tell any more whether it still pays",
    state: at("failingOver", down),
    tick: unsure,
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing over, the primary answers again and is not steady",
    state: at("failingOver", down),
    tick: { statistics: aRound({ primary: { isRecovering: true } }) },
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing over, the last attempt was just now",
    state: at("failingOver", { ...down, paths: [aPath(), stuck(secondary, 1)] }),
    tick: sick,
    is: "abandonedWaits",
    does: "none",
  },
  {
    name: "failing over, the wait after the last attempt is over",
    state: at("failingOver", { ...down, paths: [aPath(), stuck(secondary, 0)] }),
    tick: sick,
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, one of two levers need not wait any more",
    state: at("failingOver", {
      ...down,
      paths: [stuck(secondary, 9, "managedLogin"), stuck(secondary, 0)],
    }),
    tick: sick,
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over on a person's word, the primary is well",
    state: at("failingOver", begun("failingOver", word(1))),
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over on a person's word that has just ended, the primary is well",
    state: at("failingOver", begun("failingOver", word(0))),
    is: "abandonedWithdrawn",
    does: "none",
  },
  {
    name: "failing over on a person's word that has ended, the primary is down",
    state: at("failingOver", { ...down, ...begun("failingOver", word(0)) }),
    tick: sick,
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over on a person's word, paused meanwhile",
    state: at("failingOver", { ...begun("failingOver", word(1)), ...paused }),
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing over on a person's word, in mode observe by now",
    state: at("failingOver", begun("failingOver", word(1))),
    tick: { policy: aPolicy({ mode: "observe" }) },
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing over on a person's word, to a secondary that fails",
    state: at("failingOver", begun("failingOver", word(1))),
    tick: { statistics: aRound({ secondary: "sick" }) },
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing over on a person's word that set aside that the secondary fails",
    state: at("failingOver", begun("failingOver", word(1, ["targetNotHealthy", "bothSick"]))),
    tick: { statistics: aRound({ secondary: "sick" }) },
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, in mode advise: asked anew when no word holds",
    state: at("failingOver", down),
    tick: { ...sick, ...advise },
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failing over, in mode advise, a question is open",
    state: at("failingOver", { ...down, ...askedUntil(1) }),
    tick: { ...sick, ...advise },
    is: "abandonedWaits",
    does: "none",
  },
  {
    name: "failing over, in mode advise, on a word that holds, whatever was asked",
    state: at("failingOver", {
      ...{ ...down, ...askedUntil(1) },
      ...begun("failingOver", word(1)),
    }),
    tick: { ...sick, ...advise },
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failed over, some users were left at the primary, which is down",
    state: at("failedOver", { ...down, ...split }),
    tick: sick,
    is: "primaryDownMayMove",
    does: "failOver",
  },
  {
    name: "failed over, some users came home with a failback that was turned back, and home is down",
    state: at("failedOver", {
      ...{ ...down, ...split, lastShiftAt: minutes(-5) },
      lastMove: { move: "failBack", end: "turnedBack", at: minutes(-5) },
    }),
    tick: sick,
    is: "primaryDownMayMove",
    does: "failOver",
  },
  {
    name: "failed over, some users were left at the primary, which is down, in mode advise",
    state: at("failedOver", { ...down, ...split }),
    tick: { ...sick, ...advise },
    is: "primaryDownAsks",
    does: "failOver",
  },
  {
    name: "failed over, some users were left at the primary, and a question is open",
    state: at("failedOver", { ...down, ...split, ...askedUntil(1) }),
    tick: { ...sick, ...advise },
    is: "primaryDownAwaitsAnswer",
    does: "none",
  },
  {
    name: "failed over, some users were left at the primary, and automatic action is paused",
    state: at("failedOver", { ...down, ...split, ...paused }),
    tick: sick,
    is: "primaryDownMustNotMove",
    does: "none",
  },
  {
    name: "failed over, some users were left at the primary, which is well",
    state: at("failedOver", split),
    is: "homeMayBeOrdered",
    does: "none",
  },
  {
    name: "failed over, what was applied is seen at the primary: the way over opens",
    state: at("failedOver", { ...down, paths: [aPath({ evidence: applied(-9) })] }),
    tick: { ...sick, levers: [aReading({ stands: primary })] },
    is: "abandonedMayMove",
    does: "failOver",
  },
  {
    name: "failed over, a person orders over the users who were left",
    state: at("failedOver", split),
    tick: { order },
    is: "orderedAgainMayMove",
    does: "failOver",
  },
  {
    name: "failed over, the controller's own execution moves the users who were left",
    state: at("failedOver", { ...down, ...split }),
    tick: { ...sick, order: anOrder({ by: { kind: "controller" } }) },
    is: "orderedAgainMayMove",
    does: "failOver",
  },
  {
    name: "failed over, a person may not order users to a replica that is off",
    state: at("failedOver", split),
    tick: { order, ...off },
    is: "orderedAgainMustNotMove",
    does: "refuse",
  },
  {
    name: "failing back on a person's word, the mover is gone",
    state: at("failingBack", begun("failingBack", word(1))),
    is: "abandonedMayMove",
    does: "failBack",
  },
  {
    name: "failing back on a person's word that has just ended, both are well",
    state: at("failingBack", begun("failingBack", word(0))),
    is: "abandonedWithdrawn",
    does: "none",
  },
  {
    name: "failing back on a person's word that has ended, nobody can tell",
    state: at("failingBack", begun("failingBack", word(0))),
    tick: unsure,
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing back on a person's word that has ended, the secondary fails",
    state: at("failingBack", begun("failingBack", word(0))),
    tick: { statistics: aRound({ secondary: "sick" }) },
    is: "abandonedMayMove",
    does: "failBack",
  },
  {
    name: "failing back on a person's word, the primary fails: the word was not for that",
    state: at("failingBack", { ...down, ...begun("failingBack", word(1)) }),
    tick: sick,
    is: "abandonedWithdrawn",
    does: "none",
  },
  {
    name: "failing back on a person's word for a primary that fails",
    state: at("failingBack", { ...down, ...begun("failingBack", word(1, ["targetNotHealthy"])) }),
    tick: sick,
    is: "abandonedMayMove",
    does: "failBack",
  },
  {
    name: "failing back, both fail: neither Region is the better one",
    state: at("failingBack", down),
    tick: { statistics: aRound({ primary: "sick", secondary: "sick" }) },
    is: "abandonedMustNotMove",
    does: "none",
  },
  {
    name: "failing back, the last attempt was just now",
    state: at("failingBack", { paths: [aPath({ wanted: primary }), stuck(primary, 1)] }),
    is: "abandonedWaits",
    does: "none",
  },
  {
    name: "failing back, the wait after the last attempt is over",
    state: at("failingBack", { paths: [aPath({ wanted: primary }), stuck(primary, 0)] }),
    is: "abandonedMayMove",
    does: "failBack",
  },
  {
    name: "failing back on a person's word, paused meanwhile",
    state: at("failingBack", { ...begun("failingBack", word(1)), ...paused }),
    is: "abandonedMustNotMove",
    does: "none",
  },
];

describe("decide()", () => {
  test.each(rows)("$name: $is, so $does", ({ state, tick, is, does }) => {
    const decision = decide(state, aTick(tick));
    expect([decision.situation, decision.action.kind]).toEqual([is, does]);
    const sentences = transitions.filter(({ situation }) => situation === is);
    expect(sentences.some(({ because }) => decision.reason.startsWith(because))).toBe(true);
  });

  test("every row of the transitions table is met by one of these cases", () => {
    const met = new Set(rows.map(({ state, is }) => `${state.standing.phase}/${is}`));
    const all = transitions.map(({ from, situation }) => `${from}/${situation}`);
    expect(all.filter((row) => !met.has(row))).toEqual([]);
  });

  test("adds every broken rule to the sentence, by name, and ends with a full stop", () => {
    const tick = aTick({ statistics: aRound({ primary: "sick", secondary: "sick" }), ...off });
    expect(decide(at("steady", { ...down, ...paused }), tick).reason).toBe(
      "The primary is down, but a safety rule forbids to move. " +
        "paused: anna paused automatic action at 2026-07-01 02:50:00 UTC: a deployment; " +
        "bothSick: us-east-1 fails as well, so moving would not help; " +
        "replicaNotActive: the replica in us-east-1 must be ACTIVE and is INACTIVE; " +
        "targetNotHealthy: us-east-1 fails right now.",
    );
  });

  test("says which rules a person has set aside, and why they were broken", () => {
    const tick = aTick({
      statistics: aRound({ primary: "sick", secondary: "sick" }),
      order: anOrder({ override: ["bothSick", "targetNotHealthy", "cooldown"] }),
    });
    expect(decide(at("steady", down), tick).reason).toBe(
      "The move to the secondary may begin: no safety rule forbids it. Set aside by a person: " +
        "bothSick: us-east-1 fails as well, so moving would not help; " +
        "targetNotHealthy: us-east-1 fails right now.",
    );
  });

  test("names only what forbids the move when something else was set aside", () => {
    const tick = aTick({
      statistics: aRound({ primary: "sick", secondary: "sick" }),
      order: anOrder({ override: ["bothSick"] }),
    });
    expect(decide(at("steady", down), tick).reason).toBe(
      "The move to the secondary may not begin: a safety rule forbids it. " +
        "targetNotHealthy: us-east-1 fails right now.",
    );
  });

  test("says nothing of rules where they do not matter", () => {
    expect(decide(at("steady", paused), aTick()).reason).toBe("The primary signs users in.");
  });
});

describe("the action", () => {
  const failOver = (state: State, tick: Parameters<typeof aTick>[0]) => {
    const { action } = decide(state, aTick({ ...sick, ...tick }));
    if (action.kind !== "failOver") throw new Error(`decided ${action.kind}`);
    return action;
  };

  test("needs approval in mode advise, and not in mode automatic", () => {
    expect(failOver(at("steady", down), advise).needsApproval).toBe(true);
    expect(failOver(at("steady", down), {}).needsApproval).toBe(false);
  });

  test("needs no approval when a person orders it, in any mode", () => {
    expect(failOver(at("steady", down), { ...advise, order }).needsApproval).toBe(false);
  });

  test("still needs approval when the controller's own execution asks again", () => {
    const own = anOrder({ by: { kind: "controller" } });
    expect(failOver(at("steady", down), { ...advise, order: own }).needsApproval).toBe(true);
  });

  test("needs no new approval while a person's word holds, asked by the watch or by its execution", () => {
    const own = anOrder({ by: { kind: "controller" } });
    const needs = (minute: number, change: Parameters<typeof aTick>[0]) => {
      const state = at("failingOver", { ...down, ...begun("failingOver", word(minute)) });
      return failOver(state, { ...advise, ...change }).needsApproval;
    };
    expect([needs(1, {}), needs(1, { order: own })]).toEqual([false, false]);
    expect([needs(0, {}), needs(0, { order: own })]).toEqual([true, true]);
  });

  test("is named by pool, next token and minute, so that starting twice is once", () => {
    const at0 = failOver(at("steady", down), {}).executionName;
    expect(at0).toBe(`customers-7-${now / 60_000}`);
    expect(failOver(at("steady", down), {}).executionName).toBe(at0);
  });

  test("keeps the name of the execution that carries the order", () => {
    expect(failOver(at("steady", down), { order }).executionName).toBe("by-anna");
  });
});

describe("the state to store", () => {
  test("takes health, diagnosis, situation and reason from the tick, and leaves all else", () => {
    const before = at("steady", { ...paused, lastShiftAt: minutes(-90) });
    const {
      assessment: { diagnosis },
      state,
      situation,
      reason,
    } = decide(before, aTick(sick));
    expect(state).toEqual({
      ...before,
      replica: { status: "ACTIVE", at: now },
      health: {
        primary: {
          name: "down",
          since: now,
          onset: minutes(-4),
          sickAt: now,
          because:
            "a majority has seen us-west-2 fail for 4 min, longer than transient failures last",
        },
        secondary: before.health.secondary,
      },
      diagnosis: { name: diagnosis.name, since: now },
      pages: ["primaryDead", "primaryDownMustNotMove", "unresolved"].map((name) => ({
        ...{ name, since: now, endedAt: null },
        ...{ pagedAt: now, count: 1, said: "us-west-2 is down" },
      })),
      noticedAt: [now],
      situation,
      reason,
    });
  });

  test("keeps since when a diagnosis has held", () => {
    const { state } = decide(at("steady"), aTick());
    expect(state.diagnosis).toEqual({ name: "allWell", since: minutes(-600) });
  });

  test("never moves by itself: token, version, question and the last shift are others'", () => {
    for (const { state, tick, is } of rows) {
      if (is === "abandonedArrived") continue;
      const { token, version, asked, lastShiftAt, paused } = decide(state, aTick(tick)).state;
      expect({ ...state, token, version, asked, lastShiftAt, paused }).toEqual(state);
    }
  });

  test("of a move that had arrived is what its end would have stored", () => {
    const moving = { paths: [aPath(), aPath({ path: "sdk" })] };
    const out = decide(at("failingOver", moving), aTick());
    expect(out.state).toMatchObject({
      standing: { phase: "failedOver", since: now },
      lastShiftAt: now,
      lastMove: { move: "failOver", end: "confirmed", at: now },
    });
    expect(out.state.paths).toEqual(moving.paths);
    const applied = { kind: "applied", at: minutes(-1), because: "it was written" } as const;
    const home = [
      aPath({ wanted: primary, evidence: applied }),
      aPath({ path: "sdk", wanted: primary }),
    ];
    expect(decide(at("failingBack", { paths: home }), aTick()).state).toMatchObject({
      standing: { phase: "steady", since: now },
      lastMove: { move: "failBack", end: "applied", at: now },
    });
  });

  test("leaves standing and paths, but for what it gives up and what levers were seen to do", () => {
    for (const { state, tick, is } of rows) {
      if (is === "abandonedWithdrawn" || is === "abandonedArrived") continue;
      if (tick?.levers !== undefined) continue;
      const { standing, paths, lastMove } = decide(state, aTick(tick)).state;
      expect([standing, lastMove]).toEqual([state.standing, state.lastMove]);
      expect(paths).toEqual(expect.arrayContaining([...state.paths]));
    }
  });

  test("keeps when the replica was last read, and writes each new status and each hour", () => {
    const seen = (status: string, ago: number, reading: ReplicaReading) =>
      decide(at("steady", { replica: { status, at: minutes(-ago) } }), aTick({ replica: reading }))
        .state.replica;
    const active = { kind: "known", status: "ACTIVE" } as const;
    expect(seen("ACTIVE", 59, active)).toEqual({ status: "ACTIVE", at: minutes(-59) });
    expect(seen("ACTIVE", 60, active)).toEqual({ status: "ACTIVE", at: now });
    expect(seen("INACTIVE", 1, active)).toEqual({ status: "ACTIVE", at: now });
    expect(seen("ACTIVE", 600, unread.replica)).toEqual({ status: "ACTIVE", at: minutes(-600) });
  });
});

describe("a move that is given up", () => {
  const paths = [stuck(secondary, 1, "managedLogin"), stuck(secondary, 1)];
  const before = at("failingOver", { paths });
  const givenUp = (levers: readonly LeverReading[]) => decide(before, aTick({ levers })).state;

  test("leaves each lever where it was seen to stand", () => {
    const state = givenUp([
      aReading({ stands: primary }),
      aReading({ path: "sdk", stands: primary }),
    ]);
    expect(state.standing).toEqual({ phase: "steady", since: now });
    expect(state.paths.map(({ wanted, evidence }) => [wanted, evidence?.kind])).toEqual([
      [primary, "applied"],
      [primary, "applied"],
    ]);
    expect(state.lastMove).toEqual({ move: "failOver", end: "withdrawn", at: now });
  });

  test("leaves nobody where the Region aimed at fails, whichever that is", () => {
    const seen = (phase: "failingOver" | "failingBack", tick: Parameters<typeof aTick>[0]) => {
      const to = phase === "failingOver" ? secondary : primary;
      const state = at(phase, { ...begun(phase), paths: [stuck(to, 1, "managedLogin")] });
      const levers = [aReading({ stands: to })];
      const { situation, state: after } = decide(state, aTick({ ...tick, levers }));
      expect(situation).toBe("abandonedWithdrawn");
      return after.paths.map(({ wanted }) => wanted);
    };
    expect(seen("failingOver", {})).toEqual([secondary]);
    expect(seen("failingOver", { statistics: aRound({ secondary: "sick" }) })).toEqual([primary]);
    expect(seen("failingBack", sick)).toEqual([secondary]);
  });

  test("brings home only what nobody can find, and does not give that up in turn", () => {
    const state = givenUp([]);
    expect(state.standing).toMatchObject({ phase: "failingBack", by: "the controller" });
    const next = decide(state, aTick());
    expect([next.situation, next.action.kind]).toEqual(["abandonedMayMove", "failBack"]);
    expect(next.state.paths).toEqual(state.paths);
  });

  test("comes to rest, whoever ordered it and whatever is known of the levers", () => {
    for (const phase of ["failingOver", "failingBack"] as const) {
      for (const known of [
        [],
        [aReading({ stands: primary })],
        [aReading({ stands: "between" })],
      ]) {
        const wanted = phase === "failingOver" ? secondary : primary;
        let state = at(phase, { ...begun(phase, word(0)), paths: [stuck(wanted, 1)] });
        const tick = aTick({ levers: known });
        const situations = [1, 2, 3, 4].map(() => {
          const { situation, state: next } = decide(state, tick);
          state = next;
          return situation;
        });
        expect(situations.slice(2)).not.toContain("abandonedWithdrawn");
      }
    }
  });
});

describe("a practice run", () => {
  const practice: PracticeUnderWay = {
    ...({ rung: "canary", executionName: "practice-1", token: fencingToken(6) } as const),
    ...({ since: minutes(-10), until: minutes(20), paths: ["sdk"] } as const),
    ...{ by: "anna", reason: "weekly", stoppedBy: null, guard: null },
  };
  const practising = aState({ practice });
  const between = aReading({ path: "sdk", stands: "between", at: minutes(-1) });

  test("has levers stand where no move left them, which is nobody's hand", () => {
    const tick = aTick({ levers: [between] });
    expect(decide(practising, tick).assessment.leversMoved).toEqual([]);
    expect(decide(aState(), tick).assessment.leversMoved).toHaveLength(1);
  });

  test("changes nothing about an outage", () => {
    const { action, state } = decide({ ...practising, ...down }, aTick(sick));
    expect(action.kind).toBe("failOver");
    // Until the move is written down, the run's writes are its own.
    expect(state.practice).toEqual(practice);
  });

  test("is over when nobody ended it in time", () => {
    const late = { ...practice, until: minutes(-6) };
    const { state } = decide({ ...practising, practice: late }, aTick());
    expect(state.practice).toBeNull();
    expect(state.rehearsed).toMatchObject([{ rung: "canary", outcome: "error" }]);
  });
});

describe("mode automatic that asks for practice", () => {
  const arming = { rungs: ["canary"], maxAge: millis(35 * 86_400_000) } as const;
  const policy = aPolicy({ practice: { ...aPolicy().practice, arming } });
  const passedAt = (at: Instant): State["rehearsed"] => [
    {
      ...({ rung: "canary", outcome: "passed", because: "none failed", paths: ["sdk"] } as const),
      ...{ executionName: "practice-1", since: at, at, passedAt: at },
    },
  ];
  const days = (count: number) => minutes(count * 24 * 60);

  test("moves by itself while it has passed lately", () => {
    const state = aState({ ...down, rehearsed: passedAt(days(-3)) });
    expect(decide(state, aTick({ ...sick, policy })).action).toMatchObject({
      ...{ kind: "failOver", needsApproval: false },
    });
  });

  test.each([
    ["it never has", []],
    ["it passed too long ago", passedAt(days(-36))],
  ] as const)("asks a person where %s", (_, rehearsed) => {
    const state = aState({ ...down, rehearsed });
    expect(decide(state, aTick({ ...sick, policy })).action).toMatchObject({
      ...{ kind: "failOver", needsApproval: true },
    });
  });

  test("says so on a calm day, and pages", () => {
    const { assessment, page } = decide(aState(), aTick({ policy }));
    expect(assessment.diagnosis.name).toBe("notArmed");
    expect(page?.sentence).toContain("canary has never passed");
  });

  test("says beforehand that it will lapse", () => {
    const { assessment } = decide(aState({ rehearsed: passedAt(days(-28)) }), aTick({ policy }));
    expect(assessment.diagnosis.name).toBe("armingLapses");
  });

  test("says nothing in a mode that asks a person anyway", () => {
    const advising = { ...policy, mode: "advise" } as const;
    expect(decide(aState(), aTick({ policy: advising })).assessment.diagnosis.name).toBe("allWell");
  });
});

describe("a vantage that fails at both Regions while a majority sees the secondary well", () => {
  const { witness } = aPolicy();
  const others = aRound({ vantages: [primary, secondary] });

  test("is at fault itself: it says nothing about the primary, and nobody is called", () => {
    const lost = aRound({ vantages: [witness], primary: "sick", secondary: "sick" });
    const {
      assessment: { primary: looked, diagnosis },
    } = decide(at("steady"), aTick({ statistics: [...others, ...lost] }));
    expect(looked.verdict.votes.map(({ kind }) => kind)).toEqual([
      "healthy",
      "healthy",
      "undetermined",
    ]);
    expect(diagnosis.name).toBe("vantageBlind");
  });

  test("is believed about the primary when it sees the secondary well", () => {
    const one = aRound({ vantages: [witness], primary: "sick" });
    const {
      assessment: { primary: looked },
    } = decide(at("steady"), aTick({ statistics: [...others, ...one] }));
    expect(looked.verdict.votes.at(-1)?.kind).toBe("unhealthy");
  });
});

describe("blind vantages", () => {
  const blindOf = (statistics: ReturnType<typeof aRound>) =>
    decide(at("steady"), aTick({ statistics })).assessment.diagnosis;

  test("a vantage is blind when it says so about both targets, not about one", () => {
    const observer = { lastBearing: "nothing", lastFailure: "observer" } as const;
    const others = aRound({ vantages: [secondary, aPolicy().witness] });
    const [about, other] = aRound({ vantages: [primary], primary: observer, secondary: observer });
    const [, seeing] = aRound({ vantages: [primary] });
    if (about === undefined || other === undefined || seeing === undefined) throw new Error("none");
    expect(blindOf([...others, about, other]).name).toBe("vantageBlind");
    expect(blindOf([...others, about, seeing]).name).toBe("allWell");
  });

  test("a vantage that never reported is blind", () => {
    expect(blindOf(aRound({ vantages: [secondary, aPolicy().witness] })).sentence).toBe(
      "us-west-2 cannot judge; the other vantages still can.",
    );
  });

  test("a vantage whose clock runs ahead is blind, and does not vouch for anything", () => {
    const ahead = { at: minutes(5) };
    const others = aRound({ vantages: [secondary, aPolicy().witness] });
    const one = aRound({ vantages: [primary], primary: ahead, secondary: ahead });
    expect(blindOf([...others, ...one]).sentence).toBe(
      "The clock of us-west-2 runs ahead, so what it reports cannot be dated and does not count.",
    );
    expect(blindOf(aRound({ primary: ahead, secondary: ahead })).name).toBe("probesBlind");
  });

  test("what a clock that runs ahead put down to us is not heard", () => {
    const ahead = { at: minutes(5), lastBearing: "nothing", lastFailure: "credentials" } as const;
    const statistics = aRound({ primary: ahead });
    const names = decide(at("steady"), aTick({ statistics })).rules.filter(
      ({ kind }) => kind === "broken",
    );
    expect(names.map(({ name }) => name)).not.toContain("faultIsOurs");
  });

  test("before the first probe nobody can judge", () => {
    expect(blindOf([]).name).toBe("probesBlind");
  });
});

test("a Region is up again as soon as a quorum has the evidence, and no sooner", () => {
  const { vantages } = aPolicy();
  const proved = (count: number) => {
    const statistics = [
      ...aRound({ vantages: vantages.slice(0, count) }),
      ...aRound({ vantages: vantages.slice(count), primary: { isRecovering: true } }),
    ];
    return decide(at("failedOver", down), aTick({ statistics })).assessment.primary.health.name;
  };
  expect([0, 1, 2, 3].map(proved)).toEqual(["recovering", "recovering", "up", "up"]);
});

test("a vantage that fell silent does not vouch for a Region that it saw well long ago", () => {
  const { vantages } = aPolicy();
  const statistics = [
    ...aRound({ vantages: vantages.slice(0, 1), primary: { at: minutes(-4) } }),
    ...aRound({ vantages: vantages.slice(1, 2) }),
    ...aRound({ vantages: vantages.slice(2), primary: { isRecovering: true } }),
  ];
  const {
    assessment: { primary },
  } = decide(at("failedOver", down), aTick({ statistics }));
  expect([primary.verdict.kind, primary.health.name]).toEqual(["healthy", "recovering"]);
});

describe("where the failures are that are no Region's fault", () => {
  const credentials = { lastBearing: "nothing", lastFailure: "credentials" } as const;
  const said = (round: Parameters<typeof aRound>[0]) =>
    decide(at("steady"), aTick({ statistics: aRound(round) })).assessment.diagnosis.sentence;

  test("one Region that refuses the probe user alone is named", () => {
    expect(said({ primary: credentials })).toBe(
      "The probes cannot sign in with their own user in us-west-2, and nowhere else: look whether real users can.",
    );
    expect(said({ secondary: credentials })).toContain("in us-east-1, and nowhere else");
  });

  test("both that refuse it say nothing about the Regions", () => {
    expect(said({ primary: credentials, secondary: credentials })).toContain(
      "this says nothing about the Regions",
    );
  });
});

test("a Region that fails while it serves is no spare", () => {
  const health = { primary: aHealth(), secondary: aDownHealth() };
  const tick = aTick({ statistics: aRound({ secondary: "sick" }) });
  const told = (phase: keyof typeof standings) =>
    decide(at(phase, { health }), tick).assessment.diagnosis.headline;
  expect([told("steady"), told("failedOver"), told("failingBack")]).toEqual([
    "the secondary us-east-1 fails",
    "us-east-1 fails while it serves",
    "the secondary us-east-1 fails",
  ]);
});

describe("the record of transient failures", () => {
  const suspect = aHealth({
    name: "suspect",
    since: minutes(-2),
    onset: minutes(-2),
    sickAt: minutes(-1),
  });
  const passed = (diagnosis: string) =>
    decide(
      at("steady", {
        health: { primary: suspect, secondary: aHealth() },
        diagnosis: { name: diagnosis, since: minutes(-2) },
      }),
      aTick(),
    ).state.blips?.seen;

  test("counts what probes saw come and go, and nothing that signals alone said", () => {
    expect(passed("primarySuspect")).toBe(1);
    expect(passed("primaryReported")).toBe(0);
  });

  test("keeps what else said so, while trouble goes on that may turn out to be a blip", () => {
    const { state } = decide(
      at("steady"),
      aTick({ ...failingFor(1), signals: [aSignal({ kind: "traffic" })] }),
    );
    expect(state.blips?.confirming).toEqual(["traffic"]);
    const silent = decide(at("steady"), aTick(failingFor(1)));
    expect(silent.state.blips?.confirming).toEqual([]);
  });
});

describe("evidence that may decide alone", () => {
  const { signals } = aPolicy();
  const alone = (mode: "automatic" | "advise") =>
    aPolicy({ mode, signals: { ...signals, health: { ...signals.health, may: ["decide"] } } });
  const reported = (minute: number, change: Parameters<typeof aTick>[0] = {}) =>
    decide(
      at("steady"),
      aTick({
        policy: alone("automatic"),
        signals: [aSignal({ from: minutes(-minute) })],
        ...change,
      }),
    );

  test("moves sign-in once it has lasted longer than blips, though no probe fails", () => {
    const {
      assessment: { primary, diagnosis },
      action,
    } = reported(4);
    expect(action.kind).toBe("failOver");
    expect(primary.verdict.votes.every(({ kind }) => kind === "healthy")).toBe(true);
    expect(diagnosis.name).toBe("primaryReported");
    expect(reported(3).action.kind).toBe("none");
  });

  test("asks a person in mode advise, and from half of the wait on", () => {
    const asks = (minute: number) => reported(minute, { policy: alone("advise") }).situation;
    expect([asks(1.6), asks(1.7), asks(4)]).toEqual([
      "primaryWaits",
      "primaryFailsAsks",
      "primaryDownAsks",
    ]);
  });

  test("moves nothing to a secondary that nobody knows to be well, or that fails as well", () => {
    const there = (statistics: ReturnType<typeof aRound>) =>
      reported(4, { statistics }).action.kind;
    expect(there(aRound().filter(({ target }) => target === primary))).toBe("none");
    expect(there(aRound({ secondary: "sick" }))).toBe("none");
  });

  test("leaves the verdict to the probes where they call the primary unhealthy themselves", () => {
    expect(reported(4, sick).assessment.primary.verdict).toMatchObject({
      decidedBy: [],
      kind: "unhealthy",
    });
  });

  test("does nothing of the kind where it may only corroborate", () => {
    const {
      assessment: { diagnosis },
      action,
    } = reported(60, { policy: aPolicy() });
    expect([action.kind, diagnosis.name]).toEqual(["none", "signalsSpeak"]);
  });
});

describe("evidence that may corroborate", () => {
  const failing = (minute: number, ...signals: ReturnType<typeof aSignal>[]) =>
    decide(at("steady"), aTick({ ...failingFor(minute), signals }));

  test("shortens the wait by the blips that it would not have confirmed", () => {
    const alone = failing(1);
    const confirmed = failing(1, aSignal());
    expect([alone.action.kind, confirmed.action.kind]).toEqual(["none", "failOver"]);
    // m ln(r g) with a fiftieth of r.
    expect(alone.assessment.case.wait - confirmed.assessment.case.wait).toBeCloseTo(
      40_000 * Math.log(50),
      3,
    );
  });

  test("moves nothing by itself, and nothing before even the shorter wait is over", () => {
    expect(decide(at("steady"), aTick({ signals: [aSignal()] })).action.kind).toBe("none");
    expect(failing(0.6, aSignal()).action.kind).toBe("none");
  });
});
