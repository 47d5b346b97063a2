// What may a pool's settings be? Field by field, each with its default beside it; what must hold
// between fields is pool-rules.ts.

import * as z from "zod/mini";
import { commercialRegion, replicationRegions } from "../values/regions.ts";
import { region, userPoolId } from "../values/types.ts";
import { criteria, verify } from "./criteria-schema.ts";
import { journeys, prefixDomains, probeUser } from "./journey-schema.ts";
import { host, managedLogin, sdk } from "./path-schema.ts";
import { practice } from "./practice-schema.ts";
import { oneOf, quantity, rule, section, span, text, yesOrNo } from "./setting.ts";
import { signals } from "./signal-schema.ts";

const replicaRegion = (next: string) =>
  z.pipe(
    z.enum(replicationRegions, rule("a Region that has user-pool replication", next)),
    z.transform(region),
  );

export const vantage = (next: string) =>
  z.pipe(
    text(commercialRegion, rule("the code of a commercial AWS Region", next)),
    z.transform(region),
  );

const anotherVantage = 'Name a Region such as "eu-west-1", one that this pool does not use yet';

export const pool = section({
  /**
   * What the pool is called in commands, executions and keys; never change it while a move runs.
   */
  name: text(
    /^[a-z0-9-]{1,32}$/,
    rule(
      "1 to 32 lower-case letters, digits and hyphens",
      'Choose a short name such as "customers": executions and keys are called after it',
    ),
  ),
  /** The user pool's id, the same in both Regions. */
  userPoolId: z.pipe(
    text(
      /^(?=.{1,55}$)[\w-]+_[0-9A-Za-z]+$/,
      rule(
        'the id of a user pool, such as "us-west-2_aBcDeFgHi"',
        "Copy it from: aws cognito-idp list-user-pools --max-results 60",
      ),
    ),
    z.transform(userPoolId),
  ),
  /** The app client that the probe user signs in with. */
  clientId: text(
    /^[\w+]{1,128}$/,
    rule(
      'the id of an app client: 1 to 128 letters, digits, "_" and "+"',
      "Copy it from: aws cognito-idp list-user-pool-clients --user-pool-id <id>",
    ),
  ),
  /** The Region of the user pool, where traffic belongs. */
  primary: replicaRegion("Name the Region that the user pool was created in"),
  /** The Region of the replica, where traffic can go and where the controller lives. */
  secondary: replicaRegion(
    "Name the Region of the replica: aws cognito-idp list-user-pool-replicas",
  ),
  /** A third Region, which probes both and notices when the controller is silent. */
  witness: vantage(anotherVantage),
  /** More Regions to probe from, an even number of them; two are advised for automatic mode. */
  furtherVantages: z.prefault(
    z.array(
      vantage(anotherVantage),
      rule("a list of Regions", 'Write a list such as ["ca-central-1", "ap-southeast-2"], or []'),
    ),
    [],
  ),
  /** Whether mode "automatic" is wanted with three vantages all the same; true ends the advice. */
  threeVantagesSuffice: z.prefault(
    yesOrNo("Write true once it is known that two vantages failing together stop every move"),
    false,
  ),
  /** The custom domain of managed login; null when the pool has none. */
  domain: z.prefault(
    z.nullable(host("Write the user pool's custom domain, or null if it has none")),
    null,
  ),
  /** The form of the issuer in tokens, which the probe checks. */
  issuer: z.prefault(
    oneOf(["ORIGINAL", "UPDATED"], "Copy IssuerConfiguration.Type of the user pool"),
    "UPDATED",
  ),
  /** How clients reach Cognito, and by which lever each way is moved; at least one is given. */
  paths: section({
    /**
     * Sign-in at the custom domain: managed login, federation, token endpoint; null leaves it
     * alone.
     *
     * Moved as a whole by Cognito, which follows the domain's health check, which follows the
     * beacon.
     */
    managedLogin: z.prefault(z.nullable(managedLogin), null),
    /**
     * Sign-in through the SDK at a record of your own; null leaves it alone.
     *
     * Moved by the weights of two records under one name.
     */
    sdk: z.prefault(z.nullable(sdk), null),
  }),
  /**
   * The prefix domains of managed login, which lead to one Region each; null where there is none.
   */
  prefixDomains: z.prefault(prefixDomains, {}),
  /** The ways in that a probe walks, against each Region from each vantage; null leaves one out. */
  journeys: z.prefault(journeys, {}),
  /** The synthetic users that probes sign in, each in turn. */
  probeUser,
  /** How often being wrong is acceptable; the thresholds of detection are derived from it. */
  budget: z.prefault(
    section({
      /** Years for one failover without an outage; more of them make a decision slower. */
      yearsPerFalseFailover: z.prefault(
        quantity(
          "a number from 1 to 1000",
          (years) => years >= 1 && years <= 1000,
          "Write 10 for one false failover in ten years; more years decide more slowly",
        ),
        10,
      ),
    }),
    {},
  ),
  /** What counts as unhealthy, and what is known about this pool's ordinary failures. */
  criteria: z.prefault(criteria, {}),
  /**
   * Evidence of other kinds than probes, and what it may do.
   *
   * What each `may` do: "corroborate" shortens the wait of a failover that probes ask for, and
   * settles a dispute of vantages; "veto" forbids one; "notify" calls a person where the probes see
   * nothing; "decide" makes the primary count as unhealthy without them.
   */
  signals: z.prefault(signals, {}),
  /** What may happen alone: nothing, everything up to a person's word, or a failover. */
  mode: z.prefault(
    oneOf(["observe", "advise", "automatic"], 'Start with "advise": a person approves each move'),
    "advise",
  ),
  /** Shortest time between two moves of traffic. */
  cooldown: z.prefault(
    span({ from: "1 minute", to: "1 day" }, "Write the shortest time between two moves"),
    "30 minutes",
  ),
  /** How a person is asked. */
  approval: z.prefault(
    section({
      /** How long the question waits for an answer, in mode advise; then nothing is moved. */
      timeout: z.prefault(
        span(
          { from: "1 minute", to: "1 day", whole: "second" },
          "Write how long a person has to answer",
        ),
        "30 minutes",
      ),
      /** How long a person's word, an order or a yes, covers further attempts at the same move. */
      holds: z.prefault(
        span(
          { from: "1 minute", to: "1 day" },
          "Write for how long a person's yes covers further attempts at the same move",
        ),
        "1 hour",
      ),
    }),
    {},
  ),
  /**
   * How a cutover is confirmed.
   *
   * With `approval.timeout`, and ten minutes for each look at the worst, all of it must fit into 30
   * hours.
   */
  verify: z.prefault(verify, {}),
  /**
   * Practice runs: when and how far the way to the secondary is tried on purpose.
   *
   * "isolation" tries the plan of a failover without the primary, and moves nobody; "canary" sends a
   * share of users over for a while; "full" moves a whole path over and back.
   */
  practice: z.prefault(practice, {}),
  /**
   * Readiness: whether the secondary could take the users, which is checked every `cadence.check`.
   */
  readiness: z.prefault(
    section({
      /**
       * How long a complete check counts, for mode "automatic" to act by itself; null: it acts without
       * one, whatever a check finds.
       */
      maxAge: z.prefault(
        z.nullable(
          span({ from: "7 days", to: "90 days" }, "Write how long a complete check counts"),
        ),
        "7 days",
      ),
    }),
    {},
  ),
});
