import {
  ChangeResourceRecordSetsCommand,
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
} from "@aws-sdk/client-route-53";
import type { RequestHandler } from "pretend-aws/wire/in-process.ts";
import { describe, expect, test } from "vitest";
import type { Runtime } from "../../../aws/sdk/clients.ts";
import { soon } from "../../sim/builders/a-move.ts";
import { primary, SECOND, secondary } from "../../sim/builders/a-world.ts";
import {
  aRecordsLever,
  aSet,
  name,
  type RecordsLever,
  values,
  zoneId,
} from "../builders/a-records-lever.ts";

const healthCheck = "6c1b7a52-0d5e-4a7e-9a43-2b8e1d1c0f11";
const east = "sign-in.us-east-1.customers.example";
const west = "sign-in.us-west-2.customers.example";

const addresses = {
  type: "AAAA",
  primary: "2001:db8:0:1::10",
  secondary: "2001:DB8::2:0010",
};
const inOtherSpelling = [
  aSet("primary", { Type: "AAAA", ResourceRecords: values("2001:DB8:0000:0001::0010") }),
  aSet("secondary", { Type: "AAAA", ResourceRecords: values("2001:0db8:0:0:0:0:2:10") }),
];

/** Faults of Route 53 alone; answers the cure. */
function strike(
  { world }: RecordsLever,
  operation: string | undefined,
  error = { name: "Throttling", message: "Rate exceeded", status: 400 },
): () => void {
  const effect = { kind: "error", ...error } as const;
  const where = operation === undefined ? {} : { operation };
  const { id } = world.aws.faults.add({ service: "route53", ...where, effect });
  return () => void world.aws.faults.remove(id);
}

/** What happens around each request of the lever to Route 53. */
function around(
  meddle: (request: { method: string; path: string; query?: object }) => Promise<void> | void,
  when: "before" | "after" = "after",
) {
  return (own: Runtime): Partial<Runtime> => {
    return {
      requestHandler: (retryPolicy) => {
        const handler = own.requestHandler?.(retryPolicy) as RequestHandler;
        return {
          ...handler,
          handle: async (...sent: Parameters<RequestHandler["handle"]>) => {
            const [request] = sent;
            if (when === "before") await meddle(request);
            const response = await handler.handle(...sent);
            if (when === "after") await meddle(request);
            return response;
          },
        };
      },
    };
  };
}

/** Name servers whose name begins so never answer. */
function silent(beginsWith: string) {
  return (own: Runtime): Partial<Runtime> => ({
    resolve: async (asked, type, servers) => {
      if (servers?.some((server) => server.startsWith(beginsWith)) === true) {
        throw Object.assign(new Error("queryCname ETIMEOUT"), { code: "ETIMEOUT" });
      }
      return (await own.resolve?.(asked, type, servers)) ?? [];
    },
  });
}

describe("shift()", () => {
  test("changes the weights in one batch, and nothing else in the records", async () => {
    const lever = await aRecordsLever();
    lever.world.aws.route53.seedHealthCheck({
      id: healthCheck,
      found: "healthy",
      config: { Type: "HTTPS", FullyQualifiedDomainName: "in.example.com", RequestInterval: 30 },
    });
    await lever.become([
      aSet("primary", { TTL: 30, HealthCheckId: healthCheck }),
      aSet("secondary", { TTL: 30, Weight: 0 }),
    ]);
    const before = await lever.listed();
    const { changeId } = await lever.shift();
    expect(changeId).toMatch(/^\/change\/C/);
    expect(await lever.listed()).toEqual([
      { ...before[0], Weight: 0 },
      { ...before[1], Weight: 100 },
    ]);
    expect(lever.calls().filter((call) => call === "ChangeResourceRecordSets")).toHaveLength(2);
  });

  test("keeps every value and the alias of each", async () => {
    const target = "blue.customers.example";
    const alias = { HostedZoneId: zoneId, DNSName: `${target}.`, EvaluateTargetHealth: false };
    const lever = await aRecordsLever({
      sdk: { type: "A", primary: "192.0.2.1", secondary: "198.51.100.1" },
    });
    const blue = { Name: target, Type: "A" as const, TTL: 10 };
    await lever.change([
      { Action: "CREATE", ResourceRecordSet: { ...blue, ResourceRecords: values("192.0.2.1") } },
    ]);
    await lever.become([
      {
        ...{ Name: name, Type: "A", SetIdentifier: "primary", Weight: 100 },
        AliasTarget: alias,
      },
      aSet("secondary", { Type: "A", ResourceRecords: values("198.51.100.1", "198.51.100.2") }),
    ]);
    const before = await lever.listed();
    const shifted = await lever.shift();
    expect(await lever.listed()).toEqual([
      { ...before[0], Weight: 0 },
      { ...before[1], Weight: 100 },
    ]);
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toMatchObject({ kind: "confirmed" });
  });

  test("finds the pair behind many others, page by page", async () => {
    const others = Array.from({ length: 10 }, (_, index) =>
      aSet("primary", { SetIdentifier: `a${index}`, Weight: 0 }),
    );
    const lever = await aRecordsLever({
      sets: [...others, aSet("primary"), aSet("secondary")],
      runtime: around((request) => {
        if (request.method === "GET") Object.assign(request.query ?? {}, { maxitems: "3" });
      }, "before"),
    });
    await lever.shift();
    const weights = (await lever.listed()).map((set) => `${set.SetIdentifier} ${set.Weight}`);
    expect(weights.slice(-2)).toEqual(["primary 0", "secondary 100"]);
    expect(
      lever.calls().filter((call) => call === "ListResourceRecordSets").length,
    ).toBeGreaterThan(4);
  });

  test("goes by the set identifiers of the settings", async () => {
    const identifiers = { primary: "blue, west", secondary: "green, east" };
    const lever = await aRecordsLever({
      sdk: { identifiers },
      sets: [
        aSet("primary", { SetIdentifier: identifiers.primary }),
        aSet("secondary", { SetIdentifier: identifiers.secondary }),
      ],
    });
    await lever.shift();
    expect((await lever.listed()).map(({ Weight }) => Weight)).toEqual([0, 100]);
  });

  test("moves nobody beside a third record with weight, whose users would stay where it leads", async () => {
    const canary = { SetIdentifier: "canary", ResourceRecords: values("canary.customers.example") };
    const sets = [aSet("primary"), aSet("secondary")];
    const lever = await aRecordsLever({
      sets: [...sets, aSet("primary", { ...canary, Weight: 5 })],
    });
    const before = await lever.listed();
    await expect(lever.shift()).rejects.toMatchObject({
      ...{ code: "Forbidden", next: expect.stringContaining("list-resource-record-sets") },
      message: expect.stringContaining(`no record of ${name} beside the pair may have weight`),
    });
    expect(await lever.listed()).toEqual(before);
    await lever.become([...sets, aSet("primary", { ...canary, Weight: 0 })]);
    expect(await lever.shift()).toMatchObject({ changeId: expect.stringMatching(/^\/change\//) });
  });

  test("sends nothing where the weights are right already", async () => {
    const lever = await aRecordsLever({
      sets: [aSet("primary", { Weight: 0 }), aSet("secondary", { Weight: 1 })],
    });
    const before = lever.calls().length;
    expect(await lever.shift()).toEqual({ changeId: null, before: null });
    const calls = new Set(lever.calls().slice(before));
    expect([...calls]).toEqual(["ListResourceRecordSets"]);
  });

  test("reads again when somebody else changed the records meanwhile, and keeps their change", async () => {
    let isTouched = false;
    const lever: RecordsLever = await aRecordsLever({
      runtime: around(async ({ method, path }) => {
        if (method !== "GET" || !path.includes("rrset") || isTouched) return;
        isTouched = true;
        await byCustomer(lever, 30);
      }),
    });
    await lever.shift();
    expect((await lever.listed()).map(({ Weight, TTL }) => [Weight, TTL])).toEqual([
      [0, 30],
      [100, 30],
    ]);
  });

  test("gives up after three conflicts, in Route 53's own words", async () => {
    let TTL = 30;
    const lever: RecordsLever = await aRecordsLever({
      runtime: around(async ({ method, path }) => {
        if (method === "GET" && path.includes("rrset")) await byCustomer(lever, TTL++);
      }),
    });
    await expect(lever.shift()).rejects.toMatchObject({
      name: "UnexpectedAnswer",
      message: expect.stringMatching(
        /^Cannot change the records of sign-in\.customers\.example as Route 53 must accept route53:ChangeResourceRecordSets; it says: InvalidChangeBatch 400: \[Tried to delete resource record set \[name='sign-in\.customers\.example\.', type='CNAME', set-identifier='primary'\] but the values provided do not match the current values/,
      ),
    });
    const tries = lever.world.aws.gate.calls.filter(
      ({ outcome }) => outcome === "InvalidChangeBatch",
    );
    expect(tries).toHaveLength(3);
  });

  test.each([
    ["a simple record", [aSet("primary", { SetIdentifier: undefined, Weight: undefined })]],
    ["one record of the pair", [aSet("primary")]],
    ["no record", []],
  ])("makes no record where there is %s", async (_, sets) => {
    const lever = await aRecordsLever({ sets });
    const before = await lever.listed();
    await expect(lever.shift()).rejects.toMatchObject({
      name: "Forbidden",
      message: expect.stringMatching(/must have weighted CNAME records .*; a move makes none$/),
    });
    expect(await lever.listed()).toEqual(before);
  });

  test("is worth another try while Route 53 throttles, and works five seconds later", async () => {
    const lever = await aRecordsLever();
    const cure = strike(lever, "ChangeResourceRecordSets");
    lever.world.clock.after(5 * SECOND, cure);
    await expect(lever.shift()).rejects.toMatchObject({
      name: "Unreachable",
      retriable: true,
      message: expect.stringMatching(/it says: Throttling 400: Rate exceeded$/),
    });
    await lever.world.clock.advance(5 * SECOND);
    expect((await lever.shift()).changeId).not.toBeNull();
  });

  test.each([
    ["PriorRequestNotComplete", 400, "Unreachable"],
    ["ServiceUnavailable", 503, "Unreachable"],
    ["AccessDenied", 403, "Forbidden"],
    ["NoSuchHostedZone", 404, "UnexpectedAnswer"],
  ])("calls %s (%i) %s, with what Route 53 said", async (error, status, code) => {
    const lever = await aRecordsLever();
    strike(lever, "ChangeResourceRecordSets", { name: error, message: "Says\nwhy.", status });
    await expect(lever.shift()).rejects.toMatchObject({
      name: code,
      message: expect.stringContaining(`says: ${error} ${status}: Says why.`),
    });
  });
});

describe("prove()", () => {
  test("waits for Route 53's name servers, then confirms by what all of them answer", async () => {
    const lever = await aRecordsLever();
    const shifted = await lever.shift();
    expect(await lever.prove(shifted)).toEqual({
      kind: "notYet",
      because: `Route 53 has not yet told all of its name servers; ${name} answers ${west} alone, asked of the zone's 4 name servers`,
    });
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toEqual({
      kind: "confirmed",
      because: `${name} answers ${east} alone, asked of the zone's 4 name servers`,
    });
  });

  test("does not confirm what somebody turned back since, though no name server knows of it yet", async () => {
    const lever = await aRecordsLever();
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    await byCustomer(lever, 10, { [east]: 0, [west]: 100 });
    const look = await lever.prove(shifted);
    expect(look.kind).toBe("notYet");
    expect(look.because).toContain("the weights are 100 for the primary");
    expect(look.because).toContain(`answers ${east} alone`);
  });

  test("confirms by DNS alone while GetChange is throttled", async () => {
    const lever = await aRecordsLever();
    strike(lever, "GetChange");
    const shifted = await lever.shift();
    expect(await lever.prove(shifted)).toMatchObject({ kind: "notYet" });
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toMatchObject({ kind: "confirmed" });
  });

  test("confirms an address in another spelling", async () => {
    const lever = await aRecordsLever({ sdk: addresses, sets: inOtherSpelling });
    expect(await lever.check()).toEqual([]);
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toMatchObject({ kind: "confirmed" });
  });

  test("confirms a host name in other letters, with a dot", async () => {
    const sets = [
      aSet("primary"),
      aSet("secondary", { ResourceRecords: values("Sign-In.US-East-1.Customers.Example.") }),
    ];
    const lever = await aRecordsLever({ sets });
    expect(await lever.check()).toEqual([]);
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toMatchObject({ kind: "confirmed" });
  });

  test("confirms without one name server that is silent, and names it", async () => {
    const lever = await aRecordsLever({ runtime: silent("ns-1") });
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    const { kind, because } = await lever.prove(shifted);
    expect(kind).toBe("confirmed");
    expect(because).toMatch(/asked of [1-3] of the zone's 4 name servers \(ns-1\S+: ETIMEOUT/);
  });

  test("does not confirm for a silent name server while Route 53 says that not all are told", async () => {
    const lever = await aRecordsLever({
      runtime: (own) => ({
        resolve: async (asked, type, servers) => {
          const answer = await silent("ns-1")(own).resolve?.(asked, type, servers);
          return answer === undefined ? [] : [east];
        },
      }),
    });
    const shifted = await lever.shift();
    expect(await lever.prove(shifted)).toMatchObject({ kind: "notYet" });
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toMatchObject({ kind: "confirmed" });
  });

  test("is applied where no name server answers and Route 53 says that it is done", async () => {
    const lever = await aRecordsLever({ runtime: silent("ns-") });
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    const { kind, because } = await lever.prove(shifted);
    expect(kind).toBe("applied");
    expect(because).toMatch(/^all weight is on us-east-1; .* answers nobody, asked of 0 of/);
  });

  test("is unknown where nobody can be asked anything", async () => {
    const lever = await aRecordsLever({ runtime: silent("ns-") });
    const shifted = await lever.shift();
    strike(lever, undefined);
    expect(await lever.prove(shifted)).toMatchObject({ kind: "unknown" });
  });

  test("asks whom the public asks while the zone itself cannot be read", async () => {
    const lever = await aRecordsLever();
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    strike(lever, "GetHostedZone");
    expect(await lever.prove(shifted)).toEqual({
      kind: "confirmed",
      because: `${name} answers ${east} alone, asked of the public's 4 name servers`,
    });
  });

  test("reads the zone once, since its name servers never change", async () => {
    const lever = await aRecordsLever();
    const shifted = await lever.shift();
    await lever.prove(shifted);
    strike(lever, "GetHostedZone");
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toMatchObject({
      because: expect.stringContaining("the zone's 4 name servers"),
    });
  });

  test("asks the name servers of the zone, where two have its name", async () => {
    const zone = { id: "Z2", name: "customers.example", isDelegated: false };
    const lever = await aRecordsLever({ zone });
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toMatchObject({ kind: "confirmed" });
    expect(await lever.check()).toMatchObject([{ name: "delegation", isFatal: true }]);
  });

  describe("of addresses at the name of a delegated zone", () => {
    async function aDelegatedZone() {
      const sdk = { type: "A", primary: "192.0.2.1", secondary: "198.51.100.1" };
      const lever = await aRecordsLever({ sdk, zone: { id: "Z2", name } });
      const command = new GetHostedZoneCommand({ Id: "Z2" });
      const { DelegationSet } = await soon(lever.world, lever.customer.send(command));
      const above = { Name: name, Type: "NS" as const, TTL: 300 };
      const ResourceRecords = values(...(DelegationSet?.NameServers ?? []));
      const set = { ...above, ResourceRecords };
      await lever.change([{ Action: "CREATE", ResourceRecordSet: set }], zoneId);
      const shifted = await lever.shift();
      await lever.world.clock.advance(31 * SECOND);
      return { lever, shifted };
    }

    test("asks that zone, not the one above", async () => {
      const { lever, shifted } = await aDelegatedZone();
      expect(await lever.check()).toEqual([]);
      expect(await lever.prove(shifted)).toMatchObject({ kind: "confirmed" });
    });

    test("finds that zone too when Route 53 does not say which name servers it has", async () => {
      const { lever, shifted } = await aDelegatedZone();
      strike(lever, "GetHostedZone");
      expect(await lever.prove(shifted)).toEqual({
        kind: "confirmed",
        because: `${name} answers 198.51.100.1 alone, asked of the public's 4 name servers`,
      });
    });
  });

  test("wants the records turned again when Route 53 lost the change", async () => {
    const lever = await aRecordsLever();
    expect(await lever.prove({ changeId: "/change/CLOST", before: null })).toEqual({
      kind: "notYet",
      because: `the weights are 100 for the primary and 0 for the secondary; Route 53 knows nothing of the change any more; ${name} answers ${west} alone, asked of the zone's 4 name servers`,
    });
  });

  test("says so when the health check of the record keeps it out of the answers", async () => {
    const lever = await aRecordsLever();
    lever.world.aws.route53.seedHealthCheck({
      id: healthCheck,
      found: "unhealthy",
      config: { Type: "HTTPS", FullyQualifiedDomainName: "in.example.com", RequestInterval: 30 },
    });
    await lever.become([aSet("primary"), aSet("secondary", { HealthCheckId: healthCheck })]);
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    const { kind, because } = await lever.prove(shifted);
    expect(kind).toBe("notYet");
    expect(because).toContain(`answers ${west}`);
    expect(because).toContain(`while its health check ${healthCheck} is unhealthy`);
  });

  test("is no more than applied for an alias whose target answers something else", async () => {
    const target = { Name: "green.customers.example", Type: "A" as const, TTL: 10 };
    const lever = await aRecordsLever({
      sdk: { type: "A", primary: "192.0.2.1", secondary: "198.51.100.1" },
    });
    await lever.change([
      {
        Action: "CREATE",
        ResourceRecordSet: { ...target, ResourceRecords: values("203.0.113.9") },
      },
    ]);
    const AliasTarget = { HostedZoneId: zoneId, DNSName: target.Name, EvaluateTargetHealth: false };
    await lever.become([
      aSet("primary", { Type: "A", ResourceRecords: values("192.0.2.1") }),
      { Name: name, Type: "A", SetIdentifier: "secondary", Weight: 0, AliasTarget },
    ]);
    const shifted = await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.prove(shifted)).toMatchObject({ kind: "applied" });
    expect(await lever.read()).toEqual({
      ...{ path: "sdk", stands: secondary, at: expect.any(Number) },
    });
  });
});

describe("read()", () => {
  test("confirms the side that weighs by what is answered", async () => {
    const lever = await aRecordsLever();
    const told = (value: string) =>
      `${name} answers ${value} alone, asked of the zone's 4 name servers`;
    const at = expect.any(Number);
    expect(await lever.read()).toEqual({ path: "sdk", stands: primary, at, confirms: told(west) });
    await lever.shift();
    await lever.world.clock.advance(31 * SECOND);
    expect(await lever.read()).toEqual({
      path: "sdk",
      stands: secondary,
      at,
      confirms: told(east),
    });
  });

  test.each([
    [50, 50],
    [0, 0],
  ])("sees weights of %i and %i as standing between", async (one, other) => {
    const lever = await aRecordsLever({
      sets: [aSet("primary", { Weight: one }), aSet("secondary", { Weight: other })],
    });
    const reading = await lever.read();
    expect(reading).toMatchObject({ stands: "between" });
    expect(reading).not.toHaveProperty("confirms");
  });

  test("sees a name that answers nothing as nowhere", async () => {
    const lever = await aRecordsLever({ sets: [] });
    expect(await lever.read()).toMatchObject({
      stands: "nowhere",
      problem: `${name} must have the weighted CNAME records "primary" and "secondary" in the zone ${zoneId}, and there is nothing`,
    });
  });

  test.each([
    [[west], primary],
    [[east], secondary],
    [[west, east], "between"],
    [["elsewhere.example"], "between"],
  ])("goes by what is answered where the pair is gone: %j stands at %s", async (answers, stands) => {
    const lever = await aRecordsLever({
      sets: [],
      runtime: (own) => ({
        resolve: async (asked, type, servers) =>
          type === "NS" ? ((await own.resolve?.(asked, type, servers)) ?? []) : answers,
      }),
    });
    expect(await lever.read()).toMatchObject({ stands });
  });

  test("sees a zone that is not served as nowhere, whatever it holds", async () => {
    const lever = await aRecordsLever({ runtime: () => ({ resolve: async () => [] }) });
    expect(await lever.read()).toMatchObject({
      stands: "nowhere",
      problem: `somebody must delegate customers.example to the zone ${zoneId}`,
    });
  });

  test("rejects when Route 53 cannot be asked", async () => {
    const lever = await aRecordsLever();
    strike(lever, "ListResourceRecordSets");
    await expect(lever.read()).rejects.toMatchObject({ name: "Unreachable" });
  });

  test("does without DNS and without the zone", async () => {
    const lever = await aRecordsLever({ runtime: silent("ns-") });
    strike(lever, "GetHostedZone");
    expect(await lever.read()).toEqual({ path: "sdk", stands: primary, at: expect.any(Number) });
  });

  test("tells of answers that lead elsewhere than the weights", async () => {
    const lever = await aRecordsLever({
      runtime: (own) => ({
        resolve: async (asked, type, servers) =>
          type === "NS" ? ((await own.resolve?.(asked, type, servers)) ?? []) : [east],
      }),
    });
    expect(await lever.read()).toEqual({
      ...{ path: "sdk", stands: primary, at: expect.any(Number) },
      problem: `${name} answers ${east} alone, asked of the zone's 4 name servers`,
    });
  });
});

describe("check()", () => {
  test("finds nothing in a pair as the settings say", async () => {
    expect(await (await aRecordsLever()).check()).toEqual([]);
  });

  test("finds that nobody delegates to the zone", async () => {
    const lever = await aRecordsLever();
    lever.world.aws.route53.delegate(zoneId, false);
    expect(await lever.check()).toEqual([
      {
        name: "delegation",
        says: `somebody must delegate customers.example to the zone ${zoneId}`,
        next: "dig +trace NS customers.example",
        isFatal: true,
      },
    ]);
  });

  test("does not take a failed look at the delegation for a missing one", async () => {
    const lever = await aRecordsLever({
      runtime: (own) => ({
        resolve: async (asked, type, servers) => {
          if (type === "NS") throw Object.assign(new Error("queryNs"), { code: "ESERVFAIL" });
          return (await own.resolve?.(asked, type, servers)) ?? [];
        },
      }),
    });
    expect(await lever.check()).toMatchObject([{ name: "delegationUnknown", isFatal: false }]);
  });

  test("takes name servers under names of the customer's own for Route 53's", async () => {
    const lever = await aRecordsLever({
      runtime: (own) => ({
        resolve: async (asked, type, servers) => {
          if (type === "NS") return ["ns1.customers.example"];
          if (asked.startsWith("ns")) return ["205.251.192.1"];
          return (await own.resolve?.(asked, type, servers)) ?? [];
        },
      }),
    });
    expect(await lever.check()).toEqual([]);
  });

  test("finds a record outside of the zone", async () => {
    const lever = await aRecordsLever({ zone: { id: "Z2", name: "shop.example", isEmpty: true } });
    expect(await lever.check()).toMatchObject([
      { name: "notThere" },
      { name: "otherZone", says: `${name} must be in the zone Z2, which is shop.example` },
    ]);
  });

  test.each([
    "ListResourceRecordSets",
    "GetHostedZone",
  ])("rejects without %s", async (operation) => {
    const lever = await aRecordsLever();
    strike(lever, operation);
    await expect(lever.check()).rejects.toMatchObject({ name: "Unreachable" });
  });
});

/** Both records at once, beside the lever and without moving the clock. */
/** With other weights, by the host that each leads to, where some are given. */
async function byCustomer(
  { customer, path }: RecordsLever,
  TTL: number,
  weights: Readonly<Record<string, number>> = {},
): Promise<void> {
  const of = { HostedZoneId: path.zoneId };
  const { ResourceRecordSets = [] } = await customer.send(new ListResourceRecordSetsCommand(of));
  const Changes = ResourceRecordSets.filter(({ Name }) => Name === `${name}.`).map((set) => ({
    Action: "UPSERT" as const,
    ResourceRecordSet: {
      ...set,
      TTL,
      Weight: weights[set.ResourceRecords?.[0]?.Value ?? ""] ?? set.Weight,
    },
  }));
  await customer.send(new ChangeResourceRecordSetsCommand({ ...of, ChangeBatch: { Changes } }));
}
