import { createSocket } from "node:dgram";
import type { Resolver } from "node:dns/promises";
import { decode, encode, type Packet, type Question } from "dns-packet";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { type DnsServer, serveDns } from "../dns/dns.ts";
import type { RecordSet } from "../route53/records.ts";
import { createRoute53 } from "../route53/route53.ts";
import { foundation } from "../world.ts";
import { resolverAt } from "./resolver.ts";

const START = Date.UTC(2026, 10, 22, 12, 0, 0);
const LONG_TEXT = Array.from({ length: 5 }, (_, index) => `"${String(index).repeat(250)}"`).join(
  " ",
);

function aSet(Name: string, Type: string, ...values: string[]): RecordSet {
  return { Name, Type, TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) };
}

const RECORDS: RecordSet[] = [
  aSet("auth.example.com", "A", "192.0.2.1", "192.0.2.2"),
  aSet("auth.example.com", "AAAA", "2001:db8::1"),
  aSet("www.example.com", "CNAME", "step.example.com"),
  aSet("step.example.com", "CNAME", "Auth.example.com."),
  aSet("out.example.com", "CNAME", "elsewhere.test"),
  aSet("lost.example.com", "CNAME", "nowhere.example.com"),
  aSet("loop.example.com", "CNAME", "loop.example.com"),
  aSet("*.wild.example.com", "TXT", '"any \\"name\\""'),
  aSet("long.example.com", "TXT", LONG_TEXT),
  aSet("example.com", "MX", "10 mail.example.com"),
  aSet("_sip._tcp.example.com", "SRV", "1 2 5060 sip.example.com."),
  aSet("example.com", "CAA", '0 issue "amazon.com"'),
  aSet("child.example.com", "NS", "ns.other.test."),
  {
    Name: "alias.example.com",
    Type: "A",
    AliasTarget: { HostedZoneId: "Z1", DNSName: "auth.example.com", EvaluateTargetHealth: false },
  },
];

let server: DnsServer;
let resolver: Resolver;

beforeEach(async () => {
  const reach = () => Promise.reject(new Error("no endpoint"));
  const route53 = createRoute53(foundation({ clock: new VirtualClock(START) }), { reach });
  route53.seedZone({ id: "Z1", name: "example.com", records: RECORDS });
  server = await serveDns({ answer: route53.answer });
  resolver = resolverAt(server);
});
afterEach(() => server.close());

/** One UDP message there and back, for what a resolver does not show. */
async function ask(packet: Packet): Promise<Packet & { readonly rcode?: string }> {
  const socket = createSocket("udp4");
  const message = await new Promise<Buffer>((resolve) => {
    socket.once("message", resolve);
    socket.send(encode({ type: "query", id: 7, ...packet }), server.port, server.host);
  });
  socket.close();
  return decode(message);
}

function question(name: string, type: Question["type"] = "A"): Packet {
  return { questions: [{ name, type }] };
}

describe("through Node's resolver", () => {
  test("addresses come with the time to live of their set", async () => {
    expect(await resolver.resolve4("auth.example.com", { ttl: true })).toEqual([
      { address: "192.0.2.1", ttl: 60 },
      { address: "192.0.2.2", ttl: 60 },
    ]);
    expect(await resolver.resolve6("auth.example.com")).toEqual(["2001:db8::1"]);
  });

  test("a chain of CNAMEs is followed inside the zones, and an alias without one", async () => {
    expect(await resolver.resolve4("www.example.com")).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(await resolver.resolveCname("www.example.com")).toEqual(["step.example.com"]);
    expect(await resolver.resolve4("alias.example.com")).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  test("every type of record arrives as it was written", async () => {
    expect(await resolver.resolveMx("example.com")).toMatchObject([
      { priority: 10, exchange: "mail.example.com" },
    ]);
    expect(await resolver.resolveSrv("_sip._tcp.example.com")).toMatchObject([
      { priority: 1, weight: 2, port: 5060, name: "sip.example.com" },
    ]);
    expect(await resolver.resolveCaa("example.com")).toMatchObject([
      { critical: 0, issue: "amazon.com" },
    ]);
    expect(await resolver.resolveNs("example.com")).toHaveLength(4);
    expect(await resolver.resolveSoa("example.com")).toMatchObject({
      hostmaster: "awsdns-hostmaster.amazon.com",
      minttl: 86_400,
    });
  });

  test("a wildcard answers for names that do not exist, at any depth", async () => {
    expect(await resolver.resolveTxt("a.b.wild.example.com")).toEqual([['any "name"']]);
    await expect(resolver.resolveTxt("wild.example.com")).rejects.toMatchObject({
      code: "ENODATA",
    });
  });

  test("an answer too long for UDP is fetched over TCP on the same port", async () => {
    const [texts] = await resolver.resolveTxt("long.example.com");
    expect(texts).toHaveLength(5);
    expect(texts?.join("")).toHaveLength(1_250);
  });

  test("a name that does not exist is ENOTFOUND, a type that does not is ENODATA", async () => {
    await expect(resolver.resolve4("no.example.com")).rejects.toMatchObject({ code: "ENOTFOUND" });
    await expect(resolver.resolve4("lost.example.com")).rejects.toMatchObject({
      code: "ENOTFOUND",
    });
    await expect(resolver.resolveMx("auth.example.com")).rejects.toMatchObject({ code: "ENODATA" });
    await expect(resolver.resolve4("_tcp.example.com")).rejects.toMatchObject({ code: "ENODATA" });
  });

  test("names outside the zones are refused", async () => {
    await expect(resolver.resolve4("example.org")).rejects.toMatchObject({ code: "EREFUSED" });
    await expect(resolver.resolve4("notexample.com")).rejects.toMatchObject({ code: "EREFUSED" });
  });
});

describe("on the wire", () => {
  test("an answer is authoritative, echoes the question's case and does not offer recursion", async () => {
    const reply = await ask({ ...question("AuTh.Example.com"), flags: 0x100 });
    expect(reply).toMatchObject({
      id: 7,
      flag_aa: true,
      flag_rd: true,
      flag_ra: false,
      flag_tc: false,
    });
    expect(reply.questions?.[0]?.name).toBe("AuTh.Example.com");
    expect(reply.answers?.map(({ name }) => name)).toEqual([
      "AuTh.Example.com",
      "AuTh.Example.com",
    ]);
  });

  test("a negative answer carries the zone's SOA", async () => {
    const reply = await ask(question("no.example.com"));
    expect(reply).toMatchObject({ rcode: "NXDOMAIN", flag_aa: true, answers: [] });
    expect(reply.authorities).toMatchObject([{ type: "SOA", name: "example.com", ttl: 900 }]);
  });

  test("a chain that leaves the zones, or turns in a circle, ends", async () => {
    const out = await ask(question("out.example.com"));
    expect(out).toMatchObject({
      rcode: "NOERROR",
      answers: [{ type: "CNAME", data: "elsewhere.test" }],
    });
    expect((await ask(question("loop.example.com"))).rcode).toBe("NOERROR");
  });

  test("a delegated child is referred to its own servers", async () => {
    const reply = await ask(question("www.child.example.com"));
    expect(reply).toMatchObject({ flag_aa: false, answers: [] });
    expect(reply.authorities).toMatchObject([
      { type: "NS", name: "child.example.com", data: "ns.other.test" },
    ]);
  });

  test("EDNS is echoed, and its size decides what fits", async () => {
    const opt = { type: "OPT", name: ".", udpPayloadSize: 4096, flags: 0, options: [] };
    const plain = await ask(question("long.example.com", "TXT"));
    expect(plain).toMatchObject({ flag_tc: true, answers: [], additionals: [] });
    const additionals = [opt] as unknown as NonNullable<Packet["additionals"]>;
    const reply = await ask({ ...question("auth.example.com"), additionals });
    expect(reply.additionals).toMatchObject([{ type: "OPT", udpPayloadSize: 1232 }]);
  });

  test("ANY is not implemented, and a broken message is a format error", async () => {
    expect((await ask(question("example.com", "ANY" as Question["type"]))).rcode).toBe("NOTIMP");
    const socket = createSocket("udp4");
    const broken = Buffer.concat([
      encode({ type: "query", id: 9, ...question("a.test") }).subarray(0, 14),
    ]);
    const reply = await new Promise<Buffer>((resolve) => {
      socket.once("message", resolve);
      socket.send(broken, server.port, server.host);
    });
    socket.close();
    expect(decode(reply)).toMatchObject({ id: 9, rcode: "FORMERR" });
  });
});
