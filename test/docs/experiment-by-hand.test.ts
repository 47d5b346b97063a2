// The experiment of docs/simulation.md, as it stands there, in a process of its own: it runs, and comes to what its
// comments say.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { NODE } from "../cli/program.ts";

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));
const page = readFileSync(`${docs}simulation.md`, "utf8");
const [, block = ""] = /## An experiment by hand\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(page) ?? [];

/** What comes behind a statement as a comment that is itself a value. */
const claims = [...block.matchAll(/^(world\.\w+\(\)); +\/\/ (\{.*\})$/gm)];

/** The block with each reading that claims a value compared, and what else it claims printed at its end. */
function checked(): string {
  const comparing = block.replace(
    /^(world\.\w+\(\)); +\/\/ (\{.*\})$/gm,
    "(await import('node:assert')).deepStrictEqual($1, $2);",
  );
  return `${comparing.replace(/^await done;$/m, "const came = await done;")}
console.log(JSON.stringify({ came, writes: world.leverWrites() }));
world.close();
`;
}

test("the experiment by hand of docs/simulation.md runs, and its comments are true", async () => {
  expect(claims).toHaveLength(1);
  const { stdout } = await promisify(execFile)(
    NODE,
    ["--input-type=module-typescript", "--eval", checked()],
    { cwd: docs },
  );
  const { came, writes } = JSON.parse(stdout);
  expect(came).toEqual({ kind: "done" });
  expect(writes.length).toBeGreaterThan(0);
  for (const write of writes) {
    expect(write).toMatchObject({
      lease: { holder: expect.stringMatching(/^customers-/) },
      state: { standing: { phase: "failingOver" } },
    });
  }
});
