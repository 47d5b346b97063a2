import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { transitions } from "../../core/decide/transitions.ts";
import { told } from "./transcript/story.ts";

const folder = new URL("../transcripts/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));
const decided = new Set<string>();

describe("core tells the same story as the transcript", () => {
  test.each(files)("%s", async (name) => {
    const path = new URL(name, folder);
    const text = told(readFileSync(path, "utf8"), decided);
    await expect(text).toMatchFileSnapshot(path.pathname);
  });
});

test("each row of the transitions table is met in a transcript", () => {
  const rows = transitions.map(({ from, situation }) => `${from}/${situation}`);
  expect(rows.filter((row) => !decided.has(row))).toEqual([]);
});
