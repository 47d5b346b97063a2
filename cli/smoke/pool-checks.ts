// What must hold for one pool: that it is watched, that its users could sign in on both sides, that all that the
// settings name is there, and that its levers are where the ledger says.

import * as z from "zod/mini";
import type { Statistic } from "../../core/detect/statistic.ts";
import { signsUsersIn } from "../../core/settings/journey.ts";
import { ActionError } from "../../core/values/errors.ts";
import { between, type Instant, type Region } from "../../core/values/types.ts";
import { inWords, listed } from "../../core/values/words.ts";
import { timeOf } from "../connection/world-time.ts";
import { addressChecks } from "./address-checks.ts";
import { alarmChecks } from "./alarm-checks.ts";
import { type Check, type CheckFinding, holds } from "./check.ts";
import { leverChecks } from "./lever-checks.ts";
import type { About } from "./smoke-context.ts";
import { userPoolChecks } from "./user-pool-checks.ts";

export function poolChecks(about: About): readonly Check[] {
  const { policy } = about;
  return [
    ledger(about),
    evidence(about),
    ...secrets(about),
    replica(about),
    ...[policy.primary, policy.secondary].map((target) => signIn(about, target)),
    ...userPoolChecks(about),
    ...addressChecks(about),
    ...alarmChecks(about),
    ...leverChecks(about),
  ];
}

function ledger({ context, policy: { name } }: About): Check {
  return {
    about: name,
    name: "ledger",
    must: "the ledger must hold the state of the pool, which every decision renews",
    next: "wait two minutes, then look at the log of the watch machine",
    look: async () => {
      const state = await context.services.ledger.readState(name);
      if (state === null) return holds(false, "the table can be read, and nobody has assessed yet");
      return holds(true, `${state.standing.phase}, version ${state.version}`);
    },
  };
}

function evidence({ context, policy }: About): Check {
  return {
    about: policy.name,
    name: "evidence",
    must: `every vantage must have reported on both Regions within ${inWords(policy.criteria.evidenceTooOldAfter)}`,
    next: "wait two minutes, then look at the log of the probe in that vantage",
    look: async () => {
      const now = await timeOf(context, policy.name);
      const { statistics } = await context.services.ledger.readVantageReports(policy, now);
      const silent = policy.vantages.filter(
        (vantage) => !speaks(statistics, { vantage, policy, now }),
      );
      return silent.length === 0
        ? holds(true, `${policy.vantages.length} vantages report`)
        : holds(false, `nothing new from ${listed(silent)}`);
    },
  };
}

function speaks(
  statistics: readonly Statistic[],
  { vantage, policy, now }: { vantage: Region; policy: About["policy"]; now: Instant },
): boolean {
  const limit = policy.criteria.evidenceTooOldAfter;
  return [policy.primary, policy.secondary].every((target) =>
    statistics.some(
      (one) => one.vantage === vantage && one.target === target && between(one.at, now) <= limit,
    ),
  );
}

/** Read as the probes read them; what they say goes no further. */
function secrets({ context, policy }: About): readonly Check[] {
  const { name, vantages, journeys } = policy;
  const { secret } = policy.probeUser;
  const readable = (read: (at: Region) => Promise<unknown>) => async (): Promise<CheckFinding> => {
    const readings = await Promise.all(
      vantages.map((vantage) =>
        read(vantage).then(
          () => null,
          (error) => `${vantage} (${whyUnread(error)})`,
        ),
      ),
    );
    const unread = readings.filter((one) => one !== null);
    return unread.length === 0
      ? holds(true, `readable in ${vantages.length} Regions`)
      : holds(false, `not readable in ${listed(unread)}`);
  };
  const users: Check = {
    about: name,
    name: "secret",
    must: `${secret} must hold the probe users in ${listed(vantages)}`,
    next: `cognito-failover setup probe-users ${name}`,
    look: readable((at) => context.secretsIn(at).probeUsers(secret)),
  };
  const needed = signsUsersIn(journeys) ? [users] : [];
  // Who never asks for a token needs no machine.
  if ((journeys.clientCredentials?.tokenEvery ?? null) === null) return needed;
  return [
    ...needed,
    {
      about: name,
      name: "machine client",
      must: `${secret} must hold "machine", with its clientId and clientSecret, in ${listed(vantages)}`,
      next: "docs/deploy.md#the-machine-client",
      look: readable((at) => context.secretsIn(at).machineClient(secret)),
    },
  ];
}

function whyUnread(error: unknown): string {
  if (error instanceof ActionError && error.code === "UnexpectedAnswer") return "it holds none";
  return error instanceof Error ? error.name : "no answer";
}

function replica({ context, policy }: About): Check {
  const { name, userPoolId, primary, secondary } = policy;
  return {
    about: name,
    name: "replica",
    must: `the replica in ${secondary} must be ACTIVE`,
    next: `aws cognito-idp update-user-pool-replica --region ${primary} --user-pool-id ${userPoolId} --region-name ${secondary} --status ACTIVE`,
    look: async () => {
      const reading = await context.services.cognito.replica(userPoolId, secondary);
      if (reading.kind === "undetermined") return holds(false, reading.because);
      return holds(reading.status === "ACTIVE", reading.status);
    },
  };
}

const answer = z.object({
  results: z.array(
    z.object({
      took: z.number(),
      outcome: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("ok") }),
        z.object({
          kind: z.literal("failed"),
          class: z.string(),
          step: z.string(),
          error: z.string(),
        }),
        z.object({ kind: z.literal("finding"), says: z.string() }),
      ]),
    }),
  ),
});

/** By the Lambda in home, as `verify` asks it: one look, which it does not keep. Where users cannot be signed in, their page. */
function signIn({ context, policy }: About, target: Region): Check {
  const { home, vantages } = context;
  return {
    about: policy.name,
    name: `sign-in at ${target}`,
    must: `the probe user must be able to sign in at ${target}, asked from ${home}`,
    next: `cognito-failover status ${policy.name}`,
    look: async (): Promise<CheckFinding> => {
      const only = { pool: policy.name, target };
      const { results } = z.parse(answer, await vantages.ask(home, { only }));
      const [first] = results;
      if (first === undefined) return holds(false, "the probe gave no result");
      const { outcome, took } = results.find(({ outcome }) => outcome.kind !== "ok") ?? first;
      switch (outcome.kind) {
        case "ok":
          return holds(true, `signed in within ${took} ms`);
        case "finding":
          return holds(false, outcome.says);
        case "failed":
          return holds(false, `${outcome.class} at ${outcome.step} (${outcome.error})`);
      }
    },
  };
}
