// Pools as customers have them: what a probe cannot do in one says nothing of a Region, and hides no outage.

import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, test } from "vitest";
import { clientOptions } from "../../../aws/sdk/clients.ts";
import {
  giveSecret,
  rememberDevices,
  rotateRefreshTokens,
  takeSecret,
  withFactors,
  withSettings,
} from "../../functions/builders/a-pool-that.ts";
import { probed, told, well } from "../../functions/builders/probed.ts";
import { merge } from "../../settings/merge.ts";
import { soon, stored } from "../../sim/builders/a-move.ts";
import {
  aPoolOf,
  aWholeWorld,
  MINUTE,
  passwordOnly,
  primary,
  secondary,
  seldomLooking,
  type WholeWorld,
} from "../../sim/builders/a-world.ts";

const alone = merge(passwordOnly, aPoolOf({ probeUser: { count: 1 } })) as object;

describe("a pool that remembers devices", () => {
  test("is signed in to, and the refresh that no probe is allowed is passed over", async () => {
    const world = aWholeWorld({}, 1, alone);
    rememberDevices(world);
    const results = await probed(world);
    expect(told(results)).toEqual([`${primary} ok`, well]);
    const steps = results[0]?.steps.map(({ name, outcome }) => `${name} ${outcome}`);
    expect(steps).toEqual(["secret ok", "signIn ok", "verifyToken ok", "refresh skipped"]);
  });

  test.each([
    [{ kind: "reset" } as const, "unreachable at refresh: TimeoutError ECONNRESET"],
    [
      { kind: "error", name: "InternalErrorException", status: 500 } as const,
      "serverError at refresh: InternalErrorException 500",
    ],
  ])("tells an outage of the refresh all the same: %j", async (effect, outcome) => {
    const world = aWholeWorld({}, 1, alone);
    rememberDevices(world);
    world.aws.faults.add({ region: primary, operation: "GetTokensFromRefreshToken", effect });
    expect(told(await probed(world))).toEqual([`${primary} ${outcome}`, well]);
  });

  test("is failed over in an outage, with all journeys that go on with sessions", async () => {
    const journeys = { refreshAcross: {}, revoke: {}, equivalence: {} };
    const settings = merge(seldomLooking, aPoolOf({ mode: "automatic", journeys })) as object;
    const world = aWholeWorld({}, 1, settings);
    rememberDevices(world);
    await world.clock.advance(10 * MINUTE);
    world.aws.faults.add({ region: primary, service: "cognito-idp", effect: { kind: "reset" } });
    await world.clock.advance(15 * MINUTE);
    expect(stored(world).standing.phase).toBe("failedOver");
  });
});

describe("a client that rotates its refresh tokens", () => {
  test("is refreshed once a session, and a token that was spent before says nothing", async () => {
    const world = aWholeWorld({}, 1, alone);
    rotateRefreshTokens(world);
    expect(told(await probed(world))).toEqual([`${primary} ok`, well]);
    world.aws.faults.add({
      region: primary,
      operation: "GetTokensFromRefreshToken",
      effect: { kind: "error", name: "RefreshTokenReuseException" },
    });
    const [result, other] = await probed(world);
    expect(told(result === undefined || other === undefined ? [] : [result, other])).toEqual([
      `${primary} ok`,
      `${secondary} ok`,
    ]);
  });
});

/** Beside the users, in the secret of the probes. */
async function keepSecret(world: WholeWorld, clientSecret: string): Promise<void> {
  const client = new SecretsManagerClient(
    clientOptions(world.desk, { region: secondary as never, service: "secretsmanager" }),
  );
  const users = Object.values(world.deployed.users[world.policy.name] ?? {});
  const SecretString = JSON.stringify({ users: users.slice(0, 1), clientSecret });
  const SecretId = world.policy.probeUser.secret;
  await soon(world, client.send(new PutSecretValueCommand({ SecretId, SecretString })));
}

describe("an app client whose secret is replaced", () => {
  const [before, after] = ["the-secret-of-before", "the0secret0of0now0the0secret"];

  async function rotating() {
    const world = aWholeWorld({}, 1, alone);
    giveSecret(world, before);
    await keepSecret(world, before);
    return world;
  }

  test("is signed in to with either, and with the new one once the probes' secret names it", async () => {
    const world = await rotating();
    expect(told(await probed(world))).toEqual([`${primary} ok`, well]);
    giveSecret(world, before, after);
    expect(told(await probed(world))).toEqual([`${primary} ok`, well]);
    await keepSecret(world, after);
    giveSecret(world, after);
    // What was kept of the secret is forgotten with the first refusal.
    await probed(world);
    expect(told(await probed(world))).toEqual([`${primary} ok`, well]);
  });

  test("reads as one that has not arrived, where the other Region alone takes the new one", async () => {
    const world = await rotating();
    giveSecret(world, before, after);
    takeSecret(world, secondary, before);
    await keepSecret(world, after);
    const [here, there] = await probed(world);
    expect(here?.outcome).toEqual({ kind: "ok" });
    expect(there?.outcome).toMatchObject({
      ...{ class: "credentials", step: "signIn" },
      detail: "the app client's secret is good in us-west-2, and has not arrived here yet",
    });
  });

  test("reads as wrong where neither Region takes it", async () => {
    const world = await rotating();
    giveSecret(world, after);
    const [here, there] = await probed(world);
    for (const one of [here, there]) {
      expect(one?.outcome).toMatchObject({ detail: "the app client's secret is missing or wrong" });
    }
  });
});

describe("a pool with threat protection", () => {
  test("that finds the probes risky is told by its own words", async () => {
    const world = aWholeWorld({}, 1, alone);
    withSettings(world, { UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" } });
    const HighAction = { Notify: false, EventAction: "BLOCK" as const };
    for (const { region } of world.aws.cognito.pool(world.policy.userPoolId)?.replicas ?? []) {
      world.aws.cognito.setRisk(world.policy.userPoolId, region, "HIGH");
    }
    world.aws.cognito.pool(world.policy.userPoolId)?.primary.write(({ risk }) => {
      risk.set("ALL", { AccountTakeoverRiskConfiguration: { Actions: { HighAction } } });
    });
    const [here, there] = await probed(world);
    expect(here?.outcome).toMatchObject({
      ...{ class: "credentials", step: "signIn" },
      detail: "threat protection refuses the sign-in",
    });
    expect(there?.outcome).toEqual({ kind: "ok" });
  });
});

describe("a pool that demands MFA", () => {
  test("asks its challenge of every probe user, under the challenge's own name", async () => {
    const world = aWholeWorld({}, 1, alone);
    withFactors(world, { isTotpOn: true });
    const [result] = await probed(world);
    expect(result?.outcome).toEqual({
      ...{ kind: "failed", class: "credentials", step: "signIn", error: "MFA_SETUP" },
      detail: "the pool demands MFA (MfaConfiguration ON), and the user has no second factor",
    });
  });
});
