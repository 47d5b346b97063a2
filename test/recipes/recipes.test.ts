// That the recipes of CONTRIBUTING and their examples are about the same places, which are where they say. Walking them
// is `npm run recipes`.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recipes } from "./recipes.ts";
import { placed } from "./walk.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const page = read("CONTRIBUTING.md");

/** What a recipe names in quotes that is a path, up to the next recipe. */
function pathsOf(name: string): readonly string[] {
  const [, text = ""] = new RegExp(`\\*\\*…${name}\\.\\*\\*([\\s\\S]*?)\\n\\n`).exec(page) ?? [];
  return [...text.matchAll(/`(?:node )?((?:[\w-]+\/)+[\w.<>-]*)`/g)].map(([, path = ""]) => path);
}

describe.each(recipes)("the recipe of $name", ({ name, edits, prints = [] }) => {
  const files = [...new Set(edits.map(({ file }) => file))];
  const isNew = (file: string) => edits.some((edit) => edit.file === file && edit.before === null);

  it("names each place of its example", () => {
    const named = pathsOf(name);
    const names = (file: string) =>
      named.some((path) =>
        isNew(file) || path.endsWith("/")
          ? file.startsWith(path.replace(/<.*$/, ""))
          : file === path,
      );
    const places = [...files, ...prints.map(({ program }) => program)];
    expect(places.filter((file) => !names(file))).toEqual([]);
  });

  it("writes where there is something to write to", () => {
    for (const { file, before, add } of edits) {
      if (before === null)
        expect(existsSync(new URL(`../../${file}`, import.meta.url))).toBe(false);
      else if (!isNew(file)) expect(placed(read(file), before, add)).toContain(add);
    }
  });
});

describe("the five changes", () => {
  const most = { "a lever": 4, "a journey": 4, "a safety rule": 1, "a setting": 1, "a Lambda": 3 };

  it.each(
    Object.entries(most),
  )("%s touches no more than %d files of the product", (name, files) => {
    const recipe = recipes.find((one) => one.name === name);
    const touched = new Set(recipe?.edits.map(({ file }) => file));
    const ofProduct = [...touched].filter((file) => !/^(?:test|docs)\//.test(file));
    expect(ofProduct.length).toBeGreaterThan(0);
    expect(ofProduct.length).toBeLessThanOrEqual(files);
  });
});
