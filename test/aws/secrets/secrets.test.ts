import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { createSecrets } from "../../../aws/secrets/secrets.ts";
import { classify } from "../../../core/probe/classify-failure.ts";
import { aSetup, primary, secondary } from "../../cli/setup/a-setup.ts";

const MINUTE = 60_000;
const anna = { username: "anna", password: "Pretend-anna-1" };

function aVantage(secret: string) {
  const world = aSetup({ secret });
  const secrets = createSecrets(world.vantage(primary));
  const name = world.policy.probeUser.secret;
  const reads = () =>
    world.aws.gate.calls.filter(({ operation }) => operation === "GetSecretValue").length;
  return { world, secrets, name, reads };
}

describe("probeUsers()", () => {
  it("asks once for all who ask at the same time", async () => {
    const { secrets, name, reads } = aVantage(JSON.stringify({ users: [anna] }));
    const asked = [1, 2, 3].map(() => secrets.probeUsers(name));
    expect(await Promise.all(asked)).toEqual(
      [1, 2, 3].map(() => ({ users: [anna], clientSecret: null })),
    );
    expect(reads()).toBe(1);
  });

  it("goes on for 15 minutes with what it was told, and then asks again", async () => {
    const { world, secrets, name, reads } = aVantage(JSON.stringify({ users: [anna] }));
    await secrets.probeUsers(name);
    await world.clock.advance(15 * MINUTE - 1);
    await secrets.probeUsers(name);
    expect(reads()).toBe(1);
    await world.clock.advance(1);
    await secrets.probeUsers(name);
    expect(reads()).toBe(2);
  });

  it("asks again at once when it is told to forget, also while an answer is on its way", async () => {
    const { secrets, name, reads } = aVantage(JSON.stringify({ users: [anna] }));
    const underWay = secrets.probeUsers(name);
    secrets.forget(name);
    await Promise.all([underWay, secrets.probeUsers(name)]);
    expect(reads()).toBe(2);
    await secrets.probeUsers(name);
    expect(reads()).toBe(2);
  });

  it("keeps no refusal", async () => {
    const { world, secrets, name } = aVantage(JSON.stringify({ users: [anna] }));
    const effect = { kind: "error", name: "AccessDeniedException" } as const;
    const { id } = world.aws.faults.add({ service: "secretsmanager", effect });
    await expect(secrets.probeUsers(name)).rejects.toMatchObject({ name: "AccessDeniedException" });
    world.aws.faults.remove(id);
    expect((await secrets.probeUsers(name)).users).toEqual([anna]);
  });

  it.each([
    ["without users", '{"users":[]}'],
    ["of another kind", '{"password":"Pretend-anna-1"}'],
    ["that is no JSON", "anna:Pretend-anna-1"],
  ])("calls a value %s a fault of the credentials, and does not repeat it", async (_, value) => {
    const { secrets, name } = aVantage(value);
    const error = await secrets.probeUsers(name).catch((thrown) => thrown);
    expect(classify({ name: error.name, message: error.message })).toBe("credentials");
    expect(error.message).toContain(name);
    expect(JSON.stringify([error.message, error])).not.toContain("Pretend-anna-1");
  });

  it("reads the secret of its own Region", async () => {
    const { world, secrets, name } = aVantage(JSON.stringify({ users: [anna] }));
    world.aws.faults.add({ region: secondary, effect: { kind: "reset" } });
    expect((await secrets.probeUsers(name)).users).toEqual([anna]);
  });
});

describe("machineClient()", () => {
  const machine = { clientId: "machine", clientSecret: "of-the-machine" };

  it("is read from the users' secret, in one request with them", async () => {
    const { secrets, name, reads } = aVantage(JSON.stringify({ users: [anna], machine }));
    const [users, client] = await Promise.all([
      secrets.probeUsers(name),
      secrets.machineClient(name),
    ]);
    expect(client).toEqual(machine);
    expect(users).toEqual({ users: [anna], clientSecret: null });
    expect(reads()).toBe(1);
  });

  it("is there before there are users", async () => {
    const { secrets, name } = aVantage(JSON.stringify({ users: [], machine }));
    expect(await secrets.machineClient(name)).toEqual(machine);
    await expect(secrets.probeUsers(name)).rejects.toMatchObject({ code: "UnexpectedAnswer" });
  });

  it.each([
    ["absent", {}],
    ["half a client", { machine: { clientSecret: "of-the-machine" } }],
    ["beside no list of users", { users: "none", machine }],
  ])("is a fault of the credentials when it is %s, and is not repeated", async (_, secret) => {
    const text = JSON.stringify({ users: [anna], clientSecret: "of-the-machine", ...secret });
    const { secrets, name } = aVantage(text);
    const error = await secrets.machineClient(name).catch((thrown) => thrown);
    expect(classify({ name: error.name, message: error.message })).toBe("credentials");
    expect(error.next).toBe("docs/deploy.md#the-machine-client");
    expect(JSON.stringify([error.message, error])).not.toContain("of-the-machine");
  });

  it("is read anew once it is forgotten", async () => {
    const { world, secrets, name } = aVantage(JSON.stringify({ users: [anna], machine }));
    await secrets.machineClient(name);
    const next = { ...machine, clientSecret: "another-one" };
    await world.reader(secondary).send(
      new PutSecretValueCommand({
        ...{ SecretId: name, SecretString: JSON.stringify({ users: [anna], machine: next }) },
      }),
    );
    await world.clock.advance(MINUTE);
    expect(await secrets.machineClient(name)).toEqual(machine);
    secrets.forget(name);
    expect(await secrets.machineClient(name)).toEqual(next);
  });
});
