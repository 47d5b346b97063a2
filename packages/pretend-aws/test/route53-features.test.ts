import {
  GetHostedZoneCommand,
  ListHostedZonesCommand,
  UpdateHostedZoneFeaturesCommand,
} from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refusal } from "./an-account.ts";
import { aWorld } from "./route53-world.ts";

const HOUR_MS = 60 * 60_000;

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld();
  world.route53.seedZone({ id: "Z1", name: "example.com" });
});
afterEach(() => world.route53.stop());

const ask = (EnableAcceleratedRecovery: boolean, HostedZoneId = "Z1") =>
  world.client.send(
    new UpdateHostedZoneFeaturesCommand({ HostedZoneId, EnableAcceleratedRecovery }),
  );

async function features() {
  const { HostedZone } = await world.client.send(new GetHostedZoneCommand({ Id: "Z1" }));
  return HostedZone?.Features;
}

describe("accelerated recovery of a zone", () => {
  test("is not told of until somebody asks for it", async () => {
    expect(await features()).toBeUndefined();
  });

  test("takes its time to be there, and to be gone", async () => {
    await ask(true);
    expect(await features()).toEqual({ AcceleratedRecoveryStatus: "ENABLING" });
    await world.clock.advance(HOUR_MS);
    expect(await features()).toEqual({ AcceleratedRecoveryStatus: "ENABLED" });
    const { HostedZones = [] } = await world.client.send(new ListHostedZonesCommand({}));
    expect(HostedZones[0]?.Features).toEqual({ AcceleratedRecoveryStatus: "ENABLED" });
    await ask(true);
    expect(await features()).toEqual({ AcceleratedRecoveryStatus: "ENABLED" });
    await ask(false);
    expect(await features()).toEqual({ AcceleratedRecoveryStatus: "DISABLING" });
    await world.clock.advance(HOUR_MS);
    expect(await features()).toEqual({ AcceleratedRecoveryStatus: "DISABLED" });
  });

  test("is asked for once at a time, of a zone that is there", async () => {
    await ask(true);
    expect(await refusal(ask(false))).toMatch(/^PriorRequestNotComplete/);
    expect(await refusal(ask(true, "Z2"))).toMatch(/^NoSuchHostedZone/);
  });

  test("can be there from the start, or have failed", async () => {
    world.route53.seedZone({ id: "Z1", name: "example.com", acceleratedRecovery: "ENABLED" });
    expect(await features()).toEqual({ AcceleratedRecoveryStatus: "ENABLED" });
    const failed = { acceleratedRecovery: "ENABLE_FAILED" as const };
    world.route53.seedZone({ id: "Z1", name: "example.com", ...failed });
    expect(await features()).toEqual({ AcceleratedRecoveryStatus: "ENABLE_FAILED" });
    expect(await refusal(ask(true))).toBe("no refusal");
  });
});
