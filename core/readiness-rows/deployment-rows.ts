// Is our own deployment there, whole, and able to carry a move out?

import type { DeployedPart } from "../readiness/deployment-facts.ts";
import type { FactName } from "../readiness/facts.ts";
import {
  blocker,
  differs,
  type ReadinessRow,
  type RowJudgement,
  ready,
  row,
  unknown,
} from "../readiness/row.ts";
import { signsUsersIn } from "../settings/journey.ts";
import { DAY } from "../values/duration.ts";
import { between, millis } from "../values/types.ts";
import { counted, inWords, listed } from "../values/words.ts";

const failovers = { path: "both", users: "all users: nobody would be moved" } as const;
const unheard = { path: null, users: "nobody's sign-in: people would not be told" } as const;

const page = "docs/deploy.md#3-deploy";

const nothingAsked = unknown("nothing was asked about");

/** A probe user that was not signed in for so long is asked about. */
const probeUserFreshMs = millis(DAY);

export const deploymentRows: readonly ReadinessRow[] = [
  parts("deployed-lambdas", "deployedLambdas", { what: "Lambda", wanted: "Active" }),
  parts("deployed-schedules", "deployedSchedules", { what: "schedule", wanted: "ENABLED" }),
  parts("deployed-machines", "deployedMachines", { what: "state machine", wanted: "ACTIVE" }),
  row("deployment", {
    name: "deployed-alarms",
    severity: "differs",
    breaks: unheard,
    needs: ["deployedAlarms"],
    must: () => "every alarm of the deployment must be there and tell somebody",
    next: () => page,
    judge: ({ deployedAlarms: all }, { policy }) =>
      heard(all.filter(({ region }) => region !== policy.witness)),
  }),
  row("deployment", {
    name: "watchdog",
    severity: "differs",
    breaks: unheard,
    needs: ["deployedAlarms"],
    must: ({ witness }) =>
      `the watchdog in ${witness} must be there, so that the controller's silence is heard`,
    next: () => page,
    judge: ({ deployedAlarms: all }, { policy }) =>
      heard(all.filter(({ region }) => region === policy.witness)),
  }),
  row("deployment", {
    name: "move-permissions",
    severity: "blocker",
    breaks: failovers,
    needs: ["simulatedCalls"],
    must: () => "the roles of a move must be allowed each call of it, by IAM's own simulation",
    next: () => "docs/security.md",
    judge: ({ simulatedCalls: all }) => {
      const bad = all.filter(({ decision }) => decision !== "allowed");
      const [first] = bad;
      if (all.length === 0) return nothingAsked;
      if (first === undefined) return ready(`${counted(all.length, "call")} allowed`);
      const words = bad.map(
        ({ action, resource, decision }) => `${action} on ${resource}: ${decision}`,
      );
      const next = `aws iam simulate-principal-policy --policy-source-arn ${first.role} --action-names ${first.action} --resource-arns "${first.resource}"`;
      return blocker(words.join("; "), next);
    },
  }),
  row("deployment", {
    name: "move-effects",
    severity: "blocker",
    breaks: failovers,
    needs: ["triedCalls"],
    must: () => "what a bucket, a key or a topic has a say in must succeed when it is tried",
    next: () => "docs/security.md",
    judge: ({ triedCalls: all }) => {
      const bad = all.filter(({ problem }) => problem !== null);
      if (all.length === 0) return nothingAsked;
      return bad.length === 0
        ? ready(`${counted(all.length, "call")} succeeded`)
        : blocker(bad.map(({ what, problem }) => `${what}: ${problem}`).join("; "));
    },
  }),
  row("deployment", {
    name: "deployed-settings",
    severity: "differs",
    breaks: {
      path: null,
      users: "nobody's sign-in: the controller decides by other settings than these",
    },
    needs: ["settingsCompared"],
    must: () => "the deployment must have the settings that stand here",
    next: () => page,
    judge: ({ settingsCompared: { deployed, here } }) =>
      deployed === here ? ready("the same") : differs("they are others, or of another day"),
  }),
  row("deployment", {
    name: "notice-recipients",
    severity: "differs",
    breaks: unheard,
    needs: ["recipients"],
    must: () => "somebody must be told of a failover, by a subscription that was confirmed",
    next: () => "docs/deploy.md#the-mails",
    judge: ({ recipients: all }) => {
      if (all.length === 0) return differs("nobody is");
      const waiting = all.filter(({ isConfirmed }) => !isConfirmed);
      return waiting.length === 0
        ? ready(`${counted(all.length, "recipient")} confirmed`)
        : differs(
            `not confirmed: ${listed(waiting.map(({ endpoint, region }) => `${endpoint} in ${region}`))}`,
          );
    },
  }),
  row("deployment", {
    name: "probe-users",
    severity: "differs",
    breaks: { path: null, users: "nobody's sign-in: probes see less than users do" },
    unasked: ({ journeys }) => (signsUsersIn(journeys) ? null : "no journey signs users in"),
    needs: ["probeUsers"],
    must: ({ probeUser }) =>
      `there must be ${counted(probeUser.count, "probe user")}, each signed in within ${inWords(probeUserFreshMs)}`,
    next: ({ name }) => `cognito-failover setup probe-users ${name}`,
    judge: ({ probeUsers: all }, { policy, now }) => {
      const { count } = policy.probeUser;
      if (all.length < count) return differs(`there are ${all.length}`);
      const stale = all.filter(
        ({ lastSignedInAt }) =>
          lastSignedInAt === null || between(lastSignedInAt, now) > probeUserFreshMs,
      );
      return stale.length === 0
        ? ready(`${all.length}, each signed in lately`)
        : differs(`not signed in lately: ${listed(stale.map(({ index }) => `number ${index}`))}`);
    },
  }),
  row("deployment", {
    name: "last-practice",
    severity: "differs",
    breaks: failovers,
    needs: ["practised"],
    must: ({ practice }) =>
      `a practice run must have passed within ${inWords(practice.arming.maxAge)}, and none have failed since`,
    next: ({ name }) => `cognito-failover practice list ${name}`,
    judge: ({ practised: all }, { policy, now }) => {
      const failed = all.find(({ outcome }) => outcome === "failed");
      if (failed !== undefined) return differs(`${failed.rung} failed at last: ${failed.because}`);
      const limit = policy.practice.arming.maxAge;
      const lately = all.filter(
        ({ passedAt }) => passedAt !== null && between(passedAt, now) < limit,
      );
      return lately.length === 0
        ? differs("none has passed lately")
        : ready(`${listed(lately.map(({ rung }) => rung))} passed`);
    },
  }),
];

interface Parts {
  /** "Lambda" */
  readonly what: string;
  /** The only state that will do. */
  readonly wanted: string;
}

type PartFact = Extract<FactName, "deployedLambdas" | "deployedSchedules" | "deployedMachines">;

function parts(name: string, fact: PartFact, { what, wanted }: Parts): ReadinessRow {
  return row("deployment", {
    name,
    severity: "blocker",
    breaks: failovers,
    needs: [fact],
    must: () => `every ${what} of the deployment must be ${wanted}, in each Region that has one`,
    next: () => page,
    judge: (known) => {
      const all = known[fact];
      const bad = all.filter(({ state }) => state !== wanted);
      if (all.length === 0) return nothingAsked;
      return bad.length === 0
        ? ready(`${counted(all.length, what)} ${wanted}`)
        : blocker(listed(bad.map(stateOf)));
    },
  });
}

function stateOf({ name, region, state }: DeployedPart): string {
  return state === null ? `there is no ${name} in ${region}` : `${name} in ${region} is ${state}`;
}

function heard(all: readonly (DeployedPart & { readonly isHeard: boolean })[]): RowJudgement {
  const gone = all.filter(({ state }) => state === null);
  const silent = all.filter(({ state, isHeard }) => state !== null && !isHeard);
  const words = [
    ...gone.map(stateOf),
    ...silent.map(({ name, region }) => `${name} in ${region} tells nobody`),
  ];
  if (all.length === 0) return differs("there is none");
  return words.length === 0
    ? ready(`${counted(all.length, "alarm")} there`)
    : differs(listed(words));
}
