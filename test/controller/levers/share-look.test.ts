// The share that name servers hand out, and how sure one may be of it.

import { expect, test } from "vitest";
import type { Runtime } from "../../../aws/sdk/clients.ts";
import { lookAtShare } from "../../../controller/levers/share-look.ts";
import { soon } from "../../sim/builders/a-move.ts";
import { SECOND } from "../../sim/builders/a-world.ts";
import {
  aRecordsLever,
  aSet,
  name,
  type RecordsLever,
  values,
} from "../builders/a-records-lever.ts";

const look = (lever: RecordsLever, changeId: string | null = null, questions?: number) =>
  soon(
    lever.world,
    lookAtShare(lever.services, {
      ...{ policy: lever.policy, changeId },
      ...(questions === undefined ? {} : { questions }),
    }),
  );

async function atShare(share: number) {
  const lever = await aRecordsLever();
  const practised = await lever.practise(share, [0]);
  return { lever, changeId: practised.kind === "written" ? practised.changeId : null };
}

test("shows what the name servers hand out, to within what so many answers can tell", async () => {
  const { lever, changeId } = await atShare(10);
  await lever.world.clock.advance(60 * SECOND);
  const { seen, told, because } = await look(lever, changeId, 2_000);
  expect(told).toBe("inSync");
  expect(seen?.percent).toBeGreaterThan(8);
  expect(seen?.percent).toBeLessThan(12);
  expect(seen?.from).toBeLessThan(10);
  expect(seen?.to).toBeGreaterThan(10);
  expect((seen?.to ?? 100) - (seen?.from ?? 0)).toBeLessThan(3);
  expect(because).toMatch(
    /^sign-in\.customers\.example leads to the secondary in \d+ of 2000 answers, asked of the zone's 4 name servers$/,
  );
});

test("asks 200 times where nobody says how often", async () => {
  const { lever } = await atShare(1);
  await lever.world.clock.advance(60 * SECOND);
  expect((await look(lever)).seen).toMatchObject({ answers: 200, strays: 0 });
});

test("shows the share from before until the name servers know of the change", async () => {
  const { lever, changeId } = await atShare(50);
  expect(await look(lever, changeId)).toMatchObject({ told: "pending", seen: { percent: 0 } });
});

test("counts as nobody's what leads to neither side, or to both", async () => {
  const lever = await aRecordsLever({
    sdk: { type: "A", primary: "192.0.2.1", secondary: "198.51.100.1" },
    sets: [
      aSet("primary", { Type: "A", ResourceRecords: values("192.0.2.1", "192.0.2.2") }),
      aSet("secondary", { Type: "A", Weight: 0, ResourceRecords: values("198.51.100.1") }),
    ],
  });
  expect((await look(lever)).seen).toEqual({
    ...{ percent: 0, from: 0, answers: 200, strays: 0 },
    to: expect.closeTo(1.88, 2),
  });
  await lever.become([
    aSet("primary", { Type: "A", ResourceRecords: values("192.0.2.1", "198.51.100.1") }),
    aSet("secondary", { Type: "A", Weight: 0, ResourceRecords: values("198.51.100.1") }),
  ]);
  const { seen, because } = await look(lever);
  expect(seen).toBeNull();
  expect(because).toContain("in 0 of 0 answers, and to neither side in 200 more");
});

test("knows a share by the settings while the records cannot be listed, and none where nobody answers", async () => {
  const { lever } = await atShare(100);
  await lever.world.clock.advance(60 * SECOND);
  const { id } = lever.world.aws.faults.add({
    ...{ service: "route53", operation: "ListResourceRecordSets" },
    effect: { kind: "error", name: "Throttling", message: "Rate exceeded", status: 400 },
  });
  expect((await look(lever)).seen).toMatchObject({ percent: 100, to: 100 });
  lever.world.aws.faults.remove(id);
  const silent = (own: Runtime): Partial<Runtime> => ({
    resolve: async (asked, type, servers) => {
      if (servers === undefined) return (await own.resolve?.(asked, type)) ?? [];
      throw Object.assign(new Error("queryCname ETIMEOUT"), { code: "ETIMEOUT" });
    },
  });
  const mute = await aRecordsLever({ runtime: silent });
  expect(await look(mute)).toMatchObject({
    ...{ seen: null, told: "unknown" },
    because: expect.stringContaining(`${name} leads to the secondary in 0 of 0 answers`),
  });
});
