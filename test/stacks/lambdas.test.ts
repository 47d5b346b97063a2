// The table of the Lambdas, held against their files.

import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import type { Lambda } from "../../controller/lambda.ts";
import { lambdaRow, lambdaWords } from "../../stacks/lambdas.ts";

const folder = new URL("../../functions/", import.meta.url);

it("has a row for each file of functions/, and no other", () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));
  expect([...lambdaWords].sort()).toEqual(files.sort());
});

it.each(lambdaWords)("tells %s what it asks for, and nothing else", async (word) => {
  const file: Readonly<Record<string, unknown>> = await import(`../../functions/${word}.ts`);
  const own = Object.values(file).find(isLambda);
  expect(own?.name).toBe(word);
  expect([...lambdaRow(word).variables].sort()).toEqual([...(own?.environment ?? [])].sort());
});

function isLambda(value: unknown): value is Lambda {
  return typeof value === "object" && value !== null && "on" in value && "environment" in value;
}
