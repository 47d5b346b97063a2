// Whether the values of a record set are what its type allows, in Route 53's words when not.

import { isIPv4, isIPv6 } from "node:net";
import type { RecordSet } from "./records.ts";

const NAME = /^(?=.{1,255}$)((\\[0-7]{3}|[\w*-]){1,63}\.)*(\\[0-7]{3}|[\w*-]){1,63}\.?$/;
const QUOTED = /^"(?:[^"\\]|\\.){0,255}"(?:\s+"(?:[^"\\]|\\.){0,255}")*$/;

type Rule = readonly [problem: string, holds: (value: string) => boolean];

const DOMAIN: Rule = ["DomainNameInvalid (Value is not a valid domain name)", (v) => NAME.test(v)];
const TEXT: Rule = [
  "InvalidCharacterString (Value should be enclosed in quotation marks)",
  (v) => QUOTED.test(v),
];

const RULES: Readonly<Record<string, Rule>> = {
  A: ["ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)", isIPv4],
  AAAA: ["AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)", isIPv6],
  CNAME: DOMAIN,
  NS: DOMAIN,
  PTR: DOMAIN,
  TXT: TEXT,
  MX: ["MXRRDATANotTwoFields (Value should be priority and domain name)", fields(2, 1)],
  SRV: ["SRVRRDATANotFourFields (Value should be three numbers and a domain name)", fields(4, 3)],
  SOA: ["SOARRDATANotSevenFields (Value should have seven fields)", (v) => fields(7, 0)(v)],
  CAA: [
    "CAARRDATAInvalid (Value should be flags, tag and quoted value)",
    (v) => /^\d{1,3} (issue|issuewild|iodef) "[^"]*"$/.test(v),
  ],
};

/** What is wrong with the values, or nothing. */
export function valueProblems({ Name, Type, ResourceRecords }: RecordSet): string[] {
  const values = (ResourceRecords ?? []).map(({ Value }) => Value);
  const [problem, holds] = RULES[Type] ?? DOMAIN;
  const problems = values
    .filter((value) => !holds(value))
    .map(
      (value) => `Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`,
    );
  const repeated = values.find((value, index) => values.indexOf(value) < index);
  if (repeated !== undefined) problems.push(`Duplicate Resource Record: '${repeated}'`);
  if (Type === "CNAME" && values.length > 1) {
    problems.push(`RRSet of type CNAME with DNS name ${Name} may have only one resource record.`);
  }
  return problems;
}

/** `count` fields, of which the first `numbers` are numbers. */
function fields(count: number, numbers: number): (value: string) => boolean {
  return (value) => {
    const parts = value.split(/\s+/);
    return (
      parts.length === count && parts.slice(0, numbers).every((part) => /^\d{1,5}$/.test(part))
    );
  };
}
