// The beacon, which moves managed login: lit while an object in the secondary's bucket says so to everyone.
// It is always looked at from outside, unsigned, as the health check looks: what our own right to read shows
// is no proof that anybody else sees it.

import type { Beacons } from "../../aws/s3/beacon.ts";
import type { BeaconView } from "../../aws/s3/beacon-view.ts";
import { inShort, signatureOf } from "../../aws/sdk/failure-signature.ts";
import type { LeverLook } from "../../core/levers/lever-evidence.ts";
import type { ManagedLoginPath, Policy } from "../../core/settings/policy.ts";
import { searchStringOf } from "../../core/values/beacon-words.ts";
import { ActionError, assert } from "../../core/values/errors.ts";
import { type Instant, millis } from "../../core/values/types.ts";
import { within } from "../deadline.ts";
import { type BeaconWriteServices, writeBeacon } from "./beacon-write.ts";
import type {
  LeverProblem,
  LeverRow,
  LeverTask,
  PractiseTask,
  ProveTask,
  RestoreTask,
  Shifted,
  ShiftTask,
} from "./lever.ts";
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
  type BeaconPractiseServices,
  type BeaconRestoreServices,
  practiseBeacon,
  restoreBeacon,
} from "./practise-beacon.ts";
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
  /** What the checks that the deployment made look for, by the pool's name. */
  readonly searchStrings: Readonly<Record<string, string>>;
}

/** For telling where it stands. A token is billed, so the marker is for moves alone. */
export interface BeaconReadServices extends BeaconCheckServices, CheckerServices {}

export interface BeaconShiftServices extends PageServices, BeaconWriteServices {}

export interface BeaconProveServices extends BeaconReadServices, MarkerServices {
  readonly beacons: Pick<Beacons, "look" | "read">;
}

export type BeaconServices = BeaconProveServices & BeaconShiftServices & BeaconPractiseServices;

export const beacon = {
  async read(services: BeaconReadServices, policy: Policy, now: Instant) {
    if (policy.paths.managedLogin === null) return null;
    const [view, page] = await Promise.all([
      look(services, policy),
      askLoginPage(services, policy),
    ]);
    if (view.beacon === "untold") throw untold(policy);
    // What only says of itself that it is lit was written by whoever knew what the check looks for.
    const isLit = view.beacon === "lit" || view.beacon === "claimed";
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

  async shift(services: BeaconShiftServices, task: ShiftTask): Promise<Shifted> {
    // Beside the write: it needs half a minute to be felt, and nobody waits for this first.
    const before = askLoginPage(services, task.policy);
    await writeBeacon(services, placeOf(task.policy), task);
    return { changeId: null, before: await before };
  },

  practise(services: BeaconPractiseServices, task: PractiseTask) {
    return practiseBeacon(services, placeOf(task.policy), task);
  },

  restore(services: BeaconRestoreServices, task: RestoreTask) {
    return restoreBeacon(services, placeOf(task.policy), task);
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

function notYet(because: string): LeverLook {
  return { kind: "notYet", because };
}

/** As its readers see it. Rejects when S3 did not say. */
export function look(
  { beacons, place, searchStrings }: Omit<BeaconCheckServices, "managedLogin">,
  policy: Policy,
): Promise<BeaconView> {
  const { managedLogin } = policy.paths;
  const searchString = managedLogin && searchStringOf(policy.name, managedLogin, searchStrings);
  return within(place, policy.criteria.stepDeadline, (signal) =>
    beacons.look(placeOf(policy), searchString, signal),
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
  const problem = await problemSeen(services, { policy, view, shouldBeLit });
  if (problem !== null) return problem;
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

const MUST_BE_LIT = "the beacon must be lit and is out";
const BARRED_TO_OTHERS = "the beacon is there, and everyone but its owner is refused it";

/** It only says more of a beacon that is not seen. */
const ownLookTimeoutMs = millis(3_000);

/** Null when everyone sees the beacon as it should be. */
async function problemSeen(
  services: Pick<BeaconProveServices, "beacons" | "place">,
  { policy, view, shouldBeLit }: Viewed,
): Promise<LeverLook | null> {
  switch (view.beacon) {
    case "lit":
      return shouldBeLit ? null : notYet("the beacon must be out and is lit");
    case "out":
      return shouldBeLit ? notYet(MUST_BE_LIT) : null;
    case "mute":
      return shouldBeLit ? notYet(muteIn(policy)) : null;
    case "claimed":
    case "untold":
      return unknown(untold(policy).message);
    case "hidden":
      if (view.barred !== null) return unknown(barredIn(view.barred));
      return shouldBeLit ? notYet(await whyHidden(services, policy)) : null;
  }
}

function whyHidden(
  { beacons, place }: Pick<BeaconProveServices, "beacons" | "place">,
  policy: Policy,
): Promise<string> {
  const held = within(place, ownLookTimeoutMs, (signal) => beacons.read(placeOf(policy), signal));
  return held.then(
    (object) => (object === null ? MUST_BE_LIT : BARRED_TO_OTHERS),
    () => MUST_BE_LIT,
  );
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
const healthCheckTurnsMs = 30_000;

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
  const isFelt =
    writtenAt !== null && services.place.runtime.now() - writtenAt >= healthCheckTurnsMs;
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
  if (view.beacon === "untold") {
    problems.push({ name: "beaconText", says: untold(policy).message, next, isFatal: false });
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
  return `s3://${bucket}/${key} does not say what its health check looks for, so that the check takes it for no beacon`;
}

/** A beacon is there, and nobody here can say whether it moves anybody. */
function untold({ name }: Policy): ActionError {
  return new ActionError({
    code: "NotYet",
    cannot: `tell whether the beacon of "${name}" is lit`,
    must: "it must be known what its health check looks for",
    next: "docs/runbook.md#the-beacon",
  });
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
