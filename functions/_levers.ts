// The levers, each by two verbs: shift it, and look whether sign-in really goes where it should.

import { sideOf } from "../aws/weighted-records.ts";
import type { Shifted as LeverShifted } from "../controller/levers/lever.ts";
import { assert } from "../core/errors.ts";
import type { MoveInHand } from "../core/move.ts";
import { BEACON_SAYS, type Lever, type Step } from "../core/plan.ts";
import type { Policy } from "../core/policy.ts";
import type { Look } from "../core/progress.ts";
import type { Services } from "./_services.ts";

export type LeverServices = Pick<Services, "beacons" | "managedLogin" | "names" | "records">;

export interface LeverTask {
  readonly step: Step;
  readonly policy: Policy;
  readonly move: Pick<MoveInHand, "executionName" | "token" | "reason">;
}

/** What a shift leaves for the look: Route 53's change id, or null where there is nothing to wait for. */
export type Shifted = Pick<LeverShifted, "changeId">;

/** Puts the lever where the step wants it; doing it again changes nothing. */
export function shiftLever(services: LeverServices, task: LeverTask): Promise<Shifted> {
  const shifts: Readonly<Record<Lever, typeof shiftBeacon>> = {
    beacon: shiftBeacon,
    weightedRecords: shiftRecords,
  };
  return shifts[task.step.lever](services, task);
}

/** Looks at the lever and through it, once. */
export function lookAtLever(
  services: LeverServices,
  task: LeverTask & { readonly shifted: Shifted },
): Promise<Look> {
  const looks: Readonly<Record<Lever, typeof lookAtRecords>> = {
    beacon: lookAtBeacon,
    weightedRecords: lookAtRecords,
  };
  return looks[task.step.lever](services, task);
}

async function shiftBeacon(
  { beacons }: LeverServices,
  { step, policy, move }: LeverTask,
): Promise<Shifted> {
  const beacon = beaconOf(policy);
  if (step.to === policy.primary) await beacons.extinguish(beacon);
  else
    await beacons.light(
      beacon,
      `${BEACON_SAYS}: ${step.to}, by ${move.executionName}, token ${move.token}\n`,
    );
  return { changeId: null };
}

async function shiftRecords(
  { records }: LeverServices,
  { step, policy, move }: LeverTask,
): Promise<Shifted> {
  const comment = `cognito-failover ${move.executionName}: ${move.reason}`;
  const side = sideOf(step.to, policy.primary);
  return { changeId: await records.send(sdkPath(policy), side, comment) };
}

/** The domain is Cognito's: which Region answers cannot be seen from outside, only that one does. */
async function lookAtBeacon(
  { beacons, managedLogin }: LeverServices,
  { step, policy }: LeverTask,
): Promise<Look> {
  const shouldBeLit = step.to !== policy.primary;
  if ((await beacons.isLit(beaconOf(policy))) !== shouldBeLit) {
    return {
      kind: "notYet",
      because: `the beacon must be ${shouldBeLit ? "lit" : "out"} and is not`,
    };
  }
  const domain = policy.domain ?? "";
  try {
    const { stepDeadline } = policy.criteria;
    const redirectUri = policy.paths.managedLogin?.redirectUri ?? "";
    const client = { clientId: policy.clientId, redirectUri };
    const status = await managedLogin.loginPage(domain, client, stepDeadline);
    // Whatever does not fit the client is sent on to an error page: 302.
    return status === 200
      ? { kind: "proved", because: `https://${domain}/login answers with ${status}` }
      : { kind: "notYet", because: `https://${domain}/login answers with ${status}` };
  } catch {
    return { kind: "notYet", because: `https://${domain}/login does not answer` };
  }
}

async function lookAtRecords(
  { records, names }: LeverServices,
  { step, policy, shifted }: LeverTask & { readonly shifted: Shifted },
): Promise<Look> {
  const path = sdkPath(policy);
  if (shifted.changeId !== null && !(await records.isInSync(shifted.changeId))) {
    return { kind: "notYet", because: "Route 53 has not yet told all of its name servers" };
  }
  const wanted = path[sideOf(step.to, policy.primary)];
  const answers = await names.answers(path.record, path.type).catch(() => []);
  const isOnly = answers.length === 1 && answers[0]?.replace(/\.$/, "") === wanted;
  return isOnly
    ? { kind: "proved", because: `${path.record} answers ${wanted} alone` }
    : { kind: "notYet", because: `${path.record} answers ${answers.join(", ") || "nothing"}` };
}

function beaconOf(policy: Policy) {
  const path = policy.paths.managedLogin;
  assert(path !== null, "a beacon step without a managed login path");
  return { bucket: path.bucket, key: path.key, region: policy.secondary };
}

function sdkPath({ paths }: Policy) {
  assert(paths.sdk !== null, "a records step without an sdk path");
  return paths.sdk;
}
