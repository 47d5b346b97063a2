import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { policyFiles, securityPage } from "../../docs/print-rights.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const page = read("docs/security.md");

describe("docs/security.md", () => {
  it("shows which command asks what, as it is now: node docs/print-rights.ts", () => {
    expect(page).toBe(securityPage());
    expect(page).toContain("| `approve` | `approve` |");
  });

  it("has a row for every role of the deployment", () => {
    const roles = ["production", "two-pools"].flatMap((stage) =>
      [...read(`test/infra/snapshots/${stage}.permissions.txt`).matchAll(/^(\w+)$/gm)].map(
        ([, name = ""]) => name,
      ),
    );
    // The role of a probe or a guard is called after its Region, too.
    const known = [
      ...new Set(roles.map((name) => name.replace(/^(Probe|Guard)[A-Z]\w+\d+Role$/, "$1Role"))),
    ];
    expect(known.length).toBeGreaterThan(12);
    expect(known.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });

  it("links only to what is there", () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => anchor(text));
    for (const [, to = ""] of page.matchAll(/\]\(([^)]+)\)/g)) {
      if (to.startsWith("https:")) continue;
      if (to.startsWith("#")) expect(headings, to).toContain(to.slice(1));
      else expect(() => read(`docs/${to.replace(/#.*/, "")}`), to).not.toThrow();
    }
  });
});

describe("docs/policies", () => {
  it("are what iam-policy prints of the settings of the story: node docs/print-rights.ts", () => {
    const files = readdirSync(new URL("../../docs/policies/", import.meta.url)).sort();
    const kept = Object.fromEntries(files.map((file) => [file, read(`docs/policies/${file}`)]));
    expect(kept).toEqual(policyFiles());
  });
});

function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}
