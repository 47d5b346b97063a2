// What must hold between the journeys of a pool, its other settings and the cadence? A table like
// pool-rules.ts, whose rows it joins.

import { durationText } from "../values/duration.ts";
import { shown } from "../values/errors.ts";
import { type IdentityProvider, socialHosts } from "../values/identity-provider.ts";
import type { Millis } from "../values/types.ts";
import { listed } from "../values/words.ts";

import { type Journey, journeyNames, signInJourneys, signsUsersIn } from "./journey.ts";

import { everyOf } from "./journey-schema.ts";
import type { Mistake, PoolRule, Subject } from "./problem.ts";

/** Walked at the hosts of managed login. */
const atDomain = ["clientCredentials", "managedLogin", "federation"] as const;

/** A sign-in that begins there and returns to the client's callback URL. */
const returning = ["managedLogin", "federation"] as const;

const field = (name: Journey) => `journeys.${name}`;
const everyField = (name: Journey) => `${field(name)}.every`;

export const journeyRules: readonly PoolRule[] = [
  { needs: [...signInJourneys, "managedLogin" as const].map(everyField), breach: signInsAreRare },
  {
    needs: ["prefixDomains.primary", "prefixDomains.secondary", field("managedLogin")],
    breach: ({ pool: { prefixDomains, journeys } }) => {
      const isAlone = journeys.managedLogin !== null && !signsUsersIn(journeys);
      const { primary, secondary } = prefixDomains;
      if (!isAlone || (primary !== null && secondary !== null)) return null;
      return {
        field: "prefixDomains",
        must: "must name both Regions' own domains, as probes that sign nobody in see a Region by its login page alone",
        value: prefixDomains,
        next: "Make a prefix domain in each Region: aws cognito-idp create-user-pool-domain",
      };
    },
  },
  ...journeyNames.map(
    (name): PoolRule => ({
      needs: [everyField(name)],
      breach: (subject) => partOfRound(name, subject),
    }),
  ),
  {
    needs: ["domain", "prefixDomains.primary", "prefixDomains.secondary", ...atDomain.map(field)],
    breach: ({ pool: { domain, prefixDomains, journeys }, called }) => {
      const walked = atDomain.filter((name) => journeys[name] !== null);
      const { primary, secondary } = prefixDomains;
      if (walked.length === 0 || (domain ?? primary ?? secondary) !== null) return null;
      const names = listed(walked.map((name) => called(field(name))));
      return {
        field: "domain",
        must: `must be the custom domain, or ${called("prefixDomains")} must name one, since ${names} ${walked.length === 1 ? "is" : "are"} walked there`,
        value: domain,
        next: `Write the domain or a prefix domain, or leave ${listed(walked)} out`,
      };
    },
  },
  {
    needs: ["paths.managedLogin", ...returning.map(field)],
    breach: ({ pool: { paths, journeys }, called }) => {
      const walked = returning.filter((name) => journeys[name] !== null);
      if (walked.length === 0 || paths.managedLogin !== null) return null;
      const names = listed(walked.map((name) => called(field(name))));
      return {
        field: "paths.managedLogin",
        must: `must be described, since ${names} ${walked.length === 1 ? "returns" : "return"} to its redirectUri`,
        value: null,
        next: `Write paths.managedLogin with its redirectUri, or leave ${listed(walked)} out`,
      };
    },
  },
  { needs: ["journeys.federation.providers"], breach: providersFit },
  {
    needs: [everyField("clientCredentials"), "journeys.clientCredentials.tokenEvery"],
    breach: ({ pool: { journeys }, probeEvery, called }) => {
      const walk = journeys.clientCredentials;
      if (walk === null || walk.tokenEvery === null || probeEvery === null) return null;
      const every = everyOf("clientCredentials", walk, probeEvery);
      if (walk.tokenEvery >= every) return null;
      return {
        field: "journeys.clientCredentials.tokenEvery",
        must: `must be at least ${called(everyField("clientCredentials"))}, ${shown(durationText(every))}`,
        value: durationText(walk.tokenEvery),
        next: "Walk clientCredentials as often as it asks for a token, or ask more seldom: each is billed",
      };
    },
  },
];

/**
 * Evidence about a Region is a sign-in in every round; rarer ones only add to it. The login page stands in for it
 * where nobody can be signed in, as in a pool that demands MFA.
 */
function signInsAreRare({ pool: { journeys }, probeEvery }: Subject): Mistake | null {
  if (probeEvery === null) return null;
  const evidence = signsUsersIn(journeys) ? signInJourneys : (["managedLogin"] as const);
  const walks = evidence.flatMap((name) => {
    const walk = journeys[name];
    return walk === null ? [] : [{ name, every: everyOf(name, walk, probeEvery) }];
  });
  const [first] = walks;
  if (first === undefined) {
    return {
      field: "journeys",
      must: "must switch on password or srp, or managedLogin where the pool demands MFA, as every round asks for a way in",
      value: { password: null, srp: null, managedLogin: null },
      next: 'Write password: {} or srp: { every: "1 minute" }, whichever flow the app client has',
    };
  }
  const isRight = walks.some(({ every }) => every === probeEvery);
  if (isRight || walks.some(({ every }) => every % probeEvery !== 0)) return null;
  const wanted = shown(durationText(probeEvery));
  return {
    field: everyField(first.name),
    must: `must be cadence.probe, ${wanted}, as every round asks for a way in`,
    value: durationText(first.every),
    next: `Write every: ${wanted} for ${first.name}${first.name === "password" ? ", or for srp" : ""}`,
  };
}

/** A default needs no rule: it becomes whole rounds by itself. */
function partOfRound(name: Journey, { pool, probeEvery }: Subject): Mistake | null {
  const every = pool.journeys[name]?.every;
  if (every === undefined || probeEvery === null || every % probeEvery === 0) return null;
  return {
    field: everyField(name),
    must: `must be a whole multiple of cadence.probe, ${shown(durationText(probeEvery))}`,
    value: durationText(every),
    next: `Write ${shown(durationText(rounded(every, probeEvery)))}, or another multiple of it`,
  };
}

function rounded(every: Millis, probeEvery: Millis): Millis {
  return (Math.ceil(every / probeEvery) * probeEvery) as Millis;
}

function providersFit({ pool: { journeys }, called, sound }: Subject): readonly Mistake[] {
  const all = (journeys.federation?.providers ?? []).map((provider, index) => ({
    ...provider,
    at: `journeys.federation.providers.${index}`,
  }));
  const named = all.filter(({ at }) => sound(`${at}.name`));
  return named.flatMap((provider): readonly Mistake[] => {
    const { at, name } = provider;
    const first = named.find((other) => other.name === name);
    if (first === provider || first === undefined) {
      return sound(`${at}.leadsTo`) ? leadsRightly(provider) : [];
    }
    return [
      {
        field: `${at}.name`,
        must: `must differ from ${called(`${first.at}.name`)}`,
        value: name,
        note: " for both",
        next: "Name each identity provider once",
      },
    ];
  });
}

function leadsRightly({
  at,
  name,
  leadsTo,
}: IdentityProvider & { readonly at: string }): readonly Mistake[] {
  const field = `${at}.leadsTo`;
  const host = socialHosts.get(name);
  if (host === undefined && leadsTo === null) {
    return [
      {
        field,
        must: `must be the host of ${shown(name)}, as only those of ${listed([...socialHosts.keys()])} are known`,
        value: null,
        next: 'Write the host of its sign-in page, such as leadsTo: "login.example.com"',
      },
    ];
  }
  if (host === undefined || leadsTo === null || leadsTo === host) return [];
  return [
    {
      field,
      must: `must be ${shown(host)}, where Cognito sends users of ${name}`,
      value: leadsTo,
      next: "Leave it out: the hosts of the social providers are known",
    },
  ];
}
