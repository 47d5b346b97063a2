// Prints docs/settings.md and docs/settings.schema.json: `node docs/print-settings.ts`. Types and defaults
// come from the schema that parses the settings, meanings from its doc comments.

import { writeFileSync } from "node:fs";
import { settings } from "../core/settings/settings-schema.ts";
import { assert } from "../core/values/errors.ts";
import { read, type Schema, type Setting } from "./read-setting.ts";
import { type Help, settingHelp } from "./setting-help.ts";
import { settingsSchemaText } from "./settings-json-schema.ts";

const page = new URL("./settings.md", import.meta.url);
const jsonSchema = new URL("./settings.schema.json", import.meta.url);

const head = `# Settings

\`failover.config.ts\` holds the settings of a deployment. Every mistake in it is told at once, with its
path, before anything starts. A length of time is written as \`"30 seconds"\`, \`"5 minutes"\`, \`"2 hours"\`
or \`"1 day"\`; a number alone is milliseconds.

This page is printed from the schema, \`node docs/print-settings.ts\`, and so is
[settings.schema.json](settings.schema.json), the JSON Schema of the same settings for other tools;
what must hold between settings is in neither, and \`cognito-failover validate\` tells it.
`;

interface Section {
  readonly path: string;
  readonly schema: Schema;
  readonly help: Help;
}

export function settingsPage(help: Help): string {
  return [head, ...sections({ path: "", schema: settings, help })].join("\n");
}

function sections(section: Section): string[] {
  const { path, help } = section;
  const { rows, inside } = tableOf(section);
  const heading = path === "" ? "The whole" : `\`${path}\``;
  const table = [row(["setting", "type", "default", "meaning"]), row(["---", "---", "---", "---"])];
  const about = help.further === "" ? help.meaning : help.further;
  const printed = `## ${heading}\n\n${about}\n\n${[...table, ...rows].join("\n")}\n`;
  return [printed, ...inside.flatMap(sections)];
}

interface Table {
  readonly rows: readonly string[];
  /** What gets a section of its own. */
  readonly inside: readonly Section[];
}

function tableOf({ path, schema, help }: Section): Table {
  const fields = Object.entries(read(schema).inner ?? {}).map(([key, child]) => {
    const own = help.inner.get(key);
    const setting = read(child);
    const inPath = `${path === "" ? "" : `${path}.`}${key}${setting.inner && setting.isList ? "[]" : ""}`;
    assert(own !== undefined && own.meaning !== "", `${inPath} has a doc comment in its schema`);
    const printed = row([`\`${inPath}\``, setting.type, byDefault(setting), own.meaning]);
    const section = { path: inPath, schema: child, help: own };
    return { printed, section, hasSection: setting.inner !== undefined };
  });
  /** What several fields have in common is said beside each, not in a section each. */
  const inner = fields.filter(({ hasSection }) => hasSection);
  const alike = Map.groupBy(inner, ({ section }) => insideOf(section.help));
  const isShared = ({ help }: Section) => (alike.get(insideOf(help))?.length ?? 0) > 1;
  return {
    rows: fields.flatMap(({ printed, section, hasSection }) =>
      hasSection && isShared(section) ? [printed, ...tableOf(section).rows] : [printed],
    ),
    inside: inner.map(({ section }) => section).filter((section) => !isShared(section)),
  };
}

/** The settings inside, with their meanings, as one text. */
function insideOf({ inner }: Help): string {
  return JSON.stringify([...inner].map(([key, { meaning }]) => [key, meaning]));
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function byDefault(setting: Setting): string {
  if (!("byDefault" in setting)) return "required";
  const text = JSON.stringify(setting.byDefault);
  return text === "{}" ? "those inside" : `\`${text}\``;
}

if (import.meta.main) {
  const help = settingHelp();
  writeFileSync(page, settingsPage(help));
  writeFileSync(jsonSchema, settingsSchemaText(help));
}
