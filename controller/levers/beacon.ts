// The beacon, which moves managed login: lit while an object in the secondary's bucket says so to everyone.
// It is always looked at from outside, unsigned, as the health check looks: what our own right to read shows
// is no proof that anybody else sees it.

import { inShort, signatureOf } from "../../aws/failure-signature.ts";
import type { Beacons } from "../../aws/s3/beacon.ts";
import type { BeaconView } from "../../aws/s3/beacon-view.ts";
import { ActionError, assert } from "../../core/errors.ts";
import type { LeverLook } from "../../core/failover/lever-evidence.ts";
import { BEACON_SAYS } from "../../core/failover/plan.ts";
import type { ManagedLoginPath, Policy } from "../../core/policy.ts";
import type { Instant } from "../../core/types.ts";
import { within } from "../deadline.ts";
import type { LeverProblem, LeverRow, LeverTask, ProveTask } from "./lever.ts";
import {
  askLoginPage,
  isTurnedAway,
  PAGE,
  type PageAnswer,
  type PageServices,
  pageInWords,
  pageNeeds,
} from "./login-page.ts";
import {
  askCheckers,
  type CheckerServices,
  comparedWith,
  type MarkerServices,
  readMarker,
} from "./region-evidence.ts";

/** For what would keep it from working. */
export interface BeaconCheckServices extends PageServices {
  readonly beacons: Pick<Beacons, "look">;
}

/** For telling where it stands. A token is billed, so the marker is for moves alone. */
export interface BeaconReadServices extends BeaconCheckServices, CheckerServices {}

export interface BeaconShiftServices extends PageServices {
  readonly beacons: Pick<Beacons, "light" | "extinguish">;
}

export interface BeaconProveServices extends BeaconReadServices, MarkerServices {
  readonly beacons: Pick<Beacons, "look" | "isThere">;
}

export type BeaconServices = BeaconProveServices & BeaconShiftServices;

export const beacon = {
  async read(services: BeaconReadServices, policy: Policy, now: Instant) {
    if (policy.paths.managedLogin === null) return null;
    const [view, page] = await Promise.all([
      look(services, policy),
      askLoginPage(services, policy),
    ]);
    const isLit = view.beacon === "lit";
    const isSeen = (isLit || view.barred === null) && page === PAGE;
    const confirms = isSeen ? await askCheckers(services, policy, isLit) : null;
    const problems = problemsOf(policy, { view, page }).map(({ says }) => says);
    return {
      path: "managedLogin",
      // What nobody can read sends nobody to the secondary, whether it is there or not.
      stands: isLit ? policy.secondary : policy.primary,
      at: now,
      ...(confirms === null ? {} : { confirms }),
      ...(problems.length === 0 ? {} : { problem: problems.join("; ") }),
    };
  },

  async shift(services: BeaconShiftServices, { step, policy, move }: LeverTask) {
    const { beacons } = services;
    // Beside the write: it needs half a minute to be felt, and nobody waits for this first.
    const before = askLoginPage(services, policy);
    const text = `${BEACON_SAYS}: ${step.to}, by ${move.executionName}, token ${move.token}\n`;
    if (step.to === policy.primary) await beacons.extinguish(placeOf(policy));
    else await beacons.light(placeOf(policy), text);
    return { changeId: null, before: await before };
  },

  async prove(services: BeaconProveServices, task: ProveTask) {
    const page = askLoginPage(services, task.policy);
    const seen = await lookThrough(services, task, page).catch((error: unknown) =>
      unknown(`the beacon could not be looked at: ${inWords(error)}`),
    );
    return seen.kind === "unknown" ? unlessUsersMeetNothing(task, seen, await page) : seen;
  },

  async check(services: BeaconCheckServices, policy: Policy) {
    if (policy.paths.managedLogin === null) return [];
    const [view, page] = await Promise.all([
      look(services, policy),
      askLoginPage(services, policy),
    ]);
    return problemsOf(policy, { view, page });
  },
} satisfies LeverRow<BeaconServices>;

function unknown(because: string): LeverLook {
  return { kind: "unknown", because };
}

/** As its readers see it. Rejects when S3 did not say. */
export function look(
  { beacons, place }: Pick<BeaconCheckServices, "beacons" | "place">,
  policy: Policy,
): Promise<BeaconView> {
  return within(place, policy.criteria.stepDeadline, (signal) =>
    beacons.look(placeOf(policy), signal),
  );
}

async function lookThrough(
  services: BeaconProveServices,
  task: ProveTask,
  page: Promise<PageAnswer>,
): Promise<LeverLook> {
  const { step, policy } = task;
  const shouldBeLit = step.to !== policy.primary;
  const asked = askCheckers(services, policy, shouldBeLit);
  const view = await look(services, policy);
  const amiss = await whatIsAmiss(services, { policy, view, shouldBeLit });
  if (amiss !== null) return amiss;
  const stands = shouldBeLit ? "everyone can read the beacon" : "nobody finds a beacon";
  const answer = await page;
  if (answer !== PAGE) return unlessPage(task, { stands, answer });
  return toldApart(services, task, { seen: `${stands}; ${pageInWords(policy, answer)}`, asked });
}

/** Nobody was moved who meets no page, whoever may read the beacon. */
function unlessUsersMeetNothing(
  { policy }: LeverTask,
  { because }: LeverLook,
  answer: PageAnswer,
): LeverLook {
  return answer === PAGE || isTurnedAway(answer)
    ? unknown(because)
    : { kind: "notYet", because: `${pageInWords(policy, answer)}; ${because}` };
}

interface Viewed {
  readonly policy: Policy;
  readonly view: BeaconView;
  readonly shouldBeLit: boolean;
}

/** Null when everyone sees the beacon as it should be. */
async function whatIsAmiss(
  { beacons }: Pick<BeaconProveServices, "beacons">,
  { policy, view, shouldBeLit }: Viewed,
): Promise<LeverLook | null> {
  switch (view.beacon) {
    case "lit":
      return shouldBeLit ? null : { kind: "notYet", because: "the beacon must be out and is lit" };
    case "mute":
      return shouldBeLit ? { kind: "notYet", because: muteIn(policy) } : null;
    case "hidden": {
      if (view.barred !== null) return unknown(barredIn(view.barred));
      if (!shouldBeLit) return null;
      const isThere = await beacons.isThere(placeOf(policy)).catch(() => false);
      const because = isThere
        ? "the beacon is there, and everyone but its owner is refused it"
        : "the beacon must be lit and is out";
      return { kind: "notYet", because };
    }
  }
}

/** What was so before says nothing against the Region that serves now. */
function unlessPage(
  { policy, shifted: { before } }: ProveTask,
  { stands, answer }: { readonly stands: string; readonly answer: PageAnswer },
): LeverLook {
  const seen = pageInWords(policy, answer);
  const isNews = before === null || before === PAGE;
  if (isNews || !isTurnedAway(answer)) return { kind: "notYet", because: seen };
  const then = before === answer ? "as before the lever moved" : comparedWith(before);
  const because = `${stands}; ${seen}, ${then}: that is not its page, and says nothing of either Region; ${pageNeeds(policy)}`;
  return { kind: "applied", because };
}

/** A look each ten seconds, three in a row: whatever page answers before may be the Region's that is being left. */
const TURNS_WITHIN = 30_000;

async function toldApart(
  services: BeaconProveServices,
  { step, policy, shifted, writtenAt }: ProveTask,
  { seen, asked }: { readonly seen: string; readonly asked: Promise<string | null> },
): Promise<LeverLook> {
  const marker = await readMarker(services, policy);
  if (marker.kind === "region") {
    return marker.region === step.to
      ? { kind: "confirmed", because: `${seen}, and ${marker.says}` }
      : { kind: "notYet", because: `${seen}, and ${marker.says}, not ${step.to}'s` };
  }
  const compared = comparedWith(shifted.before);
  if (compared !== null) return { kind: "confirmed", because: `${seen}, ${compared}` };
  const checkers = await asked;
  // One look of each finds it at once; the check turns after three equal ones.
  const isFelt = writtenAt !== null && services.place.runtime.now() - writtenAt >= TURNS_WITHIN;
  if (checkers !== null && isFelt) return { kind: "confirmed", because: `${seen}; ${checkers}` };
  const because = `${seen}; nothing seen tells the Regions apart: ${marker.because}`;
  return { kind: "applied", because };
}

function problemsOf(
  policy: Policy,
  { view, page }: { readonly view: BeaconView; readonly page: PageAnswer },
): readonly LeverProblem[] {
  const next = "docs/runbook.md#leverblocked";
  const problems: LeverProblem[] = [];
  // The move tries all the same, and says what it sees: what bars the public may be lifted meanwhile.
  if (view.barred !== null) {
    problems.push({ name: "publicObject", says: barredIn(view.barred), next, isFatal: false });
  }
  if (view.beacon === "mute") {
    problems.push({ name: "beaconText", says: muteIn(policy), next, isFatal: false });
  }
  // A page that fails altogether is a Region's trouble, which the probes see.
  if (isTurnedAway(page)) {
    const says = `${pageInWords(policy, page)}: ${pageNeeds(policy)}`;
    problems.push({ name: "loginPage", says, next, isFatal: false });
  }
  return problems;
}

function barredIn(barred: string): string {
  return `the bucket's objects cannot be read by the public (${barred}): Block Public Access of the bucket, the account or the organisation, or the bucket policy`;
}

function muteIn({ paths }: Policy): string {
  const { bucket, key } = paths.managedLogin ?? {};
  return `s3://${bucket}/${key} does not say "${BEACON_SAYS}", so that the health check takes it for no beacon`;
}

function placeOf({ paths: { managedLogin }, secondary }: Policy) {
  assert(managedLogin !== null, "a beacon without a managed login path");
  const { bucket, key }: ManagedLoginPath = managedLogin;
  return { bucket, key, region: secondary };
}

/** AWS's own text may repeat what was sent. */
function inWords(error: unknown): string {
  return error instanceof ActionError ? error.message : inShort(signatureOf(error));
}
