// What a Lambda reads from its environment, by name and checked; nothing else in the product reads it.

import * as z from "zod/mini";
import { regionSchema } from "../core/state/stored-state.ts";
import { ActionError } from "../core/values/errors.ts";

const words = z.record(z.string(), z.string().check(z.regex(/^[\w -]{1,64}$/)));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const byPool = z.pipe(
  z.string(),
  z.transform((text, context): Readonly<Record<string, string>> => {
    const parsed = z.safeParse(words, jsonOf(text));
    if (parsed.success) return parsed.data;
    context.issues.push({ code: "custom", input: text, message: "must be an object of texts" });
    return z.NEVER;
  }),
);

const variables = {
  /** Set by Lambda itself: the Region it runs in. */
  AWS_REGION: regionSchema,
  /** The ledger's table, in the home Region. */
  LEDGER_TABLE: z.string().check(z.minLength(3), z.maxLength(255)),
  /** The topic of notices, in the home Region; a guard's, in its own. */
  NOTICES_TOPIC_ARN: z.string().check(z.regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/)),
  /** The machine that decides, in the home Region. */
  WATCH_MACHINE_ARN: z
    .string()
    .check(z.regex(/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/)),
  /** The probe Lambda's name, the same in every vantage. */
  PROBE_FUNCTION_NAME: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  /** The account that the deployment is in, which owns the beacons' buckets. */
  ACCOUNT_ID: z.string().check(z.regex(/^\d{12}$/)),
  /** The ids of the health checks that the deployment made, by the pool's name, as JSON. */
  BEACON_CHECKS: byPool,
  /** What those look for in a beacon, by the pool's name, as JSON. */
  BEACON_SEARCH_STRINGS: byPool,
  /** The name of the Lambda that restores what a practice run wrote, the same in home and the witness. */
  GUARD_FUNCTION_NAME: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  /** What Scheduler takes to invoke it. */
  GUARD_ROLE_ARN: z.string().check(z.regex(/^arn:[\w-]+:iam::\d{12}:role\/[\w-]+$/)),
  /** With which the names of the schedules begin that wake it, by the pool's name, as JSON. */
  GUARD_SCHEDULES: byPool,
} as const;

export type VariableName = keyof typeof variables;

export type Environment<Names extends VariableName> = {
  readonly [Name in Names]: z.output<(typeof variables)[Name]>;
};

export function parseEnvironment<Names extends VariableName>(
  names: readonly Names[],
  source: Readonly<Record<string, string | undefined>>,
): Environment<Names> {
  const entries = names.map((name) => {
    const parsed = z.safeParse(variables[name], source[name]);
    if (parsed.success) return [name, parsed.data];
    throw new ActionError({
      code: "InvalidEnvironment",
      cannot: "start",
      must: `the environment variable ${name} must be set and well-formed`,
      value: source[name],
      next: "npx sst deploy",
    });
  });
  return Object.fromEntries(entries) as Environment<Names>;
}
