// What must hold for one pool: that it is watched, that its users could sign in on both sides, and that its
// levers are there and where the ledger says.

import * as z from "zod/mini";
import type { Statistic } from "../../core/statistic.ts";
import { between, type Instant, type Region } from "../../core/types.ts";
import { inWords, listed } from "../../core/words.ts";
import { type Check, type Finding, holds } from "./check.ts";
import type { About } from "./ground.ts";
import { leverChecks } from "./lever-checks.ts";

export function poolChecks(about: About): readonly Check[] {
  const { policy } = about;
  return [
    ledger(about),
    evidence(about),
    secret(about),
    replica(about),
    ...[policy.primary, policy.secondary].map((target) => signIn(about, target)),
    ...leverChecks(about),
  ];
}

function ledger({ ground, policy: { name } }: About): Check {
  return {
    about: name,
    name: "ledger",
    must: "the ledger must hold the state of the pool, which every decision renews",
    next: "wait two minutes, then look at the log of the watch machine",
    look: async () => {
      const state = await ground.services.ledger.readState(name);
      if (state === null) return holds(false, "the table can be read, and nobody has assessed yet");
      return holds(true, `${state.standing.phase}, version ${state.version}`);
    },
  };
}

function evidence({ ground, policy }: About): Check {
  return {
    about: policy.name,
    name: "evidence",
    must: `every vantage must have told of both Regions within ${inWords(policy.criteria.evidenceTooOldAfter)}`,
    next: "wait two minutes, then look at the log of the probe in that vantage",
    look: async () => {
      const statistics = await ground.services.ledger.readStatistics(policy.name);
      const now = nowOf(ground, statistics);
      const silent = policy.vantages.filter(
        (vantage) => !speaks(statistics, { vantage, policy, now }),
      );
      return silent.length === 0
        ? holds(true, `${policy.vantages.length} vantages speak`)
        : holds(false, `nothing new from ${listed(silent)}`);
    },
  };
}

/** A pretend world's clock may be far ahead: its newest word is the best guess of its time. */
function nowOf({ config, now }: About["ground"], statistics: readonly Statistic[]): Instant {
  if (config.endpoints === null) return now();
  return statistics.reduce((newest, { at }) => (at > newest ? at : newest), now());
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

/** Read as the probes read it; what it says goes no further. */
function secret({ ground, policy }: About): Check {
  const { vantages, probeUser } = policy;
  return {
    about: policy.name,
    name: "secret",
    must: `${probeUser.secret} must hold username and password in ${listed(vantages)}`,
    next: `aws secretsmanager put-secret-value --region ${policy.secondary} --secret-id ${probeUser.secret} --secret-string file://probe-user.json`,
    look: async () => {
      const readings = await Promise.all(
        vantages.map(async (vantage) => {
          const reading = ground.secretsIn(vantage).probeUser(probeUser.secret);
          return reading.then(
            () => null,
            (error) => `${vantage} (${error instanceof Error ? error.name : "no answer"})`,
          );
        }),
      );
      const unread = readings.filter((one) => one !== null);
      return unread.length === 0
        ? holds(true, `readable in ${vantages.length} Regions`)
        : holds(false, `not readable in ${listed(unread)}`);
    },
  };
}

function replica({ ground, policy }: About): Check {
  const { name, userPoolId, primary, secondary } = policy;
  return {
    about: name,
    name: "replica",
    must: `the replica in ${secondary} must be ACTIVE`,
    next: `aws cognito-idp update-user-pool-replica --region ${primary} --user-pool-id ${userPoolId} --region-name ${secondary} --status ACTIVE`,
    look: async () => {
      const reading = await ground.services.cognito.replica(userPoolId, secondary);
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
      ]),
    }),
  ),
});

/** By the Lambda in home, as `verify` asks it: one look, which it does not keep. */
function signIn({ ground, policy }: About, target: Region): Check {
  const { home, vantages } = ground;
  return {
    about: policy.name,
    name: `sign-in at ${target}`,
    must: `the probe user must be able to sign in at ${target}, asked from ${home}`,
    next: `cognito-failover status ${policy.name}`,
    look: async (): Promise<Finding> => {
      const only = { pool: policy.name, target };
      const [result] = z.parse(answer, await vantages.ask(home, { only })).results;
      if (result === undefined) return holds(false, "the probe gave no result");
      const { outcome, took } = result;
      if (outcome.kind === "ok") return holds(true, `signed in within ${took} ms`);
      return holds(false, `${outcome.class} at ${outcome.step} (${outcome.error})`);
    },
  };
}
