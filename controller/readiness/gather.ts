// Everything that a check reads of one pool, at once, within its time and its calls. What nobody gathers yet is unknown.

import type { Fact } from "../../core/readiness/fact.ts";
import type { FactName, gatheredFacts, ReadinessFacts } from "../../core/readiness/facts.ts";
import { readinessRows } from "../../core/readiness-rows/table.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { State } from "../../core/state/state.ts";
import { type Instant, millis } from "../../core/values/types.ts";
import { deadline } from "../deadline.ts";
import type { CheckServices } from "../levers/table.ts";
import type { Services } from "../services.ts";
import { asking, withBudget } from "./ask.ts";
import { edgeFacts } from "./edge-facts.ts";
import { ownFacts } from "./own-facts.ts";
import { type Gathered, poolFacts } from "./pool-facts.ts";
import { createReaders } from "./readers.ts";

export type GatherServices = CheckServices &
  Pick<Services, "ledger" | "place" | "readinessLedger"> & {
    readonly ownChecks: Readonly<Record<string, string>>;
  };

export interface GatherTask {
  readonly policy: Policy;
  readonly state: State;
  readonly now: Instant;
}

const mostCalls = 80;
const checkTimeoutMs = millis(20_000);

type GatheredName = (typeof gatheredFacts)[number];

export interface GatheredAll {
  readonly facts: ReadinessFacts;
  /** To AWS, without those of the levers and the ledger. */
  readonly calls: number;
}

export async function gatherFacts(
  services: GatherServices,
  { policy, state, now }: GatherTask,
): Promise<GatheredAll> {
  const budget = withBudget(services.place, mostCalls);
  const { signal, clear } = deadline(services.place, checkTimeoutMs);
  const gathering = {
    ask: asking(services.place, signal),
    readers: createReaders(budget.place),
    ...{ policy, now, state, services, ownChecks: services.ownChecks },
  };
  const pools = poolFacts(gathering);
  const gathered: Gathered<GatheredName> = {
    ...pools,
    ...edgeFacts({ ...gathering, pools }),
    ...ownFacts(gathering),
  };
  try {
    const entries = Object.entries(gathered).map(
      async ([name, fact]) => [name, await fact] as const,
    );
    const known = Object.fromEntries(await Promise.all(entries)) as Pick<
      ReadinessFacts,
      GatheredName
    >;
    return { facts: withTheRest(known, now), calls: budget.spent() };
  } finally {
    clear();
  }
}

function withTheRest(known: Pick<ReadinessFacts, GatheredName>, at: Instant): ReadinessFacts {
  const because = "nobody looks at it yet";
  const absent: Fact<never> = {
    ...{ kind: "unknown", because },
    evidence: { call: "none", answer: because, at },
  };
  const names = [...new Set(readinessRows.flatMap(({ needs }) => needs))];
  const rest = names.map((name): [FactName, Fact<unknown>] => [name, absent]);
  return { ...Object.fromEntries(rest), ...known } as ReadinessFacts;
}
