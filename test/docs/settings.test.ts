import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsPage } from "../../docs/print-settings.ts";

const page = readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8");
const [types = "", journeys = ""] = ["policy", "journey-settings"].map((file) =>
  readFileSync(new URL(`../../core/settings/${file}.ts`, import.meta.url), "utf8"),
);

test("docs/settings.md is what the schema prints now: node docs/print-settings.ts", () => {
  expect(page).toBe(settingsPage());
});

test("every field of the settings' types is on the page, but the one that is derived", () => {
  const config = types.slice(types.indexOf("export interface Config"), types.indexOf("Parsed"));
  const settings = config + journeys;
  const fields = [...settings.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => name);
  const absent = fields.filter(
    (name) => !new RegExp(`^\\| \`[\\w.[\\]]*\\b${name}(\\[\\])?\``, "m").test(page),
  );
  expect(fields.length).toBeGreaterThan(40);
  expect(absent).toEqual(["vantages"]);
});
