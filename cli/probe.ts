// One round, now, from every vantage: each journey that is switched on, at both Regions, step by step. The
// probe Lambdas walk it, since what counts is what they can reach; nothing of it is kept, and none votes.

import { styleText } from "node:util";
import * as z from "zod/mini";
import { createVantages } from "../aws/lambda/vantages.ts";
import { inShort, signatureOf } from "../aws/sdk/failure-signature.ts";
import { policyOf } from "../controller/policy-of.ts";
import { failureClasses } from "../core/probe/failure-class.ts";
import { type ProbeResult, reading } from "../core/probe/probe.ts";
import { journeyGroups, journeys } from "../core/settings/journey.ts";
import type { Policy } from "../core/settings/policy.ts";
import { ActionError } from "../core/values/errors.ts";
import type { Region } from "../core/values/types.ts";
import { type ConnectionOptions, connect } from "./connection/connection.ts";
import { exitCodes } from "./terminal/fail.ts";
import { withSpinner } from "./terminal/spinner.ts";

export interface ProbeOptions extends ConnectionOptions {
  readonly from?: readonly string[];
  readonly paid?: boolean;
}

interface VantageAnswer {
  readonly vantage: Region;
  readonly results: readonly ProbeResult[];
  /** Why there are none. */
  readonly trouble: string | null;
}

/** What the Lambda answers; the results are what this version's own probe made. */
const answer = z.object({ results: z.array(z.looseObject({ journey: z.string() })) });

export async function probe(pool: string, options: ProbeOptions): Promise<void> {
  const { config, named, place } = await connect(options);
  const policy = policyOf(config, pool);
  const from = vantagesOf(policy, options.from);
  const vantages = createVantages(place, named.lambda("probe"), "unhurried");
  const only = { pool, paid: options.paid === true };
  const asked = Promise.all(
    from.map(async (vantage): Promise<VantageAnswer> => {
      try {
        const { results } = z.parse(answer, await vantages.ask(vantage, { only }));
        return { vantage, results: results as unknown as ProbeResult[], trouble: null };
      } catch (error) {
        const trouble = error instanceof ActionError ? error.message : inShort(signatureOf(error));
        return { vantage, results: [], trouble };
      }
    }),
  );
  const told = await withSpinner(asked, `${from.join(", ")}: every journey, at both Regions`);
  if (options.json === true) console.log(JSON.stringify(told.map((one) => asJson(one, policy))));
  else console.log(told.map((one) => asText(one, policy)).join("\n\n"));
  const isWell = told.every(
    ({ results, trouble }) =>
      trouble === null && results.every(({ outcome }) => outcome.kind === "ok"),
  );
  if (!isWell) process.exitCode = exitCodes.notDone;
}

function vantagesOf(policy: Policy, wanted: readonly string[] | undefined): readonly Region[] {
  if (wanted === undefined) return policy.vantages;
  const stray = wanted.find((name) => !policy.vantages.some((vantage) => vantage === name));
  if (stray === undefined) return policy.vantages.filter((vantage) => wanted.includes(vantage));
  throw new ActionError({
    code: "InvalidInput",
    cannot: `probe "${policy.name}" from there`,
    must: `it must be one of its vantages, ${policy.vantages.join(", ")}`,
    value: stray,
    next: `cognito-failover probe ${policy.name} --from ${policy.vantages[0]}`,
  });
}

const targetsOf = ({ primary, secondary }: Policy) => [primary, secondary];

function votesOf(results: readonly ProbeResult[], target: Region) {
  return Object.fromEntries(
    journeyGroups.flatMap((group) => {
      const read = reading(results, { target, group });
      return read === null ? [] : [[group, read.bearing]];
    }),
  );
}

function asJson({ vantage, results, trouble }: VantageAnswer, policy: Policy): object {
  return {
    pool: policy.name,
    vantage,
    trouble,
    targets: targetsOf(policy).map((target) => ({
      target,
      votes: votesOf(results, target),
      journeys: results.filter((result) => result.target === target),
    })),
  };
}

function asText({ vantage, results, trouble }: VantageAnswer, policy: Policy): string {
  const head = styleText("bold", `${policy.name}, seen from ${vantage}`);
  if (trouble !== null) {
    const next = `cognito-failover smoke ${policy.name}`;
    return `${head}\n  ${styleText("red", "no answer")}  ${trouble}\n  next: ${next}`;
  }
  const parts = targetsOf(policy).map((target) => {
    const own = results.filter((result) => result.target === target);
    const votes = Object.entries(votesOf(results, target)).map(
      ([group, says]) => `${group} ${says}`,
    );
    const role = target === policy.primary ? "primary" : "secondary";
    const votesLine = votes.length === 0 ? "" : `; counts as: ${votes.join(", ")}`;
    return [`  ${target}, the ${role}${votesLine}`, ...own.map(line)].join("\n");
  });
  return [head, ...parts].join("\n");
}

const marks = {
  ok: styleText("green", "ok    "),
  failed: styleText("red", "failed"),
  finding: styleText("yellow", "found "),
};

function line(result: ProbeResult): string {
  const { journey, outcome, steps, took, lag } = result;
  const walked = steps.map(({ name, of, took, outcome }) => {
    const called = of === undefined ? name : `${name} ${of}`;
    return outcome === "ok" ? `${called} ${took}` : `${called} ${took} ${outcome}`;
  });
  const behind = lag === null ? "" : `; ${lag} ms behind`;
  return [
    `    ${marks[outcome.kind]}  ${journey.padEnd(17)}  ${String(took).padStart(5)} ms  ${walked.join(", ")}${behind}`,
    ...because(result).map((text) => `            ${text}`),
  ].join("\n");
}

function because({ journey, outcome }: ProbeResult): readonly string[] {
  switch (outcome.kind) {
    case "ok":
      return [];
    case "failed":
      return [
        `${outcome.class} at ${outcome.step} (${outcome.error}): ${outcome.detail ?? failureClasses[outcome.class].because}`,
      ];
    case "finding":
      return [`asked whether ${journeys[journey].asks}: ${outcome.says}`];
  }
}
