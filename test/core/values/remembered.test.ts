import { describe, expect, it } from "vitest";
import { remembered, rememberedTexts } from "../../../core/values/remembered.ts";

describe("rememberedTexts", () => {
  it("asks once about each of the last texts", () => {
    const asked: string[] = [];
    const length = rememberedTexts((text) => {
      asked.push(text);
      return text.length;
    }, 2);
    expect(["a", "bb", "a", "ccc", "bb", "a"].map(length)).toEqual([1, 2, 1, 3, 2, 1]);
    // The third text took the place of the first.
    expect(asked).toEqual(["a", "bb", "ccc", "a"]);
  });

  it("asks again about what was refused", () => {
    let count = 0;
    const refuse = rememberedTexts(() => {
      count += 1;
      throw new RangeError("no");
    }, 2);
    expect(() => refuse("a")).toThrow("no");
    expect(() => refuse("a")).toThrow("no");
    expect(count).toBe(2);
  });
});

describe("remembered", () => {
  it("asks once about each object, and each time about what is none", () => {
    const asked: unknown[] = [];
    const parse = remembered((stored) => {
      asked.push(stored);
      return null;
    });
    const item = { sort: "state" };
    const alike = { sort: "state" };
    for (const stored of [item, item, alike, 7, 7]) expect(parse(stored)).toBeNull();
    expect(asked).toEqual([item, alike, 7, 7]);
  });
});
