// What we know ourselves: how probes fared, whether the levers could move users, what was practised.

import { leverNames } from "../../core/levers/lever.ts";
import type { Sighting } from "../../core/probe/last-seen.ts";
import type { IssuerSeen } from "../../core/readiness/consumer-facts.ts";
import type { ProbeSignIn } from "../../core/readiness/deployment-facts.ts";
import type { ReadinessFacts } from "../../core/readiness/facts.ts";
import { type Journey, signInJourneys } from "../../core/settings/journey.ts";
import type { State } from "../../core/state/state.ts";
import type { Instant, Region } from "../../core/values/types.ts";
import { counted, listed } from "../../core/values/words.ts";
import { type CheckServices, levers } from "../levers/table.ts";
import type { Services } from "../services.ts";
import { derived } from "./ask.ts";
import type { Gathered, Gathering } from "./pool-facts.ts";

export type OwnFactName = "issuerDocuments" | "probeSignIns" | "leverTroubles" | "practised";

export interface OwnGathering extends Pick<Gathering, "ask" | "policy"> {
  readonly services: CheckServices & Pick<Services, "ledger">;
  readonly state: State;
  readonly now: Instant;
}

type Reports = Awaited<ReturnType<Services["ledger"]["readVantageReports"]>>;

export function ownFacts(gathering: OwnGathering): Gathered<OwnFactName> {
  const { ask, policy, services, state, now } = gathering;
  const reports = ask({
    call: `dynamodb:Query what the vantages of ${policy.name} say`,
    ask: () => services.ledger.readVantageReports(policy, now),
    says: ({ sightings }) => counted(sightings.length, "vantage"),
  });
  return {
    issuerDocuments: derived(reports, documentsSeen),
    probeSignIns: derived(reports, signInsSeen),
    leverTroubles: leverTroubles(gathering),
    practised: ask({
      call: `dynamodb:GetItem what ${policy.name} practised`,
      ask: async () => state.rehearsed,
      says: (all) => listed(all.map(({ rung, outcome }) => `${rung} ${outcome}`)),
    }),
  };
}

/** A lever that nobody could look at is unknown, not well. */
function leverTroubles({
  ask,
  policy,
  services,
}: OwnGathering): Promise<ReadinessFacts["leverTroubles"]> {
  return ask({
    call: `the levers of ${policy.name}, as a move looks at them`,
    ask: async () => {
      const all = leverNames.map(async (lever) => {
        const problems = await levers[lever].check(services, policy);
        return problems.map(({ says, next, isFatal }) => ({ lever, says, next, isFatal }));
      });
      return (await Promise.all(all)).flat();
    },
    says: (all) => counted(all.length, "problem"),
  });
}

const signsIn = (journey: Journey) => signInJourneys.some((one) => one === journey);

/** A journey that goes well in every round leaves no sighting: its vantage notes no more than that the round was well. */
function signInsSeen({ sightings, statistics }: Reports): readonly ProbeSignIn[] {
  return statistics.flatMap(({ vantage, target, evidenceAt }) => {
    const own = seenBy(sightings, vantage).filter(
      (one) => one.target === target && signsIn(one.journey),
    );
    const bad = own.find(({ outcome }) => outcome.kind !== "ok");
    const at = bad?.at ?? evidenceAt;
    if (at === null) return [];
    return [{ vantage, target, at, problem: bad === undefined ? null : problemIn(bad.outcome) }];
  });
}

function documentsSeen({ sightings, statistics }: Reports): readonly IssuerSeen[] {
  return statistics
    .filter(({ evidenceAt }) => evidenceAt !== null)
    .map(({ vantage, target }) => {
      const own = seenBy(sightings, vantage).find(
        (one) => one.target === target && one.journey === "keySet",
      );
      return { vantage, target, problem: own === undefined ? null : problemIn(own.outcome) };
    });
}

function seenBy(sightings: Reports["sightings"], vantage: Region): readonly Sighting[] {
  return sightings.find((one) => one.vantage === vantage)?.sightings ?? [];
}

function problemIn(outcome: Sighting["outcome"]): string | null {
  switch (outcome.kind) {
    case "ok":
      return null;
    case "failed":
      return outcome.detail ?? `${outcome.step} failed (${outcome.error})`;
    case "finding":
      return outcome.says;
  }
}
