// What may a pool's settings be? Field by field, each with its default beside it; what must hold
// between fields is pool-rules.ts. What each field means stands at its type, in policy.ts.

import * as z from "zod/mini";
import { commercialRegion, replicationRegions } from "../values/regions.ts";
import { region, userPoolId } from "../values/types.ts";
import { criteria, verify } from "./criteria-schema.ts";
import { journeys, prefixDomains, probeUser } from "./journey-schema.ts";
import { host, managedLogin, sdk } from "./path-schema.ts";
import { oneOf, quantity, rule, section, span, text } from "./setting.ts";
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
  name: text(
    /^[a-z0-9-]{1,32}$/,
    rule(
      "1 to 32 lower-case letters, digits and hyphens",
      'Choose a short name such as "customers": executions and keys are called after it',
    ),
  ),
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
  clientId: text(
    /^[\w+]{1,128}$/,
    rule(
      'the id of an app client: 1 to 128 letters, digits, "_" and "+"',
      "Copy it from: aws cognito-idp list-user-pool-clients --user-pool-id <id>",
    ),
  ),
  primary: replicaRegion("Name the Region that the user pool was created in"),
  secondary: replicaRegion(
    "Name the Region of the replica: aws cognito-idp list-user-pool-replicas",
  ),
  witness: vantage(anotherVantage),
  furtherVantages: z.prefault(
    z.array(
      vantage(anotherVantage),
      rule("a list of Regions", 'Write a list such as ["ca-central-1", "ap-southeast-2"], or []'),
    ),
    [],
  ),
  domain: z.prefault(
    z.nullable(host("Write the user pool's custom domain, or null if it has none")),
    null,
  ),
  issuer: z.prefault(
    oneOf(["ORIGINAL", "UPDATED"], "Copy IssuerConfiguration.Type of the user pool"),
    "UPDATED",
  ),
  paths: section({
    managedLogin: z.prefault(z.nullable(managedLogin), null),
    sdk: z.prefault(z.nullable(sdk), null),
  }),
  prefixDomains: z.prefault(prefixDomains, {}),
  journeys: z.prefault(journeys, {}),
  probeUser,
  budget: z.prefault(
    section({
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
  criteria: z.prefault(criteria, {}),
  signals: z.prefault(signals, {}),
  mode: z.prefault(
    oneOf(["observe", "advise", "automatic"], 'Start with "advise": a person approves each move'),
    "advise",
  ),
  cooldown: z.prefault(
    span({ from: "1 minute", to: "1 day" }, "Write the shortest time between two moves"),
    "30 minutes",
  ),
  approval: z.prefault(
    section({
      timeout: z.prefault(
        span(
          { from: "1 minute", to: "1 day", whole: "second" },
          "Write how long a person has to answer",
        ),
        "30 minutes",
      ),
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
  verify: z.prefault(verify, {}),
});
