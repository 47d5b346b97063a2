// What could not be looked at is no news: faults at a look neither end a move nor put anything back.

import type { Effect } from "pretend-aws/faults.ts";
import type { Execution } from "pretend-aws/states/execution/executions.ts";
import { describe, expect, test } from "vitest";
import { anOrder, ended, executions, leverCalls, start, visited } from "../builders/a-move.ts";
import {
  AWAY,
  aCalm,
  aDeadPrimary,
  aDeparture,
  BOTH_ONCE,
  cameOf,
  firstLookAt,
  HOME,
  ledFor,
  movedAway,
  strike,
  type Trouble,
  throttle,
  turns,
} from "../builders/a-timeline.ts";
import { MINUTE, SECOND, secondary, witness } from "../builders/a-world.ts";

test("GetChange that is throttled for good neither ends a move nor puts it back", async () => {
  const world = await aDeadPrimary();
  strike(world, { service: "route53", operation: "GetChange", effect: throttle });
  expect(turns(await ledFor(world, 25))).toEqual([HOME, "east west", AWAY]);
  expect(cameOf(world)).toEqual(movedAway);
  expect(leverCalls(world)).toEqual(BOTH_ONCE);
  const asked = world.aws.gate.calls.filter(({ operation }) => operation === "GetChange");
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ outcome }) => outcome === "ok")).toEqual([]);
});

describe("a look", () => {
  test("during which DynamoDB throttles for 14 seconds comes later, and no more", async () => {
    const world = await aDeparture();
    const from = (await firstLookAt(world)) - SECOND;
    strike(world, { service: "dynamodb", from, until: from + 14 * SECOND, effect: throttle });
    expect(turns(await ledFor(world, 10)).at(-1)).toBe(AWAY);
    expect(cameOf(world)).toEqual(movedAway);
    expect(leverCalls(world)).toEqual(BOTH_ONCE);
    const hit = world.aws.gate.calls.filter(
      ({ service, at, caller, outcome }) =>
        service === "dynamodb" &&
        caller.name === "verify" &&
        at < from + 14 * SECOND &&
        outcome !== "ok",
    );
    expect(hit.length).toBeGreaterThan(0);
  });

  const invocations: readonly (readonly [string, Effect])[] = [
    ["Lambda.AWSLambdaException", { kind: "status", status: 503 }],
    ["Lambda.ClientExecutionTimeoutException", { kind: "error", name: "ClientExecutionTimeout" }],
    ["States.Timeout", { kind: "blackHole" }],
  ];

  test.each(invocations)("that ends as %s is tried again", async (name, effect) => {
    const world = await aDeparture();
    const at = await firstLookAt(world);
    const once = { from: at - 100, until: at + 100 };
    const verify = { region: secondary, vantage: secondary, service: "lambda", ...once };
    strike(world, { ...verify, operation: "Invoke", effect });
    expect(turns(await ledFor(world, 4)).at(-1)).toBe(AWAY);
    const [execution] = executions(world);
    expect(errorsOf(execution)).toEqual([name]);
    expect(cameOf(world)).toEqual(movedAway);
    expect(leverCalls(world)).toEqual(BOTH_ONCE);
  });
});

/** What ended tries of this execution's tasks. */
function errorsOf(execution: Execution | undefined): readonly string[] {
  const told = JSON.stringify(execution?.history.events ?? []);
  return [...told.matchAll(/"error":"([^"]+)"/g)].map(([, name = ""]) => name);
}

describe("one vantage beside the Region that is left", () => {
  const rows: readonly (readonly [string, Trouble])[] = [
    [
      "that cannot read its secret",
      {
        ...{ vantage: witness, service: "secretsmanager" },
        effect: { kind: "error", name: "AccessDeniedException" },
      },
    ],
    [
      "that is refused everything by its line",
      { vantage: witness, service: "cognito-idp", effect: { kind: "reset" } },
    ],
    ["that is throttled", { vantage: secondary, service: "cognito-idp", effect: throttle }],
    [
      "that is slow",
      {
        ...{ vantage: secondary, service: "cognito-idp" },
        effect: { kind: "delay", ms: 20 * SECOND },
      },
    ],
    [
      "that cannot be invoked",
      { region: witness, service: "lambda", effect: { kind: "status", status: 503 } },
    ],
  ];

  test.each(rows)("%s keeps no move from being confirmed", async (_, trouble) => {
    const world = await aDeparture();
    strike(world, trouble);
    await world.clock.advance(3 * MINUTE);
    expect(cameOf(world)).toEqual(movedAway);
    expect(leverCalls(world)).toEqual(BOTH_ONCE);
  });

  test("keeps no person's move from being confirmed", async () => {
    const world = await aCalm();
    const [[, trouble] = ["", { effect: throttle }]] = rows;
    strike(world, trouble);
    const execution = await ended(world, await start(world, anOrder()));
    expect(visited(execution).at(-1)).toBe("Moved");
    expect(cameOf(world)).toEqual({ ...movedAway, subjects: ["moved to us-east-1"] });
    expect(leverCalls(world)).toEqual(BOTH_ONCE);
  });
});
