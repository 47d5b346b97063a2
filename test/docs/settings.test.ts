import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Node } from "typescript/unstable/ast";
import {
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
} from "typescript/unstable/ast/is";
import { API, type Checker } from "typescript/unstable/sync";
import { describe, expect, test } from "vitest";
import { settingsPage } from "../../docs/print-settings.ts";
import { settingHelp } from "../../docs/setting-help.ts";
import { settingsSchemaText } from "../../docs/settings-json-schema.ts";
import { merge } from "../settings/merge.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, "utf8");
const help = settingHelp();

test("docs/settings.md is what the schema prints now: node docs/print-settings.ts", () => {
  expect(read("docs/settings.md")).toBe(settingsPage(help));
});

describe("docs/settings.schema.json", () => {
  const text = read("docs/settings.schema.json");
  const isRight = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(text));
  const settings = (name: string) => JSON.parse(read(`test/settings/${name}`));
  const valid = settings("valid.json");
  const mistakes = readdirSync(`${root}test/settings`).filter((name) => /^invalid-/.test(name));

  test("is what the schema prints now: node docs/print-settings.ts", () => {
    expect(text).toBe(settingsSchemaText(help));
  });

  test("accepts settings that are valid", () => {
    expect(isRight(valid), JSON.stringify(isRight.errors)).toBe(true);
  });

  /** Shapes; what a function checks, or what must hold between settings, is not in it. */
  test.each([
    "invalid-mode-unknown.json",
    "invalid-key-unknown.json",
    "invalid-name-with-capitals.json",
    "invalid-no-pools.json",
    "invalid-password-in-settings.json",
    "invalid-witness-in-govcloud.json",
    "invalid-cooldown-abbreviated.json",
    "invalid-bucket-with-capitals.json",
    "invalid-paths-missing.json",
  ])("refuses settings/%s", (name) => {
    expect(mistakes).toContain(name);
    expect(isRight(merge(valid, settings(name).change))).toBe(false);
  });

  test("says of each setting what it means and what may stand there", () => {
    const { pools } = JSON.parse(text).properties;
    expect(pools.items.properties.cooldown).toMatchObject({
      default: "30 minutes",
      description:
        'Shortest time between two moves of traffic.\n\nIt must be a length of time from "1 minute" to "1 day".',
    });
  });
});

test("an editor has help for every setting in a settings file", () => {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [`${root}tsconfig.json`] });
    const [project] = snapshot.getProjects();
    const source = project?.program.getSourceFile(`${root}sim/story.config.ts`);
    if (project === undefined || source === undefined) throw new Error("no settings");
    const helps = helpsIn(source, project.checker);
    expect(helps.length).toBeGreaterThan(20);
    expect(helps).toContainEqual(["cooldown", "Shortest time between two moves of traffic."]);
    expect(helps.filter(([, help]) => help === "")).toEqual([]);
  } finally {
    api.close();
  }
});

/** As an editor finds it: the object's place says its type, the type's property has the comment. */
function helpsIn(node: Node, checker: Checker): [string, string][] {
  const found: [string, string][] = [];
  if (isPropertyAssignment(node) && isIdentifier(node.name)) {
    const { name, parent } = node;
    const given = isObjectLiteralExpression(parent) ? checker.getContextualType(parent) : undefined;
    const type = given && checker.getNonNullableType(given);
    const property = type && checker.getPropertyOfType(type, name.text);
    const help = property ? checker.getDocumentationCommentOfSymbol(property) : "";
    found.push([name.text, help]);
  }
  node.forEachChild((child) => {
    found.push(...helpsIn(child, checker));
  });
  return found;
}
