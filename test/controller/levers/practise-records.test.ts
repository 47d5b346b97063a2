// A practice's writes of the records, and who else may write them meanwhile.

import { describe, expect, test } from "vitest";
import type { Runtime } from "../../../aws/sdk/clients.ts";
import { SECOND } from "../../sim/builders/a-world.ts";
import { aRecordsLever, aSet, name, type RecordsLever } from "../builders/a-records-lever.ts";

const changes = (lever: RecordsLever) =>
  lever.calls().filter((call) => call === "ChangeResourceRecordSets").length;

const weights = (primary: number, secondary: number) => [
  aSet("primary", { Weight: primary }),
  aSet("secondary", { Weight: secondary }),
];

/** Before a request of the lever reaches Route 53. */
function before(meddle: (request: { method: string }) => Promise<void>) {
  return (own: Runtime): Partial<Runtime> => ({
    requestHandler: (retryPolicy) => {
      const handler = own.requestHandler?.(retryPolicy) as {
        handle: (request: { method: string }, ...rest: unknown[]) => Promise<unknown>;
      };
      return {
        ...handler,
        handle: async (request: { method: string }, ...rest: unknown[]) => {
          await meddle(request);
          return handler.handle(request, ...rest);
        },
      };
    },
  });
}

/** Once, before the change of a practice arrives: this happens first. */
async function aLeverOvertaken(by: (lever: RecordsLever) => Promise<unknown>) {
  let isDue = false;
  const lever: RecordsLever = await aRecordsLever({
    runtime: before(async ({ method }) => {
      if (method !== "POST" || !isDue) return;
      isDue = false;
      await by(lever);
    }),
  });
  const arm = () => {
    isDue = true;
  };
  return { lever, arm };
}

describe("practise()", () => {
  test("puts a share at the secondary in one batch, and changes nothing else in the records", async () => {
    const lever = await aRecordsLever({
      sets: [aSet("primary", { TTL: 30 }), aSet("secondary", { TTL: 30 })],
    });
    const [first, second] = await lever.listed();
    const count = changes(lever);
    expect(await lever.practise(10)).toEqual({
      kind: "written",
      changeId: expect.stringMatching(/^\/change\/C/),
    });
    expect(await lever.listed()).toEqual([
      { ...first, Weight: 187 },
      { ...second, Weight: 20 },
    ]);
    expect(changes(lever)).toBe(count + 1);
  });

  test("goes from share to share, and writes none twice", async () => {
    const lever = await aRecordsLever();
    await lever.practise(1, [0]);
    await lever.practise(10, [0, 1]);
    const count = changes(lever);
    expect(await lever.practise(10, [0, 1])).toEqual({ kind: "unchanged" });
    expect(await lever.weights()).toEqual([187, 20]);
    expect(changes(lever)).toBe(count);
  });

  test.each([
    ["a move wrote", [0, 100], "a move or a person wrote"],
    ["another practice wrote", [150, 50], "another practice wrote"],
    ["a person wrote", [90, 10], "no practice wrote"],
    ["nobody weighs", [0, 0], "no practice wrote"],
  ])("leaves weights that %s", async (_, [primary = 0, secondary = 0], because) => {
    const lever = await aRecordsLever({ sets: weights(primary, secondary) });
    const count = changes(lever);
    expect(await lever.practise(10)).toEqual({
      kind: "notOurs",
      because: expect.stringContaining(`${primary} for the primary and ${secondary}`),
    });
    expect(await lever.practise(10)).toMatchObject({ because: expect.stringContaining(because) });
    expect(changes(lever)).toBe(count);
  });

  test("leaves nobody's primary weight where 0 is not expected", async () => {
    const lever = await aRecordsLever();
    expect(await lever.practise(10, [1])).toMatchObject({ kind: "notOurs" });
  });

  test("leaves what is no pair", async () => {
    const lever = await aRecordsLever({ sets: [] });
    await expect(lever.practise(10)).resolves.toEqual({
      kind: "notOurs",
      because: `the pair of records of ${name} is not there`,
    });
  });

  test("is refused beside a third record with weight", async () => {
    const sets = [...weights(100, 0), aSet("primary", { SetIdentifier: "third", Weight: 5 })];
    const lever = await aRecordsLever({ sets });
    await expect(lever.practise(10)).rejects.toMatchObject({ name: "Forbidden" });
    expect(await lever.weights()).toEqual([100, 0, 5]);
  });

  test("that comes too late for a failover finds it at Route 53, and leaves it", async () => {
    const { lever, arm } = await aLeverOvertaken(() => lever.shift());
    arm();
    expect(await lever.practise(10)).toMatchObject({ kind: "notOurs" });
    expect(await lever.weights()).toEqual([0, 100]);
    const tries = lever.world.aws.gate.calls.map(({ outcome }) => outcome);
    expect(tries.filter((outcome) => outcome === "InvalidChangeBatch")).toHaveLength(1);
  });

  test("tries again over what is still its own, with what somebody else changed in it", async () => {
    const { lever, arm } = await aLeverOvertaken(() =>
      lever.become([aSet("primary", { TTL: 77 }), aSet("secondary", { TTL: 77 })]),
    );
    arm();
    expect(await lever.practise(10)).toMatchObject({ kind: "written" });
    expect((await lever.listed()).map(({ Weight, TTL }) => [Weight, TTL])).toEqual([
      [187, 77],
      [20, 77],
    ]);
  });

  test.each([-1, 0.5, 101])("takes no share of %s", async (share) => {
    const lever = await aRecordsLever();
    await expect(lever.practise(share)).rejects.toThrow(/no whole percentage/);
  });
});

describe("restore()", () => {
  test("sends everybody back, and twice is once", async () => {
    const lever = await aRecordsLever();
    await lever.practise(10);
    expect(await lever.restore()).toMatchObject({ kind: "written" });
    const count = changes(lever);
    expect(await lever.restore()).toEqual({ kind: "unchanged" });
    expect(await lever.weights()).toEqual([100, 0]);
    expect(changes(lever)).toBe(count);
  });

  test("knows any share of its practice, and no other", async () => {
    const lever = await aRecordsLever();
    await lever.practise(5, [0]);
    expect(await lever.restore([0, 1, 10])).toMatchObject({ kind: "notOurs" });
    expect(await lever.restore([0, 5])).toMatchObject({ kind: "written" });
  });

  test("leaves a failover that preempted the practice, also one of everybody", async () => {
    const lever = await aRecordsLever();
    await lever.practise(100, [0]);
    expect(await lever.weights()).toEqual([0, 207]);
    expect((await lever.shift()).changeId).not.toBeNull();
    expect(await lever.weights()).toEqual([0, 100]);
    expect(await lever.restore([0, 100])).toMatchObject({ kind: "notOurs" });
    expect(await lever.weights()).toEqual([0, 100]);
  });

  test("that a failover overtakes on the way leaves it", async () => {
    const { lever, arm } = await aLeverOvertaken(() => lever.shift());
    await lever.practise(100, [0]);
    arm();
    expect(await lever.restore([0, 100])).toMatchObject({ kind: "notOurs" });
    expect(await lever.weights()).toEqual([0, 100]);
  });

  test("beside a third record with weight still takes away what the practice added", async () => {
    const lever = await aRecordsLever();
    await lever.practise(10);
    const third = aSet("primary", { SetIdentifier: "third", Weight: 5 });
    await lever.become([...weights(187, 20), third]);
    expect(await lever.restore()).toMatchObject({ kind: "written" });
    expect(await lever.weights()).toEqual([100, 0, 5]);
  });

  test("is worth another try while Route 53 is busy", async () => {
    const lever = await aRecordsLever();
    await lever.practise(10);
    const { id } = lever.world.aws.faults.add({
      ...{ service: "route53", operation: "ChangeResourceRecordSets" },
      effect: { kind: "error", name: "PriorRequestNotComplete", message: "busy", status: 400 },
    });
    await expect(lever.restore()).rejects.toMatchObject({ retriable: true });
    lever.world.aws.faults.remove(id);
    await lever.world.clock.advance(5 * SECOND);
    expect(await lever.restore()).toMatchObject({ kind: "written" });
  });
});
