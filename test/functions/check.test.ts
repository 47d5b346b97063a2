import {
  CognitoIdentityProviderClient,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { createReadinessLedger } from "../../aws/ledger/readiness.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { sdkClient } from "../../aws/sdk/clients.ts";
import type { ReadinessReport, RowFinding } from "../../core/readiness/report.ts";
import { newState } from "../../core/state/state.ts";
import { instant, region } from "../../core/values/types.ts";
import { soon } from "../sim/builders/a-move.ts";
import {
  aWholeWorld,
  MINUTE,
  passwordOnly,
  secondary,
  type WholeWorld,
} from "../sim/builders/a-world.ts";
import { invoked } from "./builders/invoked.ts";

const there = { word: "check", region: secondary };

/** It has probed for a while, so that both Regions are known to be healthy. */
async function calm(): Promise<WholeWorld> {
  const world = aWholeWorld({}, 1, passwordOnly);
  await world.clock.advance(5 * MINUTE);
  return world;
}

async function checked(world: WholeWorld): Promise<ReadinessReport> {
  const { answer, error } = await invoked(world, there, { pool: "customers" });
  expect(error).toBeNull();
  return answer["report"] as ReadinessReport;
}

function ledgerOf({ desk, deployed: { table: name, home } }: WholeWorld) {
  return createLedger(openTable(desk, { name, home }));
}

function readinessOf({ desk, deployed: { table: name, home } }: WholeWorld) {
  return createReadinessLedger(openTable(desk, { name, home }));
}

function rowOf({ rows }: ReadinessReport, name: string): RowFinding {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`there is no row ${name}`);
  return row;
}

async function deactivate(world: WholeWorld, Status: "ACTIVE" | "INACTIVE" = "INACTIVE") {
  const client = sdkClient(CognitoIdentityProviderClient, world.desk, {
    ...{ region: region(secondary), service: "cognito-idp" },
  });
  const UserPoolId = world.policy.userPoolId;
  const command = new UpdateUserPoolReplicaCommand({ UserPoolId, RegionName: secondary, Status });
  await soon(world, client.send(command));
}

describe("a check of a pool that is well", () => {
  test("finds what must hold, by its own role, within its budget, and keeps it", async () => {
    const world = await calm();
    const report = await checked(world);
    expect(report).toMatchObject({ pool: "customers", isCalm: true });
    expect(report.rows.length).toBeGreaterThan(40);
    expect(report.rows.filter(({ kind }) => kind === "blocker" || kind === "differs")).toEqual([]);
    expect(report.rows.filter(({ found }) => found.includes("not allowed"))).toEqual([]);
    for (const name of [
      "replica-status",
      "key-policy",
      "domain-check",
      "client-sign-in",
      "beacon",
    ]) {
      expect(rowOf(report, name)).toMatchObject({ name, kind: "ready" });
    }
    expect(await soon(world, readinessOf(world).readReports("customers"))).toEqual({
      ...{ calm: report, newest: report },
    });
    const said = world.logged.map(({ line }) => line.reason).join("\n");
    expect(Number(/looked at customers with (\d+) calls/.exec(said)?.[1])).toBeLessThanOrEqual(80);
  });

  test("of all pools answers in a line", async () => {
    const { answer, error } = await invoked(await calm(), there);
    expect(error).toBeNull();
    expect(answer).toEqual({ reason: expect.stringMatching(/^customers: 0 blockers, /) });
  });
});

describe("a replica that is not active", () => {
  test("counts with the second look, is told, and keeps the controller from acting", async () => {
    const world = await calm();
    const ledger = ledgerOf(world);
    await deactivate(world);
    const first = await checked(world);
    expect(rowOf(first, "replica-status")).toMatchObject({
      ...{ kind: "unknown", seenOnce: { severity: "blocker" } },
    });
    await world.clock.advance(2 * MINUTE);
    await calmed(world);
    const second = await checked(world);
    expect(rowOf(second, "replica-status")).toMatchObject({
      kind: "blocker",
      found: "it is INACTIVE",
    });
    const now = instant(world.clock.now());
    const outbox = await soon(world, ledger.outbox.read("customers", now));
    expect(outbox.map(({ notice }) => notice.subject)).toContain(
      "[cognito-failover] customers: readiness: replica-status blocks a failover",
    );
    const events = await soon(world, ledger.readEvents("customers", 20));
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "readinessChanged",
        facts: expect.objectContaining({ row: "replica-status", change: "newBlocker" }),
      }),
    );
    const state = await soon(world, ledger.readState("customers"));
    expect(state?.readiness?.blockers).toEqual([{ name: "replica-status", opensAt: null }]);
  });
});

/** As if both Regions had been well all the time: what is tested here is the check. */
async function calmed(world: WholeWorld): Promise<void> {
  await soon(
    world,
    ledgerOf(world).changeState("customers", (state) => {
      const { health } = newState("customers", instant(world.clock.now()));
      const up = (one: typeof health.primary) => ({ ...one, name: "up" as const });
      return (
        state && {
          ...state,
          health: { primary: up(health.primary), secondary: up(health.secondary) },
        }
      );
    }),
  );
}

describe("a check while a Region is suspect", () => {
  test("is kept to be read, and counts for nothing", async () => {
    const world = await calm();
    const ledger = ledgerOf(world);
    const before = await checked(world);
    const known = await soon(world, ledger.readState("customers"));
    world.aws.scheduler.stop();
    await soon(
      world,
      ledger.changeState(
        "customers",
        (state) =>
          state && {
            ...state,
            health: { ...state.health, primary: { ...state.health.primary, name: "suspect" } },
          },
      ),
    );
    await deactivate(world);
    await checked(world);
    await world.clock.advance(2 * MINUTE);
    const during = await checked(world);
    expect(during.isCalm).toBe(false);
    const kept = await soon(world, readinessOf(world).readReports("customers"));
    expect(kept).toEqual({ calm: before, newest: during });
    const state = await soon(world, ledger.readState("customers"));
    expect(state?.readiness).toEqual(known?.readiness);
    const events = await soon(world, ledger.readEvents("customers", 50));
    expect(events.filter(({ type }) => type === "readinessChanged")).toEqual([]);
  });
});
