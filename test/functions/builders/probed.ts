// A probe Lambda of a world, run once, and what it says.

import { expect } from "vitest";
import type { ProbeResult } from "../../../core/probe/probe.ts";
import { poolPartition, vantagePartition } from "../../../core/values/partitions.ts";
import { secondary, type WorldOfTest } from "../../sim/builders/a-world.ts";
import { invoked } from "./invoked.ts";

export const fromHome = { word: "probe", region: secondary };

export async function probed(
  world: WorldOfTest,
  event: unknown = {},
  place = fromHome,
): Promise<readonly ProbeResult[]> {
  const { answer, error } = await invoked(world, place, event);
  expect(error).toBeNull();
  return answer["results"] as readonly ProbeResult[];
}

/** "us-west-2 ok", "us-east-1 slow at signIn: 6000 ms" */
export function told(results: readonly ProbeResult[]): readonly string[] {
  return results.map(({ target, outcome }) => `${target} ${said(outcome)}`);
}

function said(outcome: ProbeResult["outcome"]): string {
  switch (outcome.kind) {
    case "ok":
      return "ok";
    case "finding":
      return `${outcome.finding} at ${outcome.step}: ${outcome.says}`;
    case "failed":
      return `${outcome.class} at ${outcome.step}: ${outcome.error}`;
  }
}

/** That nothing ails the secondary. */
export const well = `${secondary} ok`;

/**
 * The bodies of what the ledger keeps of a pool under sort keys that begin with `prefix`: what one vantage wrote,
 * or what the move, the watch and all vantages did.
 */
export function kept(
  { aws, deployed }: WorldOfTest,
  prefix: string,
  { pool = "customers", vantage }: { readonly pool?: string; readonly vantage?: string } = {},
): readonly unknown[] {
  return aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter(({ pk }) =>
      vantage === undefined
        ? pk === poolPartition(pool) || isOfVantage(pk, pool)
        : pk === vantagePartition(pool, vantage),
    )
    .filter(({ sk }) => String(sk).startsWith(prefix))
    .map(({ body }) => JSON.parse(String(body)) as unknown);
}

function isOfVantage(pk: unknown, pool: string): boolean {
  return String(pk).startsWith(vantagePartition(pool, ""));
}

export interface KeptRound {
  readonly vantage: string;
  /** When it began. */
  readonly at: number;
  readonly results: readonly ProbeResult[];
}

/** The raw results of every round that the ledger keeps of a pool, oldest first. */
export function keptRounds(world: WorldOfTest, pool = "customers"): readonly KeptRound[] {
  const { aws, deployed } = world;
  return aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter(({ pk, sk }) => isOfVantage(pk, pool) && String(sk).startsWith("round#"))
    .map(({ pk, sk, body }) => {
      const vantage = String(pk).slice(vantagePartition(pool, "").length);
      const [, at = ""] = String(sk).split("#");
      const { results } = JSON.parse(String(body)) as Pick<KeptRound, "results">;
      return { vantage, at: Date.parse(at), results };
    })
    .sort((a, b) => a.at - b.at);
}
