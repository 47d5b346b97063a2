import { describe, expect, test } from "vitest";
import { recordSecrets } from "../../sim/experiment/secrets.ts";
import type { StageLine } from "../../sim/stage.ts";
import { anOrder, moved } from "./builders/a-move.ts";
import { aCalmWorld, aWholeWorld } from "./builders/a-world.ts";
import { leaks } from "./builders/secrets.ts";

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
    const world = aWholeWorld();
    const secrets = recordSecrets(world);
    await world.run(world.application.signIn());
    const [token = ""] = [...secrets.telltales].filter((telltale) => telltale.startsWith("eyJ"));
    expect(token).toHaveLength(24);
    const line: StageLine = {
      at: "",
      type: "trouble",
      sentence: `cannot read ${token}...`,
      facts: {},
    };
    expect(leaks(world, [line], secrets).found).toEqual(["told"]);
  });
});
