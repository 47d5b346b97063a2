import { describe, expect, test } from "vitest";
import { argumentsOf, chosen, onlyOf } from "../../../sim/experiment/arguments.ts";
import { run } from "../../cli/program.ts";
import { deadPrimary } from "./builders/a-chronicle.ts";

const sim = (line: string) => {
  const words = line.split(" ");
  const program = new URL("../../../node_modules/node/bin/node", import.meta.url).pathname;
  return run(["sim/experiment/main.ts", ...words], { program });
};

test.each([
  ["--seed abc", '"--seed" must be of whole numbers, 0 or more: current value is "abc"'],
  ["--seed -1", "the options must be as --help says"],
  ["--seed=-1", '"--seed" must be of whole numbers, 0 or more: current value is "-1"'],
  ["--seeds 0", '"--seeds" must be of whole numbers, 1 or more: current value is "0"'],
  ["--seeds 1.5", '"--seeds" must be of whole numbers, 1 or more'],
  ["--driver foo", '"--driver" must be one of memory, full: current value is "foo"'],
  ["--only 1,x", '"--only" must be of whole numbers, 0 or more: current value is "x"'],
  ["--only 1 --seeds 3", '"--only" must stand without "--seeds"'],
  ["--drvier full", 'and the nearest to "--drvier" is --driver: current value is "--drvier full"'],
  ["--first --jobs 2", '"--first" must stand without "--jobs"'],
  ["--wat", "options must be of --seeds, --seed, --driver, --only"],
  ["14", "the options must be as --help says"],
])("npm run sim -- %s is refused", (line, says) => {
  expect(() => argumentsOf(line.split(" "))).toThrow(says);
});

test("a happening that the seed does not have is refused, not left out", () => {
  expect(chosen([deadPrimary], [0])).toEqual([deadPrimary]);
  expect(() => chosen([deadPrimary], [0, 99])).toThrow(
    '"--only" must name happenings of the seed, which are 0 to 0: current value is 99',
  );
});

test("a seed that is broken by its settings alone can be told again", () => {
  const { only } = argumentsOf(["--only", onlyOf([])]);
  expect(chosen([deadPrimary], only)).toEqual([]);
});

describe("the program", () => {
  // What the words alone say is wrong, and what only the seed does.
  test.each(["--seed abc", "--only 99"])("ends with 2 on %s, without a trace", async (line) => {
    const { code, stdout, stderr } = await sim(line);
    expect(stderr).toMatch(/^Cannot run the simulation as [^\n]+\nnext: npm run sim -- --help\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("shares its seeds among processes, and says of all what one would say", async () => {
    const [alone, shared] = await Promise.all(
      ["", " --jobs 2"].map((more) => sim(`--seeds 2 --json${more}`)),
    );
    const told = ({ stdout = "" }) => ({ ...JSON.parse(stdout), seconds: null });
    expect(told(shared ?? {})).toEqual(told(alone ?? {}));
  });

  test("shows examples on --help", async () => {
    const { code, stdout } = await sim("--help");
    expect(stdout).toContain("Examples:\n  $ npm run sim -- --seeds 200\n");
    expect(code).toBe(0);
  });
});
