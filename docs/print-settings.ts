// Prints docs/settings.md: `node docs/print-settings.ts`. Types and defaults come from the schema that
// parses the settings, meanings from the doc comments of the types that it yields.

import { readFileSync, writeFileSync } from "node:fs";
import type * as z from "zod/mini";
import { globalRegistry } from "zod/mini";
import { settings } from "../core/settings/settings-schema.ts";
import { assert } from "../core/values/errors.ts";

const page = new URL("./settings.md", import.meta.url);
const types = ["policy", "journey-settings", "signal-settings"].map(
  (file) => new URL(`../core/settings/${file}.ts`, import.meta.url),
);

const head = `# Settings

\`failover.config.ts\` holds the settings of a deployment. Every mistake in it is told at once, with its
path, before anything starts. A length of time is written as \`"30 seconds"\`, \`"5 minutes"\`, \`"2 hours"\`
or \`"1 day"\`; a number alone is milliseconds.

This page is printed from the schema: \`node docs/print-settings.ts\`.
`;

type Schema = z.core.$ZodType;

interface Setting {
  /** What may stand there, from the rule of the schema. */
  readonly type: string;
  /** As a user would write it; absent when the setting is required. */
  readonly byDefault?: unknown;
  /** The settings inside, when it is an object or a list of objects. */
  readonly inner?: Readonly<Record<string, Schema>>;
  readonly isList: boolean;
}

interface Documented {
  readonly meaning: string;
  readonly fields: ReadonlyMap<string, { readonly meaning: string; readonly type: string }>;
}

export function settingsPage(): string {
  const documented = interfaces(types.map((file) => readFileSync(file, "utf8")).join("\n"));
  const section = { path: "", name: "Config", schema: settings as Schema };
  return [head, ...sections(section, documented)].join("\n");
}

interface Section {
  readonly path: string;
  /** The interface that the doc comments are read from. */
  readonly name: string;
  readonly schema: Schema;
}

function sections(section: Section, documented: Map<string, Documented>): string[] {
  const { meaning, rows, inside } = tableOf(section, documented);
  const heading = section.path === "" ? "The whole" : `\`${section.path}\``;
  const table = [row(["setting", "type", "default", "meaning"]), row(["---", "---", "---", "---"])];
  const printed = `## ${heading}\n\n${meaning}\n\n${[...table, ...rows].join("\n")}\n`;
  return [printed, ...inside.flatMap((inner) => sections(inner, documented))];
}

interface Table {
  readonly meaning: string;
  readonly rows: readonly string[];
  /** What gets a section of its own. */
  readonly inside: readonly Section[];
}

function tableOf({ path, name, schema }: Section, documented: Map<string, Documented>): Table {
  const about = documented.get(name);
  assert(about !== undefined, `the settings at "${path}" have no interface ${name}`);
  const fields = Object.entries(read(schema).inner ?? {}).map(([key, child]) => {
    const field = about.fields.get(key);
    assert(field !== undefined, `${name}.${key} has no doc comment`);
    const setting = read(child);
    const own = `${path === "" ? "" : `${path}.`}${key}${setting.inner && setting.isList ? "[]" : ""}`;
    const printed = row([`\`${own}\``, setting.type, byDefault(setting), field.meaning]);
    const section = { path: own, name: nameIn(field.type), schema: child };
    return { printed, section, hasSection: setting.inner !== undefined };
  });
  /** What several fields have in common is said beside each, not in a section each. */
  const isShared = ({ name: one }: Section) =>
    fields.filter(({ section, hasSection }) => hasSection && section.name === one).length > 1;
  const inner = fields.filter(({ hasSection }) => hasSection);
  return {
    meaning: about.meaning,
    rows: fields.flatMap(({ printed, section, hasSection }) =>
      hasSection && isShared(section) ? [printed, ...tableOf(section, documented).rows] : [printed],
    ),
    inside: inner.map(({ section }) => section).filter((section) => !isShared(section)),
  };
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function byDefault(setting: Setting): string {
  if (!("byDefault" in setting)) return "required";
  const text = JSON.stringify(setting.byDefault);
  return text === "{}" ? "those inside" : `\`${text}\``;
}

/** Looks through what wraps a schema, and keeps what each wrapper tells. */
function read(schema: Schema): Setting {
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

const declaration = /\/\*\* ([^\n]*) \*\/\nexport interface (\w+) \{\n([\s\S]*?)\n\}/g;
const field = /\/\*\* ([^\n]*) \*\/\n {2}readonly (\w+): ([^;]+);/g;

function interfaces(source: string): Map<string, Documented> {
  const found = [...source.matchAll(declaration)].map(
    ([, meaning = "", name = "", body = ""]): [string, Documented] => {
      const fields = [...body.matchAll(field)].map(
        ([, about = "", key = "", type = ""]) => [key, { meaning: about, type }] as const,
      );
      return [name, { meaning, fields: new Map(fields) }];
    },
  );
  return new Map(found);
}

/** "readonly Policy[]" and "SdkPath | null" name Policy and SdkPath. */
function nameIn(type: string): string {
  return /[A-Z]\w*/.exec(type)?.[0] ?? type;
}

if (import.meta.main) writeFileSync(page, settingsPage());
