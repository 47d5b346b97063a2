// The pool of all core tests: settings as they come out of parseConfig(), all defaults in place.

import { journeyNames } from "../../../core/settings/journey.ts";
import type { Journeys } from "../../../core/settings/journey-schema.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { COMMON_SEARCH_STRING } from "../../../core/values/beacon-words.ts";
import { instant, millis, region, userPoolId } from "../../../core/values/types.ts";

export const primary = region("us-west-2");
export const secondary = region("us-east-1");
export const witness = region("eu-west-1");

/** 03:00 UTC, when people are woken. */
export const now = instant(1_782_874_800_000);

/** An instant some minutes after `now`, or before it. */
export const minutes = (count: number) => instant(now + count * 60_000);

type Own<Name extends keyof Journeys> = Partial<NonNullable<Journeys[Name]>>;

/** Those that are named, each minute unless told otherwise; all others are switched off. */
export function someJourneys(on: { readonly [Name in keyof Journeys]?: Own<Name> }): Journeys {
  const every = millis(60_000);
  const settings = { tokenEvery: every, secret: "machine", scopes: [], providers: [] };
  const lag = { attribute: "nickname", limit: millis(5_000) };
  const walk = (name: keyof Journeys) =>
    on[name] === undefined ? null : { every, ...settings, ...lag, ...on[name] };
  return Object.fromEntries(journeyNames.map((name) => [name, walk(name)])) as unknown as Journeys;
}

const defaults: Policy = {
  name: "customers",
  userPoolId: userPoolId("us-west-2_Pretend01"),
  clientId: "1pretend2client3example4567",
  primary,
  secondary,
  witness,
  furtherVantages: [],
  threeVantagesSuffice: false,
  vantages: [primary, secondary, witness],
  domain: "auth.customers.example",
  issuer: "UPDATED",
  paths: {
    managedLogin: {
      lever: "beacon",
      bucket: "customers-failover-beacon",
      key: "cognito-failover/customers/serving-secondary",
      healthCheckId: "0f9c2f1e-6d1b-4b0e-9d55-2f6a1f3b7c10",
      searchString: COMMON_SEARCH_STRING,
      breakGlassRole: null,
      redirectUri: "https://www.customers.example/signed-in",
      marker: null,
    },
    sdk: {
      lever: "weightedRecords",
      zoneId: "Z0PRETEND00CUSTOMERS1",
      record: "sign-in.customers.example",
      type: "CNAME",
      ttl: 10,
      primary: "sign-in.us-west-2.customers.example",
      secondary: "sign-in.us-east-1.customers.example",
      identifiers: { primary: "primary", secondary: "secondary" },
    },
  },
  prefixDomains: { primary: null, secondary: null },
  journeys: someJourneys({ password: {} }),
  signals: {
    every: millis(600_000),
    traffic: { clients: [], identityProviders: [], may: ["corroborate", "notify"] },
    throttles: { may: ["notify"] },
    health: { services: ["COGNITO"], may: ["corroborate", "notify"] },
    alarms: [],
  },
  probeUser: { secret: "cognito-failover/customers/probe-user", count: 10 },
  budget: { yearsPerFalseFailover: 10 },
  criteria: {
    latencyBudget: millis(5_000),
    evidenceTooOldAfter: millis(180_000),
    backgroundFailureRate: 0.01,
    blipsPerYear: 12,
    blipMean: millis(40_000),
    recoveryFactor: 1,
    stepDeadline: millis(8_000),
  },
  mode: "automatic",
  cooldown: millis(1_800_000),
  approval: { timeout: millis(1_800_000), holds: millis(3_600_000) },
  verify: { attempts: 24, every: millis(5_000), settle: millis(10_000) },
  practice: {
    timeZone: "UTC",
    schedules: [],
    windows: [],
    blocked: { windows: [], dates: [] },
    canary: { shares: [1, 5, 10], bake: millis(300_000), largestShare: 10, samples: null },
    full: { lasts: millis(600_000), rto: millis(300_000) },
    longest: millis(2_700_000),
    exposure: 500,
    blockingAlarms: [],
    outcomeAlarms: [],
    approval: false,
    arming: { rungs: [], maxAge: millis(3_024_000_000) },
  },
  readiness: { maxAge: null },
};

export function aPolicy(change: Partial<Policy> = {}): Policy {
  return { ...defaults, ...change };
}

/** The same pool, watched from five Regions. */
export function aPolicyOfFive(change: Partial<Policy> = {}): Policy {
  const furtherVantages = [region("ca-central-1"), region("sa-east-1")];
  return aPolicy({
    furtherVantages,
    vantages: [primary, secondary, witness, ...furtherVantages],
    ...change,
  });
}
