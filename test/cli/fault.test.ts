import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedWorld, serve } from "./served-world.ts";

let world: ServedWorld;

beforeAll(async () => {
  world = await serve();
});

afterAll(() => world.end());

const reset = { id: "fault-1", region: "us-west-2", effect: { kind: "reset" } };

describe("fault", () => {
  it("add sets a fault that clients feel, list shows it, clear ends it", async () => {
    expect(await printed("add", "reset", "--region", "us-west-2")).toEqual(reset);
    expect(await printed("list")).toEqual([reset]);
    await expect(keySet()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(await printed("clear", "fault-1")).toEqual([]);
    expect((await keySet()).status).toBe(200);
  });

  it("add takes every effect, and narrows it to whom it strikes", async () => {
    expect(await printed("add", "blackHole", "--service", "s3")).toMatchObject({
      service: "s3",
      effect: { kind: "blackHole" },
    });
    expect(await printed("add", "delay:250", "--operation", "InitiateAuth")).toMatchObject({
      operation: "InitiateAuth",
      effect: { kind: "delay", ms: 250 },
    });
    expect(await printed("add", "status:503", "--vantage", "eu-west-1")).toMatchObject({
      vantage: "eu-west-1",
      effect: { kind: "status", status: 503 },
    });
    const named = await printed("add", "InternalErrorException:500", "--rate", "0.5");
    expect(named).toMatchObject({
      rate: 0.5,
      effect: { kind: "error", name: "InternalErrorException", status: 500 },
    });
    expect(await printed("add", "throttle", "--service", "dynamodb")).toMatchObject({
      service: "dynamodb",
      effect: { kind: "throttle" },
    });
    expect(await printed("add", "page:wafChallenge", "--users", "0.2")).toMatchObject({
      users: 0.2,
      effect: { kind: "page", page: "wafChallenge" },
    });
    for (const effect of ["refuse", "lostAnswer"]) {
      expect(await printed("add", effect, "--rate", "0")).toMatchObject({
        effect: { kind: effect },
      });
    }
    expect(await printed("list")).toHaveLength(8);
    expect(await printed("clear")).toEqual([]);
  });

  it("add takes what crosses no wire of AWS's own, and what a path tells", async () => {
    for (const [service, operation] of [
      ["cognito-idp", "Token_POST"],
      ["cognito-idp", "JwksUri"],
      ["cognito-trigger", "PreAuthentication"],
      ["cognito-domain", "GET /login"],
      ["scheduler", "Fire"],
      ["dynamodb", "Ping"],
      ["s3", "PutObject"],
      ["route53", "GetChange"],
    ] as const) {
      const words = ["--service", service, "--operation", operation, "--rate", "0"];
      expect(await printed("add", "reset", ...words)).toMatchObject({ service, operation });
    }
    expect(await printed("clear")).toEqual([]);
  });

  it("add limits it to a time of the world's own clock", async () => {
    const now = world.world.clock.now();
    const second = Math.floor(now / 1_000) * 1_000;
    const limited = await printed("add", "reset", "--region", "us-west-2", "--for", "14 seconds");
    expect(limited).toMatchObject({ until: second + 14_000 });
    await expect(keySet()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    await world.world.clock.advance(14_000);
    expect((await keySet()).status).toBe(200);
    const from = new Date(second + 3_600_000).toISOString();
    expect(await printed("add", "reset", "--from", from, "--for", "1 hour")).toMatchObject({
      from: second + 3_600_000,
      until: second + 7_200_000,
    });
    expect(await printed("clear")).toEqual([]);
  });

  it.concurrent.each([
    "explode",
    "reset:5",
    "delay",
    "delay:soon",
    "page:wafMaze",
    "status:99",
    "status:abc",
    "InternalErrorException:50",
  ])("add refuses the effect %s and says what it must be", async (effect) => {
    const { code, stdout, stderr } = await world.command("fault", "add", effect);
    expect(stderr).toBe(
      `Cannot change the faults as the effect must be reset, blackHole, lostAnswer, refuse, throttle, delay:MS, status:CODE, page:NAME with one of gatewayTimeout, wafBlock, wafChallenge, wafCaptcha, or the name of an AWS error: current value is "${effect}"\nnext: cognito-failover fault add --help\n`,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it.concurrent.each([
    [["add", "reset", "--rate", "2"], '"rate" must be a number from 0 to 1.'],
    [["add", "reset", "--rate", "often"], '"rate" must be a number from 0 to 1.'],
    [["add", "reset", "--users", "20"], '"users" must be a number from 0 to 1.'],
    [
      ["add", "reset", "--region", "us-west-9"],
      'the Region must be one of us-west-2, us-east-1, eu-west-1, global: current value is "us-west-9"',
    ],
    [
      ["add", "reset", "--service", "dynamdb"],
      'sts, wafv2, and the nearest is dynamodb: current value is "dynamdb"',
    ],
    [
      ["add", "reset", "--service", "dynamodb", "--operation", "GetItems"],
      "the operation of dynamodb must be one of ",
    ],
    [
      ["add", "reset", "--operation", "InitateAuth"],
      'and the nearest is InitiateAuth: current value is "InitateAuth"',
    ],
    [
      ["add", "reset", "--for", "a while"],
      '"--for" must be one number and one unit, such as "2 hours"',
    ],
    [["add", "reset", "--until", "1999-01-01T00:00Z"], "it must lie after"],
    [["clear", "fault-99"], 'There is no fault "fault-99".'],
  ])("%j is refused: %s", async (words, says) => {
    const { code, stdout, stderr } = await world.command("fault", ...words);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/^Cannot change the faults as .+\nnext: cognito-failover fault \w+/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

async function printed(...words: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await world.command("fault", ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

function keySet(): Promise<Response> {
  const { regions, pool } = JSON.parse(world.line);
  return fetch(`${regions["us-west-2"].endpoint}/${pool.id}/.well-known/jwks.json`);
}
