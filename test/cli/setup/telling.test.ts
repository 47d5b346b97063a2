import { afterEach, describe, expect, it, vi } from "vitest";
import { telling } from "../../../cli/setup/telling.ts";
import { millis } from "../../../core/values/types.ts";

/** What reached standard output, as a terminal or a file got it. */
function output() {
  const texts: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line) => texts.push(`${line}\n`));
  vi.spyOn(process.stdout, "write").mockImplementation((text) => texts.push(String(text)) > 0);
  return texts;
}

afterEach(() => vi.restoreAllMocks());

describe("waiting", () => {
  const seconds = (count: number) => millis(count * 1_000);

  it("is told after two seconds and then every ten where nothing moves", () => {
    const texts = output();
    const { tell, waiting } = telling(false, false);
    for (let second = 0; second <= 25; second++) waiting("the secret", seconds(second));
    tell("replicated", "it is there");
    waiting("something else", seconds(2));
    expect(texts).toEqual([
      "waiting 2 s: the secret\n",
      "waiting 12 s: the secret\n",
      "waiting 22 s: the secret\n",
      "it is there\n",
      "waiting 2 s: something else\n",
    ]);
  });

  it("moves one line on a terminal, which is gone before the next sentence and at the end", () => {
    const texts = output();
    const { tell, waiting, close } = telling(false, true);
    waiting("the secret", seconds(3));
    tell("replicated", "it is there");
    waiting("the secret", seconds(4));
    close();
    close();
    const [erase, line] = ["\r\x1b[2K", "waiting 3 s: the secret"];
    expect(texts).toEqual([
      ...[`${erase}${line}`, erase, "it is there\n"],
      ...[`${erase}waiting 4 s: the secret`, erase],
    ]);
  });

  it("is an object a line with --json, on a terminal as well", () => {
    const texts = output();
    const { tell, waiting } = telling(true, true);
    waiting("the secret", seconds(3));
    tell("made", "made 1 user", { users: ["a"] });
    expect(texts.map((text) => JSON.parse(text))).toEqual([
      { type: "waiting", sentence: "the secret", elapsed: 3_000 },
      { type: "made", sentence: "made 1 user", users: ["a"] },
    ]);
  });
});
