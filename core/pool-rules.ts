// What must hold between the fields of one pool? A table: each row names the fields that it reads and
// finds what breaks it. Whether those fields are right one by one is asked before (policy-rules.ts).

import * as z from "zod/mini";
import { durationText } from "./duration.ts";
import { shown } from "./errors.ts";
import { journeyRules } from "./journey-rules.ts";
import { hostName } from "./path-schema.ts";
import type { Breach } from "./problem.ts";
import type { PoolDraft } from "./settings-schema.ts";
import { signalRules } from "./signal-rules.ts";
import { type Millis, millis } from "./types.ts";

export interface Mistake extends Breach {
  /** The field to change, as a path inside the pool: "paths.sdk.record". */
  readonly field: string;
  readonly must: string;
  readonly next: string;
}

export interface Subject {
  readonly pool: PoolDraft;
  /** Null when the cadence itself is wrong. */
  readonly probeEvery: Millis | null;
  /** What a field is called in a sentence: "pools[0].primary". */
  called(field: string): string;
  /** Whether the field, and all that it lies in, is right in itself. */
  sound(field: string): boolean;
}

export interface PoolRule {
  /** The fields that it reads; it is not asked while one of them is wrong in itself. */
  readonly needs: readonly string[];
  breach(subject: Subject): Mistake | readonly Mistake[] | null;
}

const recordValues = {
  CNAME: { pattern: hostName, words: "a DNS name" },
  A: { pattern: z.regexes.ipv4, words: "an IPv4 address" },
  AAAA: { pattern: z.regexes.ipv6, words: "an IPv6 address" },
};

export const poolRules: readonly PoolRule[] = [
  {
    needs: ["userPoolId", "primary"],
    breach: ({ pool: { userPoolId, primary }, called }) =>
      userPoolId.startsWith(`${primary}_`)
        ? null
        : {
            field: "userPoolId",
            must: `must begin with ${called("primary")}, ${shown(primary)}`,
            value: userPoolId,
            next: "Correct the one that is wrong: a user pool's id begins with its primary Region",
          },
  },
  {
    needs: ["furtherVantages"],
    breach: ({ pool: { furtherVantages } }) =>
      furtherVantages.length % 2 === 0
        ? null
        : {
            field: "furtherVantages",
            must: "must hold an even number of Regions, so that all vantages together are odd",
            value: furtherVantages,
            next: "Add one Region or remove one",
          },
  },
  {
    needs: ["paths.managedLogin", "paths.sdk"],
    breach: ({ pool: { paths } }) =>
      paths.managedLogin !== null || paths.sdk !== null
        ? null
        : {
            field: "paths",
            must: "must hold managedLogin, sdk or both",
            value: paths,
            next: "Describe at least one path: without one there is nothing to move",
          },
  },
  {
    needs: ["domain", "paths.managedLogin"],
    breach: ({ pool: { domain, paths }, called }) =>
      domain !== null || paths.managedLogin === null
        ? null
        : {
            field: "domain",
            must: `must be the custom domain, since ${called("paths.managedLogin")} is given`,
            value: domain,
            next: "Write the domain, or remove the path: Cognito moves custom domains only",
          },
  },
  {
    needs: ["domain", "paths.sdk.record"],
    breach: ({ pool: { domain, paths }, called }) =>
      domain === null || paths.sdk?.record !== domain
        ? null
        : {
            field: "paths.sdk.record",
            must: `must differ from ${called("domain")}`,
            value: domain,
            note: " for both",
            next: "Name a record of its own: the domain's record leads to Cognito and never moves",
          },
  },
  {
    needs: ["paths.sdk.primary", "paths.sdk.secondary"],
    breach: ({ pool: { paths }, called }) =>
      paths.sdk === null || paths.sdk.primary !== paths.sdk.secondary
        ? null
        : {
            field: "paths.sdk.secondary",
            must: `must differ from ${called("paths.sdk.primary")}`,
            value: paths.sdk.secondary,
            note: " for both",
            next: "Write the value that leads to the secondary",
          },
  },
  {
    needs: ["issuer", "mode"],
    breach: ({ pool: { issuer, mode } }) =>
      issuer === "UPDATED" || mode !== "automatic"
        ? null
        : {
            field: "issuer",
            must: 'must be "UPDATED" in mode "automatic", as the primary alone serves the key set of the other and takes it along when it dies',
            value: issuer,
            next: 'Move the pool to the multi-Region issuer, or use mode "advise"',
          },
  },
  recordValueFits("primary"),
  recordValueFits("secondary"),
  {
    needs: ["criteria.evidenceTooOldAfter"],
    breach: ({ pool: { criteria }, probeEvery }) =>
      probeEvery === null || criteria.evidenceTooOldAfter >= 2 * probeEvery
        ? null
        : {
            field: "criteria.evidenceTooOldAfter",
            must: `must be at least twice cadence.probe, ${shown(durationText(probeEvery))}`,
            value: durationText(criteria.evidenceTooOldAfter),
            next: `Write "${durationText(millis(2 * probeEvery))}" or more, or probe more often`,
          },
  },
  ...journeyRules,
  ...signalRules,
];

function recordValueFits(side: "primary" | "secondary"): PoolRule {
  const field = `paths.sdk.${side}`;
  return {
    needs: ["paths.sdk.type", field],
    breach: ({ pool: { paths }, called }) => {
      if (paths.sdk === null) return null;
      const { pattern, words } = recordValues[paths.sdk.type];
      if (pattern.test(paths.sdk[side])) return null;
      return {
        field,
        must: `must be ${words}, as ${called("paths.sdk.type")} is ${shown(paths.sdk.type)}`,
        value: paths.sdk[side],
        next: "Correct the value, or the record's type",
      };
    },
  };
}
