import {
  type Change,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  TestDNSAnswerCommand,
} from "@aws-sdk/client-route-53";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { serveDns } from "../dns/dns.ts";
import type { RecordSet } from "../route53/records.ts";
import { resolverAt } from "./resolver.ts";
import { aWorld, SECOND, START } from "./route53-world.ts";

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld();
});
afterEach(() => world.route53.stop());

type More = Partial<Pick<RecordSet, "Name" | "TTL" | "Weight" | "HealthCheckId">>;

function weighted(SetIdentifier: string, Weight: number, more: More = {}) {
  const address = SetIdentifier === "west" ? "192.0.2.1" : "192.0.2.2";
  return {
    Name: "auth.example.com",
    Type: "A" as const,
    SetIdentifier,
    Weight,
    TTL: 5,
    ResourceRecords: [{ Value: address }],
    ...more,
  };
}

function simple(Name: string, Value: string, Type: "A" | "AAAA" | "CNAME" | "TXT" = "A") {
  return { Name, Type, TTL: 60, ResourceRecords: [{ Value }] };
}

function change(Changes: Change[], HostedZoneId = "Z1") {
  return world.client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } }),
  );
}

async function listed(): Promise<string[]> {
  const { ResourceRecordSets } = await world.client.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: "/hostedzone/Z1" }),
  );
  return (ResourceRecordSets ?? []).map(
    (set) =>
      `${set.Name} ${set.Type}${set.SetIdentifier ? ` ${set.SetIdentifier}=${set.Weight}` : ""}`,
  );
}

const APEX = ["example.com. NS", "example.com. SOA"];

/** Shares of 1,000 answers, by address. */
function shares(name = "auth.example.com"): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < 1_000; i++) {
    const value = world.route53.answer({ name, type: "A" }).answers[0]?.value ?? "none";
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

async function serversOf(Id: string): Promise<string[]> {
  const { DelegationSet } = await world.client.send(new GetHostedZoneCommand({ Id }));
  return DelegationSet?.NameServers ?? [];
}

describe("hosted zones", () => {
  test("a new zone has its SOA and four name servers, and is served when it is in sync", async () => {
    const created = await world.client.send(
      new CreateHostedZoneCommand({
        Name: "Example.org",
        CallerReference: "a",
        HostedZoneConfig: { Comment: "x" },
      }),
    );
    expect(created.$metadata.httpStatusCode).toBe(201);
    expect(created.HostedZone?.Id).toMatch(/^\/hostedzone\/Z[A-Z0-9]+$/);
    expect(created.DelegationSet?.NameServers).toHaveLength(4);
    expect(created.ChangeInfo?.Status).toBe("PENDING");
    const found = await world.client.send(new GetHostedZoneCommand({ Id: created.HostedZone?.Id }));
    expect(found.HostedZone).toMatchObject({
      Name: "example.org.",
      ResourceRecordSetCount: 2,
      Config: { Comment: "x", PrivateZone: false },
    });
    const question = { name: "example.org", type: "SOA" };
    expect(world.route53.answer(question).rcode).toBe("REFUSED");
    await world.clock.advance(30 * SECOND);
    expect(world.route53.answer(question).answers).toHaveLength(1);
  });

  test("a caller reference makes one zone", async () => {
    const create = new CreateHostedZoneCommand({ Name: "example.org", CallerReference: "a" });
    await world.client.send(create);
    await expect(world.client.send(create)).rejects.toMatchObject({
      name: "HostedZoneAlreadyExists",
      $metadata: { httpStatusCode: 409 },
    });
  });

  test("zones are listed in pages, and by name with labels reversed", async () => {
    for (const [id, name] of [
      ["Z3", "b.net"],
      ["Z2", "a.net"],
      ["Z4", "z.com"],
    ] as const) {
      world.route53.seedZone({ id, name });
    }
    const first = await world.client.send(new ListHostedZonesCommand({ MaxItems: 2 }));
    expect(first.HostedZones?.map(({ Id }) => Id)).toEqual(["/hostedzone/Z3", "/hostedzone/Z2"]);
    const second = await world.client.send(
      new ListHostedZonesCommand({ Marker: first.NextMarker }),
    );
    expect(second).toMatchObject({ IsTruncated: false, HostedZones: [{ Name: "z.com." }] });
    const named = await world.client.send(
      new ListHostedZonesByNameCommand({ DNSName: "a.net", MaxItems: 1 }),
    );
    expect(named).toMatchObject({
      HostedZones: [{ Name: "a.net." }],
      NextDNSName: "b.net.",
      NextHostedZoneId: "Z3",
    });
  });

  test("two zones of one name each have their own name servers, and both are found by name", async () => {
    world.route53.seedZone({ id: "Z1", name: "example.com" });
    world.route53.seedZone({ id: "Z2", name: "example.com" });
    const named = await world.client.send(
      new ListHostedZonesByNameCommand({ DNSName: "example.com" }),
    );
    expect(named.HostedZones?.map(({ Id, Name }) => [Id, Name])).toEqual([
      ["/hostedzone/Z1", "example.com."],
      ["/hostedzone/Z2", "example.com."],
    ]);
    const [first, second] = [await serversOf("Z1"), await serversOf("Z2")];
    expect(new Set([...first, ...second]).size).toBe(8);
  });

  test("a zone seeded twice keeps the records of both, and its name servers", async () => {
    const records = (...names: string[]) => names.map((name) => simple(name, "192.0.2.1"));
    world.route53.seedZone({ id: "Z1", name: "example.com", records: records("a.example.com") });
    const before = await serversOf("Z1");
    world.route53.seedZone({ id: "Z1", name: "example.com", records: records("b.example.com") });
    expect(await listed()).toEqual([...APEX, "a.example.com. A", "b.example.com. A"]);
    expect(shares("a.example.com")).toEqual({ "192.0.2.1": 1_000 });
    expect(shares("b.example.com")).toEqual({ "192.0.2.1": 1_000 });
    expect(await serversOf("Z1")).toEqual(before);
  });

  test("a zone with records of its own stays, an empty one goes", async () => {
    world.route53.seedZone({ id: "Z1", name: "example.com" });
    await change([{ Action: "CREATE", ResourceRecordSet: simple("a.example.com", "192.0.2.1") }]);
    const remove = new DeleteHostedZoneCommand({ Id: "Z1" });
    await expect(world.client.send(remove)).rejects.toMatchObject({ name: "HostedZoneNotEmpty" });
    await change([{ Action: "DELETE", ResourceRecordSet: simple("a.example.com", "192.0.2.1") }]);
    await world.client.send(remove);
    await expect(world.client.send(new GetHostedZoneCommand({ Id: "Z1" }))).rejects.toMatchObject({
      name: "NoSuchHostedZone",
      message: "No hosted zone found with ID: Z1",
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe("delegation", () => {
  const at = (Value: string, name = "www.example.com") => [simple(name, Value)];
  const read = (nameServers?: readonly string[], name = "www.example.com") => {
    const { rcode, answers } = world.route53.answer({ name, type: "A" }, nameServers);
    return answers[0]?.value ?? rcode;
  };

  test("of two zones of one name a resolver finds the first, each name server its own", async () => {
    world.route53.seedZone({ id: "Z1", name: "example.com", records: at("192.0.2.1") });
    world.route53.seedZone({ id: "Z2", name: "example.com", records: at("192.0.2.2") });
    const [first, second] = [await serversOf("Z1"), await serversOf("Z2")];
    expect([read(), read(first), read(second)]).toEqual(["192.0.2.1", "192.0.2.1", "192.0.2.2"]);
    expect(read([`${second[3]?.toUpperCase()}.`])).toBe("192.0.2.2");
    expect(read(["ns-1.elsewhere.test"])).toBe("REFUSED");
    world.route53.delegate("Z1", false);
    world.route53.delegate("Z2", true);
    expect([read(), read(first)]).toEqual(["192.0.2.2", "192.0.2.1"]);
    const question = { name: "example.com", type: "NS" };
    expect(world.route53.answer(question).answers.map(({ value }) => value)).toEqual(
      second.map((server) => `${server}.`),
    );
  });

  test("a zone that nobody delegates to is found by its own name servers alone", async () => {
    world.route53.seedZone({
      ...{ id: "Z1", name: "example.com", records: at("192.0.2.1") },
      isDelegated: false,
    });
    expect([read(), read(await serversOf("Z1"))]).toEqual(["REFUSED", "192.0.2.1"]);
    const answered = await world.client.send(
      new TestDNSAnswerCommand({
        HostedZoneId: "Z1",
        RecordName: "www.example.com",
        RecordType: "A",
      }),
    );
    expect(answered.RecordData).toEqual(["192.0.2.1"]);
  });

  test("a new zone below another is found once the upper one names its servers", async () => {
    world.route53.seedZone({ id: "Z1", name: "example.com" });
    const { HostedZone } = await world.client.send(
      new CreateHostedZoneCommand({ Name: "eu.example.com", CallerReference: "a" }),
    );
    const below = HostedZone?.Id?.replace("/hostedzone/", "") ?? "";
    const name = "www.eu.example.com";
    await change([{ Action: "CREATE", ResourceRecordSet: simple(name, "192.0.2.1") }], below);
    await world.clock.advance(30 * SECOND);
    const servers = await serversOf(below);
    expect([read(undefined, name), read(servers, name)]).toEqual(["NXDOMAIN", "192.0.2.1"]);
    const delegation = {
      ...{ Name: "eu.example.com", Type: "NS" as const, TTL: 60 },
      ResourceRecords: servers.map((Value) => ({ Value })),
    };
    await change([{ Action: "CREATE", ResourceRecordSet: delegation }]);
    await world.clock.advance(30 * SECOND);
    expect(read(undefined, name)).toBe("192.0.2.1");
    const { answers, authority } = world.route53.answer({ name, type: "A" }, await serversOf("Z1"));
    expect([answers.length, authority.length]).toEqual([0, 4]);
  });
});

describe("changes", () => {
  beforeEach(() => world.route53.seedZone({ id: "Z1", name: "example.com" }));

  test("a change is PENDING, then INSYNC, and DNS follows at that moment", async () => {
    const { ChangeInfo } = await change([
      { Action: "CREATE", ResourceRecordSet: simple("a.example.com", "192.0.2.1") },
    ]);
    expect(ChangeInfo).toMatchObject({ Status: "PENDING", SubmittedAt: new Date(START) });
    expect(ChangeInfo?.Id).toMatch(/^\/change\/C/);
    const read = async () => {
      const { ChangeInfo: now } = await world.client.send(
        new GetChangeCommand({ Id: ChangeInfo?.Id }),
      );
      return [now?.Status, world.route53.answer({ name: "a.example.com", type: "A" }).rcode];
    };
    await world.clock.advance(29 * SECOND);
    expect(await read()).toEqual(["PENDING", "NXDOMAIN"]);
    await world.clock.advance(SECOND);
    expect(await read()).toEqual(["INSYNC", "NOERROR"]);
    await expect(world.client.send(new GetChangeCommand({ Id: "C404" }))).rejects.toMatchObject({
      name: "NoSuchChange",
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("two overlapping changes come into force in their order", async () => {
    await change([{ Action: "UPSERT", ResourceRecordSet: simple("a.example.com", "192.0.2.1") }]);
    await world.clock.advance(10 * SECOND);
    await change([{ Action: "UPSERT", ResourceRecordSet: simple("a.example.com", "192.0.2.2") }]);
    await world.clock.advance(20 * SECOND);
    expect(shares("a.example.com")).toEqual({ "192.0.2.1": 1_000 });
    await world.clock.advance(10 * SECOND);
    expect(shares("a.example.com")).toEqual({ "192.0.2.2": 1_000 });
  });

  test("a batch with one bad change changes nothing", async () => {
    await expect(
      change([
        { Action: "CREATE", ResourceRecordSet: simple("a.example.com", "192.0.2.1") },
        { Action: "DELETE", ResourceRecordSet: simple("b.example.com", "192.0.2.1") },
      ]),
    ).rejects.toMatchObject({
      name: "InvalidChangeBatch",
      message:
        "[Tried to delete resource record set [name='b.example.com.', type='A'] but it was not found]",
      $metadata: { httpStatusCode: 400 },
    });
    expect(await listed()).toEqual(APEX);
  });

  test("a weight is moved by UPSERT, and the order of values makes no difference to DELETE", async () => {
    const two = {
      ...simple("a.example.com", "192.0.2.1"),
      ResourceRecords: [{ Value: "192.0.2.1" }, { Value: "192.0.2.2" }],
    };
    await change([
      { Action: "CREATE", ResourceRecordSet: weighted("west", 100) },
      { Action: "CREATE", ResourceRecordSet: weighted("east", 0) },
      { Action: "CREATE", ResourceRecordSet: two },
    ]);
    await change([
      { Action: "UPSERT", ResourceRecordSet: weighted("west", 90) },
      { Action: "UPSERT", ResourceRecordSet: weighted("east", 10) },
      {
        Action: "DELETE",
        ResourceRecordSet: { ...two, ResourceRecords: [...two.ResourceRecords].reverse() },
      },
    ]);
    expect(await listed()).toEqual([
      ...APEX,
      "auth.example.com. A east=10",
      "auth.example.com. A west=90",
    ]);
  });

  test("a record changes its type by DELETE and CREATE in one batch", async () => {
    await change([
      { Action: "CREATE", ResourceRecordSet: simple("w.example.com", "a.example.com", "CNAME") },
    ]);
    await change([
      { Action: "DELETE", ResourceRecordSet: simple("w.example.com", "a.example.com", "CNAME") },
      { Action: "CREATE", ResourceRecordSet: simple("w.example.com", "192.0.2.1") },
    ]);
    expect(await listed()).toEqual([...APEX, "w.example.com. A"]);
  });

  const present = simple("a.example.com", "192.0.2.1");
  const soa = (set: ResourceRecordSet) => ({ Action: "DELETE" as const, ResourceRecordSet: set });
  const create = (set: ResourceRecordSet) => ({
    Action: "CREATE" as const,
    ResourceRecordSet: set,
  });
  const alias = (DNSName: string, HostedZoneId = "Z1", EvaluateTargetHealth = false) =>
    create({
      Name: "b.example.com",
      Type: "A",
      AliasTarget: { DNSName, HostedZoneId, EvaluateTargetHealth },
    });

  test.each<[string, Change[], RegExp]>([
    [
      "creates what exists",
      [create(present)],
      /^\[Tried to create resource record set \[name='a\.example\.com\.', type='A'\] but it already exists\]$/,
    ],
    [
      "creates a weighted set that exists",
      [create(weighted("west", 2))],
      /^\[Tried to create resource record set \[name='auth\.example\.com\.', type='A', set-identifier='west'\] but it already exists\]$/,
    ],
    [
      "deletes with another value",
      [soa(simple("a.example.com", "192.0.2.9"))],
      /^\[Tried to delete resource record set \[name='a\.example\.com\.', type='A'\] but the values provided do not match the current values\]$/,
    ],
    [
      "deletes with another weight",
      [soa(weighted("west", 7)), create(weighted("west", 3))],
      /values provided do not match/,
    ],
    [
      "deletes without the health check that is there",
      [soa({ ...weighted("north", 1), HealthCheckId: undefined })],
      /values provided do not match/,
    ],
    [
      "puts a weighted beside a simple set",
      [create(weighted("west", 1, { Name: "a.example.com" }))],
      /as a non-weighted set exists/,
    ],
    [
      "puts a simple beside a weighted set",
      [create(simple("auth.example.com", "192.0.2.1"))],
      /as other RRSets exist/,
    ],
    [
      "gives weighted sets different times to live",
      [create(weighted("east", 1, { TTL: 60 }))],
      /^\[RRSet with DNS name auth\.example\.com\. and type A, SetIdentifier east cannot be created as weighted sets must contain the same TTL\.\]$/,
    ],
    [
      "puts a CNAME beside another type",
      [create(simple("a.example.com", "b.test", "CNAME"))],
      /conflicts with other records/,
    ],
    [
      "puts another type beside a CNAME",
      [create(simple("c.example.com", "192.0.2.1"))],
      /conflicting RRSet of type CNAME/,
    ],
    [
      "puts a CNAME at the apex",
      [create(simple("example.com", "b.test", "CNAME"))],
      /not permitted at apex/,
    ],
    [
      "names a name outside",
      [create(simple("a.example.net", "192.0.2.1"))],
      /not permitted in zone example\.com\./,
    ],
    [
      "has an address that is none",
      [create(simple("n.example.com", "192.0.2.256"))],
      /not a valid IPv4 address/,
    ],
    [
      "has text without quotes",
      [create(simple("n.example.com", "text", "TXT"))],
      /enclosed in quotation marks/,
    ],
    [
      "changes one set twice",
      [create(simple("n.example.com", "192.0.2.1")), soa(simple("n.example.com", "192.0.2.1"))],
      /invalid set of changes/,
    ],
    ["aliases what is not there", [alias("n.example.com")], /but that target was not found/],
    [
      "aliases outside CloudFront's zone",
      [alias("d1.example.net", "Z2FDTNDATAQYW2")],
      /does not lie within the target zone/,
    ],
  ])("a batch that %s is InvalidChangeBatch", async (_, changes, message) => {
    world.route53.seedHealthCheck({
      id: "check",
      config: { Type: "HTTPS", FullyQualifiedDomainName: "auth.example.com" },
    });
    await change([
      create(present),
      create(weighted("west", 1)),
      create(weighted("north", 1, { HealthCheckId: "check" })),
      create(simple("c.example.com", "a.example.com", "CNAME")),
    ]);
    const before = await listed();
    await expect(change(changes)).rejects.toMatchObject({
      name: "InvalidChangeBatch",
      message: expect.stringMatching(message),
    });
    expect(await listed()).toEqual(before);
  });

  test("the apex keeps its SOA and NS", async () => {
    const { ResourceRecordSets = [] } = await world.client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: "Z1" }),
    );
    for (const set of ResourceRecordSets) {
      await expect(change([soa(set)])).rejects.toMatchObject({ name: "InvalidChangeBatch" });
    }
  });

  test.each<[string, ResourceRecordSet, RegExp]>([
    ["a weight of 256", weighted("west", 256), /Weight/],
    [
      "a weight without SetIdentifier",
      { ...weighted("west", 1), SetIdentifier: undefined },
      /Missing field 'SetIdentifier' in Change with \[Action=CREATE, Name=auth\.example\.com\., Type=A, SetIdentifier=null\]/,
    ],
    [
      "a SetIdentifier without a weight",
      { ...weighted("west", 1), Weight: undefined },
      /Expected exactly one of \[Weight/,
    ],
    ["neither values nor alias", { Name: "n.example.com", Type: "A" }, /found none/],
  ])("%s is InvalidInput", async (_, set, message) => {
    await expect(change([create(set)])).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringMatching(message),
    });
  });

  test("a record can only name a health check that exists", async () => {
    await expect(
      change([create(weighted("west", 1, { HealthCheckId: "none" }))]),
    ).rejects.toMatchObject({
      name: "NoSuchHealthCheck",
    });
  });

  test("record sets are listed by reversed name, type and identifier, from any place in pages", async () => {
    await change([
      create(simple("z.a.example.com", "192.0.2.1")),
      create(simple("b.example.com", "192.0.2.1")),
      create(simple("*.example.com", '"x"', "TXT")),
      create(weighted("west", 1)),
      create(weighted("east", 1)),
    ]);
    const all = [
      ...APEX,
      "\\052.example.com. TXT",
      "z.a.example.com. A",
      "auth.example.com. A east=1",
      "auth.example.com. A west=1",
      "b.example.com. A",
    ];
    expect(await listed()).toEqual(all);
    const page = await world.client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: "Z1", MaxItems: 5 }),
    );
    expect(page).toMatchObject({
      IsTruncated: true,
      NextRecordName: "auth.example.com.",
      NextRecordType: "A",
      NextRecordIdentifier: "west",
    });
    const next = await world.client.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId: "Z1",
        StartRecordName: page.NextRecordName,
        StartRecordType: page.NextRecordType,
        StartRecordIdentifier: page.NextRecordIdentifier,
      }),
    );
    expect(
      next.ResourceRecordSets?.map(({ SetIdentifier, Name }) => SetIdentifier ?? Name),
    ).toEqual(["west", "b.example.com."]);
    await expect(
      world.client.send(
        new ListResourceRecordSetsCommand({ HostedZoneId: "Z1", StartRecordType: "A" }),
      ),
    ).rejects.toMatchObject({ name: "InvalidInput" });
  });

  test("only the weights move by DELETE of the sets as read and CREATE, health checks and all", async () => {
    const config = { Type: "HTTPS", FullyQualifiedDomainName: "auth.example.com" } as const;
    for (const id of ["w", "e"]) world.route53.seedHealthCheck({ id, config });
    await change([
      create(weighted("west", 100, { HealthCheckId: "w" })),
      create(weighted("east", 0, { HealthCheckId: "e" })),
      create(weighted("third", 0)),
    ]);
    const read = async () =>
      (await world.client.send(new ListResourceRecordSetsCommand({ HostedZoneId: "Z1" })))
        .ResourceRecordSets ?? [];
    const sets = (await read()).filter(({ Weight }) => Weight !== undefined);
    const turned = sets.map((set) => ({ ...set, Weight: set.SetIdentifier === "east" ? 100 : 0 }));
    const moving = [...sets.map(soa), ...turned.map(create)];
    await change(moving);
    expect((await read()).filter(({ Weight }) => Weight !== undefined)).toEqual(turned);
    await expect(change(moving)).rejects.toMatchObject({ name: "InvalidChangeBatch" });
  });

  test("a page has 300 sets unless fewer are asked for", async () => {
    const many = Array.from({ length: 350 }, (_, i) => simple(`n${i}.example.com`, "192.0.2.1"));
    await change(many.map(create));
    const list = (MaxItems?: number) =>
      world.client.send(
        new ListResourceRecordSetsCommand({
          HostedZoneId: "Z1",
          ...(MaxItems === undefined ? {} : { MaxItems }),
        }),
      );
    for (const page of [await list(), await list(1_000)]) {
      expect(page).toMatchObject({ IsTruncated: true, MaxItems: 300 });
      expect(page.ResourceRecordSets).toHaveLength(300);
    }
  });

  test("an address is listed as it was written, and answered in one spelling", async () => {
    const Value = "2001:0DB8:0:0::1";
    await change([{ Action: "CREATE", ResourceRecordSet: simple("a.example.com", Value, "AAAA") }]);
    await world.clock.advance(30 * SECOND);
    const { answers } = world.route53.answer({ name: "a.example.com", type: "AAAA" });
    expect(answers[0]?.value).toBe("2001:db8::1");
    const { ResourceRecordSets } = await world.client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: "Z1", StartRecordName: "a.example.com" }),
    );
    expect(ResourceRecordSets?.[0]?.ResourceRecords).toEqual([{ Value }]);
  });

  test("more than five requests in a second are throttled, and time brings new ones", async () => {
    world = aWorld({ requestsPerSecond: 5 });
    const ask = () => world.client.send(new ListHostedZonesCommand({}));
    for (let i = 0; i < 5; i++) await ask();
    await expect(ask()).rejects.toMatchObject({
      name: "Throttling",
      message: "Rate exceeded",
      $metadata: { httpStatusCode: 400 },
    });
    await world.clock.advance(200);
    await ask();
    await expect(ask()).rejects.toMatchObject({ name: "Throttling" });
    world.route53.limitRequests(false);
    for (let i = 0; i < 20; i++) await ask();
    world.route53.limitRequests(true);
    await expect(ask()).rejects.toMatchObject({ name: "Throttling" });
  });
});

describe("weighted answers", () => {
  const seed = (west: More, east: More) =>
    world.route53.seedZone({
      id: "Z1",
      name: "example.com",
      records: [weighted("west", 1, west), weighted("east", 1, east)],
    });
  const aCheck = (id: string, found: "healthy" | "unhealthy") =>
    world.route53.seedHealthCheck({
      id,
      found,
      config: { Type: "HTTPS", FullyQualifiedDomainName: "auth.example.com", FailureThreshold: 10 },
    });

  test("follow weight over sum of weights", () => {
    seed({ Weight: 90 }, { Weight: 10 });
    const { "192.0.2.1": west = 0, "192.0.2.2": east = 0 } = shares();
    expect(west + east).toBe(1_000);
    expect(east).toBeGreaterThan(70);
    expect(east).toBeLessThan(130);
  });

  test("leave weight 0 out, unless all weights are 0", () => {
    seed({ Weight: 1 }, { Weight: 0 });
    expect(shares()).toEqual({ "192.0.2.1": 1_000 });
    world = aWorld();
    seed({ Weight: 0 }, { Weight: 0 });
    expect(shares()["192.0.2.2"]).toBeGreaterThan(440);
    expect(shares()["192.0.2.1"]).toBeGreaterThan(440);
  });

  test("leave out what is unhealthy, fall to weight 0, and take all when all are unhealthy", () => {
    aCheck("west", "unhealthy");
    aCheck("east", "healthy");
    seed({ HealthCheckId: "west", Weight: 200 }, { HealthCheckId: "east", Weight: 0 });
    expect(shares()).toEqual({ "192.0.2.2": 1_000 });
    world.route53.stop();
    world = aWorld();
    aCheck("west", "unhealthy");
    aCheck("east", "unhealthy");
    seed({ HealthCheckId: "west", Weight: 50 }, { HealthCheckId: "east", Weight: 50 });
    expect(shares()["192.0.2.1"]).toBeGreaterThan(440);
    expect(shares()["192.0.2.2"]).toBeGreaterThan(440);
  });

  test("of three members the unhealthy one drops out, also behind an alias", () => {
    aCheck("west", "unhealthy");
    const records = [
      weighted("west", 100, { HealthCheckId: "west" }),
      weighted("east", 100),
      { ...weighted("third", 100), ResourceRecords: [{ Value: "192.0.2.3" }] },
      {
        Name: "www.example.com",
        Type: "A",
        AliasTarget: {
          ...{ HostedZoneId: "Z1", DNSName: "auth.example.com" },
          EvaluateTargetHealth: true,
        },
      },
    ];
    world.route53.seedZone({ id: "Z1", name: "example.com", records });
    for (const name of ["auth.example.com", "www.example.com"]) {
      expect(Object.keys(shares(name)).sort()).toEqual(["192.0.2.2", "192.0.2.3"]);
    }
  });

  test("failover sets answer with the primary while it is healthy", () => {
    aCheck("west", "unhealthy");
    const failover = (Failover: "PRIMARY" | "SECONDARY", Value: string) => ({
      Name: "auth.example.com",
      Type: "A",
      SetIdentifier: Failover,
      Failover,
      TTL: 5,
      ResourceRecords: [{ Value }],
    });
    const primary = { ...failover("PRIMARY", "192.0.2.1"), HealthCheckId: "west" };
    const records = [primary, failover("SECONDARY", "192.0.2.2")];
    world.route53.seedZone({ id: "Z1", name: "example.com", records });
    expect(shares()).toEqual({ "192.0.2.2": 1_000 });
  });

  test("turn over on the wire when the weights are flipped", async () => {
    seed({ Weight: 100 }, { Weight: 0 });
    const server = await serveDns({ answer: world.route53.answer });
    const resolver = resolverAt(server);
    expect(await resolver.resolve4("auth.example.com", { ttl: true })).toEqual([
      { address: "192.0.2.1", ttl: 5 },
    ]);
    await change([
      { Action: "UPSERT", ResourceRecordSet: weighted("west", 0) },
      { Action: "UPSERT", ResourceRecordSet: weighted("east", 100) },
    ]);
    expect(await resolver.resolve4("auth.example.com")).toEqual(["192.0.2.1"]);
    await world.clock.advance(30 * SECOND);
    expect(await resolver.resolve4("auth.example.com")).toEqual(["192.0.2.2"]);
    const said = await world.client.send(
      new TestDNSAnswerCommand({
        HostedZoneId: "Z1",
        RecordName: "auth.example.com",
        RecordType: "A",
      }),
    );
    expect(said).toMatchObject({ ResponseCode: "NOERROR", RecordData: ["192.0.2.2"] });
    await server.close();
  });
});
