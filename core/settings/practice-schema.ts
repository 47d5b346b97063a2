// When, how long and how far may a practice run send users to the secondary? Field by field, each with its default;
// what must hold between them is practice-rules.ts.

import * as z from "zod/mini";
import { weekdays } from "../calendar/week.ts";
import { isTimeZone } from "../calendar/zone-time.ts";
import { instantOf } from "../values/timestamp.ts";
import {
  listOf,
  oneOf,
  rule,
  type Settled,
  section,
  span,
  text,
  whole,
  yesOrNo,
} from "./setting.ts";
import { namedAlarm } from "./signal-schema.ts";

export type PracticeSettings = Settled<typeof practice>;

const ianaName = rule(
  "the IANA name of a time zone",
  'Write a name such as "Europe/Berlin", in the database\'s own capitals, or "UTC"',
);

const timeOfDay = (pattern: RegExp, next: string) =>
  text(pattern, rule("a time of day, hours and minutes", next));

const weeklyWindow = section({
  /** The days on which it begins. */
  days: z.prefault(
    listOf(
      oneOf(weekdays, "Write the days in three capitals"),
      rule("a list of days, none of them twice", 'Write ["MON", "TUE"], or leave it out'),
      1,
    ),
    [...weekdays],
  ),
  /** When it begins, by the clock of the time zone. */
  from: timeOfDay(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Write it as "22:00"'),
  /** When it ends; not after `from` means on the next day. */
  to: timeOfDay(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write it as "05:00", or "24:00"'),
});

const windows = listOf(
  weeklyWindow,
  rule("a list of windows", 'Write [{ days: ["SUN"], from: "22:00", to: "05:00" }], or []'),
);

const blockedDate = rule("a date that exists", 'Write it as "2026-12-24"');

const schedule = section({
  /** What is run. */
  rung: oneOf(["isolation", "canary", "full"], "Write what to run: docs/settings.md says which"),
  /** When, as EventBridge Scheduler writes it: "0 3 ? * TUE *" for every Tuesday at 03:00. */
  cron: text(
    /^(?=.{1,200}$)[\dA-Za-z*?,/#-]+(?: [\dA-Za-z*?,/#-]+)*$/,
    rule(
      "the fields of a cron expression, with one space between them",
      'Write "0 3 ? * TUE *" for every Tuesday at 03:00, without cron()',
    ),
  ),
});

const alarms = listOf(
  section({ ...namedAlarm }),
  rule("a list of alarms", 'Describe each as { name: "errors", region: "eu-west-1" }, or write []'),
);

const percent = whole({ from: 1, to: 50, of: "percent" }, "Write a share such as 5");

export const practice = section({
  /** The time zone of schedules, windows and dates, by its IANA name. */
  timeZone: z.prefault(
    z.string({ ...ianaName }).check(z.refine(isTimeZone, { ...ianaName })),
    "UTC",
  ),
  /** What is run by itself, and when; none: what a person starts. */
  schedules: z.prefault(
    listOf(
      schedule,
      rule("a list of schedules", 'Write [{ rung: "canary", cron: "0 3 ? * TUE *" }], or []'),
    ),
    [],
  ),
  /** When a run may begin and go on; none: always. */
  windows: z.prefault(windows, []),
  /** When none may, whatever the windows say. */
  blocked: z.prefault(
    section({
      /** Windows of the week, as those above. */
      windows: z.prefault(windows, []),
      /** Whole days, from midnight to midnight of the time zone. */
      dates: z.prefault(
        listOf(
          z.string({ ...blockedDate }).check(
            z.refine((date) => /^\d{4}-\d\d-\d\d$/.test(date) && isDate(date), {
              ...blockedDate,
            }),
          ),
          rule("a list of dates, none of them twice", 'Write ["2026-12-24"], or []'),
        ),
        [],
      ),
    }),
    {},
  ),
  /** A share of users for a while, on a path whose lever carries shares. */
  canary: z.prefault(
    section({
      /** Percent of users, one share after the other. */
      shares: z.prefault(
        listOf(percent, rule("a list of shares, none of them twice", "Write [1, 5, 10]"), 1),
        [1, 5, 10],
      ),
      /** How long each share lasts. */
      bake: z.prefault(
        span({ from: "1 minute", to: "1 hour", whole: "second" }, "Write how long a share lasts"),
        "5 minutes",
      ),
      /** Percent of users that no run exceeds. */
      largestShare: z.prefault(percent, 10),
      /**
       * Pairs of sign-ins that a pass rests on at least; null for as many as it takes to tell a
       * healthy secondary from one that fails every twentieth sign-in.
       */
      samples: z.prefault(
        z.nullable(
          whole({ from: 1, to: 100_000 }, "Write null for as many as it takes, or more than that"),
        ),
        null,
      ),
    }),
    {},
  ),
  /** A whole path over and back. */
  full: z.prefault(
    section({
      /** How long the secondary serves. */
      lasts: z.prefault(
        span(
          { from: "1 minute", to: "1 hour", whole: "second" },
          "Write how long the secondary serves",
        ),
        "10 minutes",
      ),
      /** Within which sign-in must succeed over there. */
      rto: z.prefault(
        span({ from: "10 seconds", to: "1 hour", whole: "second" }, "Write the time objective"),
        "5 minutes",
      ),
    }),
    {},
  ),
  /** From the first shift to the write that brings all users back, by whomever: the hard limit. */
  longest: z.prefault(
    span(
      { from: "5 minutes", to: "2 hours", whole: "second" },
      "Write how long users may be sent over at the most",
    ),
    "45 minutes",
  ),
  /** User-minutes that a run may cost: users sent over who cannot sign in there, times minutes. */
  exposure: z.prefault(
    whole(
      { from: 1, to: 1_000_000, of: "user-minutes" },
      "Write 500 for fifty users who cannot sign in for ten minutes",
    ),
    500,
  ),
  /** Alarms of your own that keep a run from beginning and end one, unless they are OK. */
  blockingAlarms: z.prefault(alarms, []),
  /** Alarms of your own that let a run fail. */
  outcomeAlarms: z.prefault(alarms, []),
  /** Whether a person must agree before each run that moves users. */
  approval: z.prefault(yesOrNo("Write true to be asked before users are moved"), false),
  /** What must have been practised lately for mode "automatic" to act. */
  arming: z.prefault(
    section({
      /** What must have passed; none: nothing is asked for, and it acts without practice. */
      rungs: z.prefault(
        listOf(
          oneOf(["shadow", "isolation", "canary", "full"], "Write what must have passed"),
          rule("a list of rungs, none of them twice", 'Write ["isolation", "canary"], or []'),
        ),
        ["isolation", "canary"],
      ),
      /** How long a pass counts. */
      maxAge: z.prefault(
        span({ from: "1 day", to: "366 days" }, "Write how long a pass counts"),
        "35 days",
      ),
    }),
    {},
  ),
});

function isDate(text: string): boolean {
  return instantOf(`${text}T00:00:00Z`) !== null;
}
