// What does a resource's own policy say? In goes its JSON; out come its statements, or null where it is none that
// AWS would keep. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

import * as z from "zod/mini";

const oneOrMore = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((given): readonly string[] => (typeof given === "string" ? [given] : given)),
);

/** A number and a truth value mean what they look like. */
const value = z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String));

const values = z.pipe(
  z.union([value, z.array(value)]),
  z.transform((given): readonly string[] => (typeof given === "string" ? [given] : given)),
);

const principal = z.union([z.literal("*"), z.record(z.string(), oneOrMore)]);

const statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.optional(principal),
  NotPrincipal: z.optional(principal),
  Action: z.optional(oneOrMore),
  NotAction: z.optional(oneOrMore),
  Resource: z.optional(oneOrMore),
  NotResource: z.optional(oneOrMore),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), values))),
});

const document = z.object({
  Statement: z.pipe(
    z.union([statement, z.array(statement)]),
    z.transform((given): readonly ResourceStatement[] => (Array.isArray(given) ? given : [given])),
  ),
});

export type ResourceStatement = Readonly<z.output<typeof statement>>;

export function statementsOf(text: string): readonly ResourceStatement[] | null {
  const parsed = z.safeParse(document, jsonOf(text));
  return parsed.success ? parsed.data.Statement : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
