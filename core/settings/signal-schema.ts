// What may the settings of other evidence be, each with its default beside it?

import * as z from "zod/mini";
import { commercialRegion } from "../values/regions.ts";
import { region } from "../values/types.ts";
import { listOf, oneOf, rule, section, span, text } from "./setting.ts";
import type { SignalUse } from "./signal-settings.ts";

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

const alarm = section({
  name: text(
    /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u,
    rule(
      "the name of a CloudWatch alarm: 1 to 255 printable characters",
      "Copy it from: aws cloudwatch describe-alarms",
    ),
  ),
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
  about: oneOf(["primary", "secondary"], "Say which Region is sick while the alarm rings"),
  may: may(all, ["corroborate", "notify"]),
});

export const signals = section({
  every: z.prefault(
    span(
      { from: "1 minute", to: "1 hour", whole: "minute" },
      "Write how often other evidence is read while all is well",
    ),
    "10 minutes",
  ),
  traffic: z.prefault(
    section({
      clients: z.prefault(clientIds, []),
      identityProviders: z.prefault(identityProviders, []),
      may: may(all, ["corroborate", "notify"]),
    }),
    {},
  ),
  throttles: z.prefault(section({ may: may(["veto", "notify"], ["notify"]) }), {}),
  health: z.prefault(
    section({
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
      may: may(all, ["corroborate", "notify"]),
    }),
    {},
  ),
  alarms: z.prefault(
    listOf(
      alarm,
      rule("a list of alarms", "Describe each as { name, region, about }, or write []"),
    ),
    [],
  ),
});
