// What did the user decide about the ways in that a probe walks? The types that the settings yield; their
// schema is journey-schema.ts, and what each journey is worth is journey.ts.

import type { Millis } from "../values/types.ts";

/** The ways in that a probe walks, each against both Regions from each vantage; null leaves one out. */
export interface Journeys {
  /** Signs in with USER_PASSWORD_AUTH, checks the token, refreshes it; this or srp is walked every round. */
  readonly password: Walk | null;
  /** Signs in with USER_SRP_AUTH, as SDK clients do; for clients with that flow. */
  readonly srp: Walk | null;
  /** Reads the issuer's discovery document and key set, in both forms. */
  readonly keySet: Walk | null;
  /** Uses a refresh token of one Region in the other. */
  readonly refreshAcross: Walk | null;
  /** Compares what both Regions say of the same user. */
  readonly equivalence: Walk | null;
  /** Asks the domain's token endpoint, and rarely for a token, since tokens are billed. */
  readonly clientCredentials: ClientCredentialsWalk | null;
  /** Opens the login page and authorize, at the custom domain and at each prefix domain. */
  readonly managedLogin: Walk | null;
  /** Begins a sign-in at each identity provider, as far as its door. */
  readonly federation: FederationWalk | null;
  /** Tries a harmless call in the secondary that only the primary may accept. */
  readonly writesRefused: Walk | null;
  /** Signs a session out and tries to go on with it. */
  readonly revoke: Walk | null;
  /** Writes a marker in the primary and reads it in the secondary, as the probe user; walked from the witness alone. */
  readonly replicationLag: ReplicationLagWalk | null;
}

/** A journey with no settings but its cadence. */
export interface Walk {
  /** Time between two walks from one vantage: whole rounds, to which the default is lengthened. */
  readonly every: Millis;
}

/** How machines get tokens. */
export interface ClientCredentialsWalk {
  /** Time between two looks at the token endpoint, which cost nothing; whole rounds. */
  readonly every: Millis;
  /** Time between two tokens from one vantage and Region, which are billed; null asks for none. */
  readonly tokenEvery: Millis | null;
  /** The scopes that are asked for; none asks for all that the client may have. */
  readonly scopes: readonly string[];
}

/** Whom users may sign in with instead of a password. */
export interface FederationWalk {
  /** Time between two walks from one vantage: whole rounds, to which the default is lengthened. */
  readonly every: Millis;
  /** The identity providers that are tried. */
  readonly providers: readonly IdentityProvider[];
}

/** An identity provider of the user pool. */
export interface IdentityProvider {
  /** Its name in Cognito: "Google", "Facebook", "SignInWithApple", "LoginWithAmazon", or your own. */
  readonly name: string;
  /** The host that its users are sent to; null for the social ones, whose hosts are known. */
  readonly leadsTo: string | null;
}

/** How far the secondary is behind. */
export interface ReplicationLagWalk {
  /** Time between two measurements: whole rounds, to which the default is lengthened. */
  readonly every: Millis;
  /** The attribute of the probe user that holds the marker; the app client must let its users write and read it. */
  readonly attribute: string;
  /** People are told when the secondary is further behind. */
  readonly limit: Millis;
}

/** The addresses of managed login that lead to one Region each. */
export interface PrefixDomains {
  /** The prefix of the domain in the primary Region; null without one. */
  readonly primary: string | null;
  /** The prefix of the domain in the secondary Region; null without one. */
  readonly secondary: string | null;
}

/** The synthetic users that probes sign in, each in turn. */
export interface ProbeUser {
  /** The pool's own secret, in every vantage: these users, and the machine client, as JSON. */
  readonly secret: string;
  /** How many there should be; one user alone meets an outage of a part always or never. */
  readonly count: number;
}
