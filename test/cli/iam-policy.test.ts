import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { audiences } from "../../cli/rights/audiences.ts";
import { charactersOf, fitted, MOST_CHARACTERS } from "../../cli/rights/fitting.ts";
import { run as here } from "./in-process.ts";
import { run } from "./program.ts";

const ACCOUNT = ["--account", "210987654321"];

const printed = (...words: readonly string[]) => here(["iam-policy", ...words, ...ACCOUNT]);

describe("iam-policy", () => {
  it("prints the parts in one array, each with its name, its size and what it holds", async () => {
    const { stdout, stderr, code } = await printed("--for", "deploy", "--stage", "dev", "--json");
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const parts = JSON.parse(stdout);
    expect(parts.length).toBeGreaterThan(1);
    for (const [index, { name, part, of, characters, holds, document }] of parts.entries()) {
      expect({ name, part, of }).toEqual({
        ...{ name: `cognito-failover-dev-deploy-${index + 1}`, part: index + 1, of: parts.length },
      });
      expect(characters).toBe(JSON.stringify(document).length);
      expect(characters).toBeLessThanOrEqual(MOST_CHARACTERS);
      expect(holds).toEqual(document.Statement.map(({ Sid }: { Sid: string }) => Sid));
    }
    expect(stdout).toContain("arn:aws:iam::210987654321:role/cognito-failover-dev-*");
    expect(stdout).not.toContain("production");
  });

  it("writes each part into a file of its own", async () => {
    const folder = mkdtempSync(join(tmpdir(), "policies-"));
    try {
      const { stdout, code } = await printed("--for", "approve", "--out", folder);
      expect(code).toBe(0);
      expect(readdirSync(folder)).toEqual(["cognito-failover-production-approve.json"]);
      expect(stdout).toMatch(
        /^# cognito-failover-production-approve: part 1 of 1, [\d,]+ of 6,144/,
      );
      const text = readFileSync(join(folder, "cognito-failover-production-approve.json"), "utf8");
      expect(JSON.parse(text).Version).toBe("2012-10-17");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("names whom it knows when it is asked for somebody else", async () => {
    const { stderr, code } = await printed("--for", "nobody");
    expect(stderr).toContain(`Allowed choices are ${Object.keys(audiences).join(", ")}.`);
    expect(stderr).toMatch(/\nnext: cognito-failover iam-policy --help\n$/);
    expect(code).toBe(2);
  });

  it("wants to know the account where no credentials tell it", async () => {
    const { stderr, code } = await run(["iam-policy", "--for", "observe"]);
    expect(stderr).toBe(
      "Cannot print the policy as the account must be known, by your credentials or by --account\nnext: cognito-failover iam-policy --help\n",
    );
    expect(code).toBe(2);
  });
});

describe("fitted()", () => {
  const about = (sid: string, count: number) => ({
    ...{ sid, actions: ["s3:GetObject"] },
    resources: Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket/${sid}-${index}`),
  });

  it("keeps statements whole, in their order, in as few parts as that allows", () => {
    const parts = fitted("x", [about("A", 200), about("B", 150), about("C", 10)]);
    expect(parts.map(({ name, holds }) => [name, holds])).toEqual([
      ["x-1", ["A"]],
      ["x-2", ["B", "C"]],
    ]);
  });

  it("takes one apart that does not fit by itself, and loses nothing of it", () => {
    const whole = about("A", 400);
    const parts = fitted("x", [whole]);
    expect(Math.max(...parts.map(({ characters }) => characters))).toBeLessThanOrEqual(
      MOST_CHARACTERS,
    );
    const statements = parts.flatMap(({ document }) => document.Statement) as {
      Resource: string[];
    }[];
    expect(statements.flatMap(({ Resource }) => Resource)).toEqual(whole.resources);
    expect(charactersOf([whole])).toBeGreaterThan(MOST_CHARACTERS);
  });
});
