import { describe, expect, test } from "vitest";
import { type Place, systemRuntime } from "../../../aws/sdk/clients.ts";
import { createControl } from "../../../aws/sdk/connectivity.ts";
import type { Endpoints } from "../../../core/settings/policy.ts";
import { instant, type Region, region } from "../../../core/values/types.ts";
import { primary, secondary, witness } from "../../core/builders/a-policy.ts";
import { aContext } from "../../functions/builders/a-context.ts";

const targets = [primary, secondary];
const { signal } = new AbortController();
const [fourth, fifth] = [region("ca-central-1"), region("sa-east-1")];

/** In the pretend AWS, seen from `vantage`, where only `regions` are given. */
function inPretence(vantage: Region, regions: readonly Region[]) {
  const world = aContext();
  const { place } = world.services;
  const given = Object.fromEntries(regions.map((at) => [at, `http://${at}.pretend`]));
  const endpoints = { ...place.endpoints, regions: given } as Endpoints;
  const control = createControl({ ...place, region: vantage, endpoints });
  const asked = () =>
    world.aws.gate.calls
      .filter(({ operation }) => operation === "Ping")
      .map(({ region }) => region)
      .sort();
  return { ...world, control, asked };
}

describe("a vantage that wonders whether it is blind", () => {
  const three = [primary, secondary, witness];
  const five = [...three, fourth, fifth];
  const rows = [
    { name: "the primary asks the witness", from: primary, regions: three, expected: [witness] },
    {
      name: "the witness, without other vantages, asks its own Region",
      ...{ from: witness, regions: three, expected: [witness] },
    },
    {
      name: "the witness asks the further vantages, and not itself",
      ...{ from: witness, regions: five, expected: [fourth, fifth] },
    },
    {
      name: "the secondary asks all that are no target",
      ...{ from: secondary, regions: five, expected: [fourth, witness, fifth] },
    },
  ];

  test.each(rows)("$name", async ({ from, regions, expected }) => {
    const { control, asked, clock } = inPretence(from, regions);
    const { answered, theirs } = await control.reachable(targets, signal);
    expect(answered).toBe(true);
    expect(theirs).toBe(instant(Math.floor(clock.now() / 1_000) * 1_000));
    expect(asked()).toEqual(expected);
  });

  test("asks nobody, and above all not AWS, where endpoints name no other Region", async () => {
    const { control, asked } = inPretence(primary, targets);
    expect(await control.reachable(targets, signal)).toEqual({ answered: false, theirs: null });
    expect(asked()).toEqual([]);
  });

  test("asks no Region whose endpoints leave DynamoDB to AWS", async () => {
    const { place } = aContext().services;
    const elsewhere = { "cognito-idp": "http://127.0.0.1:1" };
    const endpoints = { ...place.endpoints, regions: { [witness]: elsewhere } } as Endpoints;
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (input) => {
      asked.push(String(input));
      return new Response("healthy");
    };
    const runtime = { ...place.runtime, fetch };
    const control = createControl({ ...place, region: primary, endpoints, runtime });
    expect(await control.reachable(targets, signal)).toEqual({ answered: false, theirs: null });
    expect(asked).toEqual([]);
  });

  test("is content with one answer, whatever the others do", async () => {
    const { control, aws, run } = inPretence(primary, five);
    aws.faults.add({ region: witness, effect: { kind: "reset" } });
    aws.faults.add({ region: fourth, effect: { kind: "delay", ms: 3_600_000 } });
    expect((await run(control.reachable(targets, signal))).answered).toBe(true);
  });

  test.each([
    ["cut", { kind: "reset" }],
    ["silent", { kind: "blackHole" }],
    ["only a load balancer", { kind: "status", status: 503 }],
  ] as const)("is blind when every line is %s", async (_, effect) => {
    const { control, aws } = inPretence(primary, five);
    aws.faults.add({ service: "dynamodb", effect });
    expect(await control.reachable(targets, signal)).toEqual({ answered: false, theirs: null });
  });
});

describe("on AWS itself", () => {
  function watched(answer: (url: URL, signal: AbortSignal) => Promise<Response>) {
    const asked: { readonly host: string; readonly signal: AbortSignal }[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const url = new URL(String(input));
      const own = init?.signal as AbortSignal;
      asked.push({ host: url.hostname, signal: own });
      return answer(url, own);
    };
    const runtime = { ...systemRuntime, fetch };
    const place: Place = { caller: "probe", region: witness, endpoints: null, runtime };
    return { asked, control: createControl(place) };
  }

  test("Regions are asked that are neither a target nor the vantage's own, several of them", async () => {
    const { asked, control } = watched(async () => new Response("healthy"));
    expect(await control.reachable(targets, signal)).toEqual({ answered: true, theirs: null });
    const hosts = asked.map(({ host }) => host);
    for (const at of [...targets, witness])
      expect(hosts).not.toContain(`dynamodb.${at}.amazonaws.com`);
    expect(new Set(hosts).size).toBeGreaterThanOrEqual(3);
  });

  test("the first answer ends the others", async () => {
    const { asked, control } = watched((url, own) =>
      url.hostname.includes("eu-central-1")
        ? Promise.resolve(new Response("healthy"))
        : new Promise((_, reject) => own.addEventListener("abort", () => reject(own.reason))),
    );
    expect((await control.reachable(targets, signal)).answered).toBe(true);
    expect(asked.every(({ signal: own }) => own.aborted)).toBe(true);
  });

  test("nobody waits longer than the signal says", async () => {
    const { control } = watched(
      (_, own) =>
        new Promise((_, reject) => own.addEventListener("abort", () => reject(own.reason))),
    );
    const over = new AbortController();
    const asking = control.reachable(targets, over.signal);
    over.abort();
    expect(await asking).toEqual({ answered: false, theirs: null });
  });
});
