// What the name of a pair of records answers, as the name servers of its zone say.

import type { DnsLookup, ServerAnswer } from "../../aws/route53/dns-lookup.ts";
import type { HostedZones } from "../../aws/route53/hosted-zones.ts";
import { type Pair, type Side, valuesOf } from "../../aws/route53/record-pair.ts";
import type { SdkPath } from "../../core/settings/policy.ts";
import { canonicalValue } from "../../core/values/record-value.ts";

export interface RecordAnswers {
  /** One a name server that gave an answer; its values in canonical spelling. */
  readonly answers: readonly (readonly string[])[];
  /** Every answer of all of them. */
  readonly each: readonly (readonly string[])[];
  /** Whether every name server gave one. */
  readonly isComplete: boolean;
  /** "asked of 3 of the zone's 4 name servers (ns-1.awsdns-00.com: ETIMEOUT)" */
  readonly asked: string;
}

export interface NameServerServices {
  readonly hostedZones: HostedZones;
  readonly dnsLookup: DnsLookup;
}

/** Never rejects: whom nobody can ask answers nothing. `questions`: in all; absent: as many as show one side alone. */
export async function askNameServers(
  { hostedZones, dnsLookup }: NameServerServices,
  { record, type, zoneId }: SdkPath,
  questions?: number,
): Promise<RecordAnswers> {
  const question = { name: record, type };
  const own = await hostedZones.read(zoneId).then(
    ({ nameServers }) => nameServers,
    () => [],
  );
  const servers = own.length > 0 ? own : await dnsLookup.closestServers(question);
  const all = await dnsLookup.answers(question, servers, questions);
  const whose = own.length > 0 ? "the zone's" : "the public's";
  return {
    answers: all.flatMap((one) => (one.kind === "answered" ? [one.values] : [])),
    each: all.flatMap((one) => (one.kind === "answered" ? one.each : [])),
    isComplete: all.length > 0 && all.every(({ kind }) => kind === "answered"),
    asked: inWords(all, whose),
  };
}

function inWords(all: readonly ServerAnswer[], whose: string): string {
  const silent = all.flatMap((one) =>
    one.kind === "silent" ? [`${one.server}: ${one.because}`] : [],
  );
  if (all.length === 0) return "no name server of it could be found";
  const count = all.length - silent.length;
  const who = `${whose} ${all.length} name server${all.length === 1 ? "" : "s"}`;
  if (silent.length === 0) return `asked of ${who}`;
  return `asked of ${count} of ${who} (${silent.join(", ")})`;
}

/** Whether every name server that answered gave `wanted`, and nothing beside it that is not in `allowed`. */
export function isAlone(
  { answers }: RecordAnswers,
  wanted: string,
  allowed: readonly string[] = [],
): boolean {
  const known = [wanted, ...allowed].map(canonicalValue);
  return (
    answers.length > 0 &&
    answers.every(
      (values) =>
        values.includes(canonicalValue(wanted)) && values.every((value) => known.includes(value)),
    )
  );
}

/** "a, b, asked of the zone's 4 name servers"; one value that all of them give is answered alone. */
export function said({ answers, asked }: RecordAnswers): string {
  if (answers.length === 0) return `nobody, ${asked}`;
  const values = [...new Set(answers.flat())].sort();
  const isAgreed = values.length === 1 && answers.every(({ length }) => length === 1);
  return `${values.join(", ") || "nothing"}${isAgreed ? " alone" : ""}, ${asked}`;
}

interface PairSide {
  readonly side: Side;
  readonly pair: Pair;
}

/** A record may answer more values than the one that the settings name. */
export function leadsTo(seen: RecordAnswers, path: SdkPath, { side, pair }: PairSide): boolean {
  return isAlone(seen, path[side], pair === null ? [] : valuesOf(pair[side]));
}

export function answersNothing({ answers }: RecordAnswers): boolean {
  return answers.length > 0 && answers.flat().length === 0;
}
