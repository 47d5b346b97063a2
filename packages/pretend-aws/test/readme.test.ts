// The README's own example, as it is written there.

import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const page = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const [, example = ""] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
const file = new URL(`./readme-example.${process.pid}.mjs`, import.meta.url);

afterAll(() => rm(fileURLToPath(file), { force: true }));

it("runs", async () => {
  expect(example).toContain("createPretendAws");
  await writeFile(file, `${example}\nexport const calls = aws.gate.calls;\n`);
  const { calls } = (await import(/* @vite-ignore */ file.href)) as { calls: readonly object[] };
  expect(calls).toMatchObject([{ service: "sns", operation: "ListTopics", outcome: "ok" }]);
});
