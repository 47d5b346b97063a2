// Hosted zones and their changes. A zone has two contents: what was last written, which the API
// lists, and what the name servers serve, which follows when the change is INSYNC.

import type { AcceleratedRecoveryStatus } from "@aws-sdk/client-route-53";
import { AwsError } from "../aws-error.ts";
import type { Foundation } from "../world.ts";
import { applyBatch } from "./changes.ts";
import { invalidInput, noSuchHostedZone, priorRequestNotComplete } from "./errors.ts";
import { canonicalName, isWithin, plainName, sortKey } from "./names.ts";
import { type Change, normalized, type RecordSet, recordKey } from "./records.ts";

export interface Zone {
  readonly id: string;
  /** Canonical: "example.com." */
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string | undefined;
  readonly nameServers: readonly string[];
  /** Whether whoever stands above, outside this account, names its name servers. */
  isDelegated: boolean;
  /** Null until somebody has asked for it. */
  recovery: Recovery | null;
  records: ReadonlyMap<string, RecordSet>;
  /** What DNS answers from; null until the zone itself is INSYNC. */
  served: ReadonlyMap<string, RecordSet> | null;
}

/** Whether records can be changed while us-east-1 cannot: what it is to become, and from when on it is. */
interface Recovery {
  readonly status: AcceleratedRecoveryStatus;
  readonly from: number;
}

export interface ChangeInfo {
  readonly Id: string;
  readonly Status: "PENDING" | "INSYNC";
  readonly SubmittedAt: Date;
  readonly Comment?: string;
}

export interface ZoneSeed {
  readonly id: string;
  readonly name: string;
  readonly records?: readonly RecordSet[];
  /** Absent: as soon as no other zone of this name is. */
  readonly isDelegated?: boolean;
  /** Absent: as if nobody had ever asked for it. */
  readonly acceleratedRecovery?: AcceleratedRecoveryStatus;
}

interface NewZone {
  readonly name: string;
  readonly callerReference: string;
  readonly comment?: string | undefined;
}

/** "Up to hours", as AWS has it. */
const RECOVERY_TAKES_MS = 60 * 60_000;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export class Zones {
  readonly #foundation: Foundation;
  readonly #insyncMs: number;
  readonly #zones = new Map<string, Zone>();
  readonly #references = new Set<string>();
  readonly #submitted = new Map<string, { at: number; comment: string | undefined }>();

  constructor(foundation: Foundation, { insyncMs }: { insyncMs: number }) {
    this.#foundation = foundation;
    this.#insyncMs = insyncMs;
  }

  get(id: string): Zone {
    const zone = this.#zones.get(id);
    if (zone === undefined) throw noSuchHostedZone(id);
    return zone;
  }

  create(asked: NewZone): { zone: Zone; change: ChangeInfo } {
    assertDomainName(asked.name);
    if (asked.callerReference === "") throw invalidInput("CallerReference must not be empty");
    if (this.#references.has(asked.callerReference)) {
      const message = "A hosted zone has already been created with the specified caller reference.";
      throw new AwsError("HostedZoneAlreadyExists", message, { status: 409 });
    }
    this.#references.add(asked.callerReference);
    const id = `Z${this.#foundation.random.text(20, LETTERS)}`;
    const zone = this.#add({ ...asked, name: canonicalName(asked.name) }, id);
    zone.isDelegated &&= this.#above(zone, this.list()) === undefined;
    const { records } = zone;
    const serve = () => {
      zone.served ??= records;
    };
    return { zone, change: this.#submit(undefined, serve) };
  }

  remove(id: string): ChangeInfo {
    if (this.get(id).records.size > 2) {
      throw new AwsError(
        "HostedZoneNotEmpty",
        "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
      );
    }
    this.#zones.delete(id);
    return this.#submit(undefined, () => {});
  }

  change(id: string, changes: readonly Change[], comment: string | undefined): ChangeInfo {
    const zone = this.get(id);
    const records = applyBatch(zone, changes);
    zone.records = records;
    return this.#submit(comment, () => {
      zone.served = records;
    });
  }

  changeInfo(id: string): ChangeInfo {
    const change = this.#submitted.get(id);
    if (change === undefined) {
      throw new AwsError("NoSuchChange", `Could not find resource with ID: ${id}`, { status: 404 });
    }
    const isInSync = this.#foundation.clock.now() >= change.at + this.#insyncMs;
    return {
      Id: `/change/${id}`,
      Status: isInSync ? "INSYNC" : "PENDING",
      SubmittedAt: new Date(change.at),
      ...(change.comment !== undefined && { Comment: change.comment }),
    };
  }

  /** In the order of their creation. */
  list(): readonly Zone[] {
    return [...this.#zones.values()];
  }

  /** The zones that a resolver finds: those to which the zone above, or who is above all, delegates. */
  delegated(): readonly Zone[] {
    const found: Zone[] = [];
    for (const zone of this.#served().sort((a, b) => a.name.length - b.name.length)) {
      const servers = this.#above(zone, found)?.served?.get(`${zone.name} NS `);
      const isNamed = servers?.ResourceRecords?.some(({ Value }) => isOneOf(zone, [Value]));
      if (isNamed ?? zone.isDelegated) found.push(zone);
    }
    return found;
  }

  /** The zones that these name servers answer for, whoever delegates to them. */
  servedBy(nameServers: readonly string[]): readonly Zone[] {
    return this.#served().filter((zone) => isOneOf(zone, nameServers));
  }

  byName(): readonly Zone[] {
    return [...this.#zones.values()].sort((a, b) => compare(zoneKey(a), zoneKey(b)));
  }

  /** In AWS's order: name with labels reversed, type, set identifier. */
  records(id: string): readonly RecordSet[] {
    return [...this.get(id).records.values()].sort((a, b) => compare(listKey(a), listKey(b)));
  }

  /** Present and served from the start, as a zone that was made long ago; a second seed adds records. */
  seed({ id, name, records = [], isDelegated, acceleratedRecovery: status }: ZoneSeed): Zone {
    const known = { name: canonicalName(name), callerReference: `seed-${id}` };
    const zone = this.#zones.get(id) ?? this.#add(known, id);
    if (zone.name !== known.name) throw new RangeError(`zone ${id} is called ${zone.name}`);
    const changes = records.map((set) => ({ action: "CREATE" as const, set: normalized(set) }));
    zone.records = applyBatch(zone, changes);
    zone.served = zone.records;
    zone.isDelegated = isDelegated ?? zone.isDelegated;
    if (status !== undefined) zone.recovery = { status, from: 0 };
    return zone;
  }

  recoverable(id: string, isOn: boolean): void {
    const zone = this.get(id);
    if (this.recoveryOf(zone)?.includes("ING")) throw priorRequestNotComplete();
    const status = isOn ? "ENABLED" : "DISABLED";
    if (this.recoveryOf(zone) === status) return;
    zone.recovery = { status, from: this.#foundation.clock.now() + RECOVERY_TAKES_MS };
  }

  recoveryOf({ recovery }: Zone): AcceleratedRecoveryStatus | undefined {
    if (recovery === null) return undefined;
    if (this.#foundation.clock.now() >= recovery.from) return recovery.status;
    return recovery.status === "ENABLED" ? "ENABLING" : "DISABLING";
  }

  #add({ name, callerReference, comment }: NewZone, id: string): Zone {
    const nameServers = fourNameServers((below) => this.#foundation.random.integer(below));
    const records = apexRecords(name, nameServers);
    const isDelegated = !this.list().some((other) => other.name === name && other.isDelegated);
    const known = { id, name, callerReference, comment, nameServers, isDelegated };
    const zone: Zone = { ...known, recovery: null, records, served: null };
    this.#zones.set(id, zone);
    return zone;
  }

  #served(): Zone[] {
    return this.list().filter(({ served }) => served !== null);
  }

  /** The closest zone above among these. */
  #above({ name }: Zone, among: readonly Zone[]): Zone | undefined {
    return among
      .filter((other) => other.name !== name && isWithin(name, other.name))
      .sort((a, b) => b.name.length - a.name.length)[0];
  }

  #submit(comment: string | undefined, whenInSync: () => void): ChangeInfo {
    const { clock, random } = this.#foundation;
    const id = `C${random.text(20, LETTERS)}`;
    this.#submitted.set(id, { at: clock.now(), comment });
    if (this.#insyncMs === 0) whenInSync();
    else clock.after(this.#insyncMs, whenInSync);
    return this.changeInfo(id);
  }
}

export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Sorts like AWS's list; the space sorts before every character of a name. */
export function listKey({
  Name,
  Type,
  SetIdentifier,
}: Pick<RecordSet, "Name" | "Type" | "SetIdentifier">): string {
  return `${sortKey(Name)} ${Type} ${SetIdentifier ?? ""}`;
}

export function zoneKey({ name, id }: Pick<Zone, "name" | "id">): string {
  return `${sortKey(name)} ${id}`;
}

function isOneOf({ nameServers }: Zone, asked: readonly string[]): boolean {
  return asked.some((server) => nameServers.includes(plainName(canonicalName(server))));
}

function assertDomainName(name: string): void {
  const valid = /^(?=.{1,255}$)([\w-]{1,63}\.)+[\w-]{1,63}\.?$/.test(name);
  if (!valid) throw new AwsError("InvalidDomainName", `${name} is not a valid domain name`);
}

function fourNameServers(integer: (below: number) => number): string[] {
  return ["com", "net", "org", "co.uk"].map(
    (top, index) =>
      `ns-${index * 512 + integer(512)}.awsdns-${String(integer(64)).padStart(2, "0")}.${top}`,
  );
}

function apexRecords(Name: string, nameServers: readonly string[]): Map<string, RecordSet> {
  const soa = `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  const sets: RecordSet[] = [
    {
      Name,
      Type: "NS",
      TTL: 172_800,
      ResourceRecords: nameServers.map((server) => ({ Value: `${server}.` })),
    },
    { Name, Type: "SOA", TTL: 900, ResourceRecords: [{ Value: soa }] },
  ];
  return new Map(sets.map((set) => [recordKey(set), set]));
}
