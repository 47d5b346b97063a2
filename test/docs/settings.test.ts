import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Node } from "typescript/unstable/ast";
import {
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
} from "typescript/unstable/ast/is";
import { API, type Checker } from "typescript/unstable/sync";
import { expect, test } from "vitest";
import { settingsPage } from "../../docs/print-settings.ts";
import { settingHelp } from "../../docs/setting-help.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, "utf8");
const help = settingHelp();

test("docs/settings.md is what the schema prints now: node docs/print-settings.ts", () => {
  expect(read("docs/settings.md")).toBe(settingsPage(help));
});

test("an editor has help for every setting in failover.config.ts", () => {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [`${root}tsconfig.json`] });
    const [project] = snapshot.getProjects();
    const source = project?.program.getSourceFile(`${root}failover.config.ts`);
    if (project === undefined || source === undefined) throw new Error("no failover.config.ts");
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
