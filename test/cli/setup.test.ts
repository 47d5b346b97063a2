import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readProbeSecret } from "../../core/probe-users/probe-secret.ts";
import settings from "../../sim/story.config.ts";
import { run } from "./in-process.ts";
import { jsonLines } from "./program.ts";
import { type ServedWorld, serve } from "./served-world.ts";

const [pool] = settings.pools;
const setup = ["setup", "probe-users", "customers"];
let world: ServedWorld;

beforeAll(async () => {
  world = await serve("test/cli/two-users.config.ts");
});
afterAll(() => world.end());

async function usersIn(region: string) {
  const { endpoint } = JSON.parse(world.line).regions[region];
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new SecretsManagerClient({ region, endpoint, credentials });
  const { SecretString } = await client.send(
    new GetSecretValueCommand({ SecretId: pool?.probeUser.secret }),
  );
  return readProbeSecret(SecretString)?.users ?? null;
}

it("removes the probe users only with --yes, and makes new ones when given again", async () => {
  const refused = await world.command(...setup, "--remove");
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toMatch(/as --yes must be given.*\nnext: .* --remove --dry-run\n$/s);
  expect(await usersIn("eu-west-1")).toHaveLength(2);

  const removed = await world.command(...setup, "--remove", "--yes");
  expect(removed).toMatchObject({ code: 0, stderr: "" });
  expect(await usersIn("eu-west-1")).toEqual([]);

  const made = await world.command(...setup, "--json");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const lines = jsonLines(made.stdout);
  expect(lines.at(-1)).toMatchObject({ type: "end", pool: "customers", users: 2, made: 2 });
  const users = (await usersIn("eu-west-1")) ?? [];
  expect(new Set(users.map(({ username }) => username)).size).toBe(2);
  expect(lines.find(({ type }) => type === "made")?.["users"]).toEqual(
    users.map(({ username }) => username),
  );
  for (const { password } of users) expect(made.stdout).not.toContain(password);
});

it("tells a refusal as one JSON object with --json, and ends with a code of its own", async () => {
  const fault = await world.command(
    ...["fault", "add", "AccessDeniedException:400", "--operation", "ListUsers"],
  );
  expect(fault.code).toBe(0);
  try {
    const { code, stdout } = await world.command(...setup, "--dry-run", "--json");
    const { error } = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    expect(error).toMatchObject({
      code: "Forbidden",
      message: expect.stringContaining("you must be allowed cognito-idp:ListUsers in us-west-2"),
      next: "docs/deploy.md#who-may-set-them-up",
    });
    expect(code).toBe(1);
  } finally {
    await world.command("fault", "clear");
  }
});

it("refuses two wishes at once", async () => {
  const ended = await Promise.all(
    [
      ["--rotate", "--repair"],
      ["--rotate", "--remove"],
      ["--repair", "--remove"],
    ].map((wishes) => run([...setup, ...wishes])),
  );
  expect(ended.map(({ code }) => code)).toEqual([2, 2, 2]);
});
