import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutShort, isPlain, oneLine, plainLine, revealed } from "../../../core/values/text.ts";
import { often } from "../../often.ts";

/** Each of these could forge a line, hide a word or turn what follows around. */
const forging = [
  ["a line feed", "\n"],
  ["a carriage return", "\r"],
  ["a tab", "\t"],
  ["a bell", "\u0007"],
  ["a next line", "\u0085"],
  ["a line separator", "\u2028"],
  ["a paragraph separator", "\u2029"],
  ["a right-to-left override", "\u202e"],
  ["an isolate", "\u2066"],
  ["a zero-width space", "\u200b"],
  ["a zero-width joiner", "\u200d"],
  ["a byte order mark", "\ufeff"],
  ["a soft hyphen", "\u00ad"],
  ["a tag letter", "\u{e0041}"],
  ["half of a pair", "\ud800"],
  ["a private letter", "\ue000"],
  ["a filler without ink", "\u3164"],
] as const;

describe("isPlain()", () => {
  test.each(forging)("refuses %s", (_, letter) => {
    expect(isPlain(`fine${letter}Next: x`, 200)).toBe(false);
  });

  test.each([
    "us-west-2 is on fire",
    "Größe 10 %, 東京 です",
    "déjà vu",
    "🔥 fire",
  ])("takes %j", (text) => {
    expect(isPlain(text, 200)).toBe(true);
  });

  test("takes 1 to 200 letters, however many units each has", () => {
    expect(isPlain("", 200)).toBe(false);
    expect(isPlain("   ", 200)).toBe(false);
    expect(isPlain("🔥".repeat(200), 200)).toBe(true);
    expect(isPlain("🔥".repeat(201), 200)).toBe(false);
    expect(isPlain("x".repeat(240_000), 200)).toBe(false);
  });
});

describe("plainLine()", () => {
  test.each(forging)("makes a blank of %s", (_, letter) => {
    expect(plainLine(`fine${letter} ${letter}Next: x`)).toBe("fine Next: x");
  });

  test("leaves apart what our own words set apart", () => {
    expect(plainLine("status customers   (looks again)")).toBe("status customers   (looks again)");
  });

  test("cuts with an ellipsis what is longer, and no letter in two", () => {
    expect(plainLine("x".repeat(1_001))).toBe(`${"x".repeat(999)}…`);
    expect(plainLine("🔥🔥🔥🔥", 3)).toBe("🔥🔥…");
    expect(plainLine("🔥🔥🔥", 3)).toBe("🔥🔥🔥");
  });

  test("makes of any text what a person may give", () => {
    const unit = fc.constantFrom("grapheme", "binary", "grapheme-composite");
    const anyText = unit.chain((one) => fc.string({ unit: one, maxLength: 300 }));
    fc.assert(
      fc.property(anyText, (text) => {
        const line = plainLine(text, 200);
        expect(line === "" || isPlain(line, 200)).toBe(true);
      }),
      { numRuns: often(150, 2_000) },
    );
  });
});

test("oneLine() takes runs of spaces together", () => {
  expect(oneLine("  a\n\n  b   c ")).toBe("a b c");
});

test("cutShort() leaves what is short as it is", () => {
  expect(cutShort("a", 1)).toBe("a");
  expect(cutShort("ab", 1)).toBe("…");
});

test("revealed() shows what is hidden", () => {
  expect(revealed("a\u202eb\u{e0041}")).toBe("a\\u202eb\\udb40\\udc41");
});
