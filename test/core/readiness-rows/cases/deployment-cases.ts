import type { FactValues } from "../../../../core/readiness/facts.ts";
import { aPolicy, minutes, secondary, someJourneys, witness } from "../../builders/a-policy.ts";
import { aRungRecord, daysAgo } from "../../builders/a-rung-record.ts";
import { readyValues } from "../../builders/ready-values.ts";
import { blocks, differs, isNone, isReady, isUnknown, type RowCase } from "./case.ts";

const unprobed = {
  ...{ of: "no journey of users", policy: { journeys: someJourneys({ clientCredentials: {} }) } },
  comes: isNone("no journey signs users in"),
};
const signIns = readyValues.probeSignIns;

export const clientCases: readonly RowCase[] = [
  { row: "client-sign-in", ...unprobed },
  {
    ...{ row: "client-sign-in", of: "a sign-in that failed" },
    facts: {
      probeSignIns: signIns.map((one) =>
        one.target === secondary ? { ...one, problem: "the secret is wrong" } : one,
      ),
    },
    comes: blocks("at us-east-1 from eu-west-1: the secret is wrong"),
  },
  {
    ...{ row: "client-sign-in", of: "sign-ins of yesterday" },
    facts: { probeSignIns: signIns.map((one) => ({ ...one, at: minutes(-1_440) })) },
    comes: isUnknown("nobody signed in at us-west-2 and us-east-1 within 3 min"),
  },
  {
    ...{ row: "client-secrets", of: "one that has not arrived" },
    facts: { secretIdsInPrimary: ["secret-1", "secret-2"] },
    comes: differs("secret-2 has not arrived in us-east-1"),
  },
  {
    ...{ row: "client-secrets", of: "one that is gone" },
    facts: { secretIdsInSecondary: ["secret-0", "secret-1"] },
    comes: differs("us-east-1 still takes secret-0"),
  },
  {
    ...{ row: "client-secrets", of: "none" },
    facts: { secretIdsInPrimary: [], secretIdsInSecondary: [] },
    comes: isReady("it has none"),
  },
  {
    ...{ row: "client-secrets", of: "a rotation" },
    facts: { secretIdsInPrimary: ["a", "b"], secretIdsInSecondary: ["b", "a"] },
    comes: isReady("two, a rotation is under way"),
  },
];

const parts = (
  row: string,
  fact: "deployedLambdas" | "deployedSchedules" | "deployedMachines",
  state: string,
): readonly RowCase[] => [
  {
    ...{ row, of: "a part that is gone, and one that is off" },
    facts: {
      [fact]: [
        { region: secondary, name: "a", state: null },
        { region: witness, name: "b", state },
      ],
    },
    comes: blocks(`there is no a in us-east-1 and b in eu-west-1 is ${state}`),
  },
  {
    ...{ row, of: "no list of parts", facts: { [fact]: [] } },
    comes: isUnknown("nothing was asked about"),
  },
];

const [late, silent] = readyValues.deployedAlarms as [
  FactValues["deployedAlarms"][number],
  FactValues["deployedAlarms"][number],
];
const [call] = readyValues.simulatedCalls as [FactValues["simulatedCalls"][number]];
const users = readyValues.probeUsers;

export const deploymentCases: readonly RowCase[] = [
  ...parts("deployed-lambdas", "deployedLambdas", "Inactive"),
  ...parts("deployed-schedules", "deployedSchedules", "DISABLED"),
  ...parts("deployed-machines", "deployedMachines", "DELETING"),
  {
    ...{ row: "deployed-alarms", of: "one that is gone, and one that nobody hears" },
    facts: {
      deployedAlarms: [
        { ...late, state: null },
        { ...late, name: "b", isHeard: false },
      ],
    },
    comes: differs("there is no customers-late in us-east-1 and b in us-east-1 tells nobody"),
  },
  {
    ...{ row: "deployed-alarms", of: "none", facts: { deployedAlarms: [silent] } },
    comes: differs("there is none"),
  },
  {
    ...{ row: "watchdog", of: "none", facts: { deployedAlarms: [late] } },
    comes: differs("there is none"),
  },
  {
    ...{ row: "watchdog", of: "one that nobody hears" },
    facts: { deployedAlarms: [late, { ...silent, isHeard: false }] },
    comes: differs("customers-silent in eu-west-1 tells nobody"),
  },
  {
    ...{ row: "move-permissions", of: "a call that is denied" },
    facts: { simulatedCalls: [call, { ...call, decision: "explicitDeny" }] },
    comes: {
      ...{ kind: "amiss", severity: "blocker" },
      found: "s3:PutObject on arn:aws:s3:::b/*: explicitDeny",
      next: `aws iam simulate-principal-policy --policy-source-arn ${call.role} --action-names s3:PutObject --resource-arns "arn:aws:s3:::b/*"`,
    },
  },
  {
    ...{ row: "move-permissions", of: "no calls", facts: { simulatedCalls: [] } },
    comes: isUnknown("nothing was asked about"),
  },
  {
    ...{ row: "move-effects", of: "a write that is refused" },
    facts: { triedCalls: [{ what: "write beside the beacon", problem: "AccessDenied" }] },
    comes: blocks("write beside the beacon: AccessDenied"),
  },
  {
    ...{ row: "move-effects", of: "no calls", facts: { triedCalls: [] } },
    comes: isUnknown("nothing was asked about"),
  },
  {
    ...{ row: "deployed-settings", of: "other settings" },
    facts: { settingsCompared: { deployed: "abc", here: "def" } },
    comes: differs("they are others, or of another day"),
  },
  {
    ...{ row: "notice-recipients", of: "nobody", facts: { recipients: [] } },
    comes: differs("nobody is"),
  },
  {
    ...{ row: "notice-recipients", of: "one who has not confirmed" },
    facts: { recipients: readyValues.recipients.map((one) => ({ ...one, isConfirmed: false })) },
    comes: differs("not confirmed: on-call@customers.example in us-east-1"),
  },
  { row: "probe-users", ...unprobed },
  {
    ...{ row: "probe-users", of: "fewer", facts: { probeUsers: users.slice(1) } },
    comes: differs("there are 9"),
  },
  {
    ...{ row: "probe-users", of: "one that was never signed in" },
    facts: {
      probeUsers: users.map((one) => (one.index === 3 ? { ...one, lastSignedInAt: null } : one)),
    },
    comes: differs("not signed in lately: number 3"),
  },
  {
    ...{ row: "last-practice", of: "none that passed", facts: { practised: [] } },
    comes: differs("none has passed lately"),
  },
  {
    ...{ row: "last-practice", of: "one that is old" },
    facts: { practised: [aRungRecord("full", { passedAt: daysAgo(40) })] },
    comes: differs("none has passed lately"),
  },
  {
    ...{ row: "last-practice", of: "one that failed" },
    facts: {
      practised: [
        aRungRecord("canary"),
        aRungRecord("full", { outcome: "failed", because: "too late", passedAt: null }),
      ],
    },
    comes: differs("full failed at last: too late"),
  },
  {
    ...{ row: "last-practice", of: "a pool with another limit" },
    policy: {
      practice: {
        ...aPolicy().practice,
        arming: { ...aPolicy().practice.arming, maxAge: aPolicy().cooldown },
      },
    },
    comes: differs("none has passed lately"),
  },
];
