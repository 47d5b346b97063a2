// Which command asks what of AWS, and whose command it is. The policies, the tables of the documents and the test
// that listens to every command are made of this.

import type { Deployment } from "./deployment.ts";
import type { Need } from "./needs.ts";
import * as needs from "./needs.ts";
import * as probeUsers from "./probe-users.ts";
import type { PolicyStatement } from "./statement.ts";

const look = [needs.ledgerRead, needs.replicaRead] as const;

const move = [...look, needs.machineFind, needs.moveStart, needs.moveFollow] as const;

const answering = [needs.ledgerRead, needs.questionRead, needs.answer] as const;

const pausing = [needs.ledgerRead, needs.stateWrite] as const;

/** The conditions of a practice run, its levers among them. */
const planning = [...look, needs.recordsRead, needs.blockingAlarmsRead] as const;

/** By the words that are typed. What is not here asks nothing of AWS, or of the pretend one alone. */
export const commandNeeds = {
  status: [...look, needs.recordsRead, needs.checkersRead],
  why: look,
  "policy explain": [needs.ledgerRead],
  failover: move,
  failback: move,
  pause: pausing,
  resume: pausing,
  "practice run": [...planning, needs.machineFind, needs.practiceStart, needs.practiceFollow],
  "practice list": planning,
  "practice stop": pausing,
  "practice report": [needs.ledgerRead],
  check: [needs.ledgerRead, needs.checkAtHome],
  acknowledge: [needs.ledgerRead, needs.acknowledgementWrite],
  probe: [needs.probeEverywhere],
  approve: [...answering, needs.machineFind, needs.moveFollow],
  decline: answering,
  smoke: [
    ...look,
    needs.recordsRead,
    needs.poolsRead,
    needs.clientSecretsListed,
    needs.domainsRead,
    needs.checksRead,
    needs.secretsRead,
    needs.lambdasRead,
    needs.probeAtHome,
    needs.machineFind,
    needs.recipientsRead,
    needs.alarmsRead,
    needs.scratchRecord,
  ],
  "setup probe-users": [
    needs.replicaRead,
    probeUsers.usersInThePrimary,
    probeUsers.usersInBothRegions,
    probeUsers.secretInHome,
    probeUsers.secretInEveryVantage,
  ],
} as const satisfies Readonly<Record<string, readonly Need[]>>;

export type CommandName = keyof typeof commandNeeds;

const watching = [
  ...(["status", "why", "policy explain"] as const),
  ...(["practice list", "practice report"] as const),
] as const;

/** Who types what. Each policy is complete by itself: nobody needs two of them. */
export const typists = {
  observe: watching,
  operate: [
    ...watching,
    ...(["failover", "failback", "pause", "resume", "probe"] as const),
    ...(["practice run", "practice stop", "check", "acknowledge"] as const),
  ],
  approve: [...watching, "approve", "decline"],
  smoke: ["smoke"],
  "probe-users": ["setup probe-users"],
} as const satisfies Readonly<Record<string, readonly CommandName[]>>;

export type Typist = keyof typeof typists;

export function statementsFor(
  commands: readonly CommandName[],
  deployment: Deployment,
): readonly PolicyStatement[] {
  const all = commands
    .flatMap((command): readonly Need[] => commandNeeds[command])
    .flatMap((need) => need(deployment));
  return [...new Map(all.map((statement) => [statement.sid, statement])).values()];
}
