// What must hold between the fields of one pool? A table: each row names the fields that it reads and
// finds what breaks it. Whether those fields are right one by one is asked before (policy-rules.ts).

import * as z from "zod/mini";
import { COMMON_SEARCH_STRING } from "../values/beacon-words.ts";
import { durationText } from "../values/duration.ts";
import { shown } from "../values/errors.ts";
import { isSameValue } from "../values/record-value.ts";
import { millis } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";
import { journeyRules } from "./journey-rules.ts";
import { LONGEST_MOVE, longestMove, mostAttempts } from "./longest-move.ts";
import { hostName } from "./path-schema.ts";
import type { PoolRule } from "./problem.ts";
import { signalRules } from "./signal-rules.ts";

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
      paths.sdk === null || !isSameValue(paths.sdk.primary, paths.sdk.secondary)
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
    needs: ["paths.managedLogin"],
    breach: ({ pool: { paths }, called }) => {
      const { healthCheckId = null, searchString = COMMON_SEARCH_STRING } =
        paths.managedLogin ?? {};
      return healthCheckId !== null || searchString === COMMON_SEARCH_STRING
        ? null
        : {
            field: "paths.managedLogin.searchString",
            must: `must be left out, since ${called("paths.managedLogin.healthCheckId")} names no check and the one that the deployment makes has a string of its own`,
            value: searchString,
            next: "Leave it out, or name the check that looks for it",
          };
    },
  },
  {
    needs: ["paths.managedLogin.marker"],
    breach: ({ pool: { paths }, called }) => {
      const marker = paths.managedLogin?.marker ?? null;
      if (marker === null || marker.primary !== marker.secondary) return null;
      return {
        field: "paths.managedLogin.marker.secondary",
        must: `must differ from ${called("paths.managedLogin.marker.primary")}`,
        value: marker.primary,
        note: " for both",
        next: "Write what the trigger of each Region adds",
      };
    },
  },
  {
    needs: ["paths.managedLogin.marker", "journeys.clientCredentials"],
    breach: ({ pool: { paths, journeys }, called }) =>
      (paths.managedLogin?.marker ?? null) === null || journeys.clientCredentials !== null
        ? null
        : {
            field: "journeys.clientCredentials",
            must: `must be switched on, since ${called("paths.managedLogin.marker")} is read from a token of its client`,
            value: null,
            next: "Write clientCredentials: {} with a machine client in the probes' secret, or leave the marker out",
          },
  },
  {
    needs: ["paths.sdk.identifiers.primary", "paths.sdk.identifiers.secondary"],
    breach: ({ pool: { paths }, called }) =>
      paths.sdk === null || paths.sdk.identifiers.primary !== paths.sdk.identifiers.secondary
        ? null
        : {
            field: "paths.sdk.identifiers.secondary",
            must: `must differ from ${called("paths.sdk.identifiers.primary")}`,
            value: paths.sdk.identifiers.secondary,
            note: " for both",
            next: "Write the set identifier of the record that leads to the secondary",
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
  {
    needs: ["approval.timeout", "verify.attempts", "verify.every", "verify.settle"],
    breach: ({ pool: { approval, verify }, called }) => {
      const longest = longestMove({ approval, verify });
      if (longest <= LONGEST_MOVE) return null;
      const most = mostAttempts({ approval, verify });
      const waits = [
        `${called("approval.timeout")} is ${shown(durationText(approval.timeout))}`,
        `${called("verify.every")} ${shown(durationText(verify.every))}`,
        `${called("verify.settle")} ${shown(durationText(verify.settle))}`,
      ];
      return {
        field: "verify.attempts",
        must: `must let a move end within ${shown(durationText(LONGEST_MOVE))}, while ${listed(waits)}`,
        value: verify.attempts,
        note: `, with which it may take ${inWords(longest)}`,
        next: `Write ${most} or less, try more often, or wait less for an answer`,
      };
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
