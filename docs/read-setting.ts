// What does a schema say of a setting, when it is read and not applied?

import type * as z from "zod/mini";
import { globalRegistry } from "zod/mini";
import { assert } from "../core/values/errors.ts";

export type Schema = z.core.$ZodType;

export interface Setting {
  /** What may stand there, from the rule of the schema. */
  readonly type: string;
  /** As a user would write it; absent when the setting is required. */
  readonly byDefault?: unknown;
  /** The settings inside, when it is an object or a list of objects. */
  readonly inner?: Readonly<Record<string, Schema>>;
  readonly isList: boolean;
}

/** Looks through what wraps a schema, and keeps what each wrapper tells. */
export function read(schema: Schema): Setting {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "prefault":
    case "default":
      return { ...read(def.innerType), byDefault: def.defaultValue };
    case "optional":
      return { ...read(def.innerType), byDefault: globalRegistry.get(schema)?.["default"] };
    case "nullable": {
      const setting = read(def.innerType);
      return { ...setting, type: `${setting.type}, or null` };
    }
    case "pipe":
      return read(def.in);
    case "array":
      return { ...read(def.element), type: rule(def), isList: true };
    case "object":
      return { type: rule(def), inner: def.shape, isList: false };
    default:
      return { type: rule(def), isList: false };
  }
}

/** The first line of the text that a wrong value gets, without its "must be". */
function rule(def: z.core.$ZodTypeDef): string {
  const error = def.error as ((issue: { code: string }) => unknown) | undefined;
  const text = error?.({ code: "invalid_type" });
  assert(typeof text === "string", `the schema of a ${def.type} has no text of its own`);
  return (text.split("\n")[0] ?? "").replace(/^must be /, "");
}
