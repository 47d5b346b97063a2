// What Route 53's name servers say: from the served content of the zones, with weighted and failover
// choice by the health of the moment.

import type { DnsAnswer, DnsQuestion, DnsRecord } from "../dns/dns.ts";
import type { Random } from "../random.ts";
import { choose } from "./choice.ts";
import { canonicalName, isWithin, parentOf, plainName } from "./names.ts";
import type { RecordSet } from "./records.ts";
import type { Zone } from "./zones.ts";

export interface AnswerSources {
  /** Those that are asked: what a resolver finds, or what certain name servers have. */
  readonly zones: readonly Zone[];
  readonly random: Random;
  readonly isHealthy: (healthCheckId: string) => boolean;
  /** Values for an alias that leaves the account's zones (CloudFront). */
  readonly resolveAlias: (name: string, type: string) => readonly string[];
}

/** A name's sets by type, null where the name does not exist. */
type Node = ReadonlyMap<string, readonly RecordSet[]> | null;

type Step =
  | { readonly kind: "end"; readonly said: DnsAnswer }
  | { readonly kind: "cname"; readonly records: readonly DnsRecord[] };

/** Longer chains are cut, as by every careful server. */
const MOST_HOPS = 10;
/** Time to live of an alias to AWS's own names. */
const ALIAS_TTL = 60;

export class Answers {
  readonly #sources: AnswerSources;

  constructor(sources: AnswerSources) {
    this.#sources = sources;
  }

  answer(question: DnsQuestion): DnsAnswer {
    const chain: DnsRecord[] = [];
    let owner = question.name;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const step = this.#step({ name: owner, type: question.type });
      if (step.kind === "end") return joined(chain, step.said);
      chain.push(...step.records);
      owner = plainName(canonicalName(step.records[0]?.value ?? ""));
    }
    return said("NOERROR", chain);
  }

  #zoneOf(name: string): Zone | undefined {
    return this.#sources.zones
      .filter((zone) => isWithin(name, zone.name))
      .sort((a, b) => b.name.length - a.name.length)[0];
  }

  #step({ name: owner, type }: DnsQuestion): Step {
    const name = canonicalName(owner);
    const zone = this.#zoneOf(name);
    if (zone === undefined) return { kind: "end", said: said("REFUSED", []) };
    const referral = this.#referral(zone, name);
    if (referral !== null) {
      return { kind: "end", said: { ...said("NOERROR", [], referral), isAuthoritative: false } };
    }
    const node = nodeAt(zone, name);
    if (node === null) return { kind: "end", said: said("NXDOMAIN", [], soaOf(zone)) };
    const direct = this.#choose(node.get(type) ?? []);
    const cname = direct === undefined ? this.#choose(node.get("CNAME") ?? []) : undefined;
    if (cname !== undefined) return { kind: "cname", records: this.#recordsOf(owner, cname) };
    const records = direct === undefined ? [] : this.#recordsOf(owner, direct);
    const authority = records.length === 0 ? soaOf(zone) : [];
    return { kind: "end", said: said("NOERROR", records, authority) };
  }

  /** The servers of a delegation between the zone's apex and the name. */
  #referral(zone: Zone, name: string): DnsRecord[] | null {
    for (let at = name; at !== zone.name; at = parentOf(at)) {
      const servers = zone.served?.get(`${at} NS `);
      if (servers !== undefined) return this.#recordsOf(plainName(at), servers);
    }
    return null;
  }

  #recordsOf(owner: string, set: RecordSet, hops = 0): DnsRecord[] {
    const alias = set.AliasTarget;
    if (alias === undefined) return plainRecords(owner, set);
    const target = this.#choose(this.#targetsOf(set));
    if (target !== undefined && hops < MOST_HOPS) return this.#recordsOf(owner, target, hops + 1);
    return this.#sources
      .resolveAlias(plainName(alias.DNSName), set.Type)
      .map((value) => ({ name: owner, type: set.Type, ttl: ALIAS_TTL, value }));
  }

  #targetsOf({ AliasTarget, Type }: RecordSet): readonly RecordSet[] {
    const { DNSName: name = "", HostedZoneId } = AliasTarget ?? {};
    const zone = this.#sources.zones.find(({ id }) => id === HostedZoneId);
    return (zone && nodeAt(zone, name)?.get(Type)) ?? [];
  }

  #choose(sets: readonly RecordSet[]): RecordSet | undefined {
    return choose(sets, (set) => this.#isHealthy(set), this.#sources.random);
  }

  #isHealthy(set: RecordSet): boolean {
    if (set.HealthCheckId !== undefined && !this.#sources.isHealthy(set.HealthCheckId)) {
      return false;
    }
    if (set.AliasTarget?.EvaluateTargetHealth !== true) return true;
    const targets = this.#targetsOf(set);
    return targets.length === 0 || targets.some((target) => this.#isHealthy(target));
  }
}

function said(
  rcode: DnsAnswer["rcode"],
  answers: readonly DnsRecord[],
  authority: readonly DnsRecord[] = [],
): DnsAnswer {
  return { rcode, isAuthoritative: rcode !== "REFUSED", answers, authority };
}

/** The end of a chain, behind its CNAMEs; where a chain leaves the zones, it simply stops. */
function joined(chain: readonly DnsRecord[], end: DnsAnswer): DnsAnswer {
  if (chain.length === 0) return end;
  const rcode = end.rcode === "REFUSED" ? "NOERROR" : end.rcode;
  return { ...end, rcode, isAuthoritative: true, answers: [...chain, ...end.answers] };
}

function plainRecords(name: string, { Type, TTL = 0, ResourceRecords = [] }: RecordSet) {
  const spelt = Type === "AAAA" ? canonicalAddress : (value: string) => value;
  return ResourceRecords.map(({ Value }) => ({ name, type: Type, ttl: TTL, value: spelt(Value) }));
}

/** A message carries 16 bytes and no spelling: who reads it writes "2001:db8::1". */
function canonicalAddress(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** The negative answer's SOA; its time to live is what resolvers may keep the "no" for. */
function soaOf(zone: Zone): DnsRecord[] {
  const soa = zone.served?.get(`${zone.name} SOA `);
  return soa === undefined ? [] : plainRecords(plainName(zone.name), soa);
}

/** The name's own sets, or those of the wildcard that stands in for it. */
function nodeAt(zone: Zone, name: string): Node {
  const sets = [...(zone.served?.values() ?? [])];
  const exact = sets.filter((set) => set.Name === name);
  if (exact.length > 0) return byType(exact);
  if (sets.some((set) => set.Name.endsWith(`.${name}`))) return new Map();
  for (let above = parentOf(name); isWithin(above, zone.name); above = parentOf(above)) {
    const wild = sets.filter((set) => set.Name === `\\052.${above}`);
    if (wild.length > 0) return byType(wild);
    if (sets.some((set) => isWithin(set.Name, above))) return null;
  }
  return null;
}

function byType(sets: readonly RecordSet[]): Node {
  const types = [...new Set(sets.map(({ Type }) => Type))];
  return new Map(types.map((type) => [type, sets.filter((set) => set.Type === type)]));
}
