// What may the settings be as a whole? The schema of the file that a user writes, in the order in
// which docs/settings.md prints it. It checks shapes; policy-rules.ts checks what spans fields. The
// comment at each setting is its help: editors show it, docs/ are printed from it.

import * as z from "zod/mini";
import { pool, vantage } from "./pool-schema.ts";
import { listOf, quantity, rule, section, span, text, whole } from "./setting.ts";

const cadence = (next: string) =>
  z.prefault(span({ from: "1 minute", to: "15 minutes", whole: "minute" }, next), "1 minute");

const baseUrl = text(
  /^https?:\/\/(?:[\w.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?(?:\/[^\p{C}\s?#]*)?$/u,
  rule("a base URL, http or https", 'Write it with its port, such as "http://127.0.0.1:4566"'),
);

/** One base URL for all of them, or one for each that differs from AWS's own. */
function servicesOf<const Service extends string>(services: readonly Service[]) {
  const shape = Object.fromEntries(services.map((name) => [name, z.optional(baseUrl)]));
  return z.union(
    [baseUrl, section(shape as Record<Service, z.ZodMiniOptional<typeof baseUrl>>)],
    rule("a base URL, or an object of one for each service", `Services: ${services.join(", ")}`),
  );
}

const endpoints = section({
  /**
   * For the services of each Region: one URL for all, or one for each service by its signing name.
   */
  regions: z.record(
    vantage('Name each entry after a Region, such as "us-west-2"'),
    servicesOf([
      "cognito-idp",
      "dynamodb",
      "s3",
      "sns",
      "secretsmanager",
      "sts",
      "lambda",
      "states",
      "scheduler",
      "monitoring",
      "kms",
      "ses",
      "wafv2",
      "acm",
      "servicequotas",
    ]),
    rule(
      "an object of base URLs, each under its Region",
      'Write { "us-west-2": "http://127.0.0.1:4566" }, with an entry for each Region',
    ),
  ),
  /** For what has no Region: Route 53, IAM, the issuer's key sets and the custom domains. */
  global: servicesOf(["route53", "iam", "issuer", "domain"]),
  /** The server that answers for the domains and records; null for the resolver of the machine. */
  dns: z.prefault(
    z.nullable(
      section({
        /** Its address, without the port. */
        host: text(
          /^[\w.:-]{1,253}$/,
          rule("the address of a DNS server", 'Write an IP address such as "127.0.0.1"'),
        ),
        /** Its port, for UDP and TCP. */
        port: whole({ from: 1, to: 65_535 }, "Write the port that the server listens on"),
      }),
    ),
    null,
  ),
});

const notices = section({
  /** Addresses that SNS mails each notice to, after each has confirmed. */
  email: z.prefault(
    listOf(
      text(
        /^[^\p{C}\s@"(),:;<>[\]\\]{1,64}@(?:[0-9A-Za-z-]{1,63}\.)+[A-Za-z]{2,63}$/u,
        rule("an e-mail address", 'Write it as "on-call@example.com", without a name'),
      ),
      rule(
        "a list of e-mail addresses, none of them twice",
        'Write ["on-call@example.com"], or []',
      ),
    ),
    [],
  ),
  /** URLs that SNS posts each notice to, after each has confirmed. */
  https: z.prefault(
    listOf(
      text(
        /^https:\/\/[\w.-]+(?::\d{1,5})?(?:\/[^\p{C}\s#]*)?$/u,
        rule("an https URL", "SNS posts notices there; write the whole address, with https://"),
      ),
      rule("a list of https URLs, none of them twice", 'Write ["https://example.com/hook"], or []'),
    ),
    [],
  ),
});

const cost = section({
  /** Dollars a month, by the list prices that `cognito-failover cost` shows. */
  limit: z.prefault(
    quantity(
      "a number above 0, in dollars",
      (dollars) => dollars > 0,
      "Write what a month may cost by list prices: cognito-failover cost shows what it does",
    ),
    50,
  ),
});

export const settings = section({
  /**
   * The user pools that this deployment watches, each under its own name.
   *
   * What the controller knows about one user pool and may do to it.
   */
  pools: listOf(
    pool,
    rule("a list of one pool or more", "Describe each user pool as failover.config.ts does"),
    1,
  ),
  /** Who is told what happens. */
  notices: z.prefault(notices, {}),
  /** How often it probes and how often it decides. */
  cadence: z.prefault(
    section({
      /** Time between two probes of one vantage while all is healthy. */
      probe: cadence(
        "Write the time between two probes of a vantage; it wakes once a minute at most",
      ),
      /** Time between two decisions while all is healthy. */
      watch: cadence("Write the time between two decisions; EventBridge counts whole minutes"),
      /**
       * Time between two looks of a vantage that doubts a Region; every look signs in, and longer
       * tells a part of an outage later.
       */
      burst: z.prefault(
        span(
          { from: "1 second", to: "20 seconds", whole: "second" },
          "Write the time between two looks of a vantage that doubts a Region",
        ),
        "3 seconds",
      ),
      /** Time between two checks of readiness. */
      check: z.prefault(
        span(
          { from: "1 hour", to: "3 days", whole: "minute" },
          "Write the time between two checks of readiness",
        ),
        "1 day",
      ),
    }),
    {},
  ),
  /** What the deployment may cost; above it the settings are refused. */
  cost: z.prefault(cost, {}),
  /**
   * The name of the IAM policy that bounds what every role of the deployment may do, printed by
   * `cognito-failover iam-policy --for boundary`; null for none.
   */
  permissionsBoundary: z.prefault(
    z.nullable(
      text(
        /^(?:[\w.,+@=-]+\/)*[\w.,+@=-]{1,128}$/,
        rule(
          "the name of an IAM policy in the deployment's account",
          'Write "cognito-failover-production-boundary", without "arn:"',
        ),
      ),
    ),
    null,
  ),
  /**
   * Where AWS is reached; null for AWS itself, anything else for a pretended one.
   *
   * Base URLs in place of AWS's own. A service that is not named is AWS's own.
   */
  endpoints: z.prefault(z.nullable(endpoints), null),
});

/** A pool whose fields are right one by one, before anything between them is checked. */
export type PoolDraft = z.output<typeof pool>;
export type SettingsDraft = z.output<typeof settings>;
