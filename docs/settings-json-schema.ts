// The JSON Schema of what failover.config.ts may export, for tools that are no TypeScript: shapes, defaults
// and meanings. What must hold between settings has no place in a JSON Schema.

import * as z from "zod/mini";
import { settings } from "../core/settings/settings-schema.ts";
import { grammar } from "../core/values/duration.ts";
import { read, type Schema } from "./read-setting.ts";
import type { Help } from "./setting-help.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

export function settingsSchemaText(help: Help): string {
  const { $schema, ...json } = z.toJSONSchema(settings, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      // A length of time is the one kind of setting that only a function can check.
      if (zodSchema._zod.def.type === "custom") jsonSchema.anyOf = lengthOfTime;
    },
  });
  const head = { $schema, title: "Settings of cognito-failover", description: help.meaning };
  return `${JSON.stringify({ ...head, ...withHelp({ json, schema: settings, help }) }, null, 2)}\n`;
}

const lengthOfTime: JsonSchema[] = [
  { type: "string", pattern: grammar.source },
  { type: "integer", minimum: 0 },
];

interface Place {
  readonly json: JsonSchema;
  readonly schema: Schema;
  readonly help: Help;
}

/** A schema in several places is one object: each place gets a copy with a meaning of its own. */
function withHelp({ json, schema, help }: Place): JsonSchema {
  const { properties, items, anyOf } = json;
  const inside = (json: JsonSchema) => withHelp({ json, schema, help });
  return {
    ...json,
    ...(properties && { properties: described(properties, { schema, help }) }),
    ...(isSchema(items) && { items: inside(items) }),
    ...(anyOf && { anyOf: anyOf.map(inside) }),
  };
}

function described(
  properties: NonNullable<JsonSchema["properties"]>,
  { schema, help }: Omit<Place, "json">,
): NonNullable<JsonSchema["properties"]> {
  const shape = read(schema).inner ?? {};
  const all = Object.entries(properties).map(([key, json]): [string, typeof json] => {
    const inner = { schema: shape[key], help: help.inner.get(key) };
    if (!isSchema(json) || inner.schema === undefined || inner.help === undefined)
      return [key, json];
    const { meaning, further } = inner.help;
    const text = [meaning, further, `It must be ${read(inner.schema).type}.`];
    const description = text.filter((part) => part !== "").join("\n\n");
    return [key, { description, ...withHelp({ json, schema: inner.schema, help: inner.help }) }];
  });
  return Object.fromEntries(all);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
