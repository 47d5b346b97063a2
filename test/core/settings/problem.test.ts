import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../core/settings/parse.ts";
import { merge } from "../../settings/merge.ts";

const valid = JSON.parse(
  readFileSync(new URL("../../settings/valid.json", import.meta.url), "utf8"),
);

function told(settings: unknown): readonly string[] {
  const parsed = parseConfig(settings);
  return parsed.kind === "invalid" ? parsed.problems.map(({ message }) => message) : [];
}

const inPool = (change: object) => merge(valid, { pools: { 0: change } });

describe("a password is not repeated", () => {
  test.each([
    ["in the place of the probe users", inPool({ probeUser: "hunter2" })],
    ["in a list in their place", inPool({ probeUser: ["hunter2"] })],
    ["of digits alone in their place", inPool({ probeUser: 4711_4712 })],
    ["among users in their place", inPool({ probeUser: [["probe", "hunter2"]] })],
    ["in the secret itself, as JSON", inPool({ probeUser: { secret: '{"p":"hunter2"}' } })],
    ["in the secret itself, after a name", inPool({ probeUser: { secret: "probe:hunter2" } })],
    ["in the secret itself, in quotes", inPool({ probeUser: { secret: 'hunter2"' } })],
    ["in the secret itself, in a list", inPool({ probeUser: { secret: ["hunter2"] } })],
    ["in the secret itself, of digits alone", inPool({ probeUser: { secret: 4711_4712 } })],
    ["under its name, where a text belongs", inPool({ domain: { password: "hunter2" } })],
    ["under its name, in a list", inPool({ domain: [{ clientSecret: "hunter2" }] })],
    ["in a list under its name", inPool({ domain: { passwords: ["hunter2"] } })],
    ["in an object under its name", inPool({ domain: { token: { is: "hunter2" } } })],
    ["of digits alone under its name", inPool({ domain: { password: 4711_4712 } })],
    ["under whatever spelling", inPool({ domain: { REFRESH_TOKEN: "hunter2" } })],
    ["deep in what is no list of pools", { pools: { a: { probeUser: "hunter2" } } }],
  ])("%s", (_, settings) => {
    const messages = told(settings);
    expect(messages.join()).toContain("(not shown)");
    expect(messages.join()).not.toMatch(/hunter2|4711/);
  });

  test("and all else is, the name of the secret too", () => {
    const secret = "probe users";
    const domain = { host: "auth.customers.example", port: [443] };
    expect(told(inPool({ probeUser: { secret }, domain }))).toEqual([
      expect.stringMatching(
        /: current value is \{"host":"auth\.customers\.example","port":\[443\]\}/,
      ),
      expect.stringMatching(/: current value is "probe users"$/),
    ]);
    expect(told(merge(valid, { pools: { 0: { probeUser: null } } }))).toEqual([
      expect.stringMatching(/: current value is absent$/),
    ]);
  });
});
