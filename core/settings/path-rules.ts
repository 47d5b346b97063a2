// What must hold between the settings of a pool's paths and the rest of the pool? A table like
// pool-rules.ts, whose rows it joins.

import * as z from "zod/mini";
import { COMMON_SEARCH_STRING } from "../values/beacon-words.ts";
import { shown } from "../values/errors.ts";
import { isSameValue } from "../values/record-value.ts";
import { hostName } from "./path-schema.ts";
import type { PoolRule } from "./problem.ts";

const recordValues = {
  CNAME: { pattern: hostName, words: "a DNS name" },
  A: { pattern: z.regexes.ipv4, words: "an IPv4 address" },
  AAAA: { pattern: z.regexes.ipv6, words: "an IPv6 address" },
};

export const pathRules: readonly PoolRule[] = [
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
  recordValueFits("primary"),
  recordValueFits("secondary"),
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
