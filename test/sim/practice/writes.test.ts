// What a run writes is refused, hangs or is answered into the void: nobody stays over there, and nobody is told wrongly.

import type { Effect, Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { isLong } from "../../often.ts";
import { ended, eventsOf, isLit, stored } from "../builders/a-move.ts";
import {
  aCanary,
  aFull,
  aPracticeWorld,
  atHome,
  noTraces,
  practised,
  report,
  sentOver,
  startPractice,
  traces,
  weights,
} from "../builders/a-practice.ts";
import { type LightWorld, MINUTE, SECOND, secondary, witness } from "../builders/a-world.ts";

type Strike = Pick<Fault, "service"> & Partial<Omit<Fault, "id" | "effect">>;

const effects: Readonly<Record<string, Effect>> = {
  refuses: { kind: "error", name: "AccessDenied", message: "no", status: 403 },
  breaks: { kind: "error", name: "InternalServerError", status: 500 },
  hangs: { kind: "blackHole" },
  "loses its answers": { kind: "lostAnswer" },
};

const calls: Readonly<Record<string, Strike>> = {
  "Route 53": { service: "route53", operation: "ChangeResourceRecordSets" },
  "S3's write": { service: "s3", operation: "PutObject" },
  "home's Scheduler": { service: "scheduler", operation: "CreateSchedule", region: secondary },
  "the witness's Scheduler": { service: "scheduler", operation: "CreateSchedule", region: witness },
  "the ledger's write": { service: "dynamodb", operation: "PutItem", caller: "practice-shift" },
  "the ledger's read": { service: "dynamodb", operation: "GetItem", caller: "practice-shift" },
};

interface Row {
  readonly what: string;
  readonly how: string;
}

/** Each call goes wrong in one kind of run in one way, and in both in all ways in `npm run test:long`. */
const rowsOf = (run: number): readonly Row[] =>
  Object.keys(calls).flatMap((what, call) =>
    Object.keys(effects)
      .filter((_, effect) => isLong || (call % 2 === run && effect === (call + 1) % 4))
      .map((how) => ({ what, how })),
  );

function strike({ aws }: LightWorld, { what, how }: Row): () => void {
  const [where, effect] = [calls[what], effects[how]];
  if (where === undefined || effect === undefined) throw new Error("no such fault");
  const { id } = aws.faults.add({ ...where, effect });
  return () => aws.faults.remove(id);
}

/** What is done all the same, what the run has no part in, and what only writes down what happened. */
function mayPass({ what, how }: Row, input: object): boolean {
  const isBeacons = what === "S3's write" && input === aCanary;
  return how === "loses its answers" || isBeacons || what === "the ledger's write";
}

const runs = [
  ["canary", aCanary, rowsOf(0)],
  ["full", aFull, rowsOf(1)],
] as const;

describe.each(runs)("of a run (%s), from its beginning on", (_, input, rows) => {
  test.each(rows)("$what $how", async (fault) => {
    const world = await aPracticeWorld();
    const heal = strike(world, fault);
    const arn = await startPractice(world, input);
    await world.clock.advance(18 * MINUTE);
    heal();
    await ended(world, arn);
    await world.clock.advance(8 * MINUTE);

    const { outcome } = report(world);
    const isSpared = mayPass(fault, input);
    expect(isSpared ? ["passed", "error"] : ["interrupted", "inconclusive", "error"]).toContain(
      outcome,
    );
    expect(await traces(world)).toEqual(noTraces);
  });
});

describe.each(runs)("of a run (%s), on the way back", (_, input, rows) => {
  test.each(
    rows.filter(({ what }) => !what.includes("Scheduler")),
  )("$what $how for ten minutes", async (fault) => {
    const world = await aPracticeWorld();
    const arn = await sentOver(world, input);
    const { until: limit } = stored(world).practice!;
    await world.clock.advance(5 * MINUTE);
    const heal = strike(world, fault);
    await world.clock.advance(6 * MINUTE);
    heal();
    await world.clock.advance(limit - world.clock.now());
    expect([weights(world), isLit(world)]).toEqual([atHome, false]);
    await ended(world, arn);
    await world.clock.advance(2 * MINUTE);
    expect(await traces(world)).toEqual(noTraces);
  });
});

describe("no guard, no run:", () => {
  test.each([secondary, witness])("Scheduler in %s refuses", async (where) => {
    const world = await aPracticeWorld();
    const effect = effects["refuses"]!;
    world.aws.faults.add({
      service: "scheduler",
      operation: "CreateSchedule",
      region: where,
      effect,
    });
    const execution = await practised(world);
    expect(execution.error).toBe("PracticeBroke");
    expect(report(world)).toMatchObject({ outcome: "error", rule: "notBegun" });
    const made = world.aws.gate.calls.map(({ operation }) => operation);
    expect(made).not.toContain("ChangeResourceRecordSets");
    await world.clock.advance(20 * MINUTE);
    expect(await traces(world)).toEqual(noTraces);
  });
});

const words = ["practice-prepare", "practice-shift", "practice-judge", "practice-complete"];

test.each(words)("%s whose answers get lost does everything once", async (word) => {
  const world = await aPracticeWorld();
  const resource = `cognito-failover-local-${word}`;
  world.aws.faults.add({ service: "lambda", resource, effect: { kind: "lostAnswer" }, rate: 0.5 });
  const execution = await practised(world);
  expect(execution.status).toBe("SUCCEEDED");
  expect(report(world)).toMatchObject({ outcome: "passed" });
  expect(eventsOf(world, "practiceBegun")).toHaveLength(1);
  expect(eventsOf(world, "practiceEnded")).toHaveLength(1);
  const { run } = report(world);
  const written = run.steps.map(({ writtenAt }) => writtenAt ?? 0);
  expect(written[1]! - written[0]!).toBeGreaterThan(2 * MINUTE - SECOND);
  expect(await traces(world)).toEqual(noTraces);
});
