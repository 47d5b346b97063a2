import { describe, expect, test } from "vitest";
import { recordSecrets } from "../../sim/experiment/secrets.ts";
import type { Line } from "../../sim/stage.ts";
import { stories } from "../../sim/stories.ts";
import { telling } from "../../sim/telling.ts";
import { anOrder, moved } from "./builders/a-move.ts";
import { aCalmWorld, aWorld } from "./builders/a-world.ts";
import { leaks } from "./builders/secrets.ts";

describe("no password, token or secret is told, logged, stored or sent", () => {
  test.each(stories)("in $name", async (story) => {
    const world = aWorld();
    const secrets = recordSecrets(world);
    const lines: Line[] = [];
    await world.run(telling(story, world, (line) => lines.push(line)).ending);
    world.stop();

    const { found, read } = leaks(world, lines, secrets);
    expect(found).toEqual([]);
    expect(secrets.counts).toMatchObject({ seeded: 11, secretString: 1, machine: 1 });
    for (const kind of ["PASSWORD", "AccessToken", "IdToken", "RefreshToken"]) {
      expect(secrets.counts[kind], kind).toBeGreaterThan(10);
    }
    for (const place of ["logs", "told", "ledger", "notices", "inputs", "outputs", "histories"]) {
      if (place === "notices" && story.name === "vantage-blind") continue;
      expect(read[place], place).toBeGreaterThan(100);
    }
  });
});

describe("the search finds what is planted", () => {
  test("a password in an order shows up wherever orders go", async () => {
    const world = await aCalmWorld();
    const secrets = recordSecrets(world);
    const password = world.deployed.users["customers"]?.probes[0]?.password;
    await moved(world, anOrder({ reason: `with ${password}` }));
    await moved(world, anOrder({ override: [password] }));
    const { found } = leaks(world, [], secrets);
    expect(found).toEqual([
      "logs",
      "ledger",
      "notices",
      "inputs",
      "outputs",
      "histories",
      "errors",
    ]);
  });

  test("a token that Cognito issued shows up in a told line, also when it was cut", async () => {
    const world = aWorld();
    const secrets = recordSecrets(world);
    await world.run(world.application.signIn());
    const [token = ""] = [...secrets.telltales].filter((telltale) => telltale.startsWith("eyJ"));
    expect(token).toHaveLength(24);
    const line: Line = { at: "", type: "trouble", sentence: `cannot read ${token}...`, facts: {} };
    expect(leaks(world, [line], secrets).found).toEqual(["told"]);
  });
});
