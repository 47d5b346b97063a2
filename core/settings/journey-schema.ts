// Which journeys may be switched on, and with which settings of their own? Each is an object, or null
// to leave it out; what must hold between them and the rest of the pool is pool-rules.ts.

import * as z from "zod/mini";
import { toMillis } from "../values/duration.ts";
import { type Millis, millis } from "../values/types.ts";
import { type Journey, journeyNames, journeys as table } from "./journey.ts";
import { host } from "./path-schema.ts";
import { listOf, rule, type Settled, section, span, text, whole } from "./setting.ts";

/** Absent means the default, which the rounds decide; docs/settings.md prints it all the same. */
const every = (name: Journey) =>
  z
    .optional(
      span(
        { from: "1 minute", to: "7 days", whole: "minute" },
        "Write the time between two walks of it from one vantage",
      ),
    )
    .register(z.globalRegistry, { default: table[name].every });

const walk = (name: Journey) =>
  section(
    {
      /** Time between two walks from one vantage: whole rounds, to which the default is lengthened. */
      every: every(name),
    },
    walkIs,
  );
const walkIs = 'Write {} for its defaults, { every: "10 minutes" }, or null to leave it out';

const scopes = listOf(
  text(
    /^[\x21\x23-\x2e\x30-\x5b\x5d-\x7e]+\/[\x21\x23-\x2e\x30-\x5b\x5d-\x7e]+$/,
    rule(
      "a scope of a resource server, as identifier/scope",
      'Write it as "https://api.example.com/read" or "orders/read"',
    ),
  ),
  rule("a list of scopes, none of them twice", 'Write ["orders/read"], or [] for all of them'),
);

const clientCredentials = section({
  /** Time between two looks at the token endpoint, which cost nothing; whole rounds. */
  every: every("clientCredentials"),
  /** Time between two tokens from one vantage and Region, which are billed; null asks for none. */
  tokenEvery: z.prefault(
    z.nullable(
      span(
        { from: "1 minute", to: "31 days", whole: "minute" },
        "Each token is billed: write how long a vantage waits between two, or null for none",
      ),
    ),
    "7 days",
  ),
  /** The scopes that are asked for; none asks for all that the client may have. */
  scopes: z.prefault(scopes, []),
});

const provider = section({
  /**
   * Its name in Cognito: "Google", "Facebook", "SignInWithApple", "LoginWithAmazon", or your own.
   */
  name: text(
    /^(?!_)[^_\p{Z}\p{C}][^\p{Z}\p{C}]{0,31}$/u,
    rule(
      "the name of an identity provider: 1 to 32 characters without spaces",
      "Copy it from: aws cognito-idp list-identity-providers",
    ),
  ),
  /** The host that its users are sent to; null for the social ones, whose hosts are known. */
  leadsTo: z.prefault(
    z.nullable(host("Write the host that users of the provider are sent to, or null")),
    null,
  ),
});

const federation = section({
  /** Time between two walks from one vantage: whole rounds, to which the default is lengthened. */
  every: every("federation"),
  /** The identity providers that are tried. */
  providers: listOf(
    provider,
    rule(
      "a list of one identity provider or more",
      'Write [{ name: "Google" }]; SAML and OIDC providers need leadsTo as well',
    ),
    1,
  ),
});

const replicationLag = section({
  /** Time between two measurements: whole rounds, to which the default is lengthened. */
  every: every("replicationLag"),
  /**
   * The attribute of the probe user that holds the marker; the app client must let its users write
   * and read it.
   */
  attribute: z.prefault(
    text(
      /^(?:custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}|family_name|gender|given_name|locale|middle_name|name|nickname|picture|profile|website|zoneinfo)$/u,
      rule(
        "the name of a user attribute that holds text and has no part in signing in",
        'Write one that nobody reads of the probe users, such as "nickname" or "custom:marker"',
      ),
    ),
    "nickname",
  ),
  /** People are told when the secondary is further behind. */
  limit: z.prefault(
    span(
      { from: "1 second", to: "20 seconds" },
      "Write how far the secondary may be behind before people are told",
    ),
    "5 seconds",
  ),
});

export const journeys = section(
  {
    /**
     * Signs in with USER_PASSWORD_AUTH, checks the token, refreshes it; this or srp is walked every
     * round, or managedLogin where both are null since the pool demands MFA.
     */
    password: z.prefault(z.nullable(walk("password")), {}),
    /** Signs in with USER_SRP_AUTH, as SDK clients do; for clients with that flow. */
    srp: z.prefault(z.nullable(walk("srp")), null),
    /** Reads the issuer's discovery document and key set, in both forms. */
    keySet: z.prefault(z.nullable(walk("keySet")), {}),
    /** Uses a refresh token of one Region in the other. */
    refreshAcross: z.prefault(z.nullable(walk("refreshAcross")), {}),
    /** Compares what both Regions say of the same user. */
    equivalence: z.prefault(z.nullable(walk("equivalence")), {}),
    /** Asks the domain's token endpoint, and rarely for a token, since tokens are billed. */
    clientCredentials: z.prefault(z.nullable(clientCredentials), null),
    /** Opens the login page and authorize, at the custom domain and at each prefix domain. */
    managedLogin: z.prefault(z.nullable(walk("managedLogin")), null),
    /** Begins a sign-in at each identity provider, as far as its door. */
    federation: z.prefault(z.nullable(federation), null),
    /** Tries a harmless call in the secondary that only the primary may accept. */
    writesRefused: z.prefault(z.nullable(walk("writesRefused")), {}),
    /** Signs a session out and tries to go on with it. */
    revoke: z.prefault(z.nullable(walk("revoke")), {}),
    /**
     * Writes a marker in the primary and reads it in the secondary, as the probe user; walked from
     * the witness alone.
     */
    replicationLag: z.prefault(z.nullable(replicationLag), null),
  },
  'Write each journey under its name: { password: {}, srp: { every: "5 minutes" } }; null leaves one out',
);

type Drafts = Settled<typeof journeys>;

/** The ways in as the settings have them in the end, each with how often it is walked. */
export type Journeys = {
  readonly [Name in keyof Drafts]: Paced<NonNullable<Drafts[Name]>> | null;
};

interface Draft {
  readonly every?: Millis | undefined;
}

type Paced<Walk extends Draft> = Omit<Walk, "every"> & { readonly every: Millis };

/** How often it is walked: as written, or by default in whole rounds. */
export function everyOf(name: Journey, { every }: Draft, probeEvery: Millis): Millis {
  const rounds = Math.ceil(toMillis(table[name].every) / probeEvery);
  return every ?? millis(rounds * probeEvery);
}

/** With how often each is walked. */
export function paced(draft: Drafts, probeEvery: Millis): Journeys {
  const pace = (name: Journey, walk: Draft | null) =>
    walk === null ? null : { ...walk, every: everyOf(name, walk, probeEvery) };
  const all = journeyNames.map((name) => [name, pace(name, draft[name])] as const);
  // Each keeps the settings of its own name.
  return Object.fromEntries(all) as Journeys;
}

const prefix = (next: string) =>
  text(
    /^(?!.*(?:aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    rule(
      'a domain prefix: up to 63 lower-case letters, digits and inner hyphens, without "aws", "amazon" or "cognito"',
      next,
    ),
  );

/** Each Region's own address of managed login, for looking past the custom domain. */
export const prefixDomains = section({
  /** The prefix of the domain in the primary Region; null without one. */
  primary: z.prefault(z.nullable(prefix('Write "customers", without .auth.<region>…')), null),
  /** The prefix of the domain in the secondary Region; null without one. */
  secondary: z.prefault(z.nullable(prefix("Write the prefix made in the secondary Region")), null),
});

export const probeUser = section({
  /** The pool's own secret, in every vantage: these users, and the machine client, as JSON. */
  secret: text(
    /^[\w/+=.@-]{1,512}$/,
    rule(
      "the name of a secret in Secrets Manager",
      "Write a name, never a password: cognito-failover setup probe-users stores the users under it",
    ),
  ),
  /** How many there should be; one user alone meets an outage of a part always or never. */
  count: z.prefault(
    whole({ from: 1, to: 50 }, "Ten spread over the user space see what users see"),
    10,
  ),
});
