// What may the settings of signals be, each with its default beside it?

import * as z from "zod/mini";
import { commercialRegion } from "../values/regions.ts";
import { region } from "../values/types.ts";
import { listOf, oneOf, rule, type Settled, section, span, text } from "./setting.ts";

/** What evidence of other kinds than probes may do. */
export type SignalUse = "corroborate" | "veto" | "notify" | "decide";

export type Signals = Settled<typeof signals>;
export type AlarmSignal = Settled<typeof alarm>;

function may(uses: readonly SignalUse[], preset: readonly SignalUse[]) {
  const words = uses.map((use) => `"${use}"`).join(", ");
  const list = listOf(
    oneOf(uses, "docs/settings.md says what each of them does"),
    rule(`a list of ${words}, none of them twice`, "Write [] for evidence that may do nothing"),
  );
  return z.prefault(list, [...preset]);
}

const all = ["corroborate", "veto", "notify", "decide"] as const;

const clientIds = listOf(
  text(
    /^[\w+]{1,128}$/,
    rule(
      'the id of an app client: 1 to 128 letters, digits, "_" and "+"',
      "Copy it from: aws cognito-idp list-user-pool-clients --user-pool-id <id>",
    ),
  ),
  rule("a list of app clients, none of them twice", "Name the clients of your users, or write []"),
);

const identityProviders = listOf(
  text(
    /^[^\p{C}\p{Zl}\p{Zp}"\\]{1,32}$/u,
    rule(
      "the name of an identity provider: 1 to 32 printable characters, no quotes or backslashes",
      "Copy it from: aws cognito-idp list-identity-providers --user-pool-id <id>",
    ),
  ),
  rule(
    "a list of identity providers, none of them twice",
    "Name those that your users come from, or write []",
  ),
);

/** Which alarm of the customer's it is. */
export const namedAlarm = {
  /** Its name. */
  name: text(
    /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u,
    rule(
      "the name of a CloudWatch alarm: 1 to 255 printable characters",
      "Copy it from: aws cloudwatch describe-alarms",
    ),
  ),
  /** The Region it is in. */
  region: z.pipe(
    text(
      commercialRegion,
      rule(
        "the code of a commercial AWS Region",
        'Name the Region of the alarm, such as "eu-west-1"',
      ),
    ),
    z.transform(region),
  ),
};

const alarm = section({
  ...namedAlarm,
  /** The Region that is unhealthy while it rings. */
  about: oneOf(["primary", "secondary"], "Say which Region is unhealthy while the alarm rings"),
  /** What it may do while it rings; "veto" is for while it is OK, or rings about the secondary. */
  may: may(all, ["corroborate", "notify"]),
});

export const signals = section({
  /** How often it is read while all is healthy; once a minute otherwise. */
  every: z.prefault(
    span(
      { from: "1 minute", to: "1 hour", whole: "minute" },
      "Write how often signals are read while all is healthy",
    ),
    "10 minutes",
  ),
  /**
   * Sign-ins of real users that succeeded, by Cognito's own metrics, against the same hour of other
   * weeks.
   */
  traffic: z.prefault(
    section({
      /** App clients of real users, whose successes are counted; none: traffic is not read. */
      clients: z.prefault(clientIds, []),
      /** Identity providers of theirs, whose federated sign-ins are counted as well. */
      identityProviders: z.prefault(identityProviders, []),
      /**
       * What it may do when half of the sign-ins or more is gone; "veto" is for while they come as
       * usual.
       */
      may: may(all, ["corroborate", "notify"]),
    }),
    {},
  ),
  /**
   * Requests of real users that Cognito throttled.
   *
   * By AWS's usage metrics of the account: in the Region that serves, and in both once anything is
   * wrong.
   */
  throttles: z.prefault(
    section({
      /** What it may do; "veto" as the other Region would throttle them, too. */
      may: may(["veto", "notify"], ["notify"]),
    }),
    {},
  ),
  /** AWS Health's events: open issues of these services in one of the two Regions. */
  health: z.prefault(
    section({
      /** Whose events count, by AWS Health's names of services. */
      services: z.prefault(
        listOf(
          text(
            /^[A-Z0-9_]{1,30}$/,
            rule("a service by AWS Health's name, in capitals", 'Write "COGNITO"'),
          ),
          rule("a list of services, none of them twice", 'Write ["COGNITO"], or [] for none'),
        ),
        ["COGNITO"],
      ),
      /** What an open issue may do; "veto" is for one in the secondary. */
      may: may(all, ["corroborate", "notify"]),
    }),
    {},
  ),
  /** CloudWatch alarms of your own, metric alarms or composite ones; without data one says nothing. */
  alarms: z.prefault(
    listOf(
      alarm,
      rule("a list of alarms", "Describe each as { name, region, about }, or write []"),
    ),
    [],
  ),
});
